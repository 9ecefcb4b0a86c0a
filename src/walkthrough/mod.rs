//! Walkthroughs: the guide as data. One file is a checklist for a tester, a browser test and an illustrated guide.
//!
//! A file names its scenario, who signs in and whom that person represents, and has steps: what to do and what to
//! expect in nb, nn and en, the same as an action and as expectations in terms of accessible role and name, and where
//! to take which picture. `fixtures/walkthroughs/README.md` documents it for those who write one.
//!
//! Imports `i18n`, `document`, and of `scenario` the checked world; `drive`, behind the feature `browser`, also
//! `browser`. Knows nothing of `app`: whoever carries a walkthrough out hands in a [`Stage`] to do it on.

mod built_in;
mod check;
pub mod command;
mod contents;
#[cfg(feature = "browser")]
pub mod drive;
mod prose;
mod raw;
mod stage;
#[cfg(test)]
mod tests;
mod text;

pub use built_in::{all, names, read};
pub use contents::{Action, Expectation, Mark, Picture, Region, SIGN_IN, Start, Step, Target, Walkthrough};
pub use prose::Prose;
pub use stage::{Host, Stage};
pub use text::Text;
