//! Presses places of a page with mouse and finger.

use serde_json::{Value, json};

use super::error::Result;
use super::input;
use super::page::Page;

impl Page {
    /// Double-clicks one spot, with `between` after the first click.
    #[track_caller]
    pub fn double_press(&self, role: &str, name: &str, between: impl FnOnce() -> Result<()>) -> Result<()> {
        let (x, y) = self.reach(role, name)?;
        self.press_at(x, y, 1)?;
        between()?;
        self.press_at(x, y, 2)
    }

    /// Clicks a spot in CSS pixels of the viewport, whatever is there.
    /// `count` is 2 for the second click of a double click.
    pub fn press_at(&self, x: f64, y: f64, count: u8) -> Result<()> {
        input::click((x, y), count).into_iter().try_for_each(|event| self.mouse(event))
    }

    /// Clicks a spot with this event time (see [`Page::now`]), however late the event arrives.
    pub fn press_at_moment(&self, x: f64, y: f64, moment: f64) -> Result<()> {
        input::click((x, y), 1).into_iter().try_for_each(|event| self.mouse(input::at(event, moment)))
    }

    /// Moves the mouse to a spot and holds its button down.
    pub fn mouse_down(&self, x: f64, y: f64) -> Result<()> {
        self.mouse(input::mouse("mouseMoved", (x, y), 0))?;
        self.mouse(input::mouse("mousePressed", (x, y), 1))
    }

    /// Clicks a spot with this event time (see [`Page::now`]), with `between` while the button is down.
    pub fn mouse_press(&self, (x, y): (f64, f64), moment: f64, between: &dyn Fn() -> Result<()>) -> Result<()> {
        let [moved, down, up] = input::click((x, y), 1).map(|event| input::at(event, moment));
        self.mouse(moved)?;
        self.mouse(down)?;
        between()?;
        self.mouse(up)
    }

    /// The same by touch.
    pub fn finger_press(&self, (x, y): (f64, f64), moment: f64, between: &dyn Fn() -> Result<()>) -> Result<()> {
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }))?;
        let [down, up] = input::tap((x, y)).map(|event| input::at(event, moment));
        self.call("Input.dispatchTouchEvent", down)?;
        between()?;
        self.call("Input.dispatchTouchEvent", up).map(drop)
    }

    fn mouse(&self, event: Value) -> Result<()> {
        self.call("Input.dispatchMouseEvent", event).map(drop)
    }

    /// The page's clock: milliseconds since the Unix epoch.
    pub fn now(&self) -> Result<f64> {
        Ok(self.evaluate("performance.timeOrigin + performance.now()")?.as_f64().unwrap_or_default())
    }
}
