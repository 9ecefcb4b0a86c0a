//! `/test/worlds`.

use std::fs;

use reqwest::{Client, Method};

use super::{add, on_audit};
use crate::support::{GILD_KANNE, OVERVIEW, Page, Portal, REVISORKUNDE, Visitor, dialog};

/// A signed-in visitor in a world of this name.
async fn in_world(portal: &Portal, name: &str) -> Visitor {
    let visitor = portal.visitor();
    assert_eq!(visitor.post("/test/worlds", &[("name", name)]).await.status, 303);
    visitor.sign_in(GILD_KANNE).await;
    visitor
}

/// Sends a script's request; status and text.
async fn send(portal: &Portal, method: Method, path: &str) -> (u16, String) {
    let url = portal.base.join(&format!("/test/api/{path}")).unwrap();
    let answer = Client::builder().no_proxy().build().unwrap().request(method, url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn delete(portal: &Portal, name: &str) -> u16 {
    send(portal, Method::DELETE, &format!("worlds/{name}")).await.0
}

/// The sentence in the banner about the world; empty in the portal's own.
fn banner(page: &Page) -> String {
    page.texts(".test-banner p")[0].split_once("Testmiljø: ").map(|(_, world)| world.to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn what_is_done_in_one_world_is_not_seen_in_another() {
    let portal = Portal::start();
    let (kari, ola) = (portal.visitor(), portal.sign_in(GILD_KANNE).await);
    let worlds = kari.get("/test/worlds").await;
    let chosen = kari.fill_and_press(&worlds, &[("name", "kari")], "Lag og gå dit").await;
    assert_eq!(chosen.confirmation(), "Du er i testmiljøet kari");
    assert!(chosen.texts(".test-banner p")[0].ends_with("Testmiljø: kari."), "{:?}", chosen.texts(".test-banner p"));
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
    assert_eq!(portal.visitor().get("/sign-in").await.count(".idp-person"), 12);
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

#[tokio::test]
async fn a_world_that_twenty_make_at_once_is_made_for_all_of_them() {
    let portal = Portal::start();
    let load = || send(&portal, Method::POST, "load?world=ci&scenario=mistet-fullmakt");
    let visitor = portal.visitor();
    let choose = || visitor.post("/test/worlds", &[("name", "ci-2")]);
    let (loaded, chosen) = tokio::join!(
        futures_util::future::join_all((0..20).map(|_| load())),
        futures_util::future::join_all((0..20).map(|_| choose())),
    );
    assert_eq!(loaded.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [200; 20], "{loaded:?}");
    assert!(chosen.iter().all(|page| page.status == 303));
}

#[tokio::test]
async fn who_is_in_a_world_that_is_deleted_is_told_once_and_goes_on_in_the_portals_own() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    add(&kari, REVISORKUNDE).await;
    assert_eq!(delete(&portal, "kari").await, 200);
    let told = kari.get(OVERVIEW).await;
    assert_eq!(
        (told.status.as_u16(), told.confirmation().as_str()),
        (200, "Testmiljøet kari er slettet. Du er i testmiljøet main")
    );
    assert_eq!(banner(&told), "");
    assert_eq!(kari.get("/test").await.count(".snackbar"), 0, "once");
    assert_eq!(on_audit(&kari).await, [""; 0]);
    assert_eq!(delete(&portal, "kari").await, 404);
    assert_eq!(delete(&portal, "main").await, 409);
    assert_eq!(delete(&portal, "Æ").await, 404);
}

#[tokio::test]
async fn a_change_that_was_meant_for_a_deleted_world_is_not_done_in_another() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    let token = kari.form_token("/").await;
    assert_eq!(delete(&portal, "kari").await, 200);
    let answer = kari.post(&dialog(crate::support::AUDIT), &[("form_token", &token), ("add", REVISORKUNDE)]).await;
    assert_eq!(answer.status, 303);
    let told = kari.get("/test/worlds").await;
    assert_eq!(told.confirmation(), "Testmiljøet kari er slettet. Du er i testmiljøet main");
    assert_eq!(on_audit(&kari).await, [""; 0]);
    assert!(portal.database().audit().is_empty());
}

#[tokio::test]
async fn a_world_is_deleted_by_a_button_after_a_question() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    let other = in_world(&portal, "ola").await;
    let list = other.get("/test/worlds").await;
    assert!(list.button("Slett main").is_none() && list.button("Slett ola").is_some());
    let question = other.press(&list, "Slett kari").await;
    assert_eq!(question.heading(), "Slette testmiljøet kari?");
    assert_eq!(kari.get(OVERVIEW).await.status, 200, "nothing has happened yet");
    assert!(banner(&kari.get(OVERVIEW).await).starts_with("kari"));
    let deleted = other.press(&question, "Slett kari").await;
    assert_eq!(deleted.confirmation(), "Testmiljøet kari er slettet");
    assert!(deleted.button("Slett kari").is_none());
    assert_eq!(other.press(&question, "Slett kari").await.confirmation(), "Testmiljøet kari var allerede slettet");
    let own = other.press(&deleted, "Slett ola").await;
    let gone = other.press(&own, "Slett ola").await;
    assert_eq!((gone.confirmation().as_str(), banner(&gone).as_str()), ("Testmiljøet ola er slettet", ""));
    let refused = other.post("/test/worlds/delete", &[("world", "main")]).await;
    assert_eq!(refused.status, 303);
    assert_eq!(other.get("/test/worlds").await.confirmation(), "Portalens eget testmiljø kan ikke slettes");
}

#[tokio::test]
async fn the_list_says_of_each_world_what_is_in_it_how_large_it_is_and_when_it_was_used() {
    let portal = Portal::start();
    assert_eq!(send(&portal, Method::POST, "load?world=ci&scenario=roller&expires=2h").await.0, 200);
    let list = portal.visitor().get("/test/worlds").await;
    let state = list.texts(".tool-card dl").into_iter().find(|state| state.contains("roller")).unwrap();
    for label in ["Scenario", "Sist brukt", "Størrelse", "kB", "Slettes"] {
        assert!(state.contains(label), "no {label} in {state}");
    }
}

#[tokio::test]
async fn the_list_of_many_worlds_has_pages() {
    let portal = Portal::start();
    for nth in 0..24 {
        assert_eq!(send(&portal, Method::POST, &format!("load?world=w-{nth}&scenario=ingen-klienter")).await.0, 200);
    }
    let visitor = portal.visitor();
    assert_eq!(visitor.get("/test/worlds").await.count(".tool-card"), 20);
    assert_eq!(visitor.get("/test/worlds?page=99").await.count(".tool-card"), 5);
}

#[tokio::test]
async fn a_world_is_deleted_when_its_time_is_over() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let made = visitor.post("/test/worlds", &[("name", "short"), ("expires", "1s")]).await;
    assert_eq!(made.status, 303);
    while send(&portal, Method::POST, "export?world=short").await.0 == 200 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(visitor.get("/test").await.confirmation(), "Testmiljøet short er slettet. Du er i testmiljøet main");
    let refused = visitor.post("/test/worlds", &[("name", "kari"), ("expires", "soon")]).await;
    assert_eq!((refused.status.as_u16(), refused.count("#world-expires[aria-invalid=true]")), (422, 1));
    assert_eq!(refused.attribute("#world-expires", "value").as_deref(), Some("soon"));
    for expires in ["soon", "-1h", "0s", "999999h"] {
        let (status, text) =
            send(&portal, Method::POST, &format!("load?world=kari&scenario=roller&expires={expires}")).await;
        assert_eq!(status, 400, "{expires}");
        assert!(text.starts_with("{\"error\":") && text.contains("2h"), "{text}");
    }
    assert_eq!(send(&portal, Method::POST, "export?world=kari").await.0, 404);
}

#[tokio::test]
async fn a_world_that_cannot_be_opened_is_left_with_a_message_and_can_be_deleted() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let file = portal.data.path().join("worlds/broken.db");
    fs::write(&file, "").unwrap();
    assert_eq!(visitor.post("/test/worlds", &[("name", "broken")]).await.status, 500);
    assert_eq!(send(&portal, Method::POST, "export?world=broken").await.0, 500);
    assert_eq!(fs::read(&file).unwrap(), b"");
    let kari = in_world(&portal, "kari").await;
    kari.post("/test/worlds", &[("name", "kari")]).await;
    let list = kari.get("/test/worlds").await;
    let question = kari.press(&list, "Slett broken").await;
    assert_eq!(kari.press(&question, "Slett broken").await.confirmation(), "Testmiljøet broken er slettet");
}
