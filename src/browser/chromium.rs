//! A running browser: opens pages that share nothing with each other.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chromiumoxide::Browser;
use chromiumoxide::cdp::browser_protocol::target::{CreateBrowserContextParams, CreateTargetParams};
use chromiumoxide::error::CdpError;
use chromiumoxide::handler::HandlerConfig;
use futures::StreamExt;
use tokio::runtime::{Builder, Handle};

use super::context::Context;
use super::error::{Error, Result};
use super::options::Options;
use super::page::Page;
use super::process::Process;

const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// One browser process. It ends on drop, and also when the program is killed.
pub struct Chromium {
    browser: Arc<Browser>,
    runtime: Handle,
    ended: Arc<AtomicBool>,
    failures: PathBuf,
    _process: Process,
}

impl Chromium {
    /// Starts the browser.
    /// `failures` is the folder for a picture of each page on which a step failed.
    pub fn start(failures: impl Into<PathBuf>) -> Result<Self> {
        let (process, address) = Process::start()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let config = HandlerConfig { viewport: None, request_timeout: ANSWER_WITHIN, ..HandlerConfig::default() };
        let connected = runtime.block_on(Browser::connect_with_config(address, config));
        let (browser, mut events) = connected.map_err(protocol("connect"))?;
        // The connection has its own thread, so that callers may block.
        let ended = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&ended);
        std::thread::spawn(move || {
            runtime.block_on(async move {
                // An unknown message is skipped; a broken connection stays broken.
                while let Some(Ok(()) | Err(CdpError::InvalidMessage(..))) = events.next().await {}
                end.store(true, Ordering::Relaxed);
            });
        });
        Ok(Self { browser: Arc::new(browser), runtime: handle, ended, failures: failures.into(), _process: process })
    }

    /// Opens a page with its own cookies and cache. Dropping it closes the page.
    pub fn open(&self, options: Options) -> Result<Page> {
        let opened = self.runtime.block_on(async {
            let context = self.browser.create_browser_context(CreateBrowserContextParams::default()).await;
            let context = context.map_err(protocol("Target.createBrowserContext"))?;
            let target = CreateTargetParams {
                browser_context_id: Some(context.clone()),
                new_window: Some(true),
                ..CreateTargetParams::new("about:blank")
            };
            let page = self.browser.new_page(target).await.map_err(protocol("Target.createTarget"))?;
            let owner = Context {
                browser: Arc::clone(&self.browser),
                runtime: self.runtime.clone(),
                ended: Arc::clone(&self.ended),
                id: context,
            };
            Page::prepare(page, owner, options, self.failures.clone()).await
        });
        opened.map_err(|error| if self.ended.load(Ordering::Relaxed) { Error::Ended } else { error })
    }
}

fn protocol(method: &'static str) -> impl Fn(CdpError) -> Error {
    move |source| Error::Protocol { method, source }
}
