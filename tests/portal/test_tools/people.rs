//! `/test`: the list of people, and signing in as them.

use crate::support::{
    AUDIT, ESTETISK_SKAL, GILD_KANNE, LUFTIG_PARASOLL, OVERVIEW, Portal, SITRONGUL_MEDALJONG, dialog,
};

#[tokio::test]
async fn one_press_makes_a_visitor_somebody_by_way_of_the_real_sign_in() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let tools = visitor.get("/test").await;
    let overview = visitor.press(&tools, "Bli Gild Kanne").await;
    assert_eq!((overview.path(), overview.heading().as_str()), (OVERVIEW, "Systemtilganger for Diskret Nær Tiger AS"));
    let tools = visitor.get("/test").await;
    let me = tools.texts(".tool-card:has(strong) h3");
    assert_eq!(me, [GILD_KANNE.name]);
}

#[tokio::test]
async fn becoming_another_leaves_nothing_of_the_one_before() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let before = visitor.cookie("session");
    let tools = visitor.get("/test").await;
    let nobody = visitor.press(&tools, &format!("Bli {}", LUFTIG_PARASOLL.name)).await;
    assert_eq!(nobody.path().split('?').next(), Some("/represent"));
    assert_ne!(visitor.cookie("session"), before);
}

#[tokio::test]
async fn everybody_is_listed_with_what_they_may_do() {
    let portal = Portal::start();
    let tools = portal.visitor().get("/test").await;
    assert_eq!(tools.count(".tool-card"), 12);
    let names = tools.texts(".tool-card h3");
    let place = names.iter().position(|name| name == SITRONGUL_MEDALJONG.name).unwrap();
    let powers = &tools.texts(".tool-card")[place];
    assert!(powers.contains("Diskret Nær Tiger AS: tilgangsstyrer"), "{powers}");
    assert!(powers.contains("Ser alle systemtilganger, men ikke hvem de gjelder for"), "{powers}");
}

#[tokio::test]
async fn a_post_from_another_site_makes_nobody_somebody() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let request = visitor.request(reqwest::Method::POST, "/test/become").header("sec-fetch-site", "cross-site");
    let answer = request.form(&[("national_id", GILD_KANNE.national_id)]).send().await.unwrap();
    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn the_banner_leads_to_the_tools_and_they_lead_back_to_the_page() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let address = format!("{}?search=ulv&page=1", dialog(AUDIT));
    // Behind the dialog the banner is inert; without it, it is not.
    let page = visitor.get(&crate::support::access(AUDIT)).await;
    let banner = page.attribute(".test-banner a", "href").unwrap();
    assert_eq!(page.link_target("Testverktøy").as_deref(), Some(banner.as_str()));
    let tools =
        visitor.get(&format!("/test?{}", serde_urlencoded::to_string([("return_to", &address)]).unwrap())).await;
    assert_eq!(
        tools.attribute(".test-banner a", "href").as_deref(),
        Some("/test"),
        "what is a tool is no page to come back to"
    );
    let faults = visitor.follow(&tools, "Feil").await;
    let faults = visitor.press(&faults, "Slå på").await;
    let back = visitor.follow(&faults, "Tilbake til siden du kom fra").await;
    assert_eq!(back.path(), address);
    let tools = visitor.follow(&page, "Testverktøy").await;
    assert_eq!(tools.link_target("Tilbake til siden du kom fra").as_deref(), Some(page.path()));
    let same = visitor.press(&tools, &format!("Bli {}", ESTETISK_SKAL.name)).await;
    assert_eq!((same.path(), same.heading().as_str()), (page.path(), AUDIT), "as somebody else, on the same page");
}

#[tokio::test]
async fn the_tools_lead_back_to_nowhere_else() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for elsewhere in ["https://evil.example/", "//evil.example", "javascript:alert(1)"] {
        let tools =
            visitor.get(&format!("/test?{}", serde_urlencoded::to_string([("return_to", elsewhere)]).unwrap())).await;
        assert_eq!((tools.status.as_u16(), tools.count(".tool-back")), (200, 0));
    }
}
