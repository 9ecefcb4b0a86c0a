//! Tools for testers of programs that use the API. There only while the embedded sign-in is, at which anybody can become
//! anybody: they give nobody more than that.

use std::sync::Arc;

use crate::domain::number::NationalId;
use crate::domain::world::WorldName;
use crate::service::ServiceError;
use crate::web::error::WebError;

/// Issues access tokens. The app implements it with the embedded sign-in.
pub trait TokenIssuer: Send + Sync {
    /// A token for the person.
    fn issue(&self, order: &IssueTokenRequest) -> anyhow::Result<String>;

    /// Signs with a new key from now on, at most once a minute; whether it does. Blocks for a second.
    fn rotate_key(&self) -> anyhow::Result<bool>;
}

/// What the token is to say.
pub struct IssueTokenRequest {
    pub national_id: NationalId,
    pub client: String,
    /// Separated by spaces.
    pub scope: String,
    /// As Altinn numbers them.
    pub level: u8,
    /// The world that the token opens.
    pub world: WorldName,
}

/// What the tools for tokens share.
pub struct TokenTools {
    /// `None` with an external sign-in.
    pub token_issuer: Option<Arc<dyn TokenIssuer>>,
}

impl TokenTools {
    /// The issuer; without one there are no tools here.
    pub fn token_issuer(&self) -> Result<&Arc<dyn TokenIssuer>, WebError> {
        self.token_issuer.as_ref().ok_or(WebError::Service(ServiceError::NotFound))
    }
}
