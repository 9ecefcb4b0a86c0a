//! `…/systemuser/{id}` and `…/{id}/agentdelegation`: one access.

use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, EMPTY_FIRM, ESTETISK_SKAL, GILD_KANNE, OWN, Page, Portal, RYDDIG_PAPIRVIFTE,
    SITRONGUL_MEDALJONG, TAX, access, access_id, dialog, own_access,
};

const NO_POWERS: &str = "Du har ikke fullmakt til dette";
const ONLY_ADMINISTRATORS: [&str; 2] = [
    "Bare klientadministratorer kan se og administrere kundene.",
    "Be daglig leder eller hovedadministrator i Diskret Nær Tiger AS om å gjøre deg til klientadministrator.",
];

/// The parts of a response that must not depend on the requested URL.
fn without_address(page: &Page) -> (u16, String, Vec<String>, Vec<Option<String>>) {
    let links = page.elements("main a").iter().map(|link| link.attr("href").map(str::to_owned)).collect();
    (page.status.as_u16(), page.heading(), page.texts("main p:not(.reference)"), links)
}

#[tokio::test]
async fn an_access_for_clients_shows_packages_vendor_and_day_of_creation() {
    let portal = Portal::start();
    let page = portal.sign_in(GILD_KANNE).await.get(&access(AGRICULTURE)).await;
    assert_eq!(page.heading(), AGRICULTURE);
    assert_eq!(page.texts(".access-for span"), ["for Diskret Nær Tiger AS", "Levert av Landbrukssystemer AS"]);
    assert_eq!(page.texts(".card-body > h2")[0], "Fullmakt til 2 tilgangspakker");
    assert_eq!(page.texts(".packages .row-title"), ["Jordbruk", "Regnskapsfører med signeringsrettighet"]);
    assert_eq!(page.text(".created").unwrap(), "Systemtilgang opprettet 04.11.2025");
    assert_eq!(page.rows("#assigned"), ["Frodig Seig Tiger AS"]);
    assert_eq!(page.texts("#assigned .row-note"), ["Org.nr. 310 496 162"]);
    let breadcrumbs = ["Start", "Tilgangsstyring", "Systemtilganger", AGRICULTURE];
    assert_eq!(page.texts(".breadcrumbs li"), breadcrumbs);
    assert_eq!(page.texts(".breadcrumbs [aria-current=page]"), [AGRICULTURE]);
}

#[tokio::test]
async fn a_package_opens_to_what_it_covers_and_says_where_it_comes_from() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let audit = visitor.get(&access(AUDIT)).await;
    let sources = audit.texts("button[popovertarget] + [popover] > p");
    let by_role =
        "Virksomheten får pakken automatisk for kunder som har registrert den som revisor i Enhetsregisteret.";
    assert!(sources.contains(&by_role.to_owned()), "{sources:?}");
    let tax = visitor.get(&access(TAX)).await;
    let sources = tax.texts("button[popovertarget] + [popover] > p");
    assert!(sources.contains(&"Kunden må selv gi virksomheten denne pakken.".to_owned()), "{sources:?}");
}

#[tokio::test]
async fn an_own_access_says_that_it_takes_no_clients_and_has_no_button_for_it() {
    let portal = Portal::start();
    let page = portal.sign_in(GILD_KANNE).await.get(&own_access(OWN)).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (200, OWN));
    let sentence = "Dette er virksomhetens egen systemtilgang. Systemet handler for Diskret Nær Tiger AS selv, \
                    så du kan ikke legge til kunder.";
    assert_eq!(page.texts(".ds-alert p"), [sentence]);
    assert_eq!(page.count("form[action$=clients]"), 0);
}

#[tokio::test]
async fn each_access_has_one_page_and_the_other_kinds_address_leads_there() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    assert_eq!(visitor.get(&own_access(AUDIT)).await.path(), access(AUDIT));
    assert_eq!(visitor.get(&access(OWN)).await.path(), own_access(OWN));
}

#[tokio::test]
async fn a_client_administrator_may_not_see_an_own_access() {
    let portal = Portal::start();
    let page = portal.sign_in(ESTETISK_SKAL).await.get(&own_access(OWN)).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (403, NO_POWERS));
    assert!(page.texts("h1, h2, title").iter().all(|text| !text.contains(OWN)), "its title stays unknown");
}

#[tokio::test]
async fn an_access_manager_sees_the_access_without_clients_and_whom_to_ask() {
    let portal = Portal::start();
    let page = portal.sign_in(SITRONGUL_MEDALJONG).await.get(&access(AGRICULTURE)).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (200, AGRICULTURE));
    assert_eq!(page.texts(".ds-alert p"), ONLY_ADMINISTRATORS);
    assert_eq!(page.count("#assigned, form[action$=clients]"), 0);
    assert_eq!(page.texts(".packages .row-title").len(), 2);
}

