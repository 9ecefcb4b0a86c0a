//! Walkthroughs: the guide as data. One file is a checklist for a tester, a browser test and an illustrated guide.
//!
//! A file names its scenario, who signs in and whom that person represents, and has steps: what to do and what to
//! expect in nb, nn and en, the same as an action and as expectations in terms of accessible role and name, and where
//! to take which picture. `fixtures/walkthroughs/README.md` documents it for those who write one.
//!
//! Imports `i18n`, `document`, and of `scenario` the checked world; `drive`, behind the feature `browser`, also
//! `browser`. Knows nothing of `app`: whoever carries a walkthrough out hands in a [`TestPortal`] to do it on.

pub mod command;
mod guide_text;
mod library;
mod model;
mod page_text;
mod portal_factory;
#[cfg(feature = "browser")]
pub mod runner;
mod schema;
#[cfg(test)]
mod tests;
mod validate;

pub use guide_text::GuideText;
pub use library::{built_in, built_in_names, read};
pub use model::{Action, Expectation, Mark, Picture, Region, SIGN_IN, Start, Step, Target, Walkthrough};
pub use page_text::PageText;
pub use portal_factory::{PortalFactory, TestPortal};
