//! Limits on the number and size of requests.

use std::time::Duration;

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

#[tokio::test]
async fn made_up_tokens_are_limited_together_and_hold_up_nobody_whose_token_is_known() {
    let portal = Portal::start_with(&["--api-rate", "20"]);
    let (known, fresh) = (Program::of(&portal, GILD_KANNE).await, Program::of(&portal, ESTETISK_SKAL).await);
    let path = format!("/agents?party={FIRM}");
    for _ in 0..3 {
        assert_eq!(known.get(&path).await.status, 200);
    }
    let signature = known.token.rsplit_once('.').unwrap().1;
    let mut statuses = Vec::new();
    for number in 0..40 {
        let token = match number % 3 {
            0 => format!("made-up-{number}"),
            1 => format!("{}{number}.{signature}", known.token.rsplit_once('.').unwrap().0),
            _ => format!("{}{number}", known.token),
        };
        let answer = Program::with_token(&portal, &token).get(&path).await;
        if answer.status == 429 {
            assert_eq!(answer.problem(), (429, "KP-00001".to_owned()));
            assert!((1..=3).contains(&answer.header("retry-after").parse::<u64>().unwrap()));
        }
        statuses.push(answer.status);
    }
    assert_eq!(statuses[..20], [401; 20]);
    assert!(statuses[20..].iter().filter(|status| **status == 429).count() > 15, "{statuses:?}");
    assert_eq!(known.get(&path).await.status, 200, "its own limit is another");
    let mut status = 0;
    while status != 200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        status = fresh.get(&path).await.status;
    }
    for _ in 0..10 {
        assert_eq!(fresh.get(&path).await.status, 200, "it has its own limit from its first request on");
    }
}

#[tokio::test]
async fn many_tokens_that_hold_are_not_limited_together() {
    let portal = Portal::start_with(&["--api-rate", "5"]);
    let path = format!("/agents?party={FIRM}");
    for _ in 0..15 {
        let program = Program::of(&portal, GILD_KANNE).await;
        assert_eq!(program.get(&path).await.status, 200);
    }
}

#[tokio::test]
async fn the_exchange_limits_made_up_tokens_too() {
    let portal = Portal::start_with(&["--api-rate", "5"]);
    let exchange = portal.base.join("/authentication/api/v1/exchange/id-porten").unwrap();
    let ask = |token: String| Answer::to(reqwest::Client::new().get(exchange.clone()).bearer_auth(token));
    let mut statuses = Vec::new();
    for number in 0..10 {
        statuses.push(ask(format!("made-up-{number}")).await.status);
    }
    assert_eq!(statuses[..5], [401; 5]);
    assert!(statuses[5..].contains(&429), "{statuses:?}");
}
