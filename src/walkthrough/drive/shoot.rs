//! Takes the pictures of a walkthrough while it is walked.

use serde_json::json;

use super::still::{hold, hold_timers, picture, release_timers};
use super::{Setting, Watcher};
use crate::browser::{Bounds, Error, Look, Page};
use crate::walkthrough::{Mark, Picture, Region, Step, Target};

const RINGS: &str = include_str!("rings.js");
const REMOVE_RINGS: &str = "document.getElementById('rings')?.remove()";
/// How high the viewport must be for nothing to be below its fold, nor below that of an open dialog.
const NEEDED: &str = "(() => {
  const dialog = document.querySelector('dialog[open]');
  return Math.max(document.documentElement.scrollHeight, dialog ? innerHeight + dialog.scrollHeight - dialog.clientHeight : 0);
})()";
/// No page of a guide is longer than this.
const LONGEST: u32 = 6000;

/// A picture of a step.
#[derive(Debug, Clone)]
pub struct Photograph {
    /// Of the step, counted from 1.
    pub number: usize,
    pub file: String,
    pub png: Vec<u8>,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// The names of what has a ring, in the order of the numbers.
    pub marks: Vec<String>,
}

/// Takes a picture wherever a step says so.
pub struct Camera {
    setting: Setting,
    marks: bool,
    strip: bool,
    pub taken: Vec<Photograph>,
}

impl Camera {
    /// With or without the numbered rings, and the strip that says what the portal is.
    pub fn new(setting: Setting, marks: bool, strip: bool) -> Self {
        Self { setting, marks, strip, taken: Vec::new() }
    }

    fn take(&self, page: &Page, number: usize, wanted: &Picture) -> Result<Photograph, Error> {
        page.traffic()?;
        hold(page, self.strip)?;
        let whole = self.enlarge(page, wanted)?;
        let part = self.part(page, &wanted.region, whole)?;
        let marks: &[Mark] = if self.marks { &wanted.marks } else { &[] };
        let boxes = marks.iter().map(|mark| self.marked(page, mark)).collect::<Result<Vec<_>, _>>()?;
        let boxes: Vec<_> = boxes
            .iter()
            .map(|Bounds { x, y, width, height }| json!({ "x": x, "y": y, "width": width, "height": height }))
            .collect();
        page.evaluate(&format!("({})({}, {})", RINGS.trim(), json!(boxes), self.setting.look.dark))?;
        let png = picture(page, part);
        page.evaluate(REMOVE_RINGS)?;
        page.look(self.setting.look)?;
        let shown = part.unwrap_or(Bounds { x: 0.0, y: 0.0, width: whole.width.into(), height: whole.height.into() });
        let (width, height) = (pixels(shown.width), pixels(shown.height));
        let marks = marks.iter().map(|mark| self.say(&mark.target)).collect();
        Ok(Photograph { number, file: wanted.file.clone(), png: png?, width, height, marks })
    }

    /// Makes the viewport as high as what it is to show: so nothing is scrolled, and every picture is of one piece.
    fn enlarge(&self, page: &Page, wanted: &Picture) -> Result<Look, Error> {
        let mut look = self.setting.look;
        if wanted.region == Region::Window {
            wanted.marks.iter().try_for_each(|Mark { target, .. }| page.scroll_to(&target.role, &self.say(target)))?;
            return Ok(look);
        }
        // More than once, because what a dialog hides is known for certain only when it has room.
        loop {
            let needed = pixels(page.evaluate(NEEDED)?.as_f64().unwrap_or_default()).min(LONGEST);
            if needed <= look.height {
                break;
            }
            look.height = needed;
            page.look(look)?;
            hold(page, self.strip)?;
        }
        page.evaluate("scrollTo(0, 0)")?;
        Ok(look)
    }

    fn part(&self, page: &Page, region: &Region, whole: Look) -> Result<Option<Bounds>, Error> {
        let (bounds, margin) = match region {
            Region::Page | Region::Window => return Ok(None),
            Region::Dialog { margin } => (page.bounds("dialog", "…")?, *margin),
            Region::Element { target, margin } => (self.bounds(page, target)?, *margin),
        };
        Ok(Some(widened(bounds, f64::from(margin), whole)))
    }

    fn bounds(&self, page: &Page, target: &Target) -> Result<Bounds, Error> {
        page.bounds(&target.role, &self.say(target))
    }

    fn marked(&self, page: &Page, Mark { target, row }: &Mark) -> Result<Bounds, Error> {
        if *row { page.row_bounds(&target.role, &self.say(target)) } else { self.bounds(page, target) }
    }

    fn say(&self, target: &Target) -> String {
        target.name.say(self.setting.lang, self.setting.wording).into_owned()
    }
}

impl Watcher for Camera {
    fn opened(&mut self, page: &Page) -> Result<(), Error> {
        hold_timers(page)
    }

    fn done(&mut self, page: &Page, number: usize, step: &Step) -> Result<(), Error> {
        if let Some(wanted) = &step.picture {
            let taken = self.take(page, number, wanted)?;
            self.taken.push(taken);
        }
        release_timers(page)
    }
}

/// The box with a margin, on whole pixels, within the viewport.
fn widened(bounds: Bounds, margin: f64, whole: Look) -> Bounds {
    let (x, y) = ((bounds.x - margin).floor().max(0.0), (bounds.y - margin).floor().max(0.0));
    let right = (bounds.x + bounds.width + margin).ceil().min(whole.width.into());
    let bottom = (bounds.y + bounds.height + margin).ceil().min(whole.height.into());
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
