//! Who there is, what each may do, one press to become them.

use crate::support::{GILD_KANNE, LUFTIG_PARASOLL, OVERVIEW, Portal, SITRONGUL_MEDALJONG};

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
    assert_eq!(tools.count(".tool-card"), 7);
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
