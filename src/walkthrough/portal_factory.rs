//! What a walkthrough is carried out on. Made by `app`, which knows how.

use crate::i18n::Wording;

/// A portal that listens, with a world of its own. It ends with the value.
pub trait TestPortal {
    /// The base URL, without a slash at the end.
    fn url(&self) -> &str;
}

/// Sets stages up.
pub trait PortalFactory {
    /// A portal in which nothing has happened since the scenario was loaded. Errors are for the operator.
    fn start(&self, scenario: &str, wording: Wording) -> anyhow::Result<Box<dyn TestPortal>>;
}
