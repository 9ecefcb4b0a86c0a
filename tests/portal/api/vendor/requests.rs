//! The life of a request, as its vendor sees it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Answer, FIRM, OTHER_VENDOR, OWN_REQUESTS, READ, REQUESTS_FOR_CLIENTS, ROOT, SYSTEM, VendorProgram, WRITE,
    by_reference, id_of, person, portal,
};

#[tokio::test]
async fn a_request_is_made_once_found_by_every_way_and_withdrawn() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let redirect = format!("https://VENDOR.example/a/../done?state={}", "x".repeat(300));
    let more = json!({"externalRef": " æ/ø ", "integrationTitle": " Min ", "redirectUrl": redirect});
    let made = program.ask(more.clone()).await;
    let request = made.json();
    let id = request["id"].as_str().unwrap();
    let address = format!("{REQUESTS_FOR_CLIENTS}/{id}");
    assert_eq!((made.status, made.header("location")), (201, &*format!("{}{ROOT}{address}", origin(&portal))));
    let expected = json!({
        "id": id,
        "integrationTitle": "Min",
        "externalRef": "æ/ø",
        "systemId": SYSTEM,
        "partyOrgNo": FIRM,
        "accessPackages": [{"urn": "urn:altinn:accesspackage:ansvarlig-revisor"}],
        "status": "New",
        "redirectUrl": redirect,
        "confirmUrl": format!(
            "{}/accessmanagement/ui/systemuser/agentrequest?id={id}&DONTCHOOSEREPORTEE=true",
            origin(&portal)
        ),
        "escalated": false,
        "created": "2026-03-01T09:00:00Z",
        "timedOut": false,
    });
    assert_eq!(request, expected);
    let again = program.ask(json!({"externalRef": "æ/ø", "integrationTitle": "Other"})).await;
    assert_eq!((again.status, again.json(), again.header("location")), (200, expected.clone(), ""));
    assert_eq!(program.get(&address).await.json(), expected);
    assert_eq!(program.get(&by_reference("%C3%A6%2F%C3%B8")).await.json(), expected);
    let listed = program.get(&format!("{REQUESTS_FOR_CLIENTS}/bysystem/{SYSTEM}")).await.json();
    let mut in_list = expected.clone();
    in_list.as_object_mut().unwrap().remove("confirmUrl");
    assert!(listed["data"].as_array().unwrap().contains(&in_list), "{listed}");
    let withdrawn = program.delete(&format!("{OWN_REQUESTS}/{id}")).await;
    assert_eq!((withdrawn.status, withdrawn.text.as_str()), (202, ""));
    assert_eq!(program.get(&address).await.problem(), (404, "AUTH-00010".to_owned()));
    let renewed = program.ask(more).await;
    assert_eq!(renewed.status, 201);
    assert_ne!(renewed.json()["id"], id);
}

fn origin(portal: &crate::support::Portal) -> String {
    portal.base.origin().ascii_serialization()
}

#[tokio::test]
async fn an_own_request_tells_empty_rights_and_one_without_a_reference_has_the_firms_number() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let made = program.ask_own(json!({"externalRef": ""})).await;
    let request = made.json();
    assert_eq!((made.status, &request["rights"], &request["externalRef"]), (201, &json!([]), &json!(FIRM)));
    assert_eq!(request["integrationTitle"], "Revisorsystemet");
    let confirm = request["confirmUrl"].as_str().unwrap();
    assert!(confirm.contains("/systemuser/request?id="), "{confirm}");
    assert_eq!(program.ask_own(json!({})).await.json(), request);
    let found = program.get(&format!("{OWN_REQUESTS}/byexternalref/{SYSTEM}/{FIRM}/{FIRM}")).await;
    assert_eq!(found.json(), request);
    assert_eq!(program.get(&format!("{OWN_REQUESTS}/{}", request["id"].as_str().unwrap())).await.json(), request);
}

