//! Sign-in and sign-out from end to end, and the ways in which a person or a network ends them.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use klientportal::auth::{AuthError, Issuer, RelyingParty};
use klientportal::domain::permission::AuthenticationLevel;
use reqwest::{StatusCode, Url};

use super::browser::Browser;
use super::site::{KARI, SOMEBODY_ELSE, Site, party_settings, real_time};

#[actix_web::test]
async fn a_person_from_the_list_signs_in_at_the_high_level() {
    let site = Site::start();
    let identity = Browser::new().sign_in(&site, KARI).await.unwrap();
    assert_eq!(identity.national_id, KARI);
    assert_eq!(identity.level, AuthenticationLevel(4));
}

#[actix_web::test]
async fn a_typed_number_signs_in_and_the_level_can_be_chosen() {
    let site = Site::start();
    let fields = [("national_id", "018100 12390"), ("level", "substantial")];
    let (callback, pending) = Browser::new().answer(&site, &fields).await;
    let identity = site.party.finish(&site.portal(), callback, pending).await.unwrap();
    assert_eq!(identity.national_id, SOMEBODY_ELSE);
    assert_eq!(identity.level, AuthenticationLevel(3));
}

#[actix_web::test]
async fn the_same_person_is_the_same_subject_the_next_time() {
    let site = Site::start();
    let first = Browser::new().sign_in(&site, KARI).await.unwrap();
    let second = Browser::new().sign_in(&site, KARI).await.unwrap();
    assert_eq!(subject(&first.id_token), subject(&second.id_token));
    assert_ne!(first.id_token, second.id_token);
}

#[actix_web::test]
async fn who_cancels_is_sent_back_as_denied() {
    let site = Site::start();
    let (callback, pending) = Browser::new().answer(&site, &[("cancel", "1")]).await;
    let denied = site.party.finish(&site.portal(), callback, pending).await;
    assert!(matches!(denied, Err(AuthError::Denied)));
}

#[actix_web::test]
async fn the_answer_to_another_sign_in_is_refused() {
    let site = Site::start();
    let browser = Browser::new();
    let (callback, _) = browser.answer(&site, &[("person", KARI)]).await;
    let (_, pending) = browser.answer(&site, &[("person", KARI)]).await;
    let refused = site.party.finish(&site.portal(), callback, pending).await;
    assert!(matches!(refused, Err(AuthError::StateMismatch)));
}

#[actix_web::test]
async fn signing_out_leads_back_to_the_portal() {
    let site = Site::start();
    let browser = Browser::new();
    let identity = browser.sign_in(&site, KARI).await.unwrap();
    let url = site.party.sign_out_url(&site.portal(), &identity.id_token, "").await.unwrap();
    assert_eq!(browser.follow(url).await.as_str(), site.url("/bye"));
}

#[actix_web::test]
async fn signing_out_leads_nowhere_else_and_nowhere_without_a_true_hint() {
    let site = Site::start();
    let browser = Browser::new();
    let identity = browser.sign_in(&site, KARI).await.unwrap();
    let bye = site.url("/bye");
    let forged = format!("{}AAAA", &identity.id_token[..identity.id_token.len() - 4]);
    for (hint, address) in
        [(identity.id_token.as_str(), "https://evil.example/"), (forged.as_str(), bye.as_str()), ("", bye.as_str())]
    {
        let parameters = [("id_token_hint", hint), ("post_logout_redirect_uri", address)];
        let url = Url::parse_with_params(&site.url("/idp/endsession"), parameters).unwrap();
        assert_eq!(browser.open(url).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
    let plain = browser.open(site.url("/idp/endsession")).await;
    assert_eq!(plain.text("h1").unwrap(), "Du er logget ut");
}

#[actix_web::test]
async fn a_provider_that_is_down_is_told_apart_and_asked_again() {
    let site = Site::start();
    let address = site.base.trim_start_matches("http://").to_owned();
    let base = site.portal();
    let party = site.stop().await;
    let refused = party.begin(&base, &["nb"], "").await;
    assert!(matches!(refused, Err(AuthError::ProviderUnreachable(_))));
    let _back_up = Site::start_at(&address, real_time);
    let again = party.begin(&base, &["nb"], "").await;
    assert!(matches!(again, Err(AuthError::ProviderUnreachable(_))), "the failure is remembered for some seconds");
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(party.begin(&base, &["nb"], "").await.is_ok());
}

#[actix_web::test]
async fn a_provider_that_calls_itself_something_else_is_not_used() {
    let site = Site::start();
    let party = RelyingParty::new(klientportal::auth::Settings {
        issuer: Issuer::fixed(format!("{}/idp/", site.base)).unwrap(),
        ..party_settings(&site.base)
    });
    let refused = party.begin(&site.portal(), &["nb"], "").await;
    assert!(matches!(refused, Err(AuthError::ProviderUnreachable(_))));
}

/// The claim `sub` of a token.
fn subject(id_token: &str) -> serde_json::Value {
    let payload = URL_SAFE_NO_PAD.decode(id_token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&payload).unwrap()["sub"].take()
}
