//! Which tokens are accepted, and the ways to get one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::program::BOTH_SCOPES;
use super::{Answer, Program};
use crate::support::program::run;
use crate::support::{FIRM, GILD_KANNE, Portal};

const EXCHANGE: &str = "/authentication/api/v1/exchange/id-porten";

fn agents() -> String {
    format!("/agents?party={FIRM}")
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The token with changed claims and its old signature.
fn forged(token: &str, change: fn(&mut Value)) -> String {
    let parts: Vec<_> = token.split('.').collect();
    let mut claims = claims(token);
    change(&mut claims);
    format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()), parts[2])
}

#[tokio::test]
async fn without_a_token_that_holds_the_answer_is_401_without_a_body() {
    let portal = Portal::start();
    let good = Program::of(&portal, GILD_KANNE).await.token;
    let none = URL_SAFE_NO_PAD.encode(json!({"alg": "none"}).to_string());
    let unsigned = format!("{none}.{}.", good.split('.').nth(1).unwrap());
    let longer = forged(&good, |claims| claims["exp"] = json!(4_000_000_000_i64));
    for token in ["", "nonsense", "a.b.c", &unsigned, &longer, &good[..good.len() - 8]] {
        let answer = Program::with_token(&portal, token).get(&agents()).await;
        assert_eq!((answer.status, answer.text.as_str()), (401, ""), "{token}");
        assert!(answer.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""), "{token}");
    }
    let program = Program::with_token(&portal, "");
    let basic = program.request(Method::GET, &agents()).basic_auth("a", Some("b"));
    assert_eq!(Answer::to(basic).await.status, 401);
    assert_eq!(Program::with_token(&portal, &good).get(&agents()).await.status, 200);
}

#[tokio::test]
async fn each_verb_needs_its_scope_and_no_other() {
    let portal = Portal::start();
    let (agent, client) = (super::agent(crate::support::AUDIT), super::client(crate::support::REVISORKUNDE));
    for (scopes, reads, writes) in
        [("read=1", 200, 403), ("write=1", 403, 200), ("", 403, 403), (BOTH_SCOPES, 200, 200)]
    {
        let program = Program::with(&portal, GILD_KANNE, scopes, 4).await;
        let (read, written) = (program.get(&agents()).await, program.add(&agent, &client).await);
        assert_eq!((read.status, written.status), (reads, writes), "{scopes}");
        for refused in [read, written].iter().filter(|answer| answer.status == 403) {
            assert_eq!(refused.text, "");
        }
    }
}

async fn exchange(portal: &Portal, token: &str) -> Answer {
    let url = portal.base.join(&format!("{EXCHANGE}?test=true")).unwrap();
    Answer::to(reqwest::Client::builder().no_proxy().build().unwrap().get(url).bearer_auth(token)).await
}

#[tokio::test]
async fn a_token_is_exchanged_for_another_that_says_the_same() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let answer = exchange(&portal, &program.token).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
    let (before, after) = (claims(&program.token), claims(&answer.text));
    assert_ne!(before["jti"], after["jti"]);
    assert_eq!(after["urn:altinn:authlevel"], "4");
    assert_eq!(after["world"], "main");
    for kept in ["pid", "scope", "client_id", "iss", "world"] {
        assert_eq!(before[kept], after[kept]);
    }
    assert_eq!(Program::with_token(&portal, &answer.text).get(&agents()).await.status, 200);
    let forged = forged(&program.token, |claims| claims["pid"] = json!("23918510036"));
    assert_eq!(exchange(&portal, &forged).await.status, 401);
}

#[tokio::test]
async fn a_token_is_exchanged_as_often_as_it_is_valid_and_what_came_of_it_is_not_exchanged_again() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for _ in 0..3 {
        let exchanged = exchange(&portal, &program.token).await;
        assert_eq!(exchanged.status, 200);
        let again = exchange(&portal, &exchanged.text).await;
        assert_eq!((again.status, again.text.as_str()), (401, ""));
        assert!(again.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""));
    }
}