#[tokio::test]
async fn every_state_is_told() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    for (reference, status, escalated, timed_out) in [
        ("ny", "New", false, false),
        ("sendt%20videre", "New", true, false),
        ("godkjent", "Accepted", false, false),
        ("gammel", "Timedout", false, true),
    ] {
        let request = program.get(&by_reference(reference)).await.json();
        let told = (&request["status"], &request["escalated"], &request["timedOut"]);
        assert_eq!(told, (&json!(status), &json!(escalated), &json!(timed_out)), "{reference}");
        let by_id = program.get(&format!("{REQUESTS_FOR_CLIENTS}/{}", request["id"].as_str().unwrap())).await;
        assert_eq!(by_id.json(), request, "{reference}");
    }
    let rejected = program.get(&format!("{OWN_REQUESTS}/byexternalref/{SYSTEM}/{FIRM}/avvist")).await.json();
    assert_eq!(rejected["status"], "Rejected");
}

#[tokio::test]
async fn the_kinds_are_apart_and_foreign_requests_unknown() {
    let portal = portal(&[]).await;
    let (program, other) =
        (VendorProgram::of(&portal).await, VendorProgram::with(&portal, OTHER_VENDOR, &[WRITE, READ].join(",")).await);
    let id = id_of(&program, &by_reference("ny")).await;
    let unknown = (404, "AUTH-00010".to_owned());
    assert_eq!(program.get(&format!("{OWN_REQUESTS}/{id}")).await.problem(), unknown);
    let own_path = format!("{OWN_REQUESTS}/byexternalref/{SYSTEM}/{FIRM}/ny");
    assert_eq!(program.get(&own_path).await.problem(), unknown);
    for path in [&by_reference("nobody"), &format!("{REQUESTS_FOR_CLIENTS}/{}", uuid::Uuid::from_u128(7))] {
        assert_eq!(program.get(path).await.problem(), unknown, "{path}");
    }
    assert_eq!(other.get(&format!("{REQUESTS_FOR_CLIENTS}/{id}")).await.problem(), (404, "AUTH-00011".to_owned()));
    assert_eq!(other.get(&by_reference("ny")).await.problem(), unknown);
    assert_eq!(other.delete(&format!("{OWN_REQUESTS}/{id}")).await.problem(), unknown);
    for system in [SYSTEM, "310495921_nothing", "no-system"] {
        let listed = other.get(&format!("{REQUESTS_FOR_CLIENTS}/bysystem/{system}")).await;
        assert_eq!(listed.problem(), (404, "AUTH-00011".to_owned()), "{system}");
    }
    for path in [OWN_REQUESTS, REQUESTS_FOR_CLIENTS] {
        let malformed = program.get(&format!("{path}/no-id")).await;
        assert_eq!(
            (malformed.problem().0, &malformed.json()["errors"]["id"][0]),
            (400, &json!("The value 'no-id' is not valid."))
        );
    }
    assert_eq!(program.delete(&format!("{OWN_REQUESTS}/no-id")).await.status, 400);
}

#[tokio::test]
async fn a_request_can_be_withdrawn_until_it_is_accepted() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    for (reference, status) in [("ny", 202), ("sendt%20videre", 202), ("gammel", 202), ("godkjent", 409)] {
        let id = id_of(&program, &by_reference(reference)).await;
        let answer = program.delete(&format!("{OWN_REQUESTS}/{id}")).await;
        assert_eq!(answer.status, status, "{reference}");
        if status == 409 {
            assert_eq!(answer.problem().1, "AUTH-00013");
        }
    }
    assert_eq!(program.get(&format!("{OWN_REQUESTS}/bysystem/{SYSTEM}")).await.json()["data"][0]["status"], "Rejected");
}

#[tokio::test]
async fn a_long_list_comes_in_pages_that_skip_and_repeat_nothing() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    for nth in 0..60 {
        assert_eq!(program.ask(json!({"externalRef": format!("no {nth}")})).await.status, 201);
    }
    let first = program.get(&format!("{REQUESTS_FOR_CLIENTS}/bysystem/{SYSTEM}")).await.json();
    let next = first["links"]["next"].as_str().unwrap();
    assert!(
        next.starts_with(&format!("{}{ROOT}{REQUESTS_FOR_CLIENTS}/bysystem/{SYSTEM}?token=", origin(&portal))),
        "{next}"
    );
    let second = Answer::to(program.http.get(next).bearer_auth(&program.token)).await.json();
    assert_eq!(second["links"], json!({}));
    let ids: Vec<&Value> =
        [&first, &second].iter().flat_map(|page| page["data"].as_array().unwrap()).map(|row| &row["id"]).collect();
    assert_eq!((first["data"].as_array().unwrap().len(), ids.len()), (50, 64));
    assert!(ids.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()), "by id, each once");
    let made_up = program.get(&format!("{REQUESTS_FOR_CLIENTS}/bysystem/{SYSTEM}?token=x")).await;
    assert_eq!((made_up.status, &made_up.json()["errors"]["token"][0]), (400, &json!("The value 'x' is not valid.")));
}

