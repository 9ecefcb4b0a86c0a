//! The checks of a request, in Altinn's order, with their codes.

use serde_json::{Value, json};

use super::{FIRM, OTHER_VENDOR, OWN_REQUESTS, REQUESTS_FOR_CLIENTS, VendorProgram, WRITE, portal};

fn packages(codes: &[&str]) -> Value {
    codes.iter().map(|code| json!({"urn": format!("urn:altinn:accesspackage:{code}")})).collect()
}

#[tokio::test]
async fn what_is_missing_is_named_before_anything_is_looked_up() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let missing = program.post(REQUESTS_FOR_CLIENTS, &json!({"systemId": "", "partyOrgNo": null})).await;
    assert_eq!(missing.problem(), (400, String::new()));
    let errors = missing.json()["errors"].clone();
    assert_eq!(errors.as_object().unwrap().keys().collect::<Vec<_>>(), ["AccessPackages", "PartyOrgNo", "SystemId"]);
    let missing = program.post(OWN_REQUESTS, &json!({"accessPackages": []})).await;
    assert_eq!(missing.json()["errors"].as_object().unwrap().len(), 2, "an own request may have rights alone");
    for malformed in ["", "[]", "{", r#"{"systemId": 7}"#, r#"{"accessPackages": ["ansvarlig-revisor"]}"#] {
        let answer = super::Answer::to(program.request(reqwest::Method::POST, OWN_REQUESTS).body(malformed)).await;
        assert_eq!(answer.problem(), (400, "KP-00005".to_owned()), "{malformed}");
    }
}

#[tokio::test]
async fn each_check_of_a_request_for_clients_has_its_code() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let cases = [
        (json!({"externalRef": "godkjent"}), 400, "AUTH-00004"),
        (json!({"externalRef": "avvist"}), 400, "AUTH-00009"),
        (json!({"systemId": "310495913_nothing"}), 404, "AUTH-00011"),
        (json!({"systemId": "310495913_gone", "externalRef": "x"}), 404, "AUTH-00011"),
        (json!({"systemId": "310495921_smart", "externalRef": "x"}), 404, "AUTH-00011"),
        (json!({"systemId": "nonsense"}), 404, "AUTH-00011"),
        (json!({"partyOrgNo": "310609544"}), 400, "AUTH-00000"),
        (json!({"partyOrgNo": "nonsense"}), 400, "AUTH-00000"),
        (json!({"systemId": "310495913_bare", "redirectUrl": "https://vendor.example/done"}), 400, "AUTH-00026"),
        (json!({"accessPackages": []}), 400, "AUTH-00058"),
        (json!({"accessPackages": packages(&["lonn"])}), 400, "AUTH-00063"),
        (json!({"accessPackages": packages(&["nonsense"])}), 400, "AUTH-00063"),
        (json!({"accessPackages": [{}]}), 400, "AUTH-00063"),
        (json!({"accessPackages": packages(&["klientadministrator"])}), 400, "AUTH-00065"),
    ];
    for (body, status, code) in cases {
        assert_eq!(program.ask(body.clone()).await.problem(), (status, code.to_owned()), "{body}");
    }
    let unknown = program.ask(json!({"accessPackages": packages(&["ansvarlig-revisor", "lonn", "toll"])})).await;
    assert_eq!(
        unknown.json()["NotFoundPackages"],
        json!(["urn:altinn:accesspackage:lonn", "urn:altinn:accesspackage:toll"])
    );
    let not_delegable = program.ask(json!({"accessPackages": packages(&["klientadministrator"])})).await;
    assert_eq!(not_delegable.json()["NotDelegablePackages"], json!(["urn:altinn:accesspackage:klientadministrator"]));
}

