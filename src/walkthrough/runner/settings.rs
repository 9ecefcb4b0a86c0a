//! How a walkthrough is walked, and who follows the walk.

use crate::browser::{Error, Look, Page};
use crate::i18n::{Lang, Wording};
use crate::walkthrough::Step;

/// In whose eyes a walkthrough is walked.
#[derive(Debug, Clone, Copy)]
pub struct RunSettings {
    pub lang: Lang,
    /// That of the stage's portal.
    pub wording: Wording,
    /// Whether the pages' script runs.
    pub script: bool,
    pub look: Look,
}

/// Follows a walk.
pub trait StepObserver {
    /// Once, before anything is opened.
    fn opened(&mut self, _page: &Page) -> Result<(), Error> {
        Ok(())
    }

    /// After each step, when all that it expects has come true.
    fn done(&mut self, page: &Page, number: usize, step: &Step) -> Result<(), Error>;
}
