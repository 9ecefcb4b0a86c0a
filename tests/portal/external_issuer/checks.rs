//! Tokens and answers that must not be accepted, and the errors of an issuer in words.

use serde_json::json;

use super::{Issuer, NOT_ACCEPTED, is_not_answering, is_signed_in, portal_at, said, sign_in};
use crate::support::OVERVIEW;
use crate::support::issuer::Change;

#[tokio::test]
async fn an_issuer_that_does_not_lie_signs_people_in_and_out() {
    let issuer = Issuer::start();
    let portal = portal_at(&issuer);
    let visitor = portal.visitor();
    let overview = visitor.get(OVERVIEW).await;
    assert!(is_signed_in(&overview), "{:?}", said(&overview));
    assert_eq!(visitor.press(&overview, "Logg ut").await.path(), "/signed-out");
    assert_eq!(issuer.asked("/logout"), 1);
}

#[tokio::test]
async fn a_token_for_another_client_or_another_time_is_not_accepted() {
    let issuer = Issuer::start();
    let portal = portal_at(&issuer);
    let lies: [(&str, Change); 6] = [
        ("azp", |claims| claims["azp"] = json!("another")),
        ("aud", |claims| claims["aud"] = json!(["klientportal", "another"])),
        ("nbf", |claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 60)),
        ("iat", |claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 60)),
        ("exp", |claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 60)),
        ("iss", |claims| claims["iss"] = json!("http://127.0.0.1:9")),
    ];
    for (name, lie) in lies {
        issuer.behave(|behaviour| behaviour.claims = lie);
        assert_eq!(said(&sign_in(&portal).await), (502, NOT_ACCEPTED.to_owned()), "{name}");
    }
    issuer.behave(|behaviour| {
        behaviour.claims = |claims| {
            claims["azp"] = json!("klientportal");
            claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 5);
            claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 5);
        };
    });
    assert!(is_signed_in(&sign_in(&portal).await), "clocks may differ by a few seconds");
}

#[tokio::test]
async fn an_answer_that_names_another_issuer_is_not_accepted() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| {
        behaviour.metadata = |metadata| metadata["authorization_response_iss_parameter_supported"] = json!(true);
    });
    let portal = portal_at(&issuer);
    let lies: [Change; 2] = [
        |callback| callback["iss"] = json!("http://127.0.0.1:9"),
        |callback| _ = callback.as_object_mut().unwrap().remove("iss"),
    ];
    for lie in lies {
        issuer.behave(|behaviour| behaviour.callback = lie);
        assert_eq!(said(&sign_in(&portal).await), (400, NOT_ACCEPTED.to_owned()));
    }
    assert_eq!(issuer.asked("/token"), 0, "the code goes to nobody");
    issuer.behave(|behaviour| behaviour.callback = |_| ());
    assert!(is_signed_in(&sign_in(&portal).await));
}

#[tokio::test]
async fn an_issuer_without_the_iss_parameter_may_leave_it_out() {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| behaviour.callback = |callback| _ = callback.as_object_mut().unwrap().remove("iss"));
    assert!(is_signed_in(&sign_in(&portal_at(&issuer)).await));
}

#[tokio::test]
async fn an_issuer_in_trouble_is_told_from_one_that_refuses() {
    let issuer = Issuer::start();
    let portal = portal_at(&issuer);
    let lies: [Change; 2] = [
        |callback| *callback = json!({"state": callback["state"], "error": "server_error"}),
        |callback| *callback = json!({"state": callback["state"], "error": "temporarily_unavailable"}),
    ];
    for lie in lies {
        issuer.behave(|behaviour| behaviour.callback = lie);
        let page = sign_in(&portal).await;
        assert!(is_not_answering(&page), "{:?}", said(&page));
    }
    issuer.behave(|behaviour| {
        behaviour.callback = |callback| *callback = json!({"state": callback["state"], "error": "invalid_scope"});
    });
    assert_eq!(said(&sign_in(&portal).await), (502, NOT_ACCEPTED.to_owned()));
    issuer.behave(|behaviour| behaviour.callback = |_| ());
    for answer in [(500, r#"{"error":"server_error"}"#), (502, "<html>Bad gateway"), (503, "")] {
        issuer.behave(|behaviour| behaviour.token_answer = Some(answer));
        let page = sign_in(&portal).await;
        assert!(is_not_answering(&page), "{answer:?} {:?}", said(&page));
    }
    issuer.behave(|behaviour| behaviour.token_answer = Some((400, r#"{"error":"invalid_grant"}"#)));
    assert_eq!(said(&sign_in(&portal).await), (502, NOT_ACCEPTED.to_owned()));
}
