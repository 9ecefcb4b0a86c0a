//! What a page has for itself in the browser, and whether the browser is still there.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chromiumoxide::Browser;
use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use tokio::runtime::Handle;

/// A page's own cookies and cache, removed on drop.
pub struct Context {
    pub browser: Arc<Browser>,
    pub runtime: Handle,
    pub ended: Arc<AtomicBool>,
    pub id: BrowserContextId,
}

impl Context {
    /// Whether the browser has ended.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        let (browser, id) = (Arc::clone(&self.browser), self.id.clone());
        // Errors do not matter: a browser that has ended has nothing to close.
        self.runtime.spawn(async move { browser.dispose_browser_context(id).await });
    }
}
