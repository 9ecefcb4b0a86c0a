//! A page in use: find by role and name, type, wait for the result.

use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::cdp::call;
use super::context::Context;
use super::error::{Error, Result};
use super::input::{self, Bounds};
use super::options::{Appearance, Options};
use super::recorder::{Recorder, Traffic};
use super::tree::{Node, Tree};

/// Longest wait for anything.
const TIMEOUT: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(20);

/// One page with a cookie jar of its own.
pub struct Page {
    tab: chromiumoxide::Page,
    context: Context,
    pub(super) recorder: Recorder,
    failures: PathBuf,
}

impl Page {
    pub(super) async fn prepare(
        tab: chromiumoxide::Page,
        context: Context,
        options: Options,
        failures: PathBuf,
    ) -> Result<Self> {
        let recorder = Recorder::start(&tab).await?;
        call(&tab, "Accessibility.enable", json!({})).await?;
        call(&tab, "Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        call(&tab, "Emulation.setScriptExecutionDisabled", json!({ "value": !options.script })).await?;
        call(&tab, "Network.setExtraHTTPHeaders", json!({ "headers": { "Accept-Language": options.language } }))
            .await?;
        for (method, params) in options.appearance.commands() {
            call(&tab, method, params).await?;
        }
        Ok(Self { tab, context, recorder, failures })
    }

    pub(super) fn call(&self, method: &'static str, params: Value) -> Result<Value> {
        let answer = self.context.runtime.block_on(call(&self.tab, method, params));
        answer.map_err(|error| if self.context.has_ended() { Error::Ended } else { error })
    }

    /// Opens an address, without waiting for the page.
    pub fn goto(&self, address: &str) -> Result<()> {
        self.call("Page.navigate", json!({ "url": address })).map(drop)
    }

    /// Reloads the page and its files, bypassing the cache.
    pub fn reload(&self) -> Result<()> {
        self.call("Page.reload", json!({ "ignoreCache": true })).map(drop)
    }

    /// Enables or disables JavaScript from now on;
    /// scripts of the current page are not run later.
    pub fn set_javascript_enabled(&self, run: bool) -> Result<()> {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !run })).map(drop)
    }

    /// Changes viewport and preferences of the open page.
    pub fn set_appearance(&self, appearance: Appearance) -> Result<()> {
        appearance.commands().into_iter().try_for_each(|(method, params)| self.call(method, params).map(drop))
    }

    /// Puts these elements into states such as "hover" until the next call; no states end it.
    pub fn force_states(&self, selector: &str, states: &[&str]) -> Result<()> {
        self.call("DOM.enable", json!({}))?;
        self.call("CSS.enable", json!({}))?;
        let document = self.call("DOM.getDocument", json!({ "depth": 0 }))?;
        let query = json!({ "nodeId": document["root"]["nodeId"], "selector": selector });
        let found = self.call("DOM.querySelectorAll", query)?;
        found["nodeIds"].as_array().into_iter().flatten().try_for_each(|node| {
            self.call("CSS.forcePseudoState", json!({ "nodeId": node, "forcedPseudoClasses": states })).map(drop)
        })
    }

    /// The page's clock: milliseconds since the Unix epoch.
    pub fn now(&self) -> Result<f64> {
        Ok(self.evaluate("performance.timeOrigin + performance.now()")?.as_f64().unwrap_or_default())
    }

    /// Calls a function with the node's element as `this`.
    pub(super) fn apply(&self, function: &str, node: &Node) -> Result<Value> {
        let object = self.call("DOM.resolveNode", json!({ "backendNodeId": node.backend }))?;
        let function = json!({
            "objectId": object["object"]["objectId"], "functionDeclaration": function, "returnByValue": true,
        });
        Ok(self.call("Runtime.callFunctionOn", function)?["result"]["value"].take())
    }

    /// The box of the only such element, in CSS pixels of the viewport.
    #[track_caller]
    pub fn bounds(&self, role: &str, name: &str) -> Result<Bounds> {
        self.bounds_by(input::BOUNDS, role, name)
    }

    /// The box of the list item that contains the only such element.
    #[track_caller]
    pub fn row_bounds(&self, role: &str, name: &str) -> Result<Bounds> {
        self.bounds_by(input::ROW_BOUNDS, role, name)
    }

    #[track_caller]
    fn bounds_by(&self, function: &str, role: &str, name: &str) -> Result<Bounds> {
        self.poll(&format!("{role} \"{name}\" is nowhere"), |page, tree| {
            let bounds = page.apply(function, tree.only(role, name)?).ok()?;
            serde_json::from_value(bounds).ok()
        })
    }

    /// Clicks the field with this label and replaces its text.
    #[track_caller]
    pub fn type_into(&self, label: &str, text: &str) -> Result<()> {
        let role = self.poll(&format!("there is no field \"{label}\""), |_, tree| {
            ["textbox", "searchbox", "combobox"].into_iter().find(|role| tree.only(role, label).is_some())
        })?;
        self.press(role, label)?;
        self.evaluate("document.activeElement.select()")?;
        if text.is_empty() {
            return self.key("Delete");
        }
        self.call("Input.insertText", json!({ "text": text })).map(drop)
    }

    /// Types into the focused element, key by key.
    pub fn type_keys(&self, text: &str) -> Result<()> {
        text.chars().flat_map(input::character).try_for_each(|event| self.keyboard(event))
    }

    /// Presses a key by name.
    /// "Tab", "Shift+Tab", "Enter", "Space", "Escape", or an arrow up or down, as in `input`.
    ///
    /// # Panics
    /// For any other.
    pub fn key(&self, chord: &str) -> Result<()> {
        named_key(chord).into_iter().try_for_each(|event| self.keyboard(event))
    }

    /// Presses a key with this event time (see [`Page::now`]).
    ///
    /// # Panics
    /// For a key that [`Page::key`] does not know.
    pub fn key_at_moment(&self, chord: &str, moment: f64) -> Result<()> {
        named_key(chord).into_iter().try_for_each(|event| self.keyboard(input::at(event, moment)))
    }

    fn keyboard(&self, event: Value) -> Result<()> {
        self.call("Input.dispatchKeyEvent", event).map(drop)
    }

    /// The focused element, unless it is the document.
    pub fn focused(&self) -> Result<Option<Node>> {
        Ok(self.tree()?.focused().cloned())
    }

    /// Waits until the main heading is this one.
    #[track_caller]
    pub fn heading(&self, heading: &str) -> Result<()> {
        self.wait_for(&format!("the heading is not \"{heading}\""), |tree| tree.heading() == Some(heading))
    }

    /// Waits until an element has this role and name.
    #[track_caller]
    pub fn sees(&self, role: &str, name: &str) -> Result<()> {
        self.wait_for(&format!("there is no {role} \"{name}\""), |tree| tree.has(role, name))
    }

    /// Waits until this text is on the page.
    #[track_caller]
    pub fn says(&self, text: &str) -> Result<()> {
        self.wait_for(&format!("nothing says \"{text}\""), |tree| tree.says(text))
    }

    /// Waits until a live region has announced this.
    #[track_caller]
    pub fn announces(&self, text: &str) -> Result<()> {
        self.poll(&format!("\"{text}\" was not announced"), |page, _| {
            page.announcements().iter().any(|said| said == text).then_some(())
        })
    }

    /// Waits until the condition holds; `otherwise` is the error if it never does.
    #[track_caller]
    pub fn wait_for(&self, otherwise: &str, condition: impl Fn(&Tree) -> bool) -> Result<()> {
        self.poll(otherwise, |_, tree| condition(tree).then_some(()))
    }

    /// The page's accessibility tree now.
    pub fn tree(&self) -> Result<Tree> {
        self.call("Accessibility.getFullAXTree", json!({})).map(|answer| Tree::read(&answer))
    }

    #[track_caller]
    pub(super) fn poll<T>(&self, otherwise: &str, mut attempt: impl FnMut(&Self, &Tree) -> Option<T>) -> Result<T> {
        let at = Location::caller();
        let deadline = Instant::now() + TIMEOUT;
        loop {
            // Commands fail between two documents: that only means "not yet".
            let loaded = self.evaluate("document.readyState").is_ok_and(|state| state == "complete");
            let found = self.tree().ok().filter(|_| loaded).and_then(|tree| attempt(self, &tree));
            match found {
                Some(found) => return Ok(found),
                None if self.context.has_ended() => return Err(Error::Ended),
                None if Instant::now() > deadline => return Err(self.failure(at, otherwise)),
                None => sleep(POLL),
            }
        }
    }

    fn failure(&self, at: &'static Location<'static>, wanted: &str) -> Error {
        let tree = self.tree().map_or_else(|error| error.to_string(), |tree| tree.to_string());
        let picture = failure_file(&self.failures);
        let taken = self.picture(&picture).is_ok();
        let address = self.address().unwrap_or_default();
        Error::NotSeen { at, wanted: wanted.to_owned(), address, tree, picture: taken.then_some(picture) }
    }

    /// Evaluates an expression; waits for a promise.
    pub fn evaluate(&self, expression: &str) -> Result<Value> {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", params)?;
        if let Some(exception) = answer.get("exceptionDetails") {
            return Err(Error::Script(exception.to_string()));
        }
        Ok(answer["result"]["value"].take())
    }

    pub fn address(&self) -> Result<String> {
        Ok(self.evaluate("location.href")?.as_str().unwrap_or_default().to_owned())
    }

    /// Everything in the console so far:
    /// messages, exceptions, violations of the content security policy.
    pub fn console(&self) -> Vec<String> {
        self.recorder.read(|recording| recording.console.clone())
    }

    /// What live regions have announced so far.
    pub fn announcements(&self) -> Vec<String> {
        self.recorder.read(|recording| recording.announcements.clone())
    }

    /// The traffic since the last call, once no request is open.
    #[track_caller]
    pub fn traffic(&self) -> Result<Traffic> {
        self.poll("something is still being fetched", |page, _| {
            page.recorder.read(|recording| recording.has_settled().then(|| std::mem::take(&mut recording.traffic)))
        })
    }

    /// Selects an option of the only list with this label.
    #[track_caller]
    pub fn choose(&self, label: &str, option: &str) -> Result<()> {
        let chosen = self.poll(&format!("\"{label}\" has no option \"{option}\""), |page, tree| {
            let node = tree.only("combobox", label)?;
            page.apply(&input::choosing(option), node).ok().filter(|chosen| *chosen == true)
        });
        chosen.map(drop)
    }

    /// Brings the only element of this role and name into the viewport.
    #[track_caller]
    pub fn scroll_to(&self, role: &str, name: &str) -> Result<()> {
        self.poll(&format!("there is no {role} \"{name}\""), |page, tree| {
            page.apply("function () { this.scrollIntoViewIfNeeded(); }", tree.only(role, name)?).ok()
        })
        .map(drop)
    }
}

fn named_key(chord: &str) -> [Value; 2] {
    input::key(chord).unwrap_or_else(|| panic!("no key is called {chord}"))
}

/// File of the next failure's picture.
fn failure_file(folder: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    folder.join(format!("failed-{}-{}.png", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)))
}
