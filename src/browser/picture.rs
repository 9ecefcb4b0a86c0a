//! Takes screenshots.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::error::Result;
use super::input::Bounds;
use super::page::Page;

impl Page {
    /// Moves the mouse to a corner, so that nothing is hovered.
    pub fn move_mouse_away(&self) -> Result<()> {
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": 0, "y": 0 })).map(drop)
    }

    /// Sets the speed of animations, also on later pages; 1 is normal.
    pub fn set_animation_speed(&self, speed: f64) -> Result<()> {
        self.call("Animation.enable", json!({}))?;
        self.call("Animation.setPlaybackRate", json!({ "playbackRate": speed })).map(drop)
    }

    /// Runs a script in every later document, before its own.
    pub fn before_scripts(&self, script: &str) -> Result<()> {
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).map(drop)
    }

    /// Saves the viewport as PNG.
    pub fn picture(&self, file: &Path) -> Result<()> {
        let bytes = self.capture(None)?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, bytes)?)
    }

    /// The viewport, or a part of it, as PNG. The document must not be scrolled.
    pub fn capture(&self, part: Option<Bounds>) -> Result<Vec<u8>> {
        let mut params = json!({ "format": "png" });
        if let Some(Bounds { x, y, width, height }) = part {
            params["clip"] = json!({ "x": x, "y": y, "width": width, "height": height, "scale": 1 });
        }
        let answer = self.call("Page.captureScreenshot", params)?;
        Ok(BASE64_STANDARD.decode(answer["data"].as_str().unwrap_or_default()).unwrap_or_default())
    }
}
