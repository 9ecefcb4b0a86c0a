//! A browser context: the cookies and the cache of one page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chromiumoxide::Browser;
use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use tokio::runtime::Handle;

/// What a page shares with no other: cookies and cache. Gone when it is dropped.
pub struct Context {
    browser: Arc<Browser>,
    pub runtime: Handle,
    ended: Arc<AtomicBool>,
    id: BrowserContextId,
}

impl Context {
    pub fn new(browser: &Arc<Browser>, runtime: &Handle, ended: &Arc<AtomicBool>, id: BrowserContextId) -> Self {
        Self { browser: Arc::clone(browser), runtime: runtime.clone(), ended: Arc::clone(ended), id }
    }

    /// Whether the browser is there no more.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        let (browser, id) = (Arc::clone(&self.browser), self.id.clone());
        // Nobody waits for it, and a browser that has ended has nothing to close.
        self.runtime.spawn(async move { browser.dispose_browser_context(id).await });
    }
}
