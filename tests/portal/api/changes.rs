//! `POST /clients` and `DELETE /clients`.

use serde_json::json;
use uuid::Uuid;

use super::{Program, agent, client};
use crate::support::{AUDIT, ESTETISK_SKAL, GILD_KANNE, Portal, REVISORKUNDE, REVISORSYSTEMER, access};

fn list() -> String {
    format!("/clients?agent={}", agent(AUDIT))
}

#[tokio::test]
async fn a_client_is_put_on_and_taken_off_and_doing_it_twice_is_no_error() {
    let portal = Portal::start();
    let program = Program::of(&portal, ESTETISK_SKAL).await;
    let (agent, client) = (agent(AUDIT), client(REVISORKUNDE));
    for _ in 0..2 {
        let answer = program.add(&agent, &client).await;
        assert_eq!((answer.status, answer.json()), (200, json!({"agent": agent, "client": client})));
        assert_eq!(program.numbers(&list()).await, [REVISORKUNDE]);
    }
    for _ in 0..2 {
        let answer = program.remove(&agent, &client).await;
        assert_eq!((answer.status, answer.json()), (200, json!({"agent": agent, "client": client})));
        assert!(program.numbers(&list()).await.is_empty());
    }
}

#[tokio::test]
async fn the_portal_shows_what_a_program_did() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let visitor = portal.sign_in(GILD_KANNE).await;
    program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    assert_eq!(visitor.get(&access(AUDIT)).await.rows("#assigned"), ["Revisorkunde AS"]);
    program.remove(&agent(AUDIT), &client(REVISORKUNDE)).await;
    assert!(visitor.get(&access(AUDIT)).await.rows("#assigned").is_empty());
}

#[tokio::test]
async fn the_audit_trail_says_by_which_program_a_change_came() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    let visitor = portal.sign_in(GILD_KANNE).await;
    visitor.change(&crate::support::dialog(AUDIT), REVISORKUNDE, "remove").await;
    let trail = portal.database().channels();
    assert_eq!(
        trail,
        [
            ("add-clients".to_owned(), "api".to_owned(), Some("vendor".to_owned())),
            ("remove-clients".to_owned(), "page".to_owned(), None)
        ]
    );
}

#[tokio::test]
async fn to_remove_whom_nobody_knows_succeeds_and_changes_nothing() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for stranger in [Uuid::from_u128(1).to_string(), client(REVISORSYSTEMER)] {
        assert_eq!(program.remove(&agent(AUDIT), &stranger).await.status, 200);
    }
    assert!(portal.database().audit().is_empty());
}
