//! Codes and tokens that must not be honoured, by either side.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use klientportal::auth::{AuthError, Callback, PendingSignIn};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::browser::Browser;
use super::site::{KARI, Site, ten_minutes_ago};

/// A pending sign-in with one of its secrets changed.
fn altered(pending: &PendingSignIn, field: &str) -> PendingSignIn {
    let mut json = serde_json::to_value(pending).unwrap();
    json[field] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into();
    serde_json::from_value(json).unwrap()
}

async fn refusal(site: &Site, callback: Callback, pending: PendingSignIn) -> String {
    match site.party.finish(&site.portal(), callback, pending).await {
        Err(AuthError::InvalidToken(cause)) => {
            let cause = cause.to_string();
            assert!(!cause.contains(KARI) && !cause.contains("eyJ"), "{cause}");
            cause
        }
        other => panic!("not refused as an invalid token: {other:?}"),
    }
}

fn with_id_token(mut answer: Value, change: impl Fn(&str) -> String) -> Value {
    answer["id_token"] = change(answer["id_token"].as_str().unwrap()).into();
    answer
}

#[actix_web::test]
async fn the_id_token_says_what_id_porten_would() {
    let site = Site::start();
    let identity = Browser::new().sign_in(&site, KARI).await.unwrap();
    let payload = identity.id_token.split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    assert_eq!(claims["iss"], site.url("/idp"));
    assert_eq!(claims["aud"], json!(["portal"]));
    assert_eq!(claims["pid"], KARI);
    assert_eq!(claims["acr"], "idporten-loa-high");
    assert_eq!(claims["amr"], json!(["TestID"]));
    assert_eq!(claims["locale"], "nb");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 120);
    for name in ["sub", "sid", "jti", "nonce", "at_hash"] {
        assert!(!claims[name].as_str().unwrap().is_empty(), "{name}");
    }
    assert!(claims["auth_time"].is_i64());
}

#[actix_web::test]
async fn a_wrong_pkce_verifier_gets_no_token_and_spends_the_code() {
    let site = Site::start();
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    let again = Callback { code: callback.code.clone(), state: callback.state.clone(), ..Callback::default() };
    let refused = site.party.finish(&site.portal(), callback, altered(&pending, "verifier")).await;
    assert!(matches!(refused, Err(AuthError::Refused(code)) if code == "invalid_grant"));
    let refused = site.party.finish(&site.portal(), again, pending).await;
    assert!(matches!(refused, Err(AuthError::Refused(code)) if code == "invalid_grant"));
}

#[actix_web::test]
async fn a_code_is_good_for_one_token() {
    let site = Site::start();
    let browser = Browser::new();
    let (callback, pending) = browser.answer(&site, &[("person", KARI)]).await;
    let pending = serde_json::to_value(&pending).unwrap();
    let redirect_uri = site.url("/callback");
    let code = callback.code.unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "portal"),
        ("code", &code),
        ("redirect_uri", &redirect_uri),
        ("code_verifier", pending["verifier"].as_str().unwrap()),
    ];
    let (status, body) = browser.post(&site.url("/idp/token"), &fields).await;
    assert_eq!((status, &body["token_type"]), (StatusCode::OK, &json!("bearer")));
    let (status, body) = browser.post(&site.url("/idp/token"), &fields).await;
    assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_grant")));
}

#[actix_web::test]
async fn the_token_endpoint_names_what_is_wrong() {
    let site = Site::start();
    let browser = Browser::new();
    let url = site.url("/idp/token");
    let (status, body) = browser.post(&url, &[("client_id", "other")]).await;
    assert_eq!((status, &body["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_client")));
    let (_, body) = browser.post(&url, &[("client_id", "portal"), ("grant_type", "password")]).await;
    assert_eq!(body["error"], "unsupported_grant_type");
    let code_only = [("client_id", "portal"), ("grant_type", "authorization_code"), ("code", "x")];
    let (_, body) = browser.post(&url, &code_only).await;
    assert_eq!(body["error"], "invalid_request");
}

#[actix_web::test]
async fn a_token_with_another_nonce_is_refused() {
    let site = Site::start();
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    let cause = refusal(&site, callback, altered(&pending, "nonce")).await;
    assert!(cause.contains("nonce"), "{cause}");
}

#[actix_web::test]
async fn a_token_whose_signature_was_tampered_with_is_refused() {
    let site = Site::start();
    site.tamper_with(|answer| {
        with_id_token(answer, |token| {
            let (signed, signature) = token.rsplit_once('.').unwrap();
            let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            signature[0] ^= 1;
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
        })
    });
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    let cause = refusal(&site, callback, pending).await;
    assert!(cause.contains("Signature"), "{cause}");
}

#[actix_web::test]
async fn a_token_without_a_signature_is_refused() {
    let site = Site::start();
    site.tamper_with(|answer| {
        with_id_token(answer, |token| {
            let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
            format!("{header}.{}.", token.split('.').nth(1).unwrap())
        })
    });
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    refusal(&site, callback, pending).await;
}

#[actix_web::test]
async fn an_answer_without_an_id_token_is_refused() {
    let site = Site::start();
    site.tamper_with(|mut answer| {
        answer.as_object_mut().unwrap().remove("id_token");
        answer
    });
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    let refused = site.party.finish(&site.portal(), callback, pending).await;
    assert!(matches!(refused, Err(AuthError::MissingClaim("id_token"))));
}

#[actix_web::test]
async fn an_expired_token_is_refused() {
    let site = Site::start_with(ten_minutes_ago);
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    let cause = refusal(&site, callback, pending).await;
    assert!(cause.starts_with("Expired"), "{cause}");
}

#[actix_web::test]
async fn a_key_that_has_been_rotated_is_fetched_anew() {
    let mut site = Site::start();
    let before = Browser::new().sign_in(&site, KARI).await.unwrap();
    site.rotate_key().await;
    let after = Browser::new().sign_in(&site, KARI).await.unwrap();
    let header = |token: &str| token.split('.').next().unwrap().to_owned();
    assert_ne!(header(&before.id_token), header(&after.id_token));
}

#[actix_web::test]
async fn a_token_by_a_key_that_the_provider_does_not_have_is_refused() {
    let site = Site::start();
    site.tamper_with(|answer| {
        with_id_token(answer, |token| {
            let (_, rest) = token.split_once('.').unwrap();
            let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"unknown"}"#);
            format!("{header}.{rest}")
        })
    });
    let (callback, pending) = Browser::new().answer(&site, &[("person", KARI)]).await;
    refusal(&site, callback, pending).await;
}
