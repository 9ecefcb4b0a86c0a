//! Verifies API access tokens against the issuer's published keys.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::JsonWebKey;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use serde::Deserialize;

use super::back_channel::BackChannel;
use super::error::AuthError;
use super::identity::{CLOCK_SKEW, level_of};
use super::issuer::Issuer;
use super::provider_cache::ProviderCache;
use crate::domain::permission::AuthenticationLevel;

/// Verifies tokens of one issuer.
pub struct BearerVerifier {
    provider: ProviderCache,
    issuer: Issuer,
    audience: Option<String>,
}

/// On whose behalf a program asks, as a verified token says.
#[derive(Debug, Clone)]
pub struct VerifiedToken {
    /// 11 digits, as the issuer wrote them: the domain has yet to parse them. `None` for a program without a person.
    pub national_id: Option<String>,
    /// Number of the organisation that the program belongs to, as in the claim `consumer`.
    pub organisation: Option<String>,
    /// The program's client id.
    pub client: String,
    pub scopes: Vec<String>,
    /// 0 when the issuer does not say.
    pub level: AuthenticationLevel,
    /// A claim of the embedded provider's: the world that the token opens, by name.
    pub world: Option<String>,
}

/// Why a token is not taken.
#[derive(Debug, thiserror::Error)]
pub enum BearerError {
    #[error("is no signed token")]
    Malformed,
    #[error("is signed by another algorithm than RS256")]
    Algorithm,
    #[error("has a signature that does not fit")]
    Signature,
    #[error("has expired")]
    Expired,
    #[error("is not valid yet")]
    TooEarly,
    #[error("was issued by somebody else")]
    Issuer,
    #[error("is for somebody else")]
    Audience,
    #[error("has no {0}")]
    Missing(&'static str),
    /// Not the token's fault.
    #[error("cannot be verified now")]
    Provider(#[source] AuthError),
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
    aud: Option<Audience>,
    scope: Option<String>,
    client_id: Option<String>,
    pid: Option<String>,
    /// An object at Maskinporten; whatever else it is counts as none.
    consumer: Option<serde_json::Value>,
    acr: Option<String>,
    world: Option<String>,
    #[serde(rename = "urn:altinn:authlevel")]
    altinn_level: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

struct Parts<'a> {
    header: Header,
    claims: Claims,
    signed: &'a str,
    signature: Vec<u8>,
}

impl BearerVerifier {
    /// Contacts nobody: the issuer is asked when the first token comes. With an audience, tokens must name it.
    pub fn new(issuer: Issuer, back_channel: BackChannel, audience: Option<String>, clock: fn() -> Timestamp) -> Self {
        Self { provider: ProviderCache::new(back_channel, clock, |_| Ok(())), issuer, audience }
    }

    /// The token's claims, if it is valid at `now`.
    pub async fn verify(&self, token: &str, now: Timestamp) -> Result<VerifiedToken, BearerError> {
        let parts = Parts::of(token)?;
        self.verify_signature(&parts).await?;
        self.check(parts.claims, now)
    }

    async fn verify_signature(&self, parts: &Parts<'_>) -> Result<(), BearerError> {
        let issuer = self.issuer.any().map_err(BearerError::Provider)?;
        let known = self.provider.metadata(&issuer).await.map_err(BearerError::Provider)?;
        if fits(known.jwks().keys(), parts) {
            return Ok(());
        }
        let fresh = self.provider.refetch(&known).await.map_err(BearerError::Provider)?;
        if fresh.is_some_and(|fresh| fits(fresh.jwks().keys(), parts)) { Ok(()) } else { Err(BearerError::Signature) }
    }

    fn check(&self, claims: Claims, now: Timestamp) -> Result<VerifiedToken, BearerError> {
        if !self.issuer.matches(&claims.iss) {
            return Err(BearerError::Issuer);
        }
        let now = now.as_second();
        if claims.exp <= now - CLOCK_SKEW {
            return Err(BearerError::Expired);
        }
        if [claims.nbf, claims.iat].into_iter().flatten().any(|from| from > now + CLOCK_SKEW) {
            return Err(BearerError::TooEarly);
        }
        if let Some(own) = &self.audience
            && !claims.aud.as_ref().is_some_and(|audience| audience.names(own))
        {
            return Err(BearerError::Audience);
        }
        // An ID token, signed by the same key, has none of these.
        let scopes = claims.scope.ok_or(BearerError::Missing("scope"))?;
        let level = claims.acr.as_deref().and_then(level_of);
        let altinn = || claims.altinn_level.as_deref().and_then(|level| level.parse().ok()).map(AuthenticationLevel);
        Ok(VerifiedToken {
            national_id: claims.pid,
            organisation: claims.consumer.as_ref().and_then(organisation),
            client: claims.client_id.ok_or(BearerError::Missing("client_id"))?,
            scopes: scopes.split_ascii_whitespace().map(str::to_owned).collect(),
            level: level.or_else(altinn).unwrap_or(AuthenticationLevel(0)),
            world: claims.world,
        })
    }
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Result<Self, BearerError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(BearerError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(BearerError::Malformed)?;
        let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| BearerError::Malformed);
        let header: Header = serde_json::from_slice(&decoded(header)?).map_err(|_| BearerError::Malformed)?;
        if header.alg != "RS256" {
            return Err(BearerError::Algorithm);
        }
        let claims = serde_json::from_slice(&decoded(claims)?).map_err(|_| BearerError::Malformed)?;
        Ok(Self { header, claims, signed, signature: decoded(signature)? })
    }
}

impl Audience {
    fn names(&self, own: &str) -> bool {
        match self {
            Self::One(audience) => audience == own,
            Self::Several(audiences) => audiences.iter().any(|audience| audience == own),
        }
    }
}

/// The number of `{"authority": "iso6523-actorid-upis", "ID": "0192:310495913"}`.
fn organisation(consumer: &serde_json::Value) -> Option<String> {
    let is_number = consumer["authority"] == "iso6523-actorid-upis";
    consumer["ID"].as_str()?.strip_prefix("0192:").filter(|_| is_number).map(str::to_owned)
}

fn fits(keys: &[CoreJsonWebKey], parts: &Parts) -> bool {
    let kid = parts.header.kid.as_deref();
    let candidates = keys.iter().filter(|key| kid.is_none() || key.key_id().map(|id| id.as_str()) == kid);
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    candidates
        .into_iter()
        .any(|key| key.verify_signature(&algorithm, parts.signed.as_bytes(), &parts.signature).is_ok())
}
