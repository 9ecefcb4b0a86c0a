//! The embedded provider as other programs use it: registered with flags, over HTTP.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{GILD_KANNE, Portal, Visitor};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Where the answer to an authorization request leads for this redirect address; `None` if it is refused.
async fn led_to(visitor: &Visitor, redirect_uri: &str) -> Option<String> {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let query = [
        ("client_id", "demo"),
        ("redirect_uri", redirect_uri),
        ("response_type", "code"),
        ("scope", "openid"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("login_hint", &format!("person:{}", GILD_KANNE.national_id)),
    ];
    let path = format!("/idp/authorize?{}", serde_urlencoded::to_string(query).unwrap());
    let answer = visitor.request(Method::GET, &path).send().await.unwrap();
    let location = answer.headers().get("location")?.to_str().unwrap().to_owned();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    Some(location)
}

fn code(location: &str) -> String {
    let url = reqwest::Url::parse(location).unwrap();
    url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

#[tokio::test]
async fn redirect_addresses_are_compared_to_the_letter_and_a_program_may_have_several() {
    let addresses = ["http://localhost:3000", "http://localhost:80/back", "http://127.0.0.1:3000/callback?a=b"];
    let flags: Vec<_> =
        addresses.iter().flat_map(|address| ["--api-client".into(), format!("demo={address}")]).collect();
    let portal = Portal::start_with(&flags.iter().map(String::as_str).collect::<Vec<_>>());
    let visitor = portal.visitor();
    for address in addresses {
        assert!(led_to(&visitor, address).await.is_some(), "{address}");
    }
    for other in ["http://localhost:3000/", "http://localhost/back", "http://127.0.0.1:3000/callback"] {
        assert_eq!(led_to(&visitor, other).await, None, "{other}");
    }
}

/// A token request as a library for confidential clients sends it: the id in the header.
fn token_request(visitor: &Visitor, credentials: &str, code: &str) -> RequestBuilder {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", "http://localhost:3000"),
        ("code_verifier", VERIFIER),
    ];
    let header = format!("Basic {}", STANDARD.encode(credentials));
    visitor.request(Method::POST, "/idp/token").header("authorization", header).form(&fields)
}

#[tokio::test]
async fn a_client_id_in_the_header_is_taken_without_a_secret_and_refused_with_one() {
    let portal = Portal::start_with(&["--api-client", "demo=http://localhost:3000"]);
    let visitor = portal.visitor();
    let code = code(&led_to(&visitor, "http://localhost:3000").await.unwrap());
    for (credentials, said) in [("demo:secret", "public"), ("other:", "unknown client"), ("demo", "cannot be read")] {
        let answer = token_request(&visitor, credentials, &code).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{credentials}");
        assert!(answer.headers()["www-authenticate"].to_str().unwrap().starts_with("Basic"));
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"], "invalid_client");
        assert!(body["error_description"].as_str().unwrap().contains(said), "{body}");
    }
    let answer = token_request(&visitor, "demo:", &code).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let body: Value = answer.json().await.unwrap();
    assert!(body["id_token"].is_string());
}

#[tokio::test]
async fn a_program_may_register_where_people_go_after_they_signed_out() {
    let there = "http://localhost:3000/bye";
    let flags = ["--api-client", "demo=http://localhost:3000", "--api-client-post-logout", &format!("demo={there}")];
    let portal = Portal::start_with(&flags);
    let visitor = portal.visitor();
    let code = code(&led_to(&visitor, "http://localhost:3000").await.unwrap());
    let tokens: Value = token_request(&visitor, "demo:", &code).send().await.unwrap().json().await.unwrap();
    for (address, status) in [(there, 303), ("http://localhost:3000/", 400)] {
        let query = [("id_token_hint", tokens["id_token"].as_str().unwrap()), ("post_logout_redirect_uri", address)];
        let path = format!("/idp/endsession?{}", serde_urlencoded::to_string(query).unwrap());
        let answer = visitor.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{address}");
    }
}

#[tokio::test]
async fn every_address_answers_head_and_options() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (path, methods) in [
        ("/idp/.well-known/openid-configuration", "GET, HEAD"),
        ("/idp/jwks", "GET, HEAD"),
        ("/idp/authorize", "GET, HEAD"),
        ("/idp/sign-in", "GET, HEAD, POST"),
        ("/idp/token", "POST"),
        ("/idp/endsession", "GET, HEAD, POST"),
    ] {
        let options = visitor.request(Method::OPTIONS, path).send().await.unwrap();
        assert_eq!(options.status(), StatusCode::NO_CONTENT, "{path}");
        assert_eq!(options.headers()["allow"], methods, "{path}");
        let other = visitor.request(Method::DELETE, path).send().await.unwrap();
        assert_eq!((other.status().as_u16(), other.headers()["allow"].to_str().unwrap()), (405, methods), "{path}");
        if methods.contains("HEAD") {
            let [get, head] = [Method::GET, Method::HEAD].map(|method| visitor.request(method, path));
            let (get, head) = (get.send().await.unwrap(), head.send().await.unwrap());
            assert_eq!(get.status(), head.status(), "{path}");
            assert!(head.bytes().await.unwrap().is_empty(), "{path}");
        }
    }
}
