//! Compares two screenshots in a browser page, which already decodes PNG.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::json;

use crate::browser::{Chromium, Error, Options, Page};

const COMPARE: &str = include_str!("compare_images.js");

/// How two pictures differ.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ImageDifference {
    /// Number of pixels.
    pub changed: u64,
    /// Width and height of each, in pixels.
    pub sizes: [(u32, u32); 2],
    /// The second picture, faded, with differences in red; a PNG in base64.
    png: String,
}

impl ImageDifference {
    /// The difference image.
    pub fn png(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.png).unwrap_or_default()
    }
}

/// A browser page that compares pictures.
pub struct ImageComparer(Page);

impl ImageComparer {
    pub fn new(chromium: &Chromium) -> Result<Self, Error> {
        chromium.open(Options::default()).map(Self)
    }

    /// `None` if the pixels are the same, even if the compressed bytes differ.
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
