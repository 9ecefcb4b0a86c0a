//! The interface through which the test tools issue access tokens.
//!
//! Exists only with the embedded identity provider, where everybody can sign in as anybody, so it grants nothing more.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::world::WorldName;
use crate::service::ServiceError;
use crate::web::error::WebError;

/// How long the tokens of the forms last: a working day.
pub const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_hours(8);

/// The client id that the forms begin with.
pub fn default_client() -> String {
    "klientportal-test".to_owned()
}

/// Issues access tokens.
///
/// The `app` layer implements it with the embedded identity provider.
pub trait TokenIssuer: Send + Sync {
    /// Issues a token.
    fn issue(&self, request: &IssueTokenRequest) -> anyhow::Result<String>;

    /// Signs with a new key from now on, at most once a minute; whether it does. Blocks for a second.
    fn rotate_key(&self) -> anyhow::Result<bool>;
}

/// The content of the token.
pub struct IssueTokenRequest {
    pub holder: TokenHolder,
    pub client_id: String,
    /// Separated by spaces.
    pub scope: String,
    pub lifetime: SignedDuration,
    /// The world that the token is for.
    pub world: WorldName,
}

/// On whose behalf a program uses the token.
#[derive(Debug, Clone)]
pub enum TokenHolder {
    Person {
        national_id: NationalId,
        /// Altinn's number of the authentication level.
        level: u8,
    },
    /// The organisation that the program belongs to.
    Organisation(OrganisationNumber),
}

/// State shared by the pages for tokens.
pub struct TokenTools {
    /// `None` with an external identity provider.
    pub token_issuer: Option<Arc<dyn TokenIssuer>>,
}

impl TokenTools {
    /// The issuer, or 404 Not Found.
    pub fn token_issuer(&self) -> Result<&Arc<dyn TokenIssuer>, WebError> {
        self.token_issuer.as_ref().ok_or(WebError::Service(ServiceError::NotFound))
    }
}
