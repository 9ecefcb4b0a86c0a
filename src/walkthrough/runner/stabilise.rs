//! Makes screenshots reproducible: no caret, animation, timeout or hover.

use std::time::{Duration, Instant};

use crate::browser::{Bounds, Error, Page};

/// Delays timers of a second or more, which hide messages, until the next step begins.
const HOLD_TIMERS: &str = "{
  const set = window.setTimeout, held = [];
  window.setTimeout = (callback, delay, ...rest) => delay >= 1000 ? held.push(() => callback(...rest)) : set(callback, delay, ...rest);
  window.releaseTimers = () => held.splice(0).forEach((end) => end());
}";

/// Stops animations with a constructed stylesheet, which the page's CSP allows.
/// Hides the banner's note that the clock is stopped, as it is stopped for the screenshots only, and the link for testers in
/// each client's row, which the guides do not have.
const STABILISE: &str = "(async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important } [data-note=clock], .row-tool { display: none }' + STRIP);
  document.adoptedStyleSheets = [sheet];
  await document.fonts.ready;
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
})()";
const NO_TEST_TOOLS: &str = ".test-banner, .test-tool { display: none !important }";

/// How long to wait for two equal screenshots.
const STABLE_WITHIN: Duration = Duration::from_secs(10);

/// Installs the delay of timers. Call before the first page opens.
pub fn hold_timers(page: &Page) -> Result<(), Error> {
    page.before_scripts(HOLD_TIMERS)
}

/// Runs the delayed timers, so that the next step does not show an old message.
pub fn release_timers(page: &Page) -> Result<(), Error> {
    page.evaluate("window.releaseTimers?.()").map(drop)
}

/// Stops everything that moves on the page.
pub fn stabilise(page: &Page, strip: bool) -> Result<(), Error> {
    page.move_mouse_away()?;
    let also = if strip { "''" } else { &format!("'{NO_TEST_TOOLS}'") };
    page.evaluate(&STABILISE.replace("STRIP", also)).map(drop)
}

/// Takes screenshots until two in a row are equal.
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
