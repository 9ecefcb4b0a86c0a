//! `Idempotency-Key`.

use reqwest::Method;
use serde_json::json;

use super::{Answer, Program, agent, client};
use crate::support::{AUDIT, ESTETISK_SKAL, GILD_KANNE, KLIENTKUNDE, Portal, REVISORKUNDE, REVISORSYSTEMER};

async fn send_with_key(program: &Program, method: Method, client: &str, key: &str) -> Answer {
    let path = format!("/clients?agent={}&client={client}", agent(AUDIT));
    Answer::to(program.request(method, &path).header("idempotency-key", key)).await
}

#[tokio::test]
async fn a_repeated_request_is_answered_as_before_and_not_carried_out_again() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let first = send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k1").await;
    assert_eq!((first.status, first.header("idempotency-replayed")), (200, ""));
    program.remove(&agent(AUDIT), &client(REVISORKUNDE)).await;
    let again = send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k1").await;
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.text), (200, "true", &first.text));
    let list = format!("/clients?agent={}", agent(AUDIT));
    assert!(program.numbers(&list).await.is_empty(), "it was taken off, and stays off");
    send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k2").await;
    assert_eq!(program.numbers(&list).await, [REVISORKUNDE]);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k").await;
    for (method, other) in [(Method::POST, REVISORSYSTEMER), (Method::DELETE, REVISORKUNDE)] {
        let answer = send_with_key(&program, method, &client(other), "k").await;
        assert_eq!(answer.problem(), (422, "KP-00004".to_owned()));
    }
    let other = Program::of(&portal, ESTETISK_SKAL).await;
    let answer = send_with_key(&other, Method::DELETE, &client(REVISORKUNDE), "k").await;
    assert_eq!((answer.status, answer.header("idempotency-replayed")), (200, ""));
}

#[tokio::test]
async fn a_request_that_failed_can_be_tried_again_with_its_key() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for _ in 0..2 {
        let answer = send_with_key(&program, Method::POST, &client(KLIENTKUNDE), "k").await;
        assert_eq!(answer.problem(), (400, "AUTH-00079".to_owned()));
    }
}

#[tokio::test]
async fn a_batch_is_repeated_too_and_a_key_without_sense_is_refused() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let path = format!("/clients/batch?agent={}", agent(AUDIT));
    let send = |action: &str, key: String| {
        let body = json!({"action": action, "clients": [client(REVISORKUNDE)]}).to_string();
        Answer::to(program.request(Method::POST, &path).header("idempotency-key", key).body(body))
    };
    let first = send("add", "k".into()).await;
    assert_eq!(first.json()["results"][0]["outcome"], "changed");
    assert_eq!(send("add", "k".into()).await.text, first.text);
    assert_eq!(send("remove", "k".into()).await.problem().1, "KP-00004");
    assert_eq!(send("remove", "x".repeat(256)).await.problem(), (400, "KP-00009".to_owned()));
}
