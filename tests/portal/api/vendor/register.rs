//! The system register, in its least form.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, CLIENT, FIRM, OTHER_VENDOR, READ, REGISTER, SYSTEM, VENDOR, VendorProgram, portal};

const REGISTERED: &str = "/systemregister/vendor";

fn system(more: &Value) -> Value {
    let mut body = json!({
        "id": "310495913_nytt",
        "vendor": {"ID": "0192:310495913"},
        "name": {"nb": "Nytt", "nn": "Nytt", "en": "New"},
        "description": {"nb": "Et nytt system", "nn": "Eit nytt system", "en": "A new system"},
        "rights": [],
        "accessPackages": [{"urn": "urn:altinn:accesspackage:skattegrunnlag"}],
        "clientId": ["00000000-0000-4000-8000-000000000007"],
        "isVisible": true,
        "allowedRedirectUrls": ["https://vendor.example/ny"],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn a_system_is_registered_used_and_removed() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let made = program.post(REGISTERED, &system(&json!({}))).await;
    assert_eq!(made.status, 200, "{}", made.text);
    assert!(made.json().as_str().unwrap().parse::<uuid::Uuid>().is_ok(), "{}", made.text);
    let mut expected = system(&json!({}));
    expected["vendor"]["authority"] = json!("iso6523-actorid-upis");
    let path = format!("{REGISTERED}/310495913_nytt");
    assert_eq!(program.get(&path).await.json(), expected);
    let more = json!({
        "systemId": "310495913_nytt",
        "accessPackages": [{"urn": "urn:altinn:accesspackage:skattegrunnlag"}],
        "redirectUrl": "https://vendor.example/ny?x=1",
    });
    let asked = program.ask(more.clone()).await;
    assert_eq!((asked.status, &asked.json()["integrationTitle"]), (201, &json!("Nytt")));
    let removed = program.delete(&path).await;
    assert_eq!((removed.status, removed.json()), (200, json!({"success": true})));
    for answer in [program.get(&path).await, program.delete(&path).await] {
        assert_eq!(answer.problem(), (404, "AUTH-00011".to_owned()));
    }
    assert_eq!(program.ask(more).await.status, 200, "a request that waits is still there");
    let other = json!({"systemId": "310495913_nytt", "externalRef": "x"});
    assert_eq!(program.ask(other).await.problem(), (404, "AUTH-00011".to_owned()));
    let again = program.post(REGISTERED, &system(&json!({"clientId": []}))).await;
    assert_eq!(again.faults(), ["AUTH.VLD-00002 /registersystemrequest/systemid"], "an id is never handed out twice");
}

#[tokio::test]
async fn every_fault_of_a_system_is_told_with_its_code() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let package = |code: &str| json!({"urn": format!("urn:altinn:accesspackage:{code}")});
    let right = json!({"resource": [{"id": "urn:altinn:resource", "value": "x"}]});
    let cases = [
        (json!({"vendor": {"ID": "310495913"}}), vec!["AUTH.VLD-00000"]),
        (json!({"vendor": {"ID": "0192:nonsense"}}), vec!["AUTH.VLD-00000"]),
        (json!({"id": "nytt"}), vec!["AUTH.VLD-00001"]),
        (json!({"id": "310495921_nytt"}), vec!["AUTH.VLD-00001"]),
        (json!({"id": SYSTEM}), vec!["AUTH.VLD-00002"]),
        (json!({"rights": [right]}), vec!["AUTH.VLD-00003"]),
        (json!({"clientId": [CLIENT]}), vec!["AUTH.VLD-00004"]),
        (json!({"allowedRedirectUrls": ["vendor.example", "http://vendor.example/"]}), vec!["AUTH.VLD-00005"; 2]),
        (json!({"rights": [right, right]}), vec!["AUTH.VLD-00003", "AUTH.VLD-00006"]),
        (json!({"accessPackages": [package("lonn"), package("lonn")]}), vec!["AUTH.VLD-00007"]),
        (json!({"accessPackages": [package("nonsense"), {}]}), vec!["AUTH.VLD-00008"; 2]),
        (json!({"id": "310495913_ny tt"}), vec!["AUTH.VLD-00013"]),
        (json!({"accessPackages": [package("ansvarlig-revisor")]}), vec!["AUTH.VLD-00018"]),
        (json!({"id": "x", "accessPackages": [package("nonsense")]}), vec!["AUTH.VLD-00001", "AUTH.VLD-00008"]),
    ];
    for (more, codes) in cases {
        let faults = program.post(REGISTERED, &system(&more)).await.faults();
        let given: Vec<_> = faults.iter().map(|fault| fault.split(' ').next().unwrap()).collect();
        assert_eq!(given, codes, "{more}");
    }
    let hidden = json!({"accessPackages": [package("ansvarlig-revisor")], "isVisible": false});
    assert_eq!(program.post(REGISTERED, &system(&hidden)).await.status, 200);
}

#[tokio::test]
async fn what_a_system_must_have_is_named() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let missing = program.post(REGISTERED, &json!({})).await;
    assert_eq!((missing.problem(), missing.json()["errors"].as_object().unwrap().len()), ((400, String::new()), 4));
    for (wrong, member) in [
        (json!({"name": {"en": "New"}}), "Name"),
        (json!({"description": {}}), "Description"),
        (json!({"clientId": ["nonsense"]}), "ClientId"),
    ] {
        let answer = program.post(REGISTERED, &system(&wrong)).await;
        assert!(answer.json()["errors"][member].is_array(), "{wrong} {}", answer.text);
    }
    let only_nb = program.post(REGISTERED, &system(&json!({"name": {"nb": "Nytt"}}))).await;
    assert_eq!(only_nb.status, 200);
    assert_eq!(program.get(&format!("{REGISTERED}/310495913_nytt")).await.json()["name"]["en"], "Nytt");
}

