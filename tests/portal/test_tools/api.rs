//! `POST /test/api/…`.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{add, on_audit};
use crate::support::{FIRM, FRODIG, GILD_KANNE, OVERVIEW, Portal, REVISORKUNDE};

struct Script<'p>(&'p Portal, Client);

impl Script<'_> {
    async fn send(&self, path: &str, body: String) -> (u16, String) {
        let url = self.0.base.join(&format!("/test/api/{path}")).unwrap();
        let answer = self.1.post(url).body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn json(&self, path: &str, body: Value) -> (u16, Value) {
        let (status, text) = self.send(path, body.to_string()).await;
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }
}

fn script(portal: &Portal) -> Script<'_> {
    Script(portal, Client::builder().no_proxy().build().unwrap())
}

#[tokio::test]
async fn a_script_resets_a_world_and_whoever_is_signed_in_sees_it_at_once() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    let script = script(&portal);
    assert_eq!(script.json("reset", json!(null)).await, (200, json!({ "loaded": "veiledning" })));
    assert_eq!(on_audit(&visitor).await, [""; 0]);
}

#[tokio::test]
async fn a_script_makes_a_world_of_its_own_and_leaves_the_others_alone() {
    let portal = Portal::start();
    let script = script(&portal);
    let (status, _) = script.json("load?world=ci-1&scenario=roller", json!(null)).await;
    assert_eq!(status, 200);
    let (_, own) = script.send("export?world=ci-1", String::new()).await;
    let (_, main) = script.send("export", String::new()).await;
    assert!(own.starts_with("name = \"roller\"") && main.starts_with("name = \"veiledning\""));
    let (status, loaded) = script.send("load?world=ci-2", own.clone()).await;
    assert_eq!((status, loaded.as_str()), (200, r#"{"loaded":"roller"}"#));
    assert_eq!(script.send("export?world=ci-2", String::new()).await.1, own);
}

#[tokio::test]
async fn events_faults_and_clock_answer_with_what_they_did() {
    let portal = Portal::start();
    let script = script(&portal);
    let drop = json!({ "event": "drop-role", "provider": FIRM, "client": FRODIG, "role": "regnskapsforer" });
    let (status, outcome) = script.json("events", drop).await;
    assert_eq!((status, &outcome["changed"], &outcome["delegations_reduced"]), (200, &json!(true), &json!(1)));
    let fault = json!({ "fault": "unavailable", "requests": 1 });
    let (_, active) = script.json("faults", fault).await;
    assert_eq!(active, json!([{ "fault": "unavailable", "left": 1 }]));
    assert_eq!(portal.visitor().get("/").await.status, 503);
    assert_eq!(script.json("faults", json!({ "off": true })).await, (200, json!([])));
    let clock = json!({ "clock": "fixed", "at": "2026-03-01T09:00:00Z" });
    assert_eq!(script.json("clock", clock).await, (200, json!({ "now": "2026-03-01T09:00:00Z" })));
    let visitor = portal.sign_in(GILD_KANNE).await;
    assert!(visitor.get(OVERVIEW).await.texts(".test-banner p")[0].contains("01.03.2026"));
}

#[tokio::test]
async fn what_is_wrong_is_said_as_json() {
    let portal = Portal::start();
    let script = script(&portal);
    for (path, body, status) in [
        ("reset?world=nowhere", "", 404),
        ("load?scenario=nothing", "", 404),
        ("load", "name = 1", 422),
        ("events", "{}", 400),
        ("events", r#"{"event":"delete-system","vendor":"310495891","system":"x"}"#, 422),
        ("faults", "{}", 400),
        ("clock", r#"{"clock":"sometimes"}"#, 400),
    ] {
        let (answered, text) = script.send(path, body.to_owned()).await;
        let error: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {text}"));
        assert_eq!(answered, status, "{path}: {text}");
        assert!(error["error"].as_str().is_some_and(|error| !error.is_empty()), "{text}");
    }
    let (_, refused) = script.json("load", json!(null)).await;
    assert!(refused["faults"][0].as_str().unwrap().starts_with("body:1"), "{refused}");
}

#[tokio::test]
async fn a_body_that_is_json_or_nothing_is_answered_with_what_is_expected() {
    let portal = Portal::start();
    let script = script(&portal);
    for path in ["load", "load?world=new", "check"] {
        for body in [r#"{"scenario":"roller"}"#, " {", "[1]", "[]", "", " \n"] {
            let (status, text) = script.send(path, body.to_owned()).await;
            let answer: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(status, 422, "{path} {body}");
            let error = answer["error"].as_str().unwrap();
            assert!(error.contains("TOML") && error.contains("?scenario=NAME"), "{error}");
            assert_eq!(answer["faults"], json!([]));
        }
    }
    assert_eq!(script.send("export?world=new", String::new()).await.0, 404);
    for query in ["load?world=../x", "load?world=a&world=b", "reset?world=Æ"] {
        let (status, text) = script.send(query, String::new()).await;
        assert_eq!(status, 400, "{query}");
        assert!(serde_json::from_str::<Value>(&text).unwrap()["error"].is_string(), "{text}");
    }
}

#[tokio::test]
async fn a_clock_that_is_taken_can_be_read_again() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let script = script(&portal);
    for clock in [
        json!({ "clock": "fixed", "at": "9999-12-30T22:00:00.9999Z" }),
        json!({ "clock": "fixed", "at": "0000-01-01T00:00:00Z" }),
        json!({ "clock": "moved", "by": "175320000h" }),
        json!({ "clock": "moved", "by": "-175320000h" }),
        json!({ "clock": "moved", "by": "1ns" }),
    ] {
        assert_eq!(script.json("clock", clock.clone()).await.0, 200, "{clock}");
        add(&visitor, REVISORKUNDE).await;
        for path in ["/", OVERVIEW, "/test/clock", "/test"] {
            assert_eq!(visitor.get(path).await.status, 200, "{path} {clock}");
        }
        assert_eq!(on_audit(&visitor).await, ["Revisorkunde AS"]);
        let (status, text) = script.send("export", String::new()).await;
        assert_eq!(status, 200);
        assert_eq!(script.send("load", text).await.0, 200, "{clock}");
    }
    for clock in
        [json!({ "clock": "moved", "by": "999999999h" }), json!({ "clock": "fixed", "at": "-000001-12-31T23:59:59Z" })]
    {
        assert_eq!(script.json("clock", clock).await.0, 422);
    }
}

#[tokio::test]
async fn another_sites_page_cannot_use_it() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = visitor.request(Method::POST, "/test/api/reset").header(name, value);
        assert_eq!(request.send().await.unwrap().status(), 403, "{name}");
    }
    let own = visitor.request(Method::POST, "/test/api/reset").header("sec-fetch-site", "same-origin");
    assert_eq!(own.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_script_lists_checks_generates_and_loads_without_a_file() {
    let portal = Portal::start();
    let script = script(&portal);
    let (_, list) = script.json("scenarios", json!(null)).await;
    assert!(list["scenarios"].as_array().unwrap().contains(&json!("alle-pakker")));
    let (status, made) = script.send("generate?scenario=generated-3", String::new()).await;
    assert_eq!(status, 200);
    let (status, checked) = script.send("check", made.clone()).await;
    assert_eq!(status, 200, "{checked}");
    let (status, faults) = script.send("check", made.replacen("[[organisation]]", "[[organization]]", 1)).await;
    assert_eq!(status, 422);
    assert!(
        serde_json::from_str::<Value>(&faults).unwrap()["faults"][0].as_str().unwrap().starts_with("body:"),
        "{faults}"
    );
    let (_, main) = script.send("export", String::new()).await;
    assert!(main.starts_with("name = \"veiledning\""), "to check and to generate loads nothing");
    let loaded = script.json("load?world=ci-3&scenario=generated-3", json!(null)).await;
    assert_eq!(loaded, (200, json!({ "loaded": "clients-3" })));
    // The API must not read a path supplied over HTTP.
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/scenarios/roller.toml");
    for name in ["none", own, "generated-900000"] {
        assert_eq!(script.json(&format!("load?scenario={name}"), json!(null)).await.0, 404, "{name}");
    }
}
