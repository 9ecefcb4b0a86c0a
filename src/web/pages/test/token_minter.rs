//! Tools for testers of programs that use the API. There only while the embedded sign-in is, at which anybody can become
//! anybody: they give nobody more than that.

use std::sync::Arc;

use crate::domain::number::NationalId;
use crate::domain::world::WorldName;
use crate::service::ServiceError;
use crate::web::error::WebError;

/// Makes access tokens. The app has it from the embedded sign-in.
pub trait TokenMinter: Send + Sync {
    /// A token for the person.
    fn mint(&self, order: &MintRequest) -> anyhow::Result<String>;
}

/// A token to be made.
pub struct MintRequest {
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
    pub minter: Option<Arc<dyn TokenMinter>>,
}

impl TokenTools {
    /// The minter; without one there are no tools here.
    pub fn minter(&self) -> Result<&Arc<dyn TokenMinter>, WebError> {
        self.minter.as_ref().ok_or(WebError::Service(ServiceError::NotFound))
    }
}