#[tokio::test]
async fn an_access_manager_is_refused_the_dialog_and_its_posts() {
    let portal = Portal::start();
    let visitor = portal.sign_in(SITRONGUL_MEDALJONG).await;
    let refused = visitor.get(&dialog(AUDIT)).await;
    assert_eq!((refused.status.as_u16(), refused.heading().as_str()), (403, NO_POWERS));
    assert_eq!(refused.count("dialog"), 0);
    let refused = visitor.change(&dialog(AUDIT), AUDITED[0], "add").await;
    assert_eq!((refused.status.as_u16(), refused.heading().as_str()), (403, NO_POWERS));
    let refused = visitor.change(&dialog(AGRICULTURE), crate::support::FRODIG, "remove").await;
    assert_eq!(refused.status, 403);
    let stored = portal.database();
    assert!(stored.audit().is_empty());
    assert_eq!(stored.clients_on(&access_id(crate::support::FIRM, AGRICULTURE)).len(), 1);
}

#[tokio::test]
async fn an_employee_is_refused_every_access_known_or_not() {
    let portal = Portal::start();
    let visitor = portal.sign_in(RYDDIG_PAPIRVIFTE).await;
    let unknown = "/accessmanagement/ui/systemuser/5c1ba2a0-0000-4000-8000-000000000000";
    for path in [own_access(OWN), access(AUDIT), dialog(AUDIT), unknown.to_owned()] {
        let page = visitor.get(&path).await;
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (403, NO_POWERS), "{path}");
    }
    assert_eq!(visitor.change(&dialog(AUDIT), AUDITED[0], "add").await.status, 403);
    assert!(portal.database().audit().is_empty());
}

#[tokio::test]
async fn a_foreign_id_an_unknown_one_and_garbage_get_the_same_page() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let foreign = access_id(EMPTY_FIRM, AUDIT);
    for below in ["", "/agentdelegation", "/agentdelegation/clients"] {
        let mut answers = Vec::new();
        for id in [foreign.as_str(), "5c1ba2a0-0000-4000-8000-000000000000", "garbage", "%00", "..%2f..%2fetc"] {
            let page = visitor.get(&format!("/accessmanagement/ui/systemuser/{id}{below}")).await;
            assert_eq!(page.text(".account-name").unwrap(), "Diskret Nær Tiger AS", "in the portal's layout");
            answers.push(without_address(&page));
        }
        assert_eq!((answers[0].0, answers[0].1.as_str()), (404, "Vi finner ikke siden"));
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    }
}

#[tokio::test]
async fn a_post_to_a_foreign_access_is_not_found_and_stores_nothing() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let id = access_id(EMPTY_FIRM, AUDIT);
    let foreign = format!("/accessmanagement/ui/systemuser/{id}/agentdelegation/clients");
    let answer = visitor.change(&foreign, AUDITED[0], "add").await;
    assert_eq!((answer.status.as_u16(), answer.heading().as_str()), (404, "Vi finner ikke siden"));
    assert!(portal.database().clients_on(&id).is_empty());
}

#[tokio::test]
async fn assigned_clients_are_searched_and_paged() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for client in AUDITED {
        assert_eq!(visitor.change(&dialog(AUDIT), client, "add").await.status, 303);
    }
    let first = visitor.get(&access(AUDIT)).await;
    assert_eq!(
        (first.rows("#assigned").len(), first.texts(".count")),
        (10, vec!["Viser 1–10 av 12 kunder".to_owned()])
    );
    let second = visitor.follow(&first, "Side 2").await;
    assert_eq!(second.rows("#assigned"), ["Aalreit Glad Tiger AS", "Åpen Snill Tiger AS"]);
    assert_eq!(second.texts(".pagination [aria-current=page]"), ["2"]);
    let all = visitor.follow(&first, "Vis alle 12 på én side").await;
    assert_eq!((all.rows("#assigned").len(), all.texts(".count")), (12, vec!["12 kunder".to_owned()]));
    let paged = visitor.follow(&all, "Vis 10 per side").await;
    assert_eq!(paged.rows("#assigned").len(), 10);
    let hit = visitor.fill_and_press(&second, &[("search", "310 496 049")], "Søk").await;
    assert_eq!(hit.texts(".other-view"), [""; 0]);
    assert_eq!(hit.rows("#assigned"), ["Sterk Varm Hest Borettslag"]);
    let none = visitor.fill_and_press(&hit, &[("search", "ulv")], "Søk").await;
    assert_eq!(none.texts(".count"), ["Ingen tilknyttede kunder passer med «ulv»."]);
    assert!(none.button("Legg til eller fjern kunder").is_some());
}
