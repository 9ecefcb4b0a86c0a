//! `/test/worlds`.

use super::{add, on_audit};
use crate::support::{GILD_KANNE, Portal, REVISORKUNDE};

#[tokio::test]
async fn what_is_done_in_one_world_is_not_seen_in_another() {
    let portal = Portal::start();
    let (kari, ola) = (portal.visitor(), portal.sign_in(GILD_KANNE).await);
    let worlds = kari.get("/test/worlds").await;
    let chosen = kari.fill_and_press(&worlds, &[("name", "kari")], "Lag og gå dit").await;
    assert_eq!(chosen.confirmation(), "Du er i verdenen kari");
    assert!(chosen.texts(".test-banner p")[0].ends_with("Verden: kari."), "{:?}", chosen.texts(".test-banner p"));
    kari.sign_in(GILD_KANNE).await;
    add(&kari, REVISORKUNDE).await;
    assert_eq!(on_audit(&kari).await, ["Revisorkunde AS"]);
    assert_eq!(on_audit(&ola).await, [""; 0]);
    let scenarios = ola.get("/test/scenarios").await;
    ola.press(&scenarios, "Begynn på nytt").await;
    assert_eq!(on_audit(&kari).await, ["Revisorkunde AS"]);
}

#[tokio::test]
async fn the_sign_in_offers_the_people_of_the_chosen_world_and_the_world_outlasts_signing_out() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let worlds = visitor.get("/test/worlds").await;
    visitor.fill_and_press(&worlds, &[("name", "roller")], "Lag og gå dit").await;
    let scenarios = visitor.get("/test/scenarios").await;
    visitor.press(&scenarios, "Last Alle roller").await;
    let tools = visitor.get("/test").await;
    let overview = visitor.press(&tools, "Bli Høy Hammer").await;
    assert_eq!(overview.heading(), "Systemtilganger for Grønn Måke AS");
    visitor.press(&overview, "Logg ut").await;
    assert_eq!(visitor.get("/sign-in").await.count(".idp-person"), 18);
    assert_eq!(portal.visitor().get("/sign-in").await.count(".idp-person"), 7);
}

#[tokio::test]
async fn a_name_that_is_none_is_refused_beside_its_field() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let worlds = visitor.get("/test/worlds").await;
    let refused = visitor.fill_and_press(&worlds, &[("name", "../Æ")], "Lag og gå dit").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attribute("#world-name", "value").as_deref(), Some("../Æ"));
    assert_eq!(refused.count("#world-name[aria-invalid=true][aria-describedby^=world-name-fault]"), 1);
}
