//! Settings of a run, and the trait for following its progress.

use crate::browser::{Appearance, Error, Page};
use crate::i18n::{Lang, Wording};
use crate::walkthrough::Step;

/// Language, wording and appearance of a run.
#[derive(Debug, Clone, Copy)]
pub struct RunSettings {
    pub lang: Lang,
    /// Must be the wording of the test portal.
    pub wording: Wording,
    /// Whether JavaScript runs.
    pub script: bool,
    pub appearance: Appearance,
}

/// Is called as a run progresses.
pub trait StepObserver {
    /// Called once, before the first page opens.
    fn opened(&mut self, _page: &Page) -> Result<(), Error> {
        Ok(())
    }

    /// Called before each step, on the page where it begins.
    fn ready(&mut self, _page: &Page, _number: usize, _step: &Step) -> Result<(), Error> {
        Ok(())
    }

    /// Called after each step whose expectations all hold.
    fn done(&mut self, page: &Page, number: usize, step: &Step) -> Result<(), Error>;
}
