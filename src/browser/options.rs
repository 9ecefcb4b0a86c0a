//! Viewport, preferences and language of a page, and the commands that set them.

use serde_json::{Value, json};

/// Viewport and user preferences, which may change while a page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appearance {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel.
    /// Half the width at 2 is the desktop zoomed to 200 %.
    pub scale: u32,
    pub dark: bool,
    pub forced_colours: bool,
    pub reduced_motion: bool,
}

impl Appearance {
    pub const DESKTOP: Self =
        Self { width: 1280, height: 900, scale: 1, dark: false, forced_colours: false, reduced_motion: false };
    pub const PHONE: Self = Self { width: 390, height: 844, ..Self::DESKTOP };

    #[must_use]
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// Without animations, so that elements have their final position when measured.
    #[must_use]
    pub const fn without_motion(self) -> Self {
        Self { reduced_motion: true, ..self }
    }

    pub(super) fn commands(self) -> [(&'static str, Value); 2] {
        let feature = |name: &str, on: bool, value: &str, otherwise: &str| json!({ "name": name, "value": if on { value } else { otherwise } });
        [
            (
                "Emulation.setDeviceMetricsOverride",
                json!({ "width": self.width, "height": self.height, "deviceScaleFactor": self.scale, "mobile": false }),
            ),
            (
                "Emulation.setEmulatedMedia",
                json!({ "features": [
                    feature("prefers-color-scheme", self.dark, "dark", "light"),
                    feature("forced-colors", self.forced_colours, "active", "none"),
                    feature("prefers-reduced-motion", self.reduced_motion, "reduce", "no-preference"),
                ] }),
            ),
        ]
    }
}

/// Options for opening a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub appearance: Appearance,
    /// Whether JavaScript is enabled.
    pub script: bool,
    /// Header `Accept-Language`, such as "nb".
    pub language: &'static str,
}

impl Default for Options {
    fn default() -> Self {
        Self { appearance: Appearance::DESKTOP, script: true, language: "nb" }
    }
}
