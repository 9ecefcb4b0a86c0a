//! The JWT bearer grant (RFC 7523): a program's signed assertion for a token, as at Maskinporten.
//!
//! The signature is checked against the public key that the program is registered with; without one, nothing is issued.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreErrorResponseType as Code, CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{IssuerUrl, JsonWebKey};
use serde::Deserialize;

use super::access_token::ACCESS_TOKEN_LIFETIME;
use super::machine_token::{MachineTokenRequest, SystemUserClaim};
use super::programs::{Program, SystemUser};
use super::provider::Provider;
use super::refused::Refused;

pub const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Seconds that an assertion may last. Maskinporten documents 120 and takes 180.
const LONGEST_ASSERTION: i64 = 180;
/// Seconds by which clocks may differ.
const CLOCK_SKEW: i64 = 10;

/// Maskinporten's error where no system user matches, and its number.
const NO_SYSTEM_USER: (&str, &str) = (
    "invalid_altinn_customer_configuration",
    "MP-303: no system user matches the client, its organisation, the owner and the external reference",
);

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
}

#[derive(Deserialize)]
struct Assertion {
    /// The client id.
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: Option<String>,
    scope: Option<String>,
    authorization_details: Option<Vec<SystemUserClaim>>,
    /// A claim of this provider's own.
    world: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// A token, and its scope.
pub struct MachineToken {
    pub token: String,
    pub scope: String,
}

/// The token for an assertion. Blocks: it looks up the program.
pub fn redeem(provider: &Provider, issuer: &IssuerUrl, assertion: &str) -> Result<MachineToken, Refused> {
    let (signed, signature) = assertion.rsplit_once('.').ok_or_else(malformed)?;
    let (header, claims) = signed.split_once('.').ok_or_else(malformed)?;
    let header: Header = decoded(header)?;
    let claims: Assertion = decoded(claims)?;
    let program = provider.programs().and_then(|programs| programs.program(&claims.iss, claims.world.as_deref()));
    let program = program.ok_or_else(|| invalid_grant("no system has a program with the client id in iss"))?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed())?;
    check_signature(&program, &header.alg, signed, &signature)?;
    check_claims(provider, issuer, &claims)?;
    let scope = claims.scope.as_deref().unwrap_or_default().split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    if scope.is_empty() {
        return Err(Refused(Code::InvalidScope, "the assertion has no scope"));
    }
    let system_user = system_user(provider, &claims)?;
    let request = MachineTokenRequest {
        organisation: program.organisation,
        client: claims.iss,
        scope: scope.clone(),
        lifetime: ACCESS_TOKEN_LIFETIME,
        world: claims.world,
    };
    let token = provider.issue_machine_token_as(issuer, &request, system_user).map_err(|error| {
        tracing::error!(%error, "the token could not be signed");
        Refused(Code::Extension("server_error".into()), "signing failed")
    })?;
    Ok(MachineToken { token, scope })
}

fn check_signature(
    program: &Program,
    alg: &CoreJwsSigningAlgorithm,
    signed: &str,
    signature: &[u8],
) -> Result<(), Refused> {
    let key = program.public_key.as_deref().ok_or_else(|| {
        invalid_grant(
            "the program has no public key here, so its signature cannot be verified: add public_key in the scenario",
        )
    })?;
    let key: CoreJsonWebKey = serde_json::from_str(key)
        .map_err(|_| invalid_grant("the program's public key is not a usable JSON Web Key"))?;
    let verified = key.verify_signature(alg, signed.as_bytes(), signature);
    verified.map_err(|_| invalid_grant("the signature does not fit the program's public key"))
}

fn check_claims(provider: &Provider, issuer: &IssuerUrl, claims: &Assertion) -> Result<(), Refused> {
    let now = provider.now().as_second();
    if !claims.aud.names(issuer) {
        return Err(invalid_grant("aud is not this issuer"));
    }
    if claims.exp <= now - CLOCK_SKEW {
        return Err(invalid_grant("the assertion has expired"));
    }
    if claims.iat > now + CLOCK_SKEW {
        return Err(invalid_grant("the assertion is from the future"));
    }
    if claims.exp.saturating_sub(claims.iat) > LONGEST_ASSERTION {
        return Err(invalid_grant("the assertion lasts too long: from iat to exp at most 120 seconds"));
    }
    let is_new = |jti: &String| provider.assertions.put_as(format!("{} {jti}", claims.iss), (), provider.now());
    if claims.jti.as_ref().is_some_and(|jti| !is_new(jti)) {
        return Err(invalid_grant("an assertion with this jti was used before"));
    }
    Ok(())
}

/// The party that the assertion names, with its system user.
fn system_user(provider: &Provider, claims: &Assertion) -> Result<Option<(SystemUserClaim, SystemUser)>, Refused> {
    let invalid = |why| Refused(Code::Extension("invalid_authorization_details".into()), why);
    let Some(details) = &claims.authorization_details else { return Ok(None) };
    let [asked] = &details[..] else { return Err(invalid("authorization_details has exactly one party")) };
    let owner = asked.owner().ok_or_else(|| {
        invalid("authorization_details is of type urn:altinn:systemuser, with systemuser_org as iso6523-actorid-upis and 0192:…")
    })?;
    let found = provider.programs().and_then(|programs| {
        programs.system_user(&claims.iss, owner, asked.external_ref.as_deref(), claims.world.as_deref())
    });
    let (code, why) = NO_SYSTEM_USER;
    let found = found.ok_or_else(|| Refused(Code::Extension(code.into()), why))?;
    Ok(Some((asked.clone(), found)))
}

impl Audience {
    /// A slash at the end does not count: Maskinporten's own issuer has one.
    fn names(&self, issuer: &IssuerUrl) -> bool {
        let is_issuer = |named: &str| named.trim_end_matches('/') == issuer.as_str().trim_end_matches('/');
        match self {
            Self::One(named) => is_issuer(named),
            Self::Several(named) => named.iter().any(|named| is_issuer(named)),
        }
    }
}

fn decoded<T: for<'de> Deserialize<'de>>(part: &str) -> Result<T, Refused> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed())?;
    serde_json::from_slice(&json).map_err(|_| malformed())
}

fn malformed() -> Refused {
    invalid_grant("the assertion is no signed JWT with iss, aud, iat and exp")
}

fn invalid_grant(why: &'static str) -> Refused {
    Refused(Code::InvalidGrant, why)
}
