//! Carries a walkthrough out in a real Chromium, by role and accessible name: what passes here, somebody who has only
//! a screen reader can do too. Every call blocks; none may be made inside an asynchronous runtime.

mod act;
mod compare;
mod expect;
mod guide;
mod setting;
mod shoot;
mod still;

use crate::browser::{Chromium, Error, Options, Page};
use crate::walkthrough::{Stage, Start, Step, Walkthrough};

pub use compare::{Comparer, Difference};
pub use guide::Guide;
pub use setting::{Setting, Watcher};
pub use shoot::{Camera, Photograph};

/// A step that did not go as the walkthrough says.
#[derive(Debug, thiserror::Error)]
#[error("step {number} of {of}: {instruction}\n  expected: {expected}\n  {}", seen(.error))]
pub struct Failure {
    /// Counted from 1; 0 for getting to where the first begins.
    pub number: usize,
    pub of: usize,
    /// As the guide puts it.
    pub instruction: String,
    /// As the guide puts it.
    pub expected: String,
    /// With what the accessibility tree had, and where a picture of the page is.
    pub error: Error,
}

/// What was there instead, without the place in the program that noticed it.
fn seen(error: &Error) -> String {
    let Error::NotSeen { wanted, address, tree, picture, .. } = error else { return error.to_string() };
    let picture = picture.as_ref().map(|file| format!("picture: {}", file.display())).unwrap_or_default();
    format!("but {wanted}\non {address} there is\n{tree}{picture}")
}

/// Walks it all.
pub fn walk(
    chromium: &Chromium,
    stage: &dyn Stage,
    walkthrough: &Walkthrough,
    setting: Setting,
    watcher: &mut dyn Watcher,
) -> Result<(), Box<Failure>> {
    let of = walkthrough.steps.len();
    let failed = |number: usize, step: Option<&Step>, error: Error| {
        let said = |prose: Option<&super::Prose>| prose.map(|prose| prose.say(setting.lang, setting.wording));
        let start = || format!("sign in as {}", walkthrough.person_name);
        let instruction = said(step.map(|step| &step.instruction)).unwrap_or_else(start);
        let expected = said(step.map(|step| &step.expected)).unwrap_or_default();
        Box::new(Failure { number, of, instruction, expected, error })
    };
    let page = begin(chromium, stage, walkthrough, setting, watcher).map_err(|error| failed(0, None, error))?;
    for ((number, step), place) in (1..).zip(&walkthrough.steps).zip(walkthrough.places()) {
        let nowhere = number == 1 && walkthrough.start == Start::SignedOut;
        let there = if nowhere { Ok(()) } else { act::stand_at(&page, stage, place) };
        let taken =
            there.and_then(|()| take(&page, stage, step, setting)).and_then(|()| watcher.done(&page, number, step));
        taken.map_err(|error| failed(number, Some(step), error))?;
    }
    Ok(())
}

fn begin(
    chromium: &Chromium,
    stage: &dyn Stage,
    walkthrough: &Walkthrough,
    setting: Setting,
    watcher: &mut dyn Watcher,
) -> Result<Page, Error> {
    let options = Options { look: setting.look, script: setting.script, language: setting.lang.code() };
    let page = chromium.open(options)?;
    watcher.opened(&page)?;
    act::begin(&page, stage, walkthrough, setting)?;
    Ok(page)
}

fn take(page: &Page, stage: &dyn Stage, step: &Step, setting: Setting) -> Result<(), Error> {
    let heard = page.announcements().len();
    if let Some(action) = &step.action {
        act::act(page, stage, action, setting)?;
    }
    step.expectations.iter().try_for_each(|expectation| expect::expect(page, expectation, heard, setting))
}
