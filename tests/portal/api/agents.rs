//! `GET /agents`.

use serde_json::json;

use super::Program;
use crate::support::{
    AGRICULTURE, AUDIT, EMPTY_FIRM, FIRM, GILD_KANNE, HARDFOR_BLYANT, KURSIV_FOSSEKALL, OTHER_FIRM, Portal, TAX,
};

#[tokio::test]
async fn the_accesses_for_clients_are_listed_newest_first_with_the_fields_of_the_contract() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let answer = program.get(&format!("/agents?party={FIRM}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let agents = answer.json();
    let titles: Vec<_> = agents.as_array().unwrap().iter().map(|agent| agent["integrationTitle"].clone()).collect();
    assert_eq!(titles, [AUDIT, TAX, AGRICULTURE], "own accesses are not among them");
    let first = &agents[0];
    assert_eq!(
        *first,
        json!({
            "id": super::agent(AUDIT),
            "integrationTitle": AUDIT,
            "systemId": "310495913_revisorsystemer",
            "productName": "",
            "systemInternalId": first["systemInternalId"],
            "partyId": "51049589",
            "partyUuId": "",
            "reporteeOrgNo": FIRM,
            "created": "2026-02-15T09:00:00Z",
            "isDeleted": false,
            "supplierName": "",
            "supplierOrgno": "310495913",
            "externalRef": FIRM,
            "accessPackages": [{"urn": "urn:altinn:accesspackage:ansvarlig-revisor"}],
            "userType": "agent",
        })
    );
}

#[tokio::test]
async fn a_slash_at_the_end_and_names_in_other_capitals_are_taken() {
    let portal = Portal::start();
    let program = Program::of(&portal, HARDFOR_BLYANT).await;
    let answer = program.get(&format!("/agents/?Party={EMPTY_FIRM}")).await;
    assert_eq!(answer.json().as_array().unwrap().len(), 1);
    let program = Program::of(&portal, KURSIV_FOSSEKALL).await;
    assert_eq!(program.get(&format!("/agents?party={OTHER_FIRM}")).await.json(), json!([]), "none is no error");
}

#[tokio::test]
async fn a_party_that_is_missing_or_nobody_is_told_apart() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let missing = program.get("/agents").await;
    assert_eq!(missing.problem(), (400, String::new()));
    assert_eq!(missing.json()["errors"], json!({"party": ["The party field is required."]}));
    for nobody in ["310609544", "310495892", "x"] {
        let answer = program.get(&format!("/agents?party={nobody}")).await;
        assert_eq!(answer.problem(), (404, String::new()));
        assert_eq!(answer.json()["title"], "Party not found");
        let detail = format!("No associated party information found for organisation {nobody}");
        assert_eq!(answer.json()["detail"], detail);
    }
}
