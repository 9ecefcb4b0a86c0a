//! The JWT bearer grant, as at Maskinporten: tokens for a program's signed assertion.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::PrivateSigningKey;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use serde_json::{Value, json};

use super::generator::claims;
use super::{
    Answer, CLIENT, FIRM, READ, SYSTEM, VENDOR, VendorProgram, by_reference, http, id_of, portal, private_key,
};
use crate::support::Portal;

/// An assertion with other claims than usual, signed with the first OAuth client's key.
pub fn assertion(portal: &Portal, change: &Value) -> String {
    let now = Timestamp::now().as_second();
    let mut claims = json!({
        "iss": CLIENT,
        "aud": format!("{}idp", portal.base),
        "scope": READ,
        "iat": now,
        "exp": now + 120,
        "jti": uuid::Uuid::new_v4(),
    });
    claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({"alg": "RS256", "typ": "JWT"})), part(&claims));
    let key = CoreRsaPrivateSigningKey::from_pem(&private_key(portal), None).unwrap();
    let signature = key.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

pub async fn redeem(portal: &Portal, assertion: &str) -> Answer {
    let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    let form = [("grant_type", grant), ("assertion", assertion)];
    Answer::to(http().post(portal.base.join("/idp/token").unwrap()).form(&form)).await
}

pub fn for_owner(owner: &str, reference: Option<&str>) -> Value {
    let mut entry = json!({
        "type": "urn:altinn:systemuser",
        "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{owner}")},
    });
    if let Some(reference) = reference {
        entry["externalRef"] = json!(reference);
    }
    entry
}

#[tokio::test]
async fn a_signed_assertion_gets_an_enterprise_token() {
    let portal = portal(&[]).await;
    let answer = redeem(&portal, &assertion(&portal, &json!({}))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let token = answer.json();
    assert_eq!(
        (&token["token_type"], &token["expires_in"], &token["scope"]),
        (&json!("Bearer"), &json!(600), &json!(READ))
    );
    let access = token["access_token"].as_str().unwrap();
    let claims = claims(access);
    assert_eq!(claims["consumer"], json!({"authority": "iso6523-actorid-upis", "ID": "0192:310495913"}));
    assert_eq!((&claims["client_id"], claims.get("authorization_details")), (&json!(CLIENT), None));
    let program = VendorProgram::with_token(&portal, access.to_owned());
    assert_eq!(program.get(&by_reference("ny")).await.status, 200);
}

#[tokio::test]
async fn an_assertion_for_a_firm_gets_a_system_users_token() {
    let portal = portal(&[]).await;
    let details = json!({"authorization_details": [for_owner(FIRM, Some("godkjent"))]});
    let answer = redeem(&portal, &assertion(&portal, &details)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let claims = claims(answer.json()["access_token"].as_str().unwrap());
    let program = VendorProgram::of(&portal).await;
    let mut granted = for_owner(FIRM, Some("godkjent"));
    granted["systemuser_id"] = json!([id_of(&program, &by_reference("godkjent")).await]);
    granted["system_id"] = json!(SYSTEM);
    assert_eq!(claims["authorization_details"], json!([granted]));
    assert_eq!(claims["consumer"]["ID"], format!("0192:{VENDOR}"));
}

#[tokio::test]
async fn where_no_system_user_matches_the_error_is_the_documented_one() {
    let portal = portal(&[]).await;
    let gone = "00000000-0000-4000-8000-000000000003";
    for (client, owner, reference) in
        [(CLIENT, FIRM, None), (CLIENT, FIRM, Some("ny")), (CLIENT, "310495905", Some("godkjent")), (gone, FIRM, None)]
    {
        let change = json!({"iss": client, "authorization_details": [for_owner(owner, reference)]});
        let answer = redeem(&portal, &assertion(&portal, &change)).await;
        let error = answer.json();
        assert_eq!(
            (answer.status, &error["error"]),
            (400, &json!("invalid_altinn_customer_configuration")),
            "{change}"
        );
        assert!(error["error_description"].as_str().unwrap().starts_with("MP-303"), "{error}");
    }
}

#[tokio::test]
async fn an_assertion_that_does_not_hold_is_refused_in_words() {
    let portal = portal(&[]).await;
    let now = Timestamp::now().as_second();
    let two = [for_owner(FIRM, None), for_owner(FIRM, None)];
    let mut other_kind = for_owner(FIRM, None);
    other_kind["type"] = json!("urn:altinn:other");
    for (change, error, words) in [
        (json!({"iss": "00000000-0000-4000-8000-000000000002"}), "invalid_grant", "no public key"),
        (json!({"iss": "00000000-0000-4000-8000-000000000009"}), "invalid_grant", "client id in iss"),
        (json!({"iss": "nonsense"}), "invalid_grant", "client id in iss"),
        (json!({"world": "nowhere"}), "invalid_grant", "client id in iss"),
        (json!({"aud": "https://maskinporten.example/"}), "invalid_grant", "aud"),
        (json!({"iat": now - 200, "exp": now - 60}), "invalid_grant", "expired"),
        (json!({"iat": now + 60, "exp": now + 120}), "invalid_grant", "future"),
        (json!({"exp": now + 240}), "invalid_grant", "at most 120 seconds"),
        (json!({"exp": null}), "invalid_grant", "no signed JWT"),
        (json!({"scope": " "}), "invalid_scope", "no scope"),
        (json!({"authorization_details": []}), "invalid_authorization_details", "exactly one"),
        (json!({"authorization_details": two}), "invalid_authorization_details", "exactly one"),
        (json!({"authorization_details": [other_kind]}), "invalid_authorization_details", "urn:altinn:systemuser"),
    ] {
        let answer = redeem(&portal, &assertion(&portal, &change)).await;
        let given = answer.json();
        assert_eq!((answer.status, &given["error"]), (400, &json!(error)), "{change} {given}");
        assert!(given["error_description"].as_str().unwrap().contains(words), "{change} {given}");
    }
    let valid = assertion(&portal, &json!({"jti": "once"}));
    let (signed, _) = valid.rsplit_once('.').unwrap();
    for forged in [format!("{signed}.AAAA"), format!("{signed}."), signed.to_owned(), "nonsense".to_owned()] {
        assert_eq!(redeem(&portal, &forged).await.json()["error"], "invalid_grant", "{forged}");
    }
    assert_eq!(redeem(&portal, &valid).await.status, 200);
    let replayed = redeem(&portal, &valid).await.json();
    assert!(replayed["error_description"].as_str().unwrap().contains("jti"), "{replayed}");
    let form = [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")];
    let without = Answer::to(http().post(portal.base.join("/idp/token").unwrap()).form(&form)).await;
    assert_eq!((without.status, &without.json()["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn the_documented_and_the_real_limits_of_time_are_kept() {
    let portal = portal(&[]).await;
    let now = Timestamp::now().as_second();
    for (iat, exp) in [(now, now + 120), (now, now + 180), (now + 8, now + 100), (now - 120, now - 5)] {
        let answer = redeem(&portal, &assertion(&portal, &json!({"iat": iat, "exp": exp}))).await;
        assert_eq!(answer.status, 200, "{} {}", iat - now, exp - now);
    }
}