#[tokio::test]
async fn a_misspelt_member_is_told_in_the_answer_and_in_the_request_log() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let made = program.ask(json!({"externalReference": "mine", "rights": [], "INTEGRATIONTITLE": "Mitt"})).await;
    assert_eq!(
        (made.status, &made.json()["externalRef"], &made.json()["integrationTitle"]),
        (201, &json!(FIRM), &json!("Mitt"))
    );
    assert_eq!(made.header("warning"), "299 klientportal \"Ignored members of the body: externalReference, rights\"");
    let refused = program
        .ask(json!({"externalReference": "mine", "rights": [], "accessPackages": [], "partyOrgNo": "310495905"}))
        .await;
    assert_eq!((refused.problem().1.as_str(), refused.header("warning")), ("AUTH-00058", made.header("warning")));
    let log = portal.visitor().get("/test/requests").await;
    assert_eq!(log.texts("tbody td:nth-child(4)"), ["310495913, token-generator"; 2]);
    assert!(log.texts("tbody th").remove(0).contains("externalReference"));
    assert!(log.texts("pre").remove(0).contains("--data '{"));
}

#[tokio::test]
async fn the_original_can_be_had_where_it_is_odd() {
    let portal = portal(&["--api-requests", "original"]).await;
    let (program, other) = (VendorProgram::of(&portal).await, VendorProgram::with(&portal, OTHER_VENDOR, WRITE).await);
    let again = program.ask_own(json!({"externalRef": "avvist"})).await;
    assert_eq!((again.status, &again.json()["status"]), (200, &json!("Rejected")));
    let escalated = program.get(&by_reference("sendt%20videre")).await.json();
    assert_eq!(escalated["escalated"], true);
    let id = escalated["id"].as_str().unwrap();
    assert_eq!(program.get(&format!("{REQUESTS_FOR_CLIENTS}/{id}")).await.json()["escalated"], false);
    assert_eq!(program.ask(json!({"externalRef": "sendt videre"})).await.json()["escalated"], false);
    let accepted = id_of(&program, &by_reference("godkjent")).await;
    for id in [id, &accepted] {
        assert_eq!(other.delete(&format!("{OWN_REQUESTS}/{id}")).await.status, 202);
    }
}

#[tokio::test]
async fn each_address_needs_its_scope_and_a_vendor() {
    let portal = portal(&[]).await;
    let reader = VendorProgram::with(&portal, super::VENDOR, READ).await;
    let writer = VendorProgram::with(&portal, super::VENDOR, WRITE).await;
    let nobody = VendorProgram::with_token(&portal, String::new());
    let person = person(&portal).await;
    let reading = [
        by_reference("ny"),
        format!("{OWN_REQUESTS}/bysystem/{SYSTEM}"),
        format!("{REQUESTS_FOR_CLIENTS}/{}", uuid::Uuid::nil()),
    ];
    for path in &reading {
        assert_eq!(writer.get(path).await.status, 403, "{path}");
        assert_ne!(reader.get(path).await.status, 403, "{path}");
        assert_eq!(nobody.get(path).await.status, 401, "{path}");
        let without_vendor = person.get(path).await;
        assert_eq!((without_vendor.status, without_vendor.text.as_str()), (401, ""), "{path}");
    }
    assert_eq!(reader.ask(json!({})).await.status, 403);
    assert_eq!(reader.delete(&format!("{OWN_REQUESTS}/{}", uuid::Uuid::nil())).await.status, 403);
    assert_eq!(person.ask(json!({})).await.problem(), (401, "AUTH-00023".to_owned()));
    assert_eq!(person.ask(json!({"systemId": " "})).await.problem().0, 400, "what is missing comes first");
    let method = Answer::to(writer.request(Method::PUT, OWN_REQUESTS)).await;
    assert_eq!((method.status, method.header("allow")), (405, "POST"));
}
