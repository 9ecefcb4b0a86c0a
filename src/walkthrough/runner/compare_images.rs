//! Compares two pictures, in a page of the browser: it can read PNG, and no other part of the program needs to.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::json;

use crate::browser::{Chromium, Error, Options, Page};

const COMPARE: &str = include_str!("compare_images.js");

/// In what two pictures differ.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ImageDifference {
    /// Pixels.
    pub changed: u64,
    /// Width and height of either, in pixels.
    pub sizes: [(u32, u32); 2],
    /// The second picture, pale, with what differs in red; base64 of a PNG.
    png: String,
}

impl ImageDifference {
    /// The picture of the difference.
    pub fn png(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.png).unwrap_or_default()
    }
}

/// Compares pictures.
pub struct ImageComparer(Page);

impl ImageComparer {
    pub fn new(chromium: &Chromium) -> Result<Self, Error> {
        chromium.open(Options::default()).map(Self)
    }

    /// Nothing where they have the same pixels, however they are packed.
    pub fn compare(&self, before: &[u8], after: &[u8]) -> Result<Option<ImageDifference>, Error> {
        if before == after {
            return Ok(None);
        }
        let [before, after] = [before, after].map(|picture| json!(BASE64_STANDARD.encode(picture)));
        let answer = self.0.evaluate(&format!("({})({before}, {after})", COMPARE.trim()))?;
        let difference: ImageDifference =
            serde_json::from_value(answer).map_err(|error| Error::Script(format!("compare_images.js: {error}")))?;
        Ok((difference.changed > 0 || difference.sizes[0] != difference.sizes[1]).then_some(difference))
    }
}
