//! Clicks and taps on a page, by role and name or by position.

use serde_json::{Value, json};

use super::error::Result;
use super::input;
use super::page::Page;
use super::tree::Node;

impl Page {
    /// Clicks the only element of this role and name, once it is still and uncovered.
    #[track_caller]
    pub fn press(&self, role: &str, name: &str) -> Result<()> {
        let (x, y) = self.reach(role, name)?;
        self.press_at(x, y, 1)
    }

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

    /// Clicks a spot with this event time, however late the event arrives.
    /// For the time see [`Page::now`].
    pub fn press_at_moment(&self, x: f64, y: f64, moment: f64) -> Result<()> {
        input::click((x, y), 1).into_iter().try_for_each(|event| self.mouse(input::at(event, moment)))
    }

    /// Moves the mouse to a spot and holds its button down.
    pub fn mouse_down(&self, x: f64, y: f64) -> Result<()> {
        self.mouse(input::mouse("mouseMoved", (x, y), 0))?;
        self.mouse(input::mouse("mousePressed", (x, y), 1))
    }

    /// Clicks a spot with this event time, with `between` while the button is down.
    /// For the time see [`Page::now`].
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

    /// The middle of the only such element, once it is still and uncovered.
    #[track_caller]
    pub fn reach(&self, role: &str, name: &str) -> Result<(f64, f64)> {
        let mut last = Value::Null;
        self.poll(&format!("{role} \"{name}\" cannot be pressed"), |page, tree| {
            let place = page.place(tree.only(role, name)?)?;
            let still = place == last && place["reached"] == true;
            last = place;
            still.then(|| (last["x"].as_f64().unwrap_or_default(), last["y"].as_f64().unwrap_or_default()))
        })
    }

    fn place(&self, node: &Node) -> Option<Value> {
        self.apply(input::WHERE, node).ok().filter(Value::is_object)
    }
}
