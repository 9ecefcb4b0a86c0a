//! Simulates a bad connection: held and failed requests, no network.

use serde_json::{Value, json};

use super::error::Result;
use super::page::Page;

/// Properties of a cookie; without expiry it lasts as long as the page.
const COOKIE: [&str; 7] = ["name", "value", "domain", "path", "secure", "httpOnly", "sameSite"];

impl Page {
    /// Holds requests whose address contains this, until they are released or fail.
    pub fn hold(&self, part: &str) -> Result<()> {
        let patterns = json!([{ "urlPattern": format!("*{part}*") }]);
        self.call("Fetch.enable", json!({ "patterns": patterns })).map(drop)
    }

    /// Releases all held requests and holds no more.
    pub fn release_all(&self) -> Result<()> {
        self.call("Fetch.disable", json!({})).map(drop)
    }

    /// Waits until a request whose address ends like this is held.
    #[track_caller]
    pub fn wait_until_held(&self, end: &str) -> Result<()> {
        self.held(end).map(drop)
    }

    /// Waits for a held request whose address ends like this, and releases it.
    /// A request that the page has aborted is ignored.
    #[track_caller]
    pub fn release(&self, end: &str) -> Result<()> {
        self.settle(end, "Fetch.continueRequest", json!({}))
    }

    /// Waits for a held request whose address ends like this, and makes it fail.
    #[track_caller]
    pub fn fail_request(&self, end: &str) -> Result<()> {
        self.settle(end, "Fetch.failRequest", json!({ "errorReason": "ConnectionReset" }))
    }

    /// Switches the network off or on.
    pub fn offline(&self, offline: bool) -> Result<()> {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.call("Network.emulateNetworkConditions", conditions).map(drop)
    }

    /// The cookies of this page's address, for [`Page::set_cookies`].
    pub fn cookies(&self) -> Result<Value> {
        let mut cookies = self.call("Network.getCookies", json!({}))?["cookies"].take();
        let each = cookies.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut);
        each.for_each(|cookie| cookie.retain(|field, _| COOKIE.contains(&field.as_str())));
        Ok(cookies)
    }

    /// Restores cookies that have been changed or removed.
    pub fn set_cookies(&self, cookies: &Value) -> Result<()> {
        self.call("Network.setCookies", json!({ "cookies": cookies })).map(drop)
    }

    #[track_caller]
    fn settle(&self, end: &str, method: &'static str, mut params: Value) -> Result<()> {
        let id = self.held(end)?;
        self.recorder.read(|recording| recording.held.retain(|(held, _)| *held != id));
        params["requestId"] = json!(id);
        // Chromium has forgotten a request that the page aborted.
        self.call(method, params).map(drop).or(Ok(()))
    }

    #[track_caller]
    fn held(&self, end: &str) -> Result<String> {
        self.poll(&format!("no request for …{end} waits"), |page, _| {
            page.recorder.read(|recording| {
                let held = recording.held.iter().find(|(_, address)| address.ends_with(end));
                held.map(|(id, _)| id.clone())
            })
        })
    }
}
