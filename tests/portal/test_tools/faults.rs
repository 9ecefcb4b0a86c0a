//! `/test/faults`.

use std::time::{Duration, Instant};

use klientportal::domain::access_request::AccessKey;
use reqwest::Method;
use serde_json::json;

use super::{add, on_audit};
use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, BESTEMT, FIRM, GILD_KANNE, OVERVIEW, Portal, REVISORKUNDE, Visitor, access, dialog,
};

async fn switch_on(visitor: &Visitor, fault: &str, requests: &str) {
    let fields = [("fault", fault), ("requests", requests), ("milliseconds", "300"), ("every", "3")];
    assert_eq!(visitor.post("/test/faults", &fields).await.status, 303, "{fault}");
}

#[tokio::test]
async fn a_fault_hits_as_many_requests_as_asked_for_and_is_shown_in_the_banner() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    switch_on(&visitor, "unavailable", "2").await;
    let tools = visitor.get("/test").await;
    assert!(
        tools.texts(".test-banner p")[0].contains("portalen svarer 503 (2 ganger igjen)"),
        "{:?}",
        tools.texts(".test-banner p")
    );
    let down = visitor.get(OVERVIEW).await;
    assert_eq!((down.status.as_u16(), down.header("retry-after")), (503, "1"));
    assert_eq!(down.text("main [data-reason]").map(|text| text.is_empty()), Some(false));
    assert_eq!(visitor.get(OVERVIEW).await.status, 503);
    let up = visitor.get(OVERVIEW).await;
    assert_eq!(up.status, 200);
    assert!(!up.texts(".test-banner p")[0].contains("503"));
}

#[tokio::test]
async fn a_fault_is_its_sessions_alone_and_can_be_switched_off() {
    let portal = Portal::start();
    let (visitor, other) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(GILD_KANNE).await);
    switch_on(&visitor, "unavailable", "9").await;
    assert_eq!(other.get(OVERVIEW).await.status, 200);
    let faults = visitor.get("/test/faults").await;
    visitor.press(&faults, "Slå av alle").await;
    assert_eq!(visitor.get(OVERVIEW).await.status, 200);
}

#[tokio::test]
async fn a_busy_database_refuses_changes_and_lets_pages_through() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    switch_on(&visitor, "busy", "1").await;
    assert_eq!(visitor.get(OVERVIEW).await.status, 200);
    let busy = add(&visitor, REVISORKUNDE).await;
    assert_eq!((busy.status.as_u16(), busy.heading().as_str()), (503, "Portalen er opptatt"));
    assert_eq!(on_audit(&visitor).await, [""; 0]);
    assert_eq!(add(&visitor, REVISORKUNDE).await.status, 303);
}

#[tokio::test]
async fn refused_additions_are_accounted_for_and_the_others_are_added() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    switch_on(&visitor, "refuse-adds", "1").await;
    let token = visitor.form_token("/").await;
    let mut fields = vec![("form_token", token.as_str()), ("bulk", "add-chosen"), ("expected", "12")];
    let shown = AUDITED.join(",");
    fields.push(("shown", &shown));
    fields.extend(AUDITED.map(|client| ("chosen", client)));
    let done = visitor.post(&dialog(AUDIT), &fields).await;
    assert_eq!(done.status, 303);
    assert_eq!(visitor.get(&dialog(AUDIT)).await.status, 200);
    assert_eq!(portal.database().clients_on(&crate::support::access_id(crate::support::FIRM, AUDIT)).len(), 8);

    switch_on(&visitor, "refuse-adds", "1").await;
    let on = portal.database().clients_on(&crate::support::access_id(crate::support::FIRM, AUDIT));
    let left = AUDITED.into_iter().find(|client| !on.contains(&(*client).to_owned())).unwrap();
    let refused = add(&visitor, left).await;
    assert_eq!(refused.status, 409);
    let reason = refused.text("main [data-reason]").unwrap();
    assert!(reason.contains("feil er bestilt"), "{reason}");
    assert_eq!(add(&visitor, left).await.status, 303);
}

#[tokio::test]
async fn an_expired_session_leads_back_through_the_sign_in_and_keeps_the_tools() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    switch_on(&visitor, "session-expired", "1").await;
    let expired = visitor.get(OVERVIEW).await;
    assert_eq!((expired.status.as_u16(), expired.heading().as_str()), (401, "Du må logge inn på nytt"));
    visitor.sign_in(GILD_KANNE).await;
    assert_eq!(visitor.get(OVERVIEW).await.status, 200);
}

