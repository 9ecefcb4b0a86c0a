//! The own organisation on an access for clients.

use super::{acting, press, said};
use crate::api::{Program, agent};
use crate::support::{
    AGRICULTURE, AUDIT, ESTETISK_SKAL, FIRM, GILD_KANNE, KLIENTKUNDE, OWN, Page, Portal, SITRONGUL_MEDALJONG, TAX,
    access, dialog, own_access,
};

const ADD_FIRST: &str = "Legg til din virksomhet";
const REMOVE: &str = "Fjern fra systemtilgang: din virksomhet";
const ADD: &str = "Legg til i systemtilgang: din virksomhet";

fn own_row(page: &Page) -> Vec<String> {
    page.texts("#own-organisation .row-title, #own-organisation .ds-tag")
}

fn added(portal: &Portal) -> Vec<String> {
    portal.database().changes().into_iter().map(|(action, ..)| action).collect()
}

#[tokio::test]
async fn it_is_added_beside_the_clients_and_removed_with_confirmation_and_undo() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let empty = visitor.get(&access(TAX)).await;
    assert!(own_row(&empty).is_empty(), "a button, not a row");
    assert_eq!(empty.texts("#access-clients button"), [ADD_FIRST, "Legg til kunder"]);
    let page = visitor.press(&empty, ADD_FIRST).await;
    assert_eq!(
        (page.path(), page.confirmation()),
        (&*access(TAX), "Din virksomhet er lagt til i systemtilgangen".into())
    );
    assert_eq!(own_row(&page), ["Diskret Nær Tiger AS", "Din virksomhet"]);
    assert!(page.button("Legg til kunder").is_some());
    let undone = visitor.press(&page, "Angre").await;
    assert_eq!(undone.confirmation(), "Din virksomhet er fjernet fra systemtilgangen");
    assert_eq!(undone.texts("#access-clients button"), [ADD_FIRST, "Legg til kunder"]);

    visitor.change(&dialog(TAX), KLIENTKUNDE, "add").await;
    let with_client = visitor.get(&access(TAX)).await;
    assert_eq!(
        (own_row(&with_client), with_client.rows("#assigned")),
        (vec!["Diskret Nær Tiger AS".into(), "Din virksomhet".into()], vec!["Klientkunde AS".into()],)
    );
    let page = visitor.press(&with_client, ADD).await;
    let page = visitor.press(&page, REMOVE).await;
    assert_eq!(page.confirmation(), "Din virksomhet er fjernet fra systemtilgangen");
    assert!(page.button(ADD).is_some());
    let twice = visitor.press(&with_client, ADD).await;
    let twice = visitor.press(&twice, REMOVE).await;
    assert!(twice.button(ADD).is_some());
    press(&visitor, &access(TAX), "remove-own", "0").await;
    assert_eq!(visitor.get(&access(TAX)).await.confirmation(), "Din virksomhet var allerede fjernet");
    assert_eq!(added(&portal), ["give", "take-back", "add-clients", "give", "take-back", "give", "take-back"]);
}

#[tokio::test]
async fn no_list_of_clients_and_no_bulk_change_has_it() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    press(&visitor, &access(TAX), "add-own", "0").await;
    let list = visitor.get(&format!("{}?size=100", dialog(TAX))).await;
    assert!(list.texts("dialog .row-title").iter().all(|name| name != "Diskret Nær Tiger AS"));
    let token = visitor.form_token("/").await;
    let all = |bulk| [("form_token", token.clone()), ("bulk", bulk), ("expected", "1".to_owned())];
    for bulk in ["add-matching", "remove-matching"] {
        let answer = visitor.request(reqwest::Method::POST, &dialog(TAX)).form(&all(bulk.to_owned()));
        assert_eq!(answer.send().await.unwrap().status(), 303);
        assert!(visitor.get(&access(TAX)).await.button(REMOVE).is_some(), "{bulk}");
    }
    let refused = visitor.change(&dialog(TAX), FIRM, "add").await;
    assert_eq!(refused.status, 409);
    let program = Program::of(&portal, GILD_KANNE).await;
    for list in ["/clients", "/clients/available"] {
        let numbers = program.numbers(&format!("{list}?agent={}", agent(TAX))).await;
        assert!(!numbers.contains(&FIRM.to_owned()), "{numbers:?}");
    }
    let removed = program.request(
        reqwest::Method::DELETE,
        &format!("/clients?agent={}&client={}", agent(TAX), crate::api::client(FIRM)),
    );
    removed.send().await.unwrap();
    assert!(visitor.get(&access(TAX)).await.button(REMOVE).is_some());
}

#[tokio::test]
async fn where_it_cannot_join_the_page_says_why() {
    let portal = Portal::start();
    let of_role = |package| {
        format!(
            "Du kan ikke legge til din egen virksomhet her, for tilgangspakken «{package}» følger bare med en rolle i \
             Enhetsregisteret."
        )
    };
    let director = acting(&portal, GILD_KANNE).await;
    for (title, package) in [(AUDIT, "Ansvarlig revisor"), (AGRICULTURE, "Regnskapsfører med signeringsrettighet")] {
        let page = director.get(&access(title)).await;
        assert!(page.texts("#access-clients p").contains(&of_role(package)), "{:?}", page.texts("#access-clients p"));
        assert!(page.button("din virksomhet").is_none());
        assert_eq!(press(&director, &access(title), "add-own", "0").await.status, 303);
        let refused = visitor_said(&director, title).await;
        assert!(refused.starts_with("Din virksomhet ble ikke lagt til Du kan ikke selv gi fullmakt til"), "{refused}");
    }
    let manager = acting(&portal, SITRONGUL_MEDALJONG).await;
    let page = manager.get(&access(TAX)).await;
    let why = page.texts("#access-clients p").join(" ");
    assert!(why.contains("for du kan ikke selv gi tilgangspakken «Skattegrunnlag»."), "{why}");
    press(&director, &access(TAX), "add-own", "0").await;
    let page = manager.get(&access(TAX)).await;
    assert_eq!(own_row(&page), ["Diskret Nær Tiger AS", "Din virksomhet"]);
    assert!(said(&page).contains("Bare klientadministratorer"), "{}", said(&page));
    let page = manager.press(&page, REMOVE).await;
    assert_eq!(page.confirmation(), "Din virksomhet er fjernet fra systemtilgangen");

    let administrator = acting(&portal, ESTETISK_SKAL).await;
    let page = administrator.get(&access(TAX)).await;
    assert!(own_row(&page).is_empty() && page.button("din virksomhet").is_none());
    assert!(!page.text("#access-clients").unwrap().contains("din egen virksomhet"));
    for path in [access(TAX), access(AUDIT)] {
        assert_eq!(press(&administrator, &path, "add-own", "0").await.status, 403);
    }
    let own = press(&director, &own_access(OWN), "add-own", "0").await;
    assert_eq!(own.status, 409);
}

async fn visitor_said(visitor: &crate::support::Visitor, title: &str) -> String {
    said(&visitor.get(&access(title)).await)
}
