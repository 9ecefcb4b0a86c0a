//! Tokens of programs without a person, with the claims of Maskinporten's: for an enterprise, or for a system user.

use jiff::{SignedDuration, Timestamp};
use openidconnect::{IssuerUrl, SigningError};
use serde::{Deserialize, Serialize};

use super::access_token::sign;
use super::programs::SystemUser;
use super::provider::Provider;
use super::ttl_map::random_key;

/// The scheme of organisation numbers: ISO 6523.
const AUTHORITY: &str = "iso6523-actorid-upis";
/// Norwegian organisation numbers within that scheme.
const NORWAY: &str = "0192:";
/// The type of a system user in `authorization_details`.
const SYSTEM_USER: &str = "urn:altinn:systemuser";

/// What an enterprise's token is to say.
#[derive(Debug, Clone)]
pub struct MachineTokenRequest {
    /// Nine digits.
    pub organisation: String,
    /// The program's client id.
    pub client: String,
    /// Separated by spaces.
    pub scope: String,
    pub lifetime: SignedDuration,
    /// The host's name for the set of programs that this one belongs to.
    pub world: Option<String>,
}

/// An organisation, by its number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Enterprise {
    authority: String,
    #[serde(rename = "ID")]
    id: String,
}

/// A party that a program wants to act for, as it says in its assertion.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct SystemUserClaim {
    #[serde(rename = "type")]
    kind: String,
    systemuser_org: Enterprise,
    #[serde(rename = "externalRef", skip_serializing_if = "Option::is_none")]
    pub external_ref: Option<String>,
}

/// The same with the system user that was found.
#[derive(Serialize)]
struct GrantedSystemUser {
    #[serde(flatten)]
    asked: SystemUserClaim,
    systemuser_id: [String; 1],
    system_id: String,
}

#[derive(Serialize)]
struct MachineClaims<'a> {
    iss: &'a str,
    client_id: &'a str,
    scope: &'a str,
    consumer: Enterprise,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_details: Option<[GrantedSystemUser; 1]>,
    token_type: &'static str,
    iat: i64,
    exp: i64,
    jti: String,
    /// A claim of this provider's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    world: Option<&'a str>,
}

impl Enterprise {
    fn of(number: &str) -> Self {
        Self { authority: AUTHORITY.to_owned(), id: format!("{NORWAY}{number}") }
    }

    fn number(&self) -> Option<&str> {
        self.id.strip_prefix(NORWAY).filter(|_| self.authority == AUTHORITY)
    }
}

impl SystemUserClaim {
    /// The owner's number; `None` for a claim of another kind.
    pub fn owner(&self) -> Option<&str> {
        self.systemuser_org.number().filter(|_| self.kind == SYSTEM_USER)
    }
}

impl Provider {
    /// Issues an enterprise's token to any caller: this is a provider for tests.
    pub fn issue_machine_token(&self, request: &MachineTokenRequest) -> Result<String, SigningError> {
        self.issue_machine_token_as(&self.issuer(None), request, None)
    }

    pub(super) fn issue_machine_token_as(
        &self,
        issuer: &IssuerUrl,
        request: &MachineTokenRequest,
        system_user: Option<(SystemUserClaim, SystemUser)>,
    ) -> Result<String, SigningError> {
        let now = self.now();
        let granted = |(asked, found): (_, SystemUser)| {
            [GrantedSystemUser { asked, systemuser_id: [found.id], system_id: found.system }]
        };
        let claims = MachineClaims {
            iss: issuer.as_str(),
            client_id: &request.client,
            scope: &request.scope,
            consumer: Enterprise::of(&request.organisation),
            authorization_details: system_user.map(granted),
            token_type: "Bearer",
            iat: now.as_second(),
            exp: now.saturating_add(request.lifetime).unwrap_or(Timestamp::MAX).as_second(),
            jti: random_key(),
            world: request.world.as_deref(),
        };
        sign(&self.key(), &claims)
    }
}
