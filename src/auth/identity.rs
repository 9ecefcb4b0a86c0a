//! What the portal takes from an ID token, and nothing more.

use openidconnect::core::{CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm};
use openidconnect::{AdditionalClaims, IdToken, IdTokenClaims};
use serde::{Deserialize, Serialize};

use super::error::AuthError;
use crate::domain::permission::AuthenticationLevel;

/// How far clocks may differ, in seconds.
pub(super) const CLOCK_SKEW: i64 = 10;

/// Read as options: their absence must be an error of ours, not one of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PersonClaims {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<String>,
    /// Seconds since 1970, perhaps with a fraction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<f64>,
}

impl AdditionalClaims for PersonClaims {}

pub(super) type PersonIdToken =
    IdToken<PersonClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// The level that an `acr` claim stands for: ID-porten's levels of assurance by Altinn's numbers.
pub(super) fn level_of(acr: &str) -> Option<AuthenticationLevel> {
    match acr {
        "idporten-loa-low" => Some(AuthenticationLevel(0)),
        "idporten-loa-substantial" => Some(AuthenticationLevel(3)),
        "idporten-loa-high" => Some(AuthenticationLevel(4)),
        _ => None,
    }
}

#[derive(Debug, thiserror::Error)]
#[error("unknown level of assurance")]
struct UnknownLevel;

/// A person, as far as a verified ID token says.
#[derive(Clone)]
pub struct VerifiedIdentity {
    /// 11 digits, as the provider wrote them: the domain has yet to parse them.
    pub national_id: String,
    pub level: AuthenticationLevel,
    /// To be shown again at sign-out.
    pub id_token: String,
}

impl VerifiedIdentity {
    pub(super) fn new(
        claims: &IdTokenClaims<PersonClaims, CoreGenderClaim>,
        id_token: String,
    ) -> Result<Self, AuthError> {
        let pid = claims.additional_claims().pid.clone();
        let acr = claims.auth_context_ref().ok_or(AuthError::MissingClaim("acr"))?;
        Ok(Self {
            national_id: pid.ok_or(AuthError::MissingClaim("pid"))?,
            level: level_of(acr).ok_or_else(|| AuthError::invalid_token(UnknownLevel))?,
            id_token,
        })
    }
}

impl std::fmt::Debug for VerifiedIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifiedIdentity").field("level", &self.level).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verified(pid: &str, acr: &str) -> Result<VerifiedIdentity, AuthError> {
        let json = format!(r#"{{"iss":"http://x/","aud":"a","exp":2,"iat":1,"sub":"s"{pid}{acr}}}"#);
        VerifiedIdentity::new(&serde_json::from_str(&json).unwrap(), "token".into())
    }

    const PID: &str = r#","pid":"26829398612""#;

    #[test]
    fn the_levels_have_the_numbers_of_altinn() {
        let high = verified(PID, r#","acr":"idporten-loa-high""#).unwrap();
        assert_eq!(high.level, AuthenticationLevel(4));
        let lower = verified(PID, r#","acr":"idporten-loa-substantial""#).unwrap();
        assert_eq!(lower.level, AuthenticationLevel(3));
    }

    #[test]
    fn a_token_without_person_or_level_is_told_apart() {
        let acr = r#","acr":"idporten-loa-high""#;
        assert!(matches!(verified("", acr), Err(AuthError::MissingClaim("pid"))));
        assert!(matches!(verified(PID, ""), Err(AuthError::MissingClaim("acr"))));
    }

    #[test]
    fn an_unknown_level_is_no_level() {
        let refused = verified(PID, r#","acr":"Level9""#);
        assert!(matches!(refused, Err(AuthError::InvalidToken(_))));
    }

    #[test]
    fn debug_shows_neither_number_nor_token() {
        let shown = format!("{:?}", verified(PID, r#","acr":"idporten-loa-high""#).unwrap());
        assert!(!shown.contains("26829398612") && !shown.contains("token"), "{shown}");
    }
}
