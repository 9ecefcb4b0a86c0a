//! Issuers that do not answer, answer without end, or describe themselves wrongly.

use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use serde_json::json;

use super::{Issuer, is_not_answering, is_signed_in, portal_at, said, sign_in};
use crate::support::OVERVIEW;
use crate::support::issuer::Change;

/// Longer than a failure is remembered.
const LATER: Duration = Duration::from_secs(4);

#[tokio::test]
async fn visitors_share_one_try_at_an_issuer_that_does_not_answer() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| behaviour.hangs = true);
    let portal = portal_at(&issuer);
    let begun = Instant::now();
    let (one, two, three, four) = tokio::join!(sign_in(&portal), sign_in(&portal), sign_in(&portal), sign_in(&portal));
    for page in [one, two, three, four] {
        assert!(is_not_answering(&page), "{:?}", said(&page));
    }
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let again = Instant::now();
    assert!(is_not_answering(&sign_in(&portal).await));
    assert!(again.elapsed() < Duration::from_secs(2), "the failure is remembered: {:?}", again.elapsed());
    assert_eq!(issuer.asked("/.well-known/openid-configuration"), 1);
    issuer.behave(|behaviour| behaviour.hangs = false);
    sleep(LATER).await;
    assert!(is_signed_in(&sign_in(&portal).await), "and forgotten");
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| behaviour.is_endless = true);
    let page = sign_in(&portal_at(&issuer)).await;
    assert!(is_not_answering(&page), "{:?}", said(&page));
    // What the system's buffers take comes on top of the megabyte.
    assert!(issuer.sent() < 20_000_000, "{} bytes", issuer.sent());
}

#[tokio::test]
async fn metadata_that_lacks_an_endpoint_is_refused_and_not_kept() {
    let lies: [Change; 3] = [
        |metadata| _ = metadata.as_object_mut().unwrap().remove("token_endpoint"),
        |metadata| _ = metadata.as_object_mut().unwrap().remove("authorization_endpoint"),
        |metadata| metadata["issuer"] = json!("http://127.0.0.1:9"),
    ];
    for lie in lies {
        let issuer = Issuer::start();
        issuer.behave(|behaviour| behaviour.metadata = lie);
        let portal = portal_at(&issuer);
        let page = sign_in(&portal).await;
        assert!(is_not_answering(&page), "{:?}", said(&page));
        assert_eq!(issuer.asked("/authorize"), 0);
        issuer.behave(|behaviour| behaviour.metadata = |_| ());
        sleep(LATER).await;
        assert!(is_signed_in(&sign_in(&portal).await));
    }
}

#[tokio::test]
async fn forms_may_be_sent_on_to_the_origins_that_the_metadata_names_and_no_others() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| {
        behaviour.metadata = |metadata| metadata["end_session_endpoint"] = json!("https://login.example:8443/logout");
    });
    let portal = portal_at(&issuer);
    let policy = |page: &crate::support::Page| {
        let policy = page.header("content-security-policy").to_owned();
        policy.split("; ").find(|rule| rule.starts_with("form-action")).unwrap().to_owned()
    };
    let overview = portal.visitor().get(OVERVIEW).await;
    let expected = format!("form-action 'self' {} https://login.example:8443", issuer.url);
    assert_eq!(policy(&overview), expected);
}