#[tokio::test]
async fn an_exchanged_token_ends_with_the_one_that_it_was_made_of_and_after_half_an_hour_at_most() {
    let portal = Portal::start();
    let folder = portal.data.path().to_str().unwrap();
    let issued = |minutes| {
        let order = ["token", "--person", GILD_KANNE.national_id, "--minutes", minutes];
        run(&[&["--data", folder, "--base-url", portal.base.as_str()], &order[..]].concat()).stdout.trim().to_owned()
    };
    for (minutes, lasts) in [("5", 300), ("480", 1800)] {
        let source = issued(minutes);
        let exchanged = claims(&exchange(&portal, &source).await.text);
        let (from, until) = (exchanged["iat"].as_i64().unwrap(), exchanged["exp"].as_i64().unwrap());
        assert!(until <= claims(&source)["exp"].as_i64().unwrap(), "{minutes}");
        assert!((lasts - 10..=lasts).contains(&(until - from)), "{minutes}: {}", until - from);
    }
}

#[tokio::test]
async fn a_registered_program_gets_a_token_by_authorization_code() {
    let back = "http://127.0.0.1:9/back";
    let portal = Portal::start_with(&["--api-client", &format!("vendor={back}")]);
    let visitor = portal.visitor();
    visitor.post("/test/worlds", &[("name", "kari")]).await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let scope = "openid altinn:clientdelegations.read";
    let query = [
        ("client_id", "vendor"),
        ("redirect_uri", back),
        ("response_type", "code"),
        ("scope", scope),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("login_hint", "within:kari"),
    ];
    let page = visitor.get(&format!("/idp/authorize?{}", serde_urlencoded::to_string(query).unwrap())).await;
    let ticket = page.attribute("input[name=ticket]", "value").unwrap();
    let chosen = [("ticket", ticket.as_str()), ("person", GILD_KANNE.national_id)];
    let answer = visitor.post("/idp/sign-in", &chosen).await;
    let url = reqwest::Url::parse(answer.header("location")).unwrap();
    let code = url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let redeemed = visitor.request(Method::POST, "/idp/token").form(&[
        ("grant_type", "authorization_code"),
        ("client_id", "vendor"),
        ("code", &code),
        ("redirect_uri", back),
        ("code_verifier", verifier),
    ]);
    let tokens = Answer::to(redeemed).await.json();
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!((&claims(access)["scope"], &claims(access)["world"]), (&json!(scope), &json!("kari")));
    assert_eq!(Program::with_token(&portal, access).get(&agents()).await.status, 200);
    let id_token = tokens["id_token"].as_str().unwrap();
    assert_eq!(Program::with_token(&portal, id_token).get(&agents()).await.status, 401, "an ID token opens nothing");
}

#[tokio::test]
async fn the_command_prints_a_token_that_a_running_portal_takes() {
    let portal = Portal::start();
    let folder = portal.data.path().to_str().unwrap();
    let own = ["--data", folder];
    let order = |more: &[&str]| run(&[&own[..], &["token", "--person", GILD_KANNE.national_id], more].concat());
    let ended = order(&[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(Program::with_token(&portal, ended.stdout.trim()).get(&agents()).await.status, 200);
    let ended = order(&["--scope", "altinn:clientdelegations.write"]);
    assert_eq!(Program::with_token(&portal, ended.stdout.trim()).get(&agents()).await.status, 403);
    assert_eq!(order(&["--level", "5"]).code, Some(1));
    assert_eq!(run(&["--data", folder, "token", "--person", "26829398613"]).code, Some(1));
}

#[tokio::test]
async fn tokens_of_another_issuer_are_taken_by_configuration_and_only_those() {
    let issuer = Portal::start();
    let portal = Portal::start_with(&["--api-issuer", &format!("{}idp", issuer.base)]);
    let foreign = Program::of(&issuer, GILD_KANNE).await.token;
    assert_eq!(Program::with_token(&portal, &foreign).get(&agents()).await.status, 200);
    let own = Program::of(&portal, GILD_KANNE).await.token;
    assert_eq!(Program::with_token(&portal, &own).get(&agents()).await.status, 401);
    let strict = Portal::start_with(&["--api-audience", "https://api.example"]);
    assert_eq!(Program::of(&strict, GILD_KANNE).await.get(&agents()).await.status, 401);
}

#[tokio::test]
async fn while_the_issuer_is_away_the_answer_is_503_and_says_when_to_try_again() {
    let issuer = Portal::start();
    let token = Program::of(&issuer, GILD_KANNE).await.token;
    let portal = Portal::start_with(&["--api-issuer", &format!("{}idp", issuer.base)]);
    drop(issuer);
    let answer = Program::with_token(&portal, &token).get(&agents()).await;
    assert_eq!(answer.problem(), (503, "KP-00008".to_owned()));
    assert_eq!(answer.header("retry-after"), "5");
}
