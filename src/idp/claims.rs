//! What an ID token from ID-porten says about a person, as types. Claims and levels: the ID token page of Digdir's
//! documentation of ID-porten.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreTokenType};
use openidconnect::{AdditionalClaims, EmptyExtraTokenFields, IdToken, IdTokenFields, StandardTokenResponse};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How sure the provider is of who signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AssuranceLevel {
    /// Too low for what needs some certainty: there to see it refused.
    Low,
    Substantial,
    #[default]
    High,
}

impl AssuranceLevel {
    pub const ALL: [Self; 3] = [Self::High, Self::Substantial, Self::Low];

    /// The value of the `acr` claim.
    pub fn acr(self) -> &'static str {
        match self {
            Self::Low => "idporten-loa-low",
            Self::Substantial => "idporten-loa-substantial",
            Self::High => "idporten-loa-high",
        }
    }

    /// As Altinn numbers the levels.
    pub fn number(self) -> u8 {
        match self {
            Self::Low => 0,
            Self::Substantial => 3,
            Self::High => 4,
        }
    }

    /// The level to suggest for a request's `acr_values`: the lower one only when it alone is asked for.
    pub fn suggested(acr_values: Option<&str>) -> Self {
        let wants = |level: Self| {
            let mut values = acr_values.unwrap_or_default().split_ascii_whitespace();
            values.any(|acr| acr == level.acr())
        };
        if wants(Self::Substantial) && !wants(Self::High) { Self::Substantial } else { Self::High }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonClaims {
    /// National id, 11 digits.
    pub pid: String,
    pub sid: String,
    pub jti: String,
}

impl AdditionalClaims for PersonClaims {}

pub type PersonIdToken =
    IdToken<PersonClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

pub type TokenResponse = StandardTokenResponse<
    IdTokenFields<
        PersonClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// A person's `sub` at one client: always the same there, another one elsewhere.
pub fn pairwise_subject(client: &str, national_id: &str) -> String {
    let mut hash = Sha256::new();
    for part in [client, national_id] {
        // Lengths go in too, or "a" + "bc" would be "ab" + "c".
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_stable_at_one_client_and_differs_between_clients_and_people() {
        let subject = pairwise_subject("portal", "26829398612");
        assert_eq!(subject, pairwise_subject("portal", "26829398612"));
        assert_ne!(subject, pairwise_subject("other", "26829398612"));
        assert_ne!(subject, pairwise_subject("portal", "26829398613"));
        assert!(!subject.contains("26829398612"));
    }

    #[test]
    fn the_level_is_high_unless_only_the_lower_one_is_asked_for() {
        assert_eq!(AssuranceLevel::suggested(None), AssuranceLevel::High);
        let substantial = "idporten-loa-substantial";
        assert_eq!(AssuranceLevel::suggested(Some(substantial)), AssuranceLevel::Substantial);
        let both = "idporten-loa-substantial idporten-loa-high";
        assert_eq!(AssuranceLevel::suggested(Some(both)), AssuranceLevel::High);
    }
}
