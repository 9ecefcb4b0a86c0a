//! Starts temporary portals for walkthroughs: free port, temporary data folder.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use actix_web::dev::ServerHandle;
use anyhow::Context;
use clap::ValueEnum;
use jiff::Timestamp;
use tempfile::TempDir;

use super::{Application, scenario_library};
use crate::config::Config;
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;
use crate::i18n::Wording;
use crate::service::worlds::ValidatedScenario;
use crate::walkthrough::{PortalFactory, TestPortal};

/// The clock unless the scenario fixes one: Monday 2 March 2026, 10:00 in Norway.
/// Keeps pages the same on any day.
const DEFAULT_CLOCK: Timestamp = Timestamp::constant(1_772_442_000, 0);

/// File of the embedded sign-in's key.
/// Generating one takes seconds, so all portals of a run share it.
const KEY_FILE: &str = "sign-in.pem";

/// Starts portals in this process.
#[derive(Debug, Default)]
pub struct LocalPortalFactory {
    key: Mutex<Option<Vec<u8>>>,
}

impl PortalFactory for LocalPortalFactory {
    fn start(&self, scenario: &str, wording: Wording) -> anyhow::Result<Box<dyn TestPortal>> {
        let data = tempfile::Builder::new().prefix("klientportal-").tempdir().context("cannot make a folder")?;
        let mut key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        let file = data.path().join(KEY_FILE);
        let (url, handle, thread) = if let Some(known) = key.clone() {
            drop(key);
            fs::write(&file, known)?;
            serve(data.path(), scenario, wording)?
        } else {
            // The first portal makes the key; others that start meanwhile wait for it.
            let portal = serve(data.path(), scenario, wording)?;
            *key = fs::read(&file).ok();
            portal
        };
        Ok(Box::new(LocalPortal { url, handle, thread: Some(thread), _data: data }))
    }
}

struct LocalPortal {
    url: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    _data: TempDir,
}

impl TestPortal for LocalPortal {
    fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for LocalPortal {
    fn drop(&mut self) {
        // `stop` sends the signal at once; its future only waits for the end.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(data: &Path, scenario: &str, wording: Wording) -> anyhow::Result<(String, ServerHandle, JoinHandle<()>)> {
    let config = config(data, scenario, wording)?;
    let (started, wait) = mpsc::channel();
    let thread = thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            match Application::build(&config).and_then(|application| with_fixed_clock(application, &config.scenario)) {
                Ok(application) => {
                    let url = application.base_url.as_str().trim_end_matches('/').to_owned();
                    let _ = started.send(Ok((url, application.server.handle())));
                    if let Err(error) = application.server.await {
                        tracing::error!(error = &error as &dyn std::error::Error, "a portal ended");
                    }
                }
                Err(error) => _ = started.send(Err(error)),
            }
        });
    });
    let (url, handle) = wait.recv().context("the portal did not start")??;
    Ok((url, handle, thread))
}

/// Loads the scenario again, because the clock dates what is made at loading.
fn with_fixed_clock(application: Application, scenario: &str) -> anyhow::Result<Application> {
    if !matches!(application.service.clock()?, WorldClock::Fixed(_)) {
        let scenario = scenario_library::read(scenario)?;
        let contents = WorldContents { clock: WorldClock::Fixed(DEFAULT_CLOCK), ..WorldContents::clone(&scenario) };
        let source = scenario.source().to_owned();
        application.service.load(&ValidatedScenario { contents, source }, Timestamp::now())?;
    }
    Ok(application)
}

fn config(data: &Path, scenario: &str, wording: Wording) -> anyhow::Result<Config> {
    let wording = wording.to_possible_value().context("the wording has no name")?;
    let data = data.to_str().context("the folder for temporary files has a name that is not UTF-8")?;
    let flags = ["klientportal", "--listen", "127.0.0.1:0", "--data", data, "--scenario", scenario];
    Ok(Config::from_flags(&[&flags[..], &["--wording", wording.get_name()]].concat())?)
}