#[tokio::test]
async fn each_check_of_an_own_request_has_its_code() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let right = json!([{"resource": [{"id": "urn:altinn:resource", "value": "app_x"}]}]);
    let cases = [
        (json!({"externalRef": "avvist"}), 400, "AUTH-00009"),
        (json!({"externalRef": "ny"}), 400, "AUTH-00007"),
        (json!({"externalRef": "gammel"}), 400, "AUTH-00007"),
        (json!({"externalRef": "godkjent"}), 400, "AUTH-00004"),
        (json!({"accessPackages": null}), 400, "AUTH-00001"),
        (json!({"accessPackages": []}), 400, "AUTH-00059"),
        (json!({"accessPackages": null, "rights": []}), 400, "AUTH-00059"),
        (json!({"accessPackages": null, "rights": right}), 400, "AUTH-00001"),
        (json!({"rights": right}), 400, "AUTH-00001"),
        (json!({"accessPackages": packages(&["ansvarlig-revisor"])}), 400, "AUTH-00064"),
    ];
    for (body, status, code) in cases {
        assert_eq!(program.ask_own(body.clone()).await.problem(), (status, code.to_owned()), "{body}");
    }
}

#[tokio::test]
async fn a_redirect_address_is_one_of_the_systems_up_to_the_query() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    for wrong in [
        "https://vendor.example/done/more",
        "https://vendor.example/",
        "https://vendor.example.other.example/done",
        "https://user@vendor.example/done",
        "https://vendor.example/done#x",
        "http://vendor.example/done",
        "javascript:alert(1)",
        "nonsense",
        "/done",
    ] {
        let answer = program.ask(json!({"externalRef": "r", "redirectUrl": wrong})).await;
        assert_eq!(answer.problem(), (400, "AUTH-00021".to_owned()), "{wrong}");
    }
    let taken = program.ask(json!({"externalRef": "r", "redirectUrl": "https://vendor.example/done?a=b"})).await;
    assert_eq!((taken.status, &taken.json()["redirectUrl"]), (201, &json!("https://vendor.example/done?a=b")));
}

#[tokio::test]
async fn the_checks_come_in_altinns_order_and_nobody_learns_of_others_requests() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let all_wrong = json!({"externalRef": "godkjent", "redirectUrl": "nonsense", "accessPackages": []});
    assert_eq!(program.ask(all_wrong).await.problem().1, "AUTH-00004");
    let repeated = program.ask(json!({"externalRef": "ny", "redirectUrl": "nonsense", "accessPackages": []})).await;
    assert_eq!(repeated.status, 200, "a repeat's body is ignored");
    let unknown_party = json!({"partyOrgNo": "310609544", "redirectUrl": "nonsense", "accessPackages": []});
    assert_eq!(program.ask(unknown_party).await.problem().1, "AUTH-00000");
    assert_eq!(program.ask(json!({"redirectUrl": "nonsense", "accessPackages": []})).await.problem().1, "AUTH-00021");
    let other = VendorProgram::with(&portal, OTHER_VENDOR, WRITE).await;
    for reference in ["ny", "godkjent", "avvist", "nobody"] {
        let answer = other.ask(json!({"externalRef": reference})).await;
        assert_eq!(answer.problem(), (404, "AUTH-00011".to_owned()), "{reference}");
    }
}

#[tokio::test]
async fn an_expired_request_answers_a_repeat_until_it_is_withdrawn() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let again = program.ask(json!({"externalRef": "gammel"})).await;
    assert_eq!((again.status, &again.json()["status"]), (200, &json!("Timedout")));
    let id = again.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(program.delete(&format!("{OWN_REQUESTS}/{id}")).await.status, 202);
    let renewed = program.ask(json!({"externalRef": "gammel"})).await;
    assert_eq!((renewed.status, &renewed.json()["status"]), (201, &json!("New")));
}

#[tokio::test]
async fn a_vendor_may_ask_itself() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let made = program.ask(json!({"partyOrgNo": "0192:310495913"})).await;
    assert_eq!((made.status, &made.json()["partyOrgNo"]), (201, &json!("310495913")));
    assert_ne!(made.json()["partyOrgNo"], FIRM);
}
