//! Mouse and keyboard events of the protocol.

use serde::Deserialize;
use serde_json::{Value, json};

/// Scrolls to the element;
/// the middle of its first box, and whether a click there hits it.
pub const WHERE: &str = "function () {
  this.scrollIntoViewIfNeeded();
  const box = [...this.getClientRects()].find(({ width, height }) => width && height);
  if (!box) return null;
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const hit = document.elementFromPoint(x, y);
  return { x, y, reached: this.contains(hit), covered_by: hit && hit.outerHTML.slice(0, 80) };
}";

/// A box on the page, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Bounds {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// The box of an element.
pub const BOUNDS: &str = "function () { return this.getBoundingClientRect().toJSON(); }";

/// The box of the list item that an element is in.
pub const ROW_BOUNDS: &str = "function () { return this.closest('li').getBoundingClientRect().toJSON(); }";

/// One event of the mouse's left button.
pub fn mouse(kind: &str, (x, y): (f64, f64), count: u8) -> Value {
    let button = if count == 0 { "none" } else { "left" };
    json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": count })
}

/// A click of the left button; `count` is 2 for the second of a double click.
pub fn click(spot: (f64, f64), count: u8) -> [Value; 3] {
    [mouse("mouseMoved", spot, 0), mouse("mousePressed", spot, count), mouse("mouseReleased", spot, count)]
}

/// A tap: touch start and touch end.
pub fn tap((x, y): (f64, f64)) -> [Value; 2] {
    [
        json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }),
        json!({ "type": "touchEnd", "touchPoints": [] }),
    ]
}

/// Sets an event's time, in milliseconds since the Unix epoch.
pub fn at(mut event: Value, moment: f64) -> Value {
    event["timestamp"] = json!(moment / 1000.0);
    event
}

/// A key press that types this character.
pub fn character(written: char) -> [Value; 2] {
    let event = |kind: &str| json!({ "type": kind, "key": written.to_string() });
    let mut down = event("keyDown");
    down["text"] = json!(written.to_string());
    [down, event("keyUp")]
}

/// A named key, optionally after "Shift+"; `None` for names not supported yet.
pub fn key(chord: &str) -> Option<[Value; 2]> {
    let (modifiers, name) = chord.strip_prefix("Shift+").map_or((0, chord), |name| (8, name));
    let (key, code, text) = match name {
        "Tab" => ("Tab", 9, ""),
        "Enter" => ("Enter", 13, "\r"),
        "Escape" => ("Escape", 27, ""),
        "Space" => (" ", 32, " "),
        "Delete" => ("Delete", 46, ""),
        "ArrowUp" => ("ArrowUp", 38, ""),
        "ArrowDown" => ("ArrowDown", 40, ""),
        _ => return None,
    };
    let event = |kind: &str| json!({ "type": kind, "key": key, "code": name, "windowsVirtualKeyCode": code, "modifiers": modifiers });
    let mut down = event(if text.is_empty() { "rawKeyDown" } else { "keyDown" });
    if !text.is_empty() {
        down["text"] = json!(text);
    }
    Some([down, event("keyUp")])
}

/// A function that selects a list's option by label, as a person does;
/// whether there is one.
pub fn choosing(option: &str) -> String {
    let option = json!(option);
    format!(
        "function () {{
  const option = [...this.options].find(({{ label }}) => label.trim() === {option});
  if (!option) return false;
  this.focus();
  this.value = option.value;
  for (const kind of ['input', 'change']) this.dispatchEvent(new Event(kind, {{ bubbles: true }}));
  return true;
}}"
    )
}
