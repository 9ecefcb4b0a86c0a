//! State shared by all handlers.

use std::sync::Arc;

use jiff::Timestamp;

use crate::auth::RelyingParty;
use crate::domain::world::WorldName;
use crate::i18n::Wording;
use crate::service::Service;
use crate::service::worlds::{Worlds, WorldsError};

/// The portal's shared state.
pub struct Portal {
    pub worlds: Arc<dyn Worlds>,
    /// The default world, and its service.
    pub world: WorldName,
    pub service: Service,
    /// Whether the test tools are on.
    pub test_tools: bool,
    /// Whether testers can sign in as anybody.
    ///
    /// True with the test tools and the embedded identity provider.
    pub can_become: bool,
    pub relying_party: Arc<RelyingParty>,
    pub wording: Wording,
    /// Whether cookies are `Secure`.
    pub https: bool,
    pub clock: fn() -> Timestamp,
}

impl Portal {
    /// The service of a world.
    pub fn service_of(&self, world: &WorldName) -> Result<Service, WorldsError> {
        if *world == self.world { Ok(self.service.clone()) } else { self.worlds.open(world) }
    }
}
