//! Takes the screenshots of a walkthrough while it runs.

use serde_json::json;

use super::stabilise::{hold_timers, release_timers, stabilise, stable_screenshot};
use super::{RunSettings, StepObserver};
use crate::browser::{Appearance, Bounds, Error, Page};
use crate::walkthrough::{Mark, Picture, Region, Step, Target};

const DRAW_MARKS: &str = include_str!("draw_marks.js");
const REMOVE_MARKS: &str = "document.getElementById('marks')?.remove()";
/// The viewport height at which neither page nor dialog scrolls.
const CONTENT_HEIGHT: &str = "(() => {
  const dialog = document.querySelector('dialog[open]');
  return Math.max(document.documentElement.scrollHeight, dialog ? innerHeight + dialog.scrollHeight - dialog.clientHeight : 0);
})()";
/// Upper bound of the viewport height, in CSS pixels.
const MAX_HEIGHT: u32 = 6000;

/// The screenshot of a step.
#[derive(Debug, Clone)]
pub struct Screenshot {
    /// The step's number, counted from 1.
    pub number: usize,
    pub file: String,
    pub png: Vec<u8>,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// The heading of what it shows.
    pub heading: String,
    /// Whether that is a dialog.
    pub dialog: bool,
    /// The names of the marked elements, in the order of their numbers; without the "…" of a beginning.
    pub marks: Vec<String>,
}

/// Takes the screenshot of each step that has a picture, before or after its action.
pub struct ScreenshotRecorder {
    settings: RunSettings,
    marks: bool,
    strip: bool,
    pub screenshots: Vec<Screenshot>,
}

impl ScreenshotRecorder {
    /// `marks` and `strip` switch the numbered rings and the test banner.
    pub fn new(settings: RunSettings, marks: bool, strip: bool) -> Self {
        Self { settings, marks, strip, screenshots: Vec::new() }
    }

    fn capture(&self, page: &Page, number: usize, wanted: &Picture) -> Result<Screenshot, Error> {
        page.traffic()?;
        stabilise(page, self.strip)?;
        let viewport = self.fit_viewport(page, wanted)?;
        let clip = self.clip(page, &wanted.region, viewport)?;
        let marks: &[Mark] = if self.marks { &wanted.marks } else { &[] };
        let boxes = marks.iter().map(|mark| self.mark_bounds(page, mark)).collect::<Result<Vec<_>, _>>()?;
        let boxes: Vec<_> = boxes
            .iter()
            .map(|Bounds { x, y, width, height }| json!({ "x": x, "y": y, "width": width, "height": height }))
            .collect();
        page.evaluate(&format!("({})({}, {})", DRAW_MARKS.trim(), json!(boxes), self.settings.appearance.dark))?;
        let png = stable_screenshot(page, clip);
        page.evaluate(REMOVE_MARKS)?;
        page.set_appearance(self.settings.appearance)?;
        let shown =
            clip.unwrap_or(Bounds { x: 0.0, y: 0.0, width: viewport.width.into(), height: viewport.height.into() });
        let (width, height) = (pixels(shown.width), pixels(shown.height));
        let marks = marks.iter().map(|mark| self.resolve(&mark.target).trim_end_matches('…').to_owned()).collect();
        let heading = page.tree()?.heading().unwrap_or_default().to_owned();
        let dialog = matches!(wanted.region, Region::Dialog { .. });
        Ok(Screenshot { number, file: wanted.file.clone(), png: png?, width, height, heading, dialog, marks })
    }

    /// Makes the viewport as high as the content, so that one screenshot shows it all.
    fn fit_viewport(&self, page: &Page, wanted: &Picture) -> Result<Appearance, Error> {
        let mut appearance = self.settings.appearance;
        if wanted.region == Region::Window {
            wanted
                .marks
                .iter()
                .try_for_each(|Mark { target, .. }| page.scroll_to(&target.role, &self.resolve(target)))?;
            return Ok(appearance);
        }
        // Repeat: a dialog's full height is known only once it has room.
        loop {
            let needed = pixels(page.evaluate(CONTENT_HEIGHT)?.as_f64().unwrap_or_default()).min(MAX_HEIGHT);
            if needed <= appearance.height {
                break;
            }
            appearance.height = needed;
            page.set_appearance(appearance)?;
            stabilise(page, self.strip)?;
        }
        page.evaluate("scrollTo(0, 0)")?;
        Ok(appearance)
    }

    fn clip(&self, page: &Page, region: &Region, viewport: Appearance) -> Result<Option<Bounds>, Error> {
        let (bounds, margin) = match region {
            Region::Page | Region::Window => return Ok(None),
            Region::Dialog { margin } => (page.bounds("dialog", "…")?, *margin),
            Region::Element { target, margin } => (self.bounds(page, target)?, *margin),
        };
        Ok(Some(expanded(bounds, f64::from(margin), viewport)))
    }

    fn bounds(&self, page: &Page, target: &Target) -> Result<Bounds, Error> {
        page.bounds(&target.role, &self.resolve(target))
    }

    fn mark_bounds(&self, page: &Page, Mark { target, row }: &Mark) -> Result<Bounds, Error> {
        if *row { page.row_bounds(&target.role, &self.resolve(target)) } else { self.bounds(page, target) }
    }

    fn resolve(&self, target: &Target) -> String {
        target.name.resolve(self.settings.lang, self.settings.wording).into_owned()
    }
}

impl StepObserver for ScreenshotRecorder {
    fn opened(&mut self, page: &Page) -> Result<(), Error> {
        hold_timers(page)
    }

    fn ready(&mut self, page: &Page, number: usize, step: &Step) -> Result<(), Error> {
        if let Some(wanted) = step.picture.as_ref().filter(|_| !shows_result(step)) {
            let screenshot = self.capture(page, number, wanted)?;
            self.screenshots.push(screenshot);
        }
        // Only now may a message of the step before disappear.
        release_timers(page)
    }

    fn done(&mut self, page: &Page, number: usize, step: &Step) -> Result<(), Error> {
        if let Some(wanted) = step.picture.as_ref().filter(|_| shows_result(step)) {
            let screenshot = self.capture(page, number, wanted)?;
            self.screenshots.push(screenshot);
        }
        Ok(())
    }
}

/// Whether the step's picture shows what came of it. A step without an action has no other.
fn shows_result(step: &Step) -> bool {
    step.action.is_none() || step.picture.as_ref().is_some_and(|picture| picture.after)
}

/// Adds a margin, rounded to whole pixels and kept within the viewport.
fn expanded(bounds: Bounds, margin: f64, viewport: Appearance) -> Bounds {
    let (x, y) = ((bounds.x - margin).floor().max(0.0), (bounds.y - margin).floor().max(0.0));
    let right = (bounds.x + bounds.width + margin).ceil().min(viewport.width.into());
    let bottom = (bounds.y + bounds.height + margin).ceil().min(viewport.height.into());
    Bounds { x, y, width: right - x, height: bottom - y }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length in pixels, which scripts have as a float"
)]
fn pixels(length: f64) -> u32 {
    length.ceil().clamp(0.0, f64::from(u16::MAX)) as u32
}
