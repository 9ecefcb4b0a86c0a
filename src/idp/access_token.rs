//! Access tokens: signed statements that a program may act for a person, within scopes. RFC 9068 in shape, with the claims
//! of ID-porten's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{IssuerUrl, JsonWebKey, PrivateSigningKey, SigningError};
use serde::{Deserialize, Serialize};

use super::claims::{Level, pairwise_subject};
use super::expiring::random_key;
use super::provider::Provider;

/// Long enough to be exchanged.
pub const ACCESS_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// Altinn's own tokens last half an hour.
pub const EXCHANGED_LIFETIME: SignedDuration = SignedDuration::from_mins(30);

const ALGORITHM: CoreJwsSigningAlgorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;

/// A token to be made.
#[derive(Debug, Clone)]
pub struct Order {
    /// 11 digits.
    pub national_id: String,
    /// The program's client id.
    pub client: String,
    /// Separated by spaces.
    pub scope: String,
    pub level: Level,
    pub lifetime: SignedDuration,
    /// Where the person was sought: whoever takes the token may want to know. Means something to the host alone.
    pub within: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct AccessClaims {
    pub iss: String,
    pub sub: String,
    pub pid: String,
    pub client_id: String,
    pub scope: String,
    pub acr: String,
    pub token_type: String,
    pub iat: i64,
    pub exp: i64,
    pub jti: String,
    /// A claim of this provider's own.
    #[serde(rename = "world", skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// In exchanged tokens only.
    #[serde(rename = "urn:altinn:authlevel", skip_serializing_if = "Option::is_none")]
    pub altinn_level: Option<String>,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

impl Provider {
    /// Makes an access token for anybody who asks: this is a provider for tests.
    pub fn mint(&self, order: &Order) -> Result<String, SigningError> {
        self.mint_as(&self.issuer(None), order)
    }

    pub(super) fn mint_as(&self, issuer: &IssuerUrl, order: &Order) -> Result<String, SigningError> {
        let now = self.now();
        let claims = AccessClaims {
            iss: issuer.to_string(),
            sub: pairwise_subject(&order.client, &order.national_id),
            pid: order.national_id.clone(),
            client_id: order.client.clone(),
            scope: order.scope.clone(),
            acr: order.level.acr().to_owned(),
            token_type: "Bearer".to_owned(),
            iat: now.as_second(),
            exp: now.saturating_add(order.lifetime).unwrap_or(Timestamp::MAX).as_second(),
            jti: random_key(),
            within: order.within.clone(),
            altinn_level: None,
        };
        sign(&self.key(), &claims)
    }

    /// What a token says that was made here and has not expired.
    pub(super) fn read(&self, token: &str) -> Option<AccessClaims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (_, claims) = signed.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let key = self.key().as_verification_key();
        key.verify_signature(&ALGORITHM, signed.as_bytes(), &signature).ok()?;
        let claims: AccessClaims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        (claims.exp > self.now().as_second()).then_some(claims)
    }
}

pub(super) fn sign(key: &CoreRsaPrivateSigningKey, claims: &AccessClaims) -> Result<String, SigningError> {
    let verification = key.as_verification_key();
    let kid = verification.key_id().map(|kid| kid.as_str()).unwrap_or_default();
    let header = Header { alg: "RS256", typ: "at+jwt", kid };
    let signed = format!("{}.{}", part(&header)?, part(claims)?);
    let signature = key.sign(&ALGORITHM, signed.as_bytes())?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn part(value: &impl Serialize) -> Result<String, SigningError> {
    let json = serde_json::to_vec(value).map_err(|error| SigningError::Other(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}
