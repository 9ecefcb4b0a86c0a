//! `Idempotency-Key`.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::program::BOTH_SCOPES;
use super::{Answer, Program, agent, client};
use crate::support::{AUDIT, AUDITED, ESTETISK_SKAL, GILD_KANNE, KLIENTKUNDE, Portal, REVISORKUNDE, REVISORSYSTEMER};

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

fn listed() -> String {
    format!("/clients?agent={}", agent(AUDIT))
}

/// A batch that adds every client that the access can have.
fn batch_with_key(program: &Program, key: &str) -> RequestBuilder {
    let body = json!({"action": "add", "clients": AUDITED.map(client)}).to_string();
    let path = format!("/clients/batch?agent={}", agent(AUDIT));
    program.request(Method::POST, &path).header("idempotency-key", key).body(body)
}

/// Sends the request, which has to wait, and resets the connection.
async fn send_and_cut(portal: &Portal, request: RequestBuilder) {
    let request = request.build().unwrap();
    let mut text = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method(), request.url(), portal.address);
    for (name, value) in request.headers() {
        write!(text, "{name}: {}\r\n", value.to_str().unwrap()).unwrap();
    }
    let body = request.body().unwrap().as_bytes().unwrap();
    write!(text, "content-length: {}\r\n\r\n{}", body.len(), str::from_utf8(body).unwrap()).unwrap();
    let mut stream = TcpStream::connect(portal.address).await.unwrap();
    stream.set_zero_linger().unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let answer = tokio::time::timeout(Duration::from_millis(300), stream.read_u8()).await;
    assert!(answer.is_err(), "it waits for the store");
    drop(stream);
    // The portal learns of it before it goes on.
    tokio::time::sleep(Duration::from_millis(100)).await;
}

#[tokio::test]
async fn a_connection_that_is_cut_while_a_batch_is_stored_keeps_the_key() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    program.get(&listed()).await;
    let held = portal.database().hold();
    send_and_cut(&portal, batch_with_key(&program, "k")).await;
    drop(held);
    while program.numbers(&listed()).await.len() < AUDITED.len() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    program.remove(&agent(AUDIT), &client(AUDITED[0])).await;
    let again = Answer::to(batch_with_key(&program, "k")).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"));
    assert_eq!(again.json()["results"][0]["outcome"], "changed", "as it was then");
    assert_eq!(program.numbers(&listed()).await.len(), AUDITED.len() - 1);
    assert_eq!(portal.database().changes().len(), 2);
}

#[tokio::test]
async fn of_requests_at_once_with_one_key_one_is_carried_out_and_the_others_get_its_answer() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let sent: Vec<_> = (0..8).map(|_| tokio::spawn(Answer::to(batch_with_key(&program, "k")))).collect();
    let (mut carried_out, mut texts) = (0, std::collections::HashSet::new());
    for answer in sent {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        carried_out += usize::from(answer.header("idempotency-replayed").is_empty());
        texts.insert(answer.text);
    }
    assert_eq!((carried_out, texts.len()), (1, 1));
    assert_eq!(portal.database().changes().len(), 1);
}

#[tokio::test]
async fn a_key_is_forgotten_with_the_data_that_its_request_changed() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k").await;
    for reset in ["/test/api/reset", "/test/api/load?scenario=veiledning"] {
        assert_eq!(portal.visitor().request(Method::POST, reset).send().await.unwrap().status(), 200);
        let again = send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k").await;
        assert_eq!((again.status, again.header("idempotency-replayed")), (200, ""), "{reset}");
        assert_eq!(program.numbers(&listed()).await, [REVISORKUNDE], "{reset}");
    }
}

#[tokio::test]
async fn nothing_is_repeated_to_a_person_who_has_lost_the_power() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k").await;
    assert_eq!(Answer::to(batch_with_key(&program, "batch")).await.status, 200);
    let low = Program::with(&portal, GILD_KANNE, BOTH_SCOPES, 0).await;
    let reader = Program::with(&portal, GILD_KANNE, "read=1", 4).await;
    for refused in [&low, &reader] {
        let again = send_with_key(refused, Method::POST, &client(REVISORKUNDE), "k").await;
        assert_eq!((again.status, again.text.as_str()), (403, ""));
    }
    portal.database().take_roles(GILD_KANNE.national_id);
    for again in [
        send_with_key(&program, Method::POST, &client(REVISORKUNDE), "k").await,
        Answer::to(batch_with_key(&program, "batch")).await,
    ] {
        assert_eq!(again.status, 400, "as for an access that is not there");
        assert_eq!((again.faults(), again.header("idempotency-replayed")), (vec!["AUTH.VLD-00014 ?agent".into()], ""));
    }
}

#[tokio::test]
async fn a_request_that_changed_nothing_is_repeated_too() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let unknown = uuid::Uuid::from_u128(1).to_string();
    for (key, client) in [("unknown", &unknown), ("known", &client(REVISORKUNDE))] {
        let first = send_with_key(&program, Method::DELETE, client, key).await;
        assert_eq!((first.status, first.header("idempotency-replayed")), (200, ""));
        let again = send_with_key(&program, Method::DELETE, client, key).await;
        assert_eq!((again.status, again.header("idempotency-replayed"), &again.text), (200, "true", &first.text));
        let other = send_with_key(&program, Method::POST, client, key).await;
        assert_eq!(other.problem(), (422, "KP-00004".to_owned()));
    }
    assert!(portal.database().changes().is_empty());
}
