//! Connections that are cut at a random moment of a writing request.

use std::time::Duration;

use rand::Rng;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::assert_consistent;
use crate::api::{BASE, Program, agent, client};
use crate::support::{AUDIT, AUDITED, FIRM, GILD_KANNE, Portal, access_id, dialog};

/// Connections to cut.
const CUTS: u32 = 60;

/// A request as it goes over the line.
fn http(portal: &Portal, path: &str, headers: &str, body: &str) -> Vec<u8> {
    let (host, length) = (portal.address, body.len());
    format!("POST {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn a_request_whose_connection_is_cut_is_done_whole_or_not_at_all() {
    let portal = Portal::start_with(&["--api-rate", "0"]);
    let program = Program::of(&portal, GILD_KANNE).await;
    let visitor = portal.sign_in(GILD_KANNE).await;
    let form_token = visitor.form_token("/").await;
    let cookies: Vec<_> = visitor.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookie = format!("cookie: {}\r\ncontent-type: application/x-www-form-urlencoded", cookies.join("; "));
    let many: Vec<_> = AUDITED[2..8].iter().map(|number| client(number)).collect();
    let mut random = StdRng::seed_from_u64(14);
    for cut in 0..CUTS {
        let verb = if cut % 4 < 2 { "add" } else { "remove" };
        let request = if cut % 2 == 0 {
            let body = json!({ "action": verb, "clients": many }).to_string();
            let headers = format!("authorization: Bearer {}\r\ncontent-type: application/json", program.token);
            http(&portal, &format!("{BASE}/clients/batch?agent={}", agent(AUDIT)), &headers, &body)
        } else {
            let body = serde_urlencoded::to_string([("form_token", form_token.as_str()), (verb, AUDITED[0])]).unwrap();
            http(&portal, &dialog(AUDIT), &cookie, &body)
        };
        // Half of them are sent whole and cut while the portal works or answers.
        let sent = if random.gen_bool(0.5) { request.len() } else { random.gen_range(0..request.len()) };
        let mut connection = TcpStream::connect(portal.address).await.unwrap();
        connection.write_all(&request[..sent]).await.unwrap();
        tokio::time::sleep(Duration::from_micros(random.gen_range(0..20_000))).await;
        drop(connection);
    }
    // A change after them all waits for those that still run.
    assert_eq!(program.add(&agent(AUDIT), &client(AUDITED[11])).await.status, 200);
    assert_consistent(&portal.database());
    let on = portal.database().clients_on(&access_id(FIRM, AUDIT));
    let there = AUDITED[2..8].iter().filter(|number| on.iter().any(|on| on == *number)).count();
    assert!(there == 0 || there == 6, "{there} of 6");
    assert_eq!(visitor.get(&dialog(AUDIT)).await.status, 200);
}
