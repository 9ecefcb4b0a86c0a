//! Walkthroughs: checklist, browser test and illustrated guide from one file.
//!
//! A file names its scenario, who signs in and for which organisation, and lists steps. A step has instructions in nb,
//! nn and en, and the same as an action and expectations by accessible role and name; it may have a picture.
//! `fixtures/walkthroughs/README.md` documents the format.
//!
//! `runner`, behind the feature `browser`, carries walkthroughs out in Chromium. `app` provides the portals to run them
//! on through [`PortalFactory`].

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
