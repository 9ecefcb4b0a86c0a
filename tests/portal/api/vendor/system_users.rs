//! Look-ups of system accesses by a vendor, and by Maskinporten.

use serde_json::json;

use super::{
    CLIENT, FIRM, MASKINPORTEN, OTHER_VENDOR, READ, REGISTER, SYSTEM, VENDOR, VendorProgram, WRITE, by_reference,
    id_of, portal,
};

const BY_QUERY: &str = "/systemuser/vendor/byquery";

fn by_external_id(client: &str, vendor: &str, owner: &str, reference: &str) -> String {
    format!(
        "/systemuser/byExternalId?clientId={client}&systemProviderOrgNo={vendor}&systemUserOwnerOrgNo={owner}&externalRef={reference}"
    )
}

#[tokio::test]
async fn a_vendor_finds_its_accesses_and_no_others() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let found = program.get(&format!("{BY_QUERY}?system-id={SYSTEM}&orgno={FIRM}&external-ref=godkjent")).await.json();
    let expected = [
        ("integrationTitle", json!("Revisor klientdelegering")),
        ("systemId", json!(SYSTEM)),
        ("reporteeOrgNo", json!(FIRM)),
        ("supplierOrgno", json!(VENDOR)),
        ("externalRef", json!("godkjent")),
        ("userType", json!("agent")),
        ("isDeleted", json!(false)),
        ("created", json!("2026-02-02T09:00:00Z")),
    ];
    for (name, value) in expected {
        assert_eq!(found[name], value, "{name}");
    }
    assert_eq!(found["id"], id_of(&program, &by_reference("godkjent")).await, "the access has the request's id");
    let gone = program.get(&format!("{BY_QUERY}?system-id=310495913_gone&orgno={FIRM}")).await.json();
    assert_eq!((&gone["externalRef"], &gone["userType"]), (&json!(FIRM), &json!("standard")));
    for unknown in [
        format!("system-id={SYSTEM}&orgno={FIRM}"),
        format!("system-id={SYSTEM}&orgno=nonsense"),
        format!("system-id=310495921_smart&orgno={FIRM}&external-ref=to"),
    ] {
        assert_eq!(program.get(&format!("{BY_QUERY}?{unknown}")).await.problem().0, 404, "{unknown}");
    }
    let missing = program.get(BY_QUERY).await;
    assert_eq!((missing.status, missing.json()["errors"].as_object().unwrap().len()), (400, 2));
}

#[tokio::test]
async fn a_systems_accesses_are_listed_also_when_it_is_gone() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    for (system, title) in [(SYSTEM, "Revisor klientdelegering"), ("310495913_gone", "Borte")] {
        let list = program.get(&format!("/systemuser/vendor/bysystem/{system}")).await.json();
        assert_eq!((&list["links"], &list["data"][0]["integrationTitle"]), (&json!({}), &json!(title)), "{system}");
    }
    for system in ["310495921_smart", "nonsense"] {
        let list = program.get(&format!("/systemuser/vendor/bysystem/{system}")).await;
        assert_eq!(list.problem(), (404, "AUTH-00011".to_owned()), "{system}");
    }
}

#[tokio::test]
async fn maskinporten_finds_the_access_of_a_client_while_its_system_is_there() {
    let portal = portal(&[]).await;
    let program = VendorProgram::with(&portal, OTHER_VENDOR, MASKINPORTEN).await;
    let found = program.get(&by_external_id(CLIENT, VENDOR, FIRM, "godkjent")).await.json();
    assert_eq!((&found["externalRef"], &found["productName"]), (&json!("godkjent"), &json!(SYSTEM)));
    let gone = "00000000-0000-4000-8000-000000000003";
    for unknown in [
        by_external_id(CLIENT, VENDOR, FIRM, ""),
        by_external_id(CLIENT, VENDOR, FIRM, "ny"),
        by_external_id(CLIENT, OTHER_VENDOR, FIRM, "godkjent"),
        by_external_id(CLIENT, VENDOR, "310495905", "godkjent"),
        by_external_id(CLIENT, VENDOR, "nonsense", "godkjent"),
        by_external_id("00000000-0000-4000-8000-000000000009", VENDOR, FIRM, "godkjent"),
        by_external_id(gone, VENDOR, FIRM, ""),
    ] {
        assert_eq!(program.get(&unknown).await.problem().0, 404, "{unknown}");
    }
    let missing = program.get("/systemuser/byExternalId").await;
    assert_eq!((missing.status, missing.json()["errors"].as_object().unwrap().len()), (400, 3));
    assert_eq!(program.get(&by_external_id("nonsense", VENDOR, FIRM, "")).await.status, 400);
}

#[tokio::test]
async fn each_look_up_needs_its_scope() {
    let portal = portal(&[]).await;
    let (query, list, external) = (
        format!("{BY_QUERY}?system-id={SYSTEM}&orgno={FIRM}&external-ref=godkjent"),
        format!("/systemuser/vendor/bysystem/{SYSTEM}"),
        by_external_id(CLIENT, VENDOR, FIRM, "godkjent"),
    );
    for (scope, statuses) in [
        (WRITE, [200, 403, 403]),
        (READ, [403, 403, 403]),
        (REGISTER, [403, 200, 403]),
        ("altinn:authentication/systemregister.admin", [403, 200, 403]),
        (MASKINPORTEN, [403, 403, 200]),
    ] {
        let program = VendorProgram::with(&portal, VENDOR, scope).await;
        let mut given = Vec::new();
        for path in [&query, &list, &external] {
            given.push(program.get(path).await.status);
        }
        assert_eq!(given, statuses, "{scope}");
    }
}
