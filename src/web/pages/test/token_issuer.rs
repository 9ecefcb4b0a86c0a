//! The interface through which the test tools issue access tokens.
//!
//! Exists only with the embedded identity provider, where everybody can sign in as anybody, so it grants nothing more.

use std::sync::Arc;

use crate::domain::number::NationalId;
use crate::domain::world::WorldName;
use crate::service::ServiceError;
use crate::web::error::WebError;

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
    pub national_id: NationalId,
    pub client_id: String,
    /// Separated by spaces.
    pub scope: String,
    /// Altinn's number of the authentication level.
    pub level: u8,
    /// The world that the token is for.
    pub world: WorldName,
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