#[tokio::test]
async fn slow_answers_are_slow_and_right() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    switch_on(&visitor, "slow", "1").await;
    let before = Instant::now();
    let page = visitor.get(OVERVIEW).await;
    assert!(page.status == 200 && before.elapsed() >= Duration::from_millis(300), "{:?}", before.elapsed());
}

#[tokio::test]
async fn the_providers_faults_stop_one_sign_in_each_but_a_rotated_key_stops_none() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (fault, status) in
        [("sign-in-denied", 403), ("wrong-nonce", 502), ("expired-token", 502), ("bad-signature", 502)]
    {
        switch_on(&visitor, fault, "1").await;
        let tools = visitor.get("/test").await;
        let failed = visitor.press(&tools, "Bli Gild Kanne").await;
        assert_eq!(
            (failed.status.as_u16(), failed.path().split('?').next()),
            (status, Some("/sign-in/callback")),
            "{fault}"
        );
    }
    switch_on(&visitor, "rotated-key", "1").await;
    for _ in 0..2 {
        let tools = visitor.get("/test").await;
        let overview = visitor.press(&tools, "Bli Gild Kanne").await;
        assert_eq!((overview.status.as_u16(), overview.path()), (200, OVERVIEW));
    }
    add(&visitor, BESTEMT).await;
    assert_eq!(on_audit(&visitor).await, ["Bestemt Myk Mink ANS"]);
}

async fn key_ids(visitor: &Visitor) -> Vec<String> {
    let answer = visitor.request(Method::GET, "/idp/jwks").send().await.unwrap();
    let keys: serde_json::Value = answer.json().await.unwrap();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_address_at_the_provider_makes_no_key_and_the_test_tools_make_one_a_minute() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let first = key_ids(&visitor).await;
    let answer = visitor.request(Method::GET, "/sign-in").send().await.unwrap();
    let ordinary = answer.headers()["location"].to_str().unwrap().to_owned();
    let asking = ordinary.replace("login_hint=", "login_hint=fault%3Arotated-key+");
    assert_ne!(asking, ordinary);
    assert_eq!(visitor.get(&asking).await.status, 200);
    assert_eq!(key_ids(&visitor).await, first);

    switch_on(&visitor, "rotated-key", "3").await;
    for _ in 0..3 {
        assert_eq!(visitor.get("/sign-in").await.status, 200);
    }
    let now = key_ids(&visitor).await;
    assert_eq!((now.len(), &now[1..]), (2, &first[..]));
}

#[tokio::test]
async fn a_token_by_an_earlier_key_is_still_taken() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let made = format!("/test/token?person={}&client=vendor&level=4&read=1", GILD_KANNE.national_id);
    let token = visitor.get(&made).await.text("textarea").unwrap();
    switch_on(&visitor, "rotated-key", "1").await;
    visitor.get("/sign-in").await;
    assert_eq!(key_ids(&visitor).await.len(), 2);
    let exchange = visitor.request(Method::GET, "/authentication/api/v1/exchange/id-porten").bearer_auth(&token);
    assert_eq!(exchange.send().await.unwrap().status(), 200);
    let agents = format!("/authentication/api/v1/enduser/systemuser/agents?party={FIRM}");
    let agents = visitor.request(Method::GET, &agents).bearer_auth(&token).send().await.unwrap();
    assert_eq!(agents.status(), 200);
}

#[tokio::test]
async fn the_banner_says_what_is_on_in_every_language() {
    let portal = Portal::start();
    for (lang, says) in [
        ("nb", "Feil er slått på: portalen svarer 503 (3 ganger igjen)."),
        ("nn", "Feil er slått på: portalen svarer 503 (3 gonger att)."),
        ("en", "Faults are switched on: the portal answers 503 (3 more)."),
    ] {
        let visitor = portal.visitor_with_language(lang);
        switch_on(&visitor, "unavailable", "3").await;
        let down = visitor.get("/test/faults").await;
        assert!(down.texts(".test-banner p")[0].ends_with(says), "{:?}", down.texts(".test-banner p"));
    }
}

