//! Access tokens: signed statements that a program may act for a person, within scopes. RFC 9068 in shape, with the claims
//! of ID-porten's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{IssuerUrl, JsonWebKey, PrivateSigningKey, SigningError};
use serde::{Deserialize, Serialize};

use super::claims::{AssuranceLevel, pairwise_subject};
use super::provider::Provider;
use super::ttl_map::random_key;

/// Long enough to be exchanged.
pub const ACCESS_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// Altinn's own tokens last half an hour. Less where the token that was exchanged ends earlier.
pub const EXCHANGED_LIFETIME: SignedDuration = SignedDuration::from_mins(30);

const ALGORITHM: CoreJwsSigningAlgorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;

/// What an access token is to say.
#[derive(Debug, Clone)]
pub struct AccessTokenRequest {
    /// 11 digits.
    pub national_id: String,
    /// The program's client id.
    pub client: String,
    /// Separated by spaces.
    pub scope: String,
    pub level: AssuranceLevel,
    pub lifetime: SignedDuration,
    /// The host's name for the set of people that the person belongs to.
    pub world: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub world: Option<String>,
    /// In exchanged tokens, and in all of them: it tells them apart.
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
    /// Issues a token to any caller: this is a provider for tests.
    pub fn issue_access_token(&self, request: &AccessTokenRequest) -> Result<String, SigningError> {
        self.issue_access_token_as(&self.issuer(None), request)
    }

    pub(super) fn issue_access_token_as(
        &self,
        issuer: &IssuerUrl,
        request: &AccessTokenRequest,
    ) -> Result<String, SigningError> {
        let now = self.now();
        let claims = AccessClaims {
            iss: issuer.to_string(),
            sub: pairwise_subject(&request.client, &request.national_id),
            pid: request.national_id.clone(),
            client_id: request.client.clone(),
            scope: request.scope.clone(),
            acr: request.level.acr().to_owned(),
            token_type: "Bearer".to_owned(),
            iat: now.as_second(),
            exp: now.saturating_add(request.lifetime).unwrap_or(Timestamp::MAX).as_second(),
            jti: random_key(),
            world: request.world.clone(),
            altinn_level: None,
        };
        sign(&self.key(), &claims)
    }

    /// The claims of a token that was issued here and has not expired.
    pub(super) fn read(&self, token: &str) -> Option<AccessClaims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (_, claims) = signed.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let verifies = |key: &CoreJsonWebKey| key.verify_signature(&ALGORITHM, signed.as_bytes(), &signature).is_ok();
        if !self.key_set().keys().iter().any(verifies) {
            return None;
        }
        let claims: AccessClaims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        (claims.exp > self.now().as_second()).then_some(claims)
    }
}

pub(super) fn sign(key: &CoreRsaPrivateSigningKey, claims: &impl Serialize) -> Result<String, SigningError> {
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
