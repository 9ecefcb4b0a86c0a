//! Runs a walkthrough in Chromium, by role and accessible name.
//!
//! Every call blocks; do not call from inside an async runtime.

mod actions;
mod compare_images;
mod expectations;
mod illustrated_guide;
mod screenshots;
mod settings;
mod stabilise;

use crate::browser::{Chromium, Error, Options, Page};
use crate::walkthrough::{Start, Step, TestPortal, Walkthrough};

pub use compare_images::{ImageComparer, ImageDifference};
pub use illustrated_guide::IllustratedGuide;
pub use screenshots::{Screenshot, ScreenshotRecorder};
pub use settings::{RunSettings, StepObserver};

/// A step that failed.
#[derive(Debug, thiserror::Error)]
#[error("step {number} of {total}: {instruction}\n  expected: {expected}\n  {}", describe(.error))]
pub struct StepFailure {
    /// Counted from 1; 0 for the sign-in before the first step.
    pub number: usize,
    pub total: usize,
    pub instruction: String,
    pub expected: String,
    /// Includes the accessibility tree and the path of a screenshot.
    pub error: Error,
}

/// Describes what was on the page instead; leaves out the source location.
fn describe(error: &Error) -> String {
    let Error::NotSeen { wanted, address, tree, picture, .. } = error else { return error.to_string() };
    let picture = picture.as_ref().map(|file| format!("picture: {}", file.display())).unwrap_or_default();
    format!("but {wanted}\non {address} there is\n{tree}{picture}")
}

/// Runs all steps; stops at the first failure.
pub fn run(
    chromium: &Chromium,
    portal: &dyn TestPortal,
    walkthrough: &Walkthrough,
    settings: RunSettings,
    observer: &mut dyn StepObserver,
) -> Result<(), Box<StepFailure>> {
    let total = walkthrough.steps.len();
    let failed = |number: usize, step: Option<&Step>, error: Error| {
        let text = |text: Option<&super::GuideText>| text.map(|text| text.resolve(settings.lang, settings.wording));
        let start = || format!("sign in as {}", walkthrough.person_name);
        let instruction = text(step.map(|step| &step.instruction)).unwrap_or_else(start);
        let expected = text(step.map(|step| &step.expected)).unwrap_or_default();
        Box::new(StepFailure { number, total, instruction, expected, error })
    };
    let page =
        open_start_page(chromium, portal, walkthrough, settings, observer).map_err(|error| failed(0, None, error))?;
    for ((number, step), path) in (1..).zip(&walkthrough.steps).zip(walkthrough.step_paths()) {
        let nowhere = number == 1 && walkthrough.start == Start::SignedOut;
        let arrived = if nowhere { Ok(()) } else { actions::wait_for_path(&page, portal, path) };
        let result = arrived
            .and_then(|()| observer.ready(&page, number, step))
            .and_then(|()| run_step(&page, portal, step, settings))
            .and_then(|()| observer.done(&page, number, step));
        result.map_err(|error| failed(number, Some(step), error))?;
    }
    Ok(())
}

fn open_start_page(
    chromium: &Chromium,
    portal: &dyn TestPortal,
    walkthrough: &Walkthrough,
    settings: RunSettings,
    observer: &mut dyn StepObserver,
) -> Result<Page, Error> {
    let options = Options { appearance: settings.appearance, script: settings.script, language: settings.lang.code() };
    let page = chromium.open(options)?;
    observer.opened(&page)?;
    actions::sign_in(&page, portal, walkthrough, settings)?;
    Ok(page)
}

fn run_step(page: &Page, portal: &dyn TestPortal, step: &Step, settings: RunSettings) -> Result<(), Error> {
    let announced_before = page.announcements().len();
    if let Some(action) = &step.action {
        actions::perform(page, portal, action, settings)?;
    }
    step.expectations
        .iter()
        .try_for_each(|expectation| expectations::wait_for(page, expectation, announced_before, settings))
}