#[tokio::test]
async fn an_approval_is_refused_with_each_documented_code_and_goes_through_the_next_time() {
    let portal = Portal::start_with(&["--scenario", "foresporsel"]);
    let visitor = portal.sign_in(GILD_KANNE).await;
    let faults = visitor.get("/test/faults").await;
    let codes = faults.texts("#code option");
    assert_eq!(codes.len(), 19);
    let system = "310495913_revisorsystemer".parse().unwrap();
    let id = AccessKey::of(&system, FIRM.parse().unwrap(), Some("ny")).id(0).uuid();
    let link = format!("/accessmanagement/ui/systemuser/agentrequest?id={id}&skiplogout=true");
    for code in &codes {
        let chosen = [("fault", "decline-accesses"), ("code", code.as_str()), ("requests", "1")];
        let ordered = visitor.fill_and_press(&faults, &chosen, "Slå på").await;
        let banner = ordered.texts(".test-banner p")[0].clone();
        assert!(
            banner.contains(&format!("endringer av systemtilganger blir avslått: {code} (1 gang igjen)")),
            "{banner}"
        );
        let refused = visitor.press(&visitor.get(&link).await, "Godkjenn systemtilgang").await;
        let told = refused.text("#failure").unwrap();
        let explained = ["AUTH-00004", "AUTH-00011"].contains(&code.as_str());
        assert!(explained || told.contains(&format!("Svaret fra tilgangsstyringen var {code}.")), "{code}: {told}");
        assert!(!told.contains("  ") && !told.contains(" .") && !told.contains('{'), "{told}");
    }
    let approved = visitor.press(&visitor.get(&link).await, "Godkjenn systemtilgang").await;
    assert_eq!(approved.confirmation(), "Systemtilgangen «Revisor klientdelegering» er godkjent");
    let unknown = [("fault", "decline-accesses"), ("code", "AUTH-12345"), ("requests", "1")];
    let refused = visitor.post("/test/faults", &unknown).await;
    assert_eq!((refused.status.as_u16(), refused.count("#code-fault")), (422, 1));
}

#[tokio::test]
async fn a_script_orders_refused_approvals_for_everybody_in_a_world() {
    let portal = Portal::start_with(&["--scenario", "foresporsel"]);
    let visitor = portal.sign_in(GILD_KANNE).await;
    let order = async |code: &str| {
        let order = json!({ "fault": "decline-accesses", "code": code, "requests": 1 });
        let request = visitor.request(Method::POST, "/test/api/faults").header("sec-fetch-site", "same-origin");
        request.json(&order).send().await.unwrap().status().as_u16()
    };
    assert_eq!((order("AUTH-00053").await, order("AUTH-12345").await), (200, 400));
    let requests = visitor.get("/accessmanagement/ui/requests").await;
    let first = requests.attribute("main .row-link", "href").unwrap();
    let page = visitor.get(&first).await;
    // Only an answer counts, not another change.
    let token = visitor.form_token("/").await;
    let represented = visitor.post("/represent", &[("form_token", token.as_str()), ("organisation", FIRM)]).await;
    assert_eq!(represented.status, 303);
    let page = visitor.press(&page, "Godkjenn systemtilgang").await;
    assert!(page.text("#failure").unwrap().contains("AUTH-00053"));
    assert!(visitor.press(&page, "Godkjenn systemtilgang").await.confirmation().ends_with("er godkjent"));
}

#[tokio::test]
async fn an_access_is_made_and_deleted_at_the_second_press_when_the_first_is_declined() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let decline = async || {
        let order = json!({ "fault": "decline-accesses", "code": "AUTH-00020", "requests": 1 });
        let request = visitor.request(Method::POST, "/test/api/faults").header("sec-fetch-site", "same-origin");
        assert_eq!(request.json(&order).send().await.unwrap().status().as_u16(), 200);
    };
    let offer = "/accessmanagement/ui/systemuser/create?system=310495921_smartcloud-lonn";
    for (page, button, done) in [
        (offer.to_owned(), "Opprett systemtilgang", "er opprettet"),
        (access(AGRICULTURE), "Slett systemtilgang", "er slettet, og 1 kunde er fjernet"),
    ] {
        decline().await;
        let refused = visitor.press(&visitor.get(&page).await, button).await;
        assert!(refused.text("#failure").unwrap().contains("AUTH-00020"), "{button}");
        let changed = visitor.press(&refused, button).await;
        assert!(changed.confirmation().ends_with(done), "{}", changed.confirmation());
    }
}
