//! `/` and `/guide/client-relationship`: the public pages.

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
    let guide = visitor.follow(&audit, "Slik blir noen kunde").await;
    assert_eq!(visitor.follow(&guide, "Tilbake").await.path(), access(AUDIT));
    for elsewhere in ["https://evil.example/", "//evil.example", "/%5Cevil.example", "javascript:alert(1)"] {
        let guide = visitor.get(&format!("{GUIDE}?return_to={elsewhere}")).await;
        assert_eq!(guide.status, 200);
        assert!(guide.link("Tilbake").is_none(), "{elsewhere}");
    }
}