#[tokio::test]
async fn a_vendor_changes_its_own_systems_only_and_the_administrator_all() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let foreign = system(&json!({"id": "310495921_nytt", "vendor": {"ID": "0192:310495921"}}));
    let refused = program.post(REGISTERED, &foreign).await;
    assert_eq!((refused.status, refused.text.as_str()), (403, ""));
    let path = format!("{REGISTERED}/310495921_smart");
    for answer in [program.get(&path).await, program.delete(&path).await] {
        assert_eq!(answer.problem(), (404, "AUTH-00011".to_owned()));
    }
    let admin = VendorProgram::with(&portal, FIRM, "altinn:authentication/systemregister.admin").await;
    assert_eq!(admin.post(REGISTERED, &foreign).await.status, 200);
    assert_eq!(admin.delete(&path).await.status, 200);
    let reader = VendorProgram::with(&portal, OTHER_VENDOR, READ).await;
    assert_eq!(reader.get(&path).await.status, 403);
    assert_eq!(reader.post(REGISTERED, &foreign).await.status, 403);
    let unregistered = VendorProgram::with(&portal, "310609544", REGISTER).await;
    let unknown = system(&json!({"id": "310609544_x", "vendor": {"ID": "0192:310609544"}}));
    assert!(unregistered.post(REGISTERED, &unknown).await.faults()[0].starts_with("AUTH.VLD-00000"));
    assert_ne!(VENDOR, OTHER_VENDOR);
}

#[tokio::test]
async fn addresses_that_are_left_out_say_so() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let one = format!("{REGISTERED}/{SYSTEM}");
    for (method, path) in [
        (Method::GET, "/systemregister"),
        (Method::GET, "/systemregister/310495913_revisor"),
        (Method::GET, "/systemregister/310495913_revisor/rights"),
        (Method::GET, REGISTERED),
        (Method::PUT, &one),
        (Method::PUT, &format!("{one}/rights")),
        (Method::PUT, &format!("{one}/accesspackages")),
        (Method::GET, &format!("{one}/changelog")),
        (Method::POST, "/systemuser/changerequest/vendor"),
        (Method::GET, "/systemuser/changerequest/vendor/agent/7"),
    ] {
        let answer = Answer::to(program.request(method.clone(), path)).await;
        assert_eq!(answer.problem(), (501, "KP-00010".to_owned()), "{method} {path}");
    }
    assert_eq!(program.get("/nothing").await.problem(), (404, String::new()));
}
