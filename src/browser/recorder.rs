//! Records a page's console, live regions and requests.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use chromiumoxide::Page;
use chromiumoxide::cdp::IntoEventKind;
use chromiumoxide::cdp::browser_protocol::fetch::EventRequestPaused;
use chromiumoxide::cdp::browser_protocol::log::EventEntryAdded;
use chromiumoxide::cdp::browser_protocol::network::{
    EventLoadingFailed, EventLoadingFinished, EventRequestWillBeSent, ResourceType,
};
use chromiumoxide::cdp::js_protocol::runtime::{EventBindingCalled, EventConsoleApiCalled, EventExceptionThrown};
use futures::StreamExt;
use serde_json::json;

use super::cdp::call;
use super::error::{Error, Result};

/// Isolated world of the script that listens to live regions.
const WORLD: &str = "reader";
const BINDING: &str = "heard";
/// Reports announcements of live regions, also of an alert inserted whole.
const LISTEN: &str = r#"
new MutationObserver((changes) => {
  const regions = new Set(changes.map(({ target }) => (target.closest ? target : target.parentElement)?.closest("[aria-live], [role=alert], [role=status]")));
  const added = document.readyState === "loading" ? [] : changes.flatMap(({ addedNodes }) => [...addedNodes]);
  for (const node of added) if (node.matches?.("[role=alert]")) regions.add(node);
  for (const region of regions) {
    const text = region?.textContent.trim().replace(/\s+/g, " ");
    if (text) heard(text);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"#;

/// Requests since the page was opened, or since the last reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    pub requests: usize,
    /// Over the wire, headers included.
    pub bytes: u64,
}

#[derive(Debug, Default)]
pub struct Recording {
    /// Requests of the current document; redirects count as one.
    /// Start and end arrive on different streams, so an end may come first.
    begun: HashSet<String>,
    ended: HashSet<String>,
    pub console: Vec<String>,
    pub announcements: Vec<String>,
    pub traffic: Traffic,
    /// Held requests: id and address.
    pub held: Vec<(String, String)>,
}

impl Recording {
    fn request(&mut self, event: &EventRequestWillBeSent) {
        self.traffic.requests += 1;
        // Chromium reports no end for requests of a page that was left.
        if event.r#type == Some(ResourceType::Document) {
            self.begun.clear();
        }
        self.begun.insert(event.request_id.inner().clone());
    }

    fn finished(&mut self, event: &EventLoadingFinished) {
        self.traffic.bytes += bytes(event);
        self.ended.insert(event.request_id.inner().clone());
    }

    fn failed(&mut self, event: &EventLoadingFailed) {
        self.ended.insert(event.request_id.inner().clone());
    }

    fn paused(&mut self, event: &EventRequestPaused) {
        self.held.push((event.request_id.inner().clone(), event.request.url.clone()));
    }

    /// Whether no request is open.
    pub fn has_settled(&self) -> bool {
        self.begun.is_subset(&self.ended)
    }
}

/// The recording so far, shared with the listeners.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Arc<Mutex<Recording>>);

impl Recorder {
    /// Starts to listen. Must run inside the runtime, which runs the listeners.
    pub async fn start(page: &Page) -> Result<Self> {
        let recorder = Self::default();
        recorder.on(page, |recording, event: &EventConsoleApiCalled| recording.console.push(console(event))).await?;
        recorder.on(page, |recording, event: &EventExceptionThrown| recording.console.push(exception(event))).await?;
        recorder.on(page, |recording, event: &EventEntryAdded| recording.console.push(entry(event))).await?;
        recorder.on(page, Recording::request).await?;
        recorder.on(page, Recording::finished).await?;
        recorder.on(page, Recording::failed).await?;
        recorder.on(page, Recording::paused).await?;
        recorder
            .on(page, |recording, event: &EventBindingCalled| recording.announcements.push(event.payload.clone()))
            .await?;
        call(page, "Runtime.addBinding", json!({ "name": BINDING, "executionContextName": WORLD })).await?;
        let script = json!({ "source": LISTEN, "worldName": WORLD });
        call(page, "Page.addScriptToEvaluateOnNewDocument", script).await?;
        Ok(recorder)
    }

    pub fn read<T>(&self, read: impl FnOnce(&mut Recording) -> T) -> T {
        read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn on<E>(&self, page: &Page, record: fn(&mut Recording, &E)) -> Result<()>
    where
        E: IntoEventKind + Unpin + Send + Sync + 'static,
    {
        let listening = page.event_listener::<E>().await;
        let mut events = listening.map_err(|source| Error::Protocol { method: "listen", source })?;
        let recorder = self.clone();
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                recorder.read(|recording| record(recording, &event));
            }
        });
        Ok(())
    }
}

fn console(event: &EventConsoleApiCalled) -> String {
    let words = event.args.iter().map(|arg| arg.value.as_ref().map(ToString::to_string).unwrap_or_default());
    format!("console: {}", words.collect::<Vec<_>>().join(" "))
}

fn exception(event: &EventExceptionThrown) -> String {
    let details = &event.exception_details;
    let what = details.exception.as_ref().and_then(|exception| exception.description.clone());
    format!("exception: {}", what.unwrap_or_else(|| details.text.clone()))
}

fn entry(event: &EventEntryAdded) -> String {
    let entry = &event.entry;
    format!("{}: {} {}", entry.source.as_ref(), entry.text, entry.url.as_deref().unwrap_or_default())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of bytes, which the protocol gives as a float"
)]
fn bytes(event: &EventLoadingFinished) -> u64 {
    event.encoded_data_length.max(0.0) as u64
}
