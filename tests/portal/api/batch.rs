//! `POST /clients/batch`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Program, agent, client};
use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, FRODIG, GILD_KANNE, KLIENTKUNDE, Portal, REVISORSYSTEMER, SITRONGUL_MEDALJONG,
    SVAL_SPRO,
};

fn outcomes(result: &Value) -> Vec<String> {
    let results = result["results"].as_array().unwrap().iter();
    results
        .map(|result| [&result["outcome"], &result["code"]].map(|text| text.as_str().unwrap_or("-")).join(" "))
        .collect()
}

#[tokio::test]
async fn every_client_is_accounted_for_in_the_order_given() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let stranger = Uuid::from_u128(1).to_string();
    let clients = [client(SVAL_SPRO), client(FRODIG), stranger, client(KLIENTKUNDE), client(FRODIG)];
    let answer = program.batch(&agent(AGRICULTURE), &json!({"action": "add", "clients": clients})).await;
    assert_eq!(answer.status, 200);
    let result = answer.json();
    assert_eq!((&result["agent"], &result["action"]), (&json!(agent(AGRICULTURE)), &json!("add")));
    let expected = ["refused AUTH-00080", "unchanged -", "refused AUTH-00079", "refused AUTH-00079"];
    assert_eq!(outcomes(&result), expected, "one that stands twice counts once");
    assert_eq!(result["results"][0]["missingPackages"][0]["reason"], "role");
}

#[tokio::test]
async fn a_batch_is_one_entry_in_the_audit_trail() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let clients = AUDITED.map(client);
    let added = program.batch(&agent(AUDIT), &json!({"action": "add", "clients": clients})).await;
    assert_eq!(outcomes(&added.json()), ["changed -"; 12]);
    let removed = program.batch(&agent(AUDIT), &json!({"action": "remove", "clients": clients[..11]})).await;
    assert_eq!(outcomes(&removed.json()), ["changed -"; 11]);
    assert_eq!(program.numbers(&format!("/clients?agent={}", agent(AUDIT))).await, [AUDITED[11]]);
    let actions: Vec<_> = portal.database().channels().into_iter().map(|(action, _, _)| action).collect();
    assert_eq!(actions, ["add-clients", "remove-clients"]);
}

#[tokio::test]
async fn a_batch_of_one_that_is_refused_is_an_account_and_no_problem() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for (one, expected) in [(client(SVAL_SPRO), "refused AUTH-00080"), (client(KLIENTKUNDE), "refused AUTH-00079")] {
        let answer = program.batch(&agent(AGRICULTURE), &json!({"action": "add", "clients": [one]})).await;
        assert_eq!((answer.status, outcomes(&answer.json())), (200, vec![expected.to_owned()]));
    }
    let refused = ("add-clients".to_owned(), 0, 1);
    assert_eq!(portal.database().changes(), [refused.clone(), refused], "as a batch of two leaves one");
    let stranger = Uuid::from_u128(1).to_string();
    for (action, expected) in [("add", "refused AUTH-00079"), ("remove", "unchanged -")] {
        let answer = program.batch(&agent(AGRICULTURE), &json!({"action": action, "clients": [stranger]})).await;
        assert_eq!(outcomes(&answer.json()), [expected]);
    }
}

#[tokio::test]
async fn an_organisation_that_is_no_client_is_told_what_it_lacks_as_it_is_when_added_alone() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let outsider = client(REVISORSYSTEMER);
    let batch = program.batch(&agent(AUDIT), &json!({"action": "add", "clients": [outsider]})).await;
    assert_eq!(outcomes(&batch.json()), ["refused AUTH-00079"]);
    let alone = program.add(&agent(AUDIT), &outsider).await;
    assert_eq!(batch.json()["results"][0]["missingPackages"], alone.json()["missingPackages"]);
    assert_eq!(alone.json()["missingPackages"][0]["reason"], "role");
}

#[tokio::test]
async fn a_batch_that_cannot_be_meant_is_refused_whole() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let audit = agent(AUDIT);
    for body in [json!([]), json!({"action": "add"}), json!({"action": "add", "clients": ["x"]}), json!("x")] {
        assert_eq!(program.batch(&audit, &body).await.problem(), (400, "KP-00005".to_owned()), "{body}");
    }
    let unknown = json!({"action": "add", "clients": [], "more": 1});
    assert_eq!(program.batch(&audit, &unknown).await.problem(), (400, "KP-00005".to_owned()));
    let many: Vec<_> = (0..1001).map(Uuid::from_u128).collect();
    for clients in [json!([]), json!(many)] {
        let answer = program.batch(&audit, &json!({"action": "remove", "clients": clients})).await;
        assert_eq!(answer.faults(), ["KP.VLD-00002 /clients"]);
    }
    let fine = json!({"action": "add", "clients": [client(FRODIG)]});
    assert_eq!(program.batch("", &fine).await.faults(), ["AUTH.VLD-00014 ?agent"]);
    let manager = Program::of(&portal, SITRONGUL_MEDALJONG).await;
    assert_eq!(manager.batch(&audit, &fine).await.status, 403);
    assert!(portal.database().audit().is_empty());
}
