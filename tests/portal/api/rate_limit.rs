//! Limits on the number and size of requests.

use reqwest::Method;

use super::{Answer, Program, agent};
use crate::support::{AUDIT, ESTETISK_SKAL, FIRM, GILD_KANNE, Portal};

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up() {
    let portal = Portal::start_with(&["--api-rate", "3"]);
    let (busy, other) = (Program::of(&portal, GILD_KANNE).await, Program::of(&portal, ESTETISK_SKAL).await);
    let path = format!("/agents?party={FIRM}");
    let mut refused = None;
    for _ in 0..5 {
        let answer = busy.get(&path).await;
        if answer.status != 200 {
            refused = Some(answer);
        }
    }
    let refused = refused.expect("five requests in a minute are more than three");
    assert_eq!(refused.problem(), (429, "KP-00001".to_owned()));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(other.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_wherever_it_is_sent() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for path in ["/clients/batch", "/clients"] {
        let request = program.request(Method::POST, &format!("{path}?agent={}", agent(AUDIT)));
        let answer = Answer::to(request.body(" ".repeat(256 * 1024 + 1))).await;
        assert_eq!(answer.problem(), (413, "KP-00002".to_owned()), "{path}");
    }
}
