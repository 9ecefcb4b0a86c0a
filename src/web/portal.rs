//! What every handler may use.

use std::sync::Arc;

use jiff::Timestamp;

use crate::auth::RelyingParty;
use crate::domain::world::WorldName;
use crate::i18n::Wording;
use crate::service::Service;
use crate::service::worlds::Worlds;

/// The portal's parts, shared by all requests.
pub struct Portal {
    pub worlds: Arc<dyn Worlds>,
    /// The world of those who have chosen none, and its service.
    pub world: WorldName,
    pub service: Service,
    /// Whether the test tools are there.
    pub test_tools: bool,
    /// Whether a tester can become anybody: the identity provider is the embedded one, which takes our word for who signs
    /// in, and the test tools are there.
    pub can_become: bool,
    pub relying_party: Arc<RelyingParty>,
    pub wording: Wording,
    /// Whether cookies go over https only.
    pub https: bool,
    pub clock: fn() -> Timestamp,
}

impl Portal {
    /// The service of a world. One that is gone is as good as none chosen.
    pub fn service_of(&self, world: &WorldName) -> Service {
        if *world == self.world {
            return self.service.clone();
        }
        self.worlds.open(world).unwrap_or_else(|error| {
            tracing::warn!(%world, error = &error as &dyn std::error::Error, "a chosen world cannot be opened");
            self.service.clone()
        })
    }
}
