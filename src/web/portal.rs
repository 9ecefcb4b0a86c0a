//! What every handler may use.

use std::sync::Arc;

use jiff::Timestamp;

use crate::auth::RelyingParty;
use crate::domain::world::WorldName;
use crate::i18n::Wording;
use crate::service::Service;
use crate::service::faults::FaultBook;
use crate::service::worlds::Worlds;
use crate::walkthrough::Walkthrough;

/// The portal's parts, shared by all requests.
pub struct Portal {
    pub worlds: Arc<dyn Worlds>,
    /// The world of those who have chosen none, and its service.
    pub world: WorldName,
    pub service: Service,
    /// `None` where the test tools are left out.
    pub tools: Option<Tools>,
    pub relying_party: Arc<RelyingParty>,
    pub wording: Wording,
    /// Whether cookies go over https only.
    pub https: bool,
    pub clock: fn() -> Timestamp,
}

/// What there is in test mode only.
pub struct Tools {
    pub faults: FaultBook,
    /// Those to walk by hand. Read when they are first asked for, which takes a moment.
    pub walkthroughs: fn() -> &'static [Walkthrough],
    /// Whether the identity provider is the embedded one, which takes our word for who signs in.
    pub can_become: bool,
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
