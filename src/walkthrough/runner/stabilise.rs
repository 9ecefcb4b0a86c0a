//! Holds a page still, so that the same page always makes the same picture: no caret, no animation, nothing that goes
//! away by itself, no mouse over anything, its font there.

use std::time::{Duration, Instant};

use crate::browser::{Bounds, Error, Page};

/// Timers as long as this one take something away that a reader has had the time to read: they end with the step.
const HOLD_TIMERS: &str = "{
  const set = window.setTimeout, held = [];
  window.setTimeout = (callback, delay, ...rest) => delay >= 1000 ? held.push(() => callback(...rest)) : set(callback, delay, ...rest);
  window.releaseTimers = () => held.splice(0).forEach((end) => end());
}";

/// A sheet of its own document, which the page's policy allows. The strip is what says that this is a test portal; that
/// its clock stands is for the pictures' sake, and no reader's affair.
const STABILISE: &str = "(async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important } [data-note=clock] { display: none }' + STRIP);
  document.adoptedStyleSheets = [sheet];
  await document.fonts.ready;
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
})()";
const NO_STRIP: &str = ".strip { display: none !important }";

/// How long a page may take to come to rest.
const STABLE_WITHIN: Duration = Duration::from_secs(10);

/// Must come before the first page is opened.
pub fn hold_timers(page: &Page) -> Result<(), Error> {
    page.before_scripts(HOLD_TIMERS)
}

/// Lets end what was held, so that no step shows what belongs to an earlier one.
pub fn release_timers(page: &Page) -> Result<(), Error> {
    page.evaluate("window.releaseTimers?.()").map(drop)
}

/// Takes from the page whatever moves.
pub fn stabilise(page: &Page, strip: bool) -> Result<(), Error> {
    page.leave()?;
    let also = if strip { "''" } else { &format!("'{NO_STRIP}'") };
    page.evaluate(&STABILISE.replace("STRIP", also)).map(drop)
}

/// What the page looks like once it looks the same twice.
pub fn stable_screenshot(page: &Page, clip: Option<Bounds>) -> Result<Vec<u8>, Error> {
    let deadline = Instant::now() + STABLE_WITHIN;
    let mut last = page.capture(clip)?;
    loop {
        let next = page.capture(clip)?;
        if next == last || Instant::now() > deadline {
            return Ok(next);
        }
        last = next;
    }
}
