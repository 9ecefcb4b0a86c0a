//! The grant behind an authorization code: one person's sign-in at one client. Decides when the code may be redeemed and
//! what the ID token says.

use std::str::FromStr;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{
    AccessToken, Audience, AuthenticationContextClass, AuthenticationMethodReference, IdTokenClaims, IssuerUrl,
    JsonWebTokenError, LanguageTag, Nonce, StandardClaims, SubjectIdentifier,
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::claims::{AssuranceLevel, PersonClaims, PersonIdToken, pairwise_subject};
use super::lang::Lang;
use super::login_hint::InjectedFault;
use super::ttl_map::random_key;

/// ID-porten's ID tokens last 120 seconds: long enough to be verified, no more.
pub const ID_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(2);
/// Beyond what clocks that differ would excuse.
const LONG_AGO: SignedDuration = SignedDuration::from_hours(1);

#[derive(Debug, Clone)]
pub struct AuthorizationGrant {
    pub client: String,
    pub redirect_uri: String,
    /// S256: base64url of the verifier's SHA-256.
    pub code_challenge: String,
    pub nonce: Option<String>,
    pub scope: String,
    pub national_id: String,
    pub level: AssuranceLevel,
    pub lang: Lang,
    pub signed_in_at: Timestamp,
    /// The set of people that the person was chosen from.
    pub world: Option<String>,
    /// An error to put into the ID token.
    pub fault: Option<InjectedFault>,
}

impl AuthorizationGrant {
    /// RFC 6749 section 4.1.3 and RFC 7636 section 4.6.
    pub fn is_redeemable(&self, client: &str, redirect_uri: &str, verifier: &str) -> bool {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
        let same_verifier = challenge.as_bytes().ct_eq(self.code_challenge.as_bytes());
        self.client == client && self.redirect_uri == redirect_uri && bool::from(same_verifier)
    }

    pub fn id_token(
        &self,
        issuer: &IssuerUrl,
        key: &CoreRsaPrivateSigningKey,
        access_token: &AccessToken,
        now: Timestamp,
    ) -> Result<PersonIdToken, JsonWebTokenError> {
        let now = if self.fault == Some(InjectedFault::ExpiredToken) { now - LONG_AGO } else { now };
        let nonce = if self.fault == Some(InjectedFault::WrongNonce) { Some(random_key()) } else { self.nonce.clone() };
        let expires = now.saturating_add(ID_TOKEN_LIFETIME).unwrap_or(Timestamp::MAX);
        let subject = pairwise_subject(&self.client, &self.national_id);
        let claims = IdTokenClaims::new(
            issuer.clone(),
            vec![Audience::new(self.client.clone())],
            SystemTime::from(expires).into(),
            SystemTime::from(now).into(),
            StandardClaims::new(SubjectIdentifier::new(subject)),
            PersonClaims { pid: self.national_id.clone(), sid: random_key(), jti: random_key() },
        )
        .set_auth_time(Some(SystemTime::from(self.signed_in_at).into()))
        .set_nonce(nonce.map(Nonce::new))
        .set_auth_context_ref(Some(AuthenticationContextClass::new(self.level.acr().into())))
        .set_auth_method_refs(Some(vec![AuthenticationMethodReference::new("TestID".into())]))
        .set_locale(Some(LanguageTag::new(self.lang.tag().into())));
        let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
        let token = PersonIdToken::new(claims, key, algorithm, Some(access_token), None)?;
        Ok(if self.fault == Some(InjectedFault::BadSignature) { spoiled(&token) } else { token })
    }
}

/// The token with other first bytes of its signature.
fn spoiled(token: &PersonIdToken) -> PersonIdToken {
    let text = token.to_string();
    let spoiled = text.rsplit_once('.').and_then(|(signed, signature)| {
        let start = if signature.starts_with("AAAA") { "BBBB" } else { "AAAA" };
        PersonIdToken::from_str(&format!("{signed}.{start}{}", signature.get(4..)?)).ok()
    });
    spoiled.unwrap_or_else(|| token.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    // The pair of RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn a_code_is_redeemable_only_by_its_client_at_its_address_with_its_verifier() {
        let grant = AuthorizationGrant {
            client: "portal".into(),
            redirect_uri: "http://localhost/back".into(),
            code_challenge: CHALLENGE.into(),
            nonce: None,
            scope: "openid".into(),
            national_id: "26829398612".into(),
            level: AssuranceLevel::High,
            lang: Lang::Nb,
            signed_in_at: Timestamp::UNIX_EPOCH,
            world: None,
            fault: None,
        };
        assert!(grant.is_redeemable("portal", "http://localhost/back", VERIFIER));
        assert!(!grant.is_redeemable("other", "http://localhost/back", VERIFIER));
        assert!(!grant.is_redeemable("portal", "http://localhost/back/", VERIFIER));
        assert!(!grant.is_redeemable("portal", "http://localhost/back", CHALLENGE));
    }
}
