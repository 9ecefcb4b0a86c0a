//! Traits for the portals that walkthroughs run on; `app` implements them.

use crate::i18n::Wording;

/// A running portal with its own world. Dropping it stops the portal.
pub trait TestPortal {
    /// The base URL, without a slash at the end.
    fn url(&self) -> &str;
}

/// Starts test portals.
pub trait PortalFactory: Sync {
    /// Starts a portal with a freshly loaded scenario.
    fn start(&self, scenario: &str, wording: Wording) -> anyhow::Result<Box<dyn TestPortal>>;
}
