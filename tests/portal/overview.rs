//! `…/systemuser/overview`: the organisation's system accesses, by permission.

use scraper::Selector;

use crate::support::{
    AUDIT, ESTETISK_SKAL, FIRM, GILD_KANNE, HARDFOR_BLYANT, OVERVIEW, OWN, Page, Person, Portal, REVISORKUNDE,
    RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, Visitor, dialog,
};

const OWN_HEADING: &str = "Egne systemtilganger";
const CLIENTS_HEADING: &str = "Systemtilganger for kunder";
/// Newest first.
const FOR_CLIENTS: [&str; 3] =
    ["Revisor klientdelegering", "Skattegrunnlag klientdelegering", "Landbruk klientdelegering"];

async fn overview(portal: &Portal, person: Person) -> Page {
    let page = portal.visitor().sign_in(person).await;
    assert_eq!(page.path(), OVERVIEW);
    page
}

/// The titles in each list.
fn lists(page: &Page) -> Vec<Vec<String>> {
    let title = Selector::parse(".row-title").unwrap();
    let lists = page.elements("main ul.rows").into_iter();
    lists.map(|list| list.select(&title).map(crate::support::page::text).collect()).collect()
}

#[tokio::test]
async fn a_managing_director_sees_own_accesses_and_those_for_clients_newest_first() {
    let portal = Portal::start();
    let page = overview(&portal, GILD_KANNE).await;
    assert_eq!(page.heading(), "Systemtilganger for Diskret Nær Tiger AS");
    assert_eq!(page.text(".page-subtitle").unwrap(), "org.nr. 310 495 891");
    assert_eq!(page.texts("main h2"), [OWN_HEADING, CLIENTS_HEADING]);
    assert_eq!(lists(&page), [vec![OWN], FOR_CLIENTS.to_vec()]);
    assert_eq!(
        page.texts(".row-action"),
        ["Se fullmakter", "Administrere kunder", "Administrere kunder", "Administrere kunder"]
    );
}

#[tokio::test]
async fn a_client_administrator_sees_those_for_clients_and_why_not_the_others() {
    let portal = Portal::start();
    let page = overview(&portal, ESTETISK_SKAL).await;
    assert_eq!(page.texts("main h2"), [CLIENTS_HEADING]);
    assert_eq!(page.rows("main"), FOR_CLIENTS);
    assert_eq!(page.texts(".row-action"), ["Administrere kunder"; 3]);
    let note = "Du ser ikke virksomhetens egne systemtilganger, fordi du ikke har tilgangsstyring i virksomheten.";
    assert_eq!(page.texts(".aside-note"), [note]);
}

#[tokio::test]
async fn an_access_manager_sees_all_accesses_but_no_counts_of_clients() {
    let portal = Portal::start();
    let page = overview(&portal, SITRONGUL_MEDALJONG).await;
    assert_eq!(page.texts("main h2"), [OWN_HEADING, CLIENTS_HEADING]);
    assert_eq!(page.rows("main").len(), 4);
    assert_eq!(
        page.texts(".row-action"),
        ["Se fullmakter", "Se systemtilgang", "Se systemtilgang", "Se systemtilgang"]
    );
    assert!(page.texts(".row-note").iter().all(|note| !note.contains("kunde")), "{:?}", page.texts(".row-note"));
}

#[tokio::test]
async fn an_employee_is_told_which_power_is_missing_and_whom_to_ask() {
    let portal = Portal::start();
    let page = overview(&portal, RYDDIG_PAPIRVIFTE).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.texts(".ds-alert h2"), ["Du mangler fullmakt til systemtilganger"]);
    assert_eq!(
        page.texts(".ds-alert p"),
        [
            "For å se systemtilgangene til Diskret Nær Tiger AS må du være klientadministrator eller tilgangsstyrer, \
             eller ha en rolle som daglig leder eller styrets leder.",
            "Be daglig leder eller hovedadministrator i Diskret Nær Tiger AS om å gjøre deg til klientadministrator.",
        ]
    );
    assert_eq!(page.count("main ul.rows"), 0);
    assert!(page.link("Systemtilganger").is_none(), "the menu has no link that fails");
}

#[tokio::test]
async fn the_count_of_clients_follows_each_change() {
    let portal = Portal::start();
    let visitor = portal.sign_in(ESTETISK_SKAL).await;
    let notes = |page: Page| page.texts(".row-note");
    assert_eq!(
        notes(visitor.get(OVERVIEW).await),
        ["Revisorsystemer AS", "Skattesystemer AS", "Landbrukssystemer AS · 1 kunde"]
    );
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    assert_eq!(notes(visitor.get(OVERVIEW).await)[0], "Revisorsystemer AS · 1 kunde");
    visitor.change(&dialog(AUDIT), "310496006", "add").await;
    assert_eq!(notes(visitor.get(OVERVIEW).await)[0], "Revisorsystemer AS · 2 kunder");
}

