//! `/` and `/guide/client-relationship`: the public pages.

use reqwest::Method;

use crate::support::{AUDIT, GILD_KANNE, LUFTIG_PARASOLL, OVERVIEW, Portal, access};

const GUIDE: &str = "/guide/client-relationship";

#[tokio::test]
async fn the_start_page_leads_a_stranger_to_the_sign_in_and_on_to_the_overview() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let start = visitor.get("/").await;
    assert_eq!((start.status.as_u16(), start.heading().as_str()), (200, "Øv på klientdelegering"));
    assert_eq!(
        start.texts(".test-banner p"),
        ["Testportal – ikke Altinn. Alle personer og virksomheter er oppdiktet."]
    );
    let choice = visitor.follow(&start, "Logg inn").await;
    assert!(choice.path().starts_with("/idp/authorize?"));
    assert_eq!(visitor.press(&choice, "Gild Kanne").await.path(), OVERVIEW);
}

#[tokio::test]
async fn the_start_page_has_a_button_for_each_person_one_can_be() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let start = visitor.get("/").await;
    assert!(start.texts(".row-choice .row-title").contains(&GILD_KANNE.name.to_owned()));
    assert_eq!(start.count(".row-choice .row-note:empty"), 0, "each says what the person is");
    let overview = visitor.press(&start, "Gild Kanne").await;
    assert_eq!((overview.path(), overview.heading().as_str()), (OVERVIEW, "Systemtilganger for Diskret Nær Tiger AS"));
}

#[tokio::test]
async fn without_test_tools_a_person_is_chosen_at_the_sign_in_only() {
    let portal = Portal::start_with(&["--no-test-tools"]);
    let start = portal.visitor().get("/").await;
    assert_eq!(start.count(".row-choice"), 0);
    assert!(start.text("main").unwrap().contains("Velg en person i innloggingen."));
}

#[tokio::test]
async fn the_paths_that_the_guides_link_to_lead_to_their_counterparts() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let guides = "authorization/guides/end-user/system-user";
    for lang in ["nb", "nn", "en"] {
        for (path, page) in [
            (format!("/{lang}/{guides}/setup-client-relationship"), GUIDE),
            (format!("/{lang}/{guides}/accept-request"), "/accessmanagement/ui/requests"),
            (format!("/{lang}/api/authentication/systemuserapi/clientdelegation"), "/api"),
        ] {
            for path in [path.clone(), format!("{path}/")] {
                let answer = visitor.request(Method::GET, &path).send().await.unwrap();
                assert_eq!(
                    (answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()),
                    (303, page),
                    "{path}"
                );
            }
        }
    }
    assert_eq!(visitor.get(&format!("/de/{guides}/accept-request/")).await.status, 404);
}

#[tokio::test]
async fn the_footer_leads_to_the_api() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let start = visitor.get("/").await;
    assert_eq!(visitor.follow(&start, "API-dokumentasjon").await.path(), "/api");
}

#[tokio::test]
async fn the_start_page_leads_who_is_signed_in_straight_on() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let start = visitor.get("/").await;
    assert_eq!(start.text(".account-name").unwrap(), "Diskret Nær Tiger AS");
    assert_eq!(visitor.follow(&start, "Gå til systemtilganger").await.path(), OVERVIEW);
}

#[tokio::test]
async fn pages_for_anybody_open_for_who_may_represent_nobody() {
    let portal = Portal::start();
    let visitor = portal.sign_in(LUFTIG_PARASOLL).await;
    for path in ["/", GUIDE, "/signed-out"] {
        assert_eq!(visitor.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_relation_guide_has_the_table_of_roles_and_packages() {
    let portal = Portal::start();
    let page = portal.visitor().get(GUIDE).await;
    assert_eq!(page.heading(), "Slik setter kunden opp kundeforholdet");
    assert_eq!(page.texts("tbody th"), ["revisor", "regnskapsfører", "forretningsfører", "forretningsfører"]);
    let packages = |row: usize| page.texts(&format!("tbody tr:nth-child({row}) li")).len();
    assert_eq!([packages(1), packages(2), packages(3), packages(4)], [2, 3, 1, 7]);
    assert_eq!(
        page.texts("tbody tr:first-child code"),
        ["urn:altinn:accesspackage:ansvarlig-revisor", "urn:altinn:accesspackage:revisormedarbeider"]
    );
    assert_eq!(page.texts(".breadcrumbs li"), ["Start", "Sett opp kundeforhold"]);
    assert_eq!(
        page.texts("tbody td:last-child"),
        [
            "alle kunder",
            "alle kunder",
            "eierseksjonssameie (ESEK) og borettslag (BRL)",
            "norskregistrert utenlandsk foretak (NUF)"
        ]
    );
}

#[tokio::test]
async fn the_relation_guide_leads_back_to_where_it_was_opened_and_never_off_the_site() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let audit = visitor.get(&access(AUDIT)).await;
    let guide = visitor.follow(&audit, "Sett opp kundeforhold").await;
    assert_eq!(visitor.follow(&guide, "Tilbake").await.path(), access(AUDIT));
    for elsewhere in ["https://evil.example/", "//evil.example", "/%5Cevil.example", "javascript:alert(1)"] {
        let guide = visitor.get(&format!("{GUIDE}?return_to={elsewhere}")).await;
        assert_eq!(guide.status, 200);
        assert!(guide.link("Tilbake").is_none(), "{elsewhere}");
    }
}
