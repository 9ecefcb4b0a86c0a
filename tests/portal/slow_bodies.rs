//! Bodies that trickle in.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::Portal;

/// Where bodies are read, each by another reader, and what kind of body it is.
const BODIES: [(&str, &str); 6] = [
    ("/authentication/api/v1/enduser/systemuser/clients/batch", "application/json"),
    ("/test/api/clock", "application/json"),
    ("/test/api/load", "application/toml"),
    ("/idp/token", "application/x-www-form-urlencoded"),
    ("/sign-out", "application/x-www-form-urlencoded"),
    ("/test/scenarios/upload", "multipart/form-data; boundary=x"),
];

/// The answer to a body of which a byte comes every tenth of a second, and how long it took.
async fn trickle(portal: &Portal, path: &str, kind: &str, token: &str) -> (String, Duration) {
    let mut stream = TcpStream::connect(portal.address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\ncontent-type: {kind}\r\n\
         content-length: 5000\r\n\r\n",
        portal.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let began = Instant::now();
    let (mut read, mut write) = stream.into_split();
    let sending = tokio::spawn(async move {
        while write.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let mut answer = Vec::new();
    // A connection that is reset has been cut as well.
    let _ = tokio::time::timeout(Duration::from_secs(20), read.read_to_end(&mut answer)).await;
    let took = began.elapsed();
    sending.abort();
    (String::from_utf8_lossy(&answer).into_owned(), took)
}

#[tokio::test]
async fn a_body_that_trickles_is_cut_wherever_it_is_sent() {
    let portal = Portal::start();
    let token = crate::api::Program::of(&portal, crate::support::GILD_KANNE).await.token;
    let trickles = BODIES.map(|(path, kind)| trickle(&portal, path, kind, &token));
    for ((path, _), (answer, took)) in BODIES.iter().zip(futures_util::future::join_all(trickles).await) {
        assert!(took < Duration::from_secs(9), "{path}: {took:?} {answer}");
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_large_body_on_a_slow_line_is_read_to_its_end() {
    let portal = Portal::start();
    let mut stream = TcpStream::connect(portal.address).await.unwrap();
    let text = klientportal::scenario::generate(300);
    let head = format!("POST /test/api/load HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", portal.address);
    stream.write_all(format!("{head}content-length: {}\r\n\r\n", text.len()).as_bytes()).await.unwrap();
    let pieces = text.as_bytes().chunks(text.len() / 30);
    for piece in pieces {
        stream.write_all(piece).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