#[tokio::test]
async fn an_organisation_without_own_accesses_says_so() {
    let portal = Portal::start();
    let page = overview(&portal, HARDFOR_BLYANT).await;
    assert_eq!(page.heading(), "Systemtilganger for Tom Rask Tiger AS");
    assert!(page.texts("main > p").contains(&"Virksomheten har ingen egne systemtilganger.".to_owned()));
    assert_eq!(page.rows("main"), [AUDIT]);
}

/// Own accesses and accesses for clients on a page, and the requests that wait.
const PAGE: usize = 10;
const PENDING: usize = 10;

/// The guide's world with 60 more accesses of each kind, and this many requests that wait.
async fn with_many(requests: usize) -> (Portal, Visitor) {
    let portal = Portal::start();
    let access = |kind: &str, package: &str, number: usize| {
        format!(
            "\n[[access]]\nowner = \"{FIRM}\"\nkind = \"{kind}\"\ntitle = \"{kind} {number:02}\"\nsystem = \"Mange\"\n\
             vendor = \"310495913\"\nexternal_ref = \"{kind}-{number}\"\npackages = [\"{package}\"]\n\
             created = 2020-01-01T00:{number:02}:00Z\n"
        )
    };
    let request = |number: usize| {
        format!(
            "\n[[request]]\nowner = \"{FIRM}\"\nkind = \"clients\"\nsystem = \"310495913_revisorsystemer\"\n\
             external_ref = \"{number}\"\ntitle = \"request {number:02}\"\npackages = [\"revisormedarbeider\"]\n\
             escalated = {{ by = \"17869110078\" }}\n"
        )
    };
    let guide = include_str!("../../fixtures/scenarios/veiledning.toml").to_owned();
    let own = (0..60).map(|number| access("own", "a-ordning", number));
    let clients = (0..60).map(|number| access("clients", "ansvarlig-revisor", number));
    let world: String = [guide].into_iter().chain(own).chain(clients).chain((0..requests).map(request)).collect();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let loaded = visitor.request(reqwest::Method::POST, "/test/api/load").body(world).send().await.unwrap();
    assert_eq!(loaded.status().as_u16(), 200, "{}", loaded.text().await.unwrap());
    (portal, visitor)
}

/// How many requests, own accesses and accesses for clients of [`with_many`] there are on a page.
fn counts(page: &Page) -> [usize; 3] {
    let titles = page.texts(".row-title");
    ["request ", "own ", "clients "].map(|start| titles.iter().filter(|title| title.starts_with(start)).count())
}

#[tokio::test]
async fn long_lists_of_accesses_have_pages_of_their_own() {
    let (_portal, visitor) = with_many(0).await;
    let first = visitor.get(OVERVIEW).await;
    let of_guide = FOR_CLIENTS.len();
    assert_eq!(counts(&first), [0, PAGE - 1, PAGE - of_guide], "with those of the guide");
    let second_own = first.attribute("#own-page-2", "href").unwrap();
    assert_eq!(second_own, format!("{OVERVIEW}?own=2#own"));
    let page = visitor.get(&second_own).await;
    assert_eq!(counts(&page), [0, PAGE, PAGE - of_guide], "the other list stays where it is");
    let both = visitor.get(&page.attribute("#clients-page-2", "href").unwrap()).await;
    assert_eq!((both.path(), counts(&both)), (&*format!("{OVERVIEW}?own=2&clients=2"), [0, PAGE, PAGE]));
    let last = (60 + of_guide).div_ceil(PAGE);
    let after_the_last = visitor.get(&format!("{OVERVIEW}?clients=99")).await;
    assert_eq!(after_the_last.count(&format!("#clients-page-{last}[aria-current=page]")), 1);
    let labels: std::collections::HashSet<_> =
        first.elements("nav.pagination").iter().map(|nav| nav.attr("aria-label")).collect();
    assert_eq!(labels.len(), 2, "each list's pages have a name of their own");
}

#[tokio::test]
async fn of_many_requests_that_wait_the_first_are_shown_with_a_link_to_all() {
    let (_portal, visitor) = with_many(PENDING + 50).await;
    let page = visitor.get(OVERVIEW).await;
    assert_eq!((counts(&page)[0], page.count("#pending-page-2")), (PENDING, 0));
    let all = visitor.follow(&page, "Se alle 60 forespørslene").await;
    assert_eq!(all.path(), "/accessmanagement/ui/requests");
    assert_eq!((all.rows("main").len(), all.count("#requests-page-2")), (50, 1));
    let (_portal, visitor) = with_many(PENDING).await;
    let page = visitor.get(OVERVIEW).await;
    assert_eq!((counts(&page)[0], page.count(".rows-more")), (PENDING, 0), "the list has them all");
}
