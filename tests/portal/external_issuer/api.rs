//! Tokens of an issuer elsewhere, at the API.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use super::Issuer;
use crate::support::issuer::Change;
use crate::support::{FIRM, Portal};

async fn status(portal: &Portal, token: &str) -> u16 {
    let agents = format!("/authentication/api/v1/enduser/systemuser/agents?party={FIRM}");
    portal.visitor().request(Method::GET, &agents).bearer_auth(token).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_token_from_the_future_opens_nothing_and_a_changed_key_is_fetched() {
    let issuer = Issuer::start();
    let portal = Portal::start_with(&["--api-issuer", &issuer.url]);
    issuer.behave(|behaviour| behaviour.one_kid = true);
    assert_eq!(status(&portal, &issuer.access_token()).await, 200);
    let lies: [Change; 2] = [
        |claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 60),
        |claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 60),
    ];
    for lie in lies {
        issuer.behave(|behaviour| behaviour.claims = lie);
        assert_eq!(status(&portal, &issuer.access_token()).await, 401);
    }
    issuer.behave(|behaviour| {
        behaviour.claims = |_| ();
        (behaviour.signs, behaviour.publishes) = (1, vec![1]);
    });
    assert_eq!(status(&portal, &issuer.access_token()).await, 200);
    assert_eq!(issuer.asked("/jwks"), 2);
}

#[tokio::test]
async fn programs_share_one_try_at_an_issuer_that_does_not_answer() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| behaviour.hangs = true);
    let portal = Portal::start_with(&["--api-issuer", &issuer.url]);
    let token = issuer.access_token();
    let begun = Instant::now();
    let (one, two, three) = tokio::join!(status(&portal, &token), status(&portal, &token), status(&portal, &token));
    assert_eq!([one, two, three], [503; 3]);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(issuer.asked("/.well-known/openid-configuration"), 1);
}

#[tokio::test]
async fn an_issuer_of_tokens_alone_needs_no_token_endpoint() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| {
        behaviour.metadata = |metadata| _ = metadata.as_object_mut().unwrap().remove("token_endpoint");
    });
    let portal = Portal::start_with(&["--api-issuer", &issuer.url]);
    assert_eq!(status(&portal, &issuer.access_token()).await, 200);
}
