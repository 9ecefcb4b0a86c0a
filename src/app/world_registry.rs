//! Keeps each world in a file, `DATA/worlds/NAME.db`, opened on first use.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, anyhow};
use jiff::Timestamp;

use super::scenario_library::{self, BUILT_IN};
use crate::config::Config;
use crate::domain::world::WorldName;
use crate::domain::world_contents::WorldContents;
use crate::scenario::{self, Diagnostic, Scenario, package_catalogue};
use crate::service::Service;
use crate::service::worlds::{BuiltInScenario, ValidatedScenario, Worlds, WorldsError};
use crate::store::{self, OpenWorld};
use crate::test_tools::test_run_store::{TestRunStore, TestRunStores};

/// Upper bound: every world has its own file handles and connections.
const MAX_WORLDS: usize = 50;

/// A world that is open.
#[derive(Clone)]
struct World {
    service: Service,
    test_runs: Arc<dyn TestRunStore>,
}

/// All worlds in one data folder.
pub struct WorldRegistry {
    folder: PathBuf,
    /// Scenario for new worlds: a built-in name or a path.
    scenario: String,
    open: Mutex<HashMap<WorldName, World>>,
}

impl WorldRegistry {
    /// Opens the data folder. New worlds load the given scenario.
    pub fn new(data: &Path, scenario: &str) -> anyhow::Result<Self> {
        let folder = data.join("worlds");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { folder, scenario: scenario.to_owned(), open: Mutex::default() })
    }

    /// Opens a world; loads the scenario if the world is empty or `reset` is set.
    ///
    /// An invalid scenario is refused before anything is written.
    pub fn start(&self, name: &WorldName, reset: bool) -> anyhow::Result<Service> {
        Ok(self.start_world(name, reset)?.service)
    }

    fn start_world(&self, name: &WorldName, reset: bool) -> anyhow::Result<World> {
        let file = self.file(name);
        on_own_thread(|| self.load_if_empty(&file, reset))?;
        let world = open_world(&file)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(open.entry(name.clone()).or_insert(world).clone())
    }

    fn world(&self, name: &WorldName) -> Result<World, WorldsError> {
        match self.open_now(name) {
            Some(world) => Ok(world),
            None if self.file(name).exists() => self.start_world(name, false).map_err(failed),
            None => Err(WorldsError::Unknown),
        }
    }

    fn load_if_empty(&self, file: &Path, reset: bool) -> anyhow::Result<()> {
        let fresh = reset || !file.exists();
        let scenario = if fresh { Some(scenario_library::read(&self.scenario)?) } else { None };
        let service = open_world(file)?.service;
        let loaded = service.loaded().with_context(|| format!("cannot read the database {}", file.display()))?;
        let scenario = match (scenario, loaded) {
            (None, None) => Some(scenario_library::read(&self.scenario)?),
            (scenario, _) => scenario,
        };
        let Some(scenario) = scenario else { return Ok(()) };
        let loaded = service.load(&to_validated(&scenario), Timestamp::now());
        loaded.with_context(|| format!("cannot load the scenario into {}", file.display()))
    }

    fn file(&self, name: &WorldName) -> PathBuf {
        self.folder.join(format!("{name}.db"))
    }

    fn open_now(&self, name: &WorldName) -> Option<World> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}

impl Worlds for WorldRegistry {
    fn open(&self, name: &WorldName) -> Result<Service, WorldsError> {
        Ok(self.world(name)?.service)
    }

    fn make(&self, name: &WorldName) -> Result<Service, WorldsError> {
        match self.open(name) {
            Err(WorldsError::Unknown) if self.names()?.len() >= MAX_WORLDS => Err(WorldsError::TooMany),
            Err(WorldsError::Unknown) => self.start(name, false).map_err(failed),
            answer => answer,
        }
    }

    fn names(&self) -> Result<Vec<WorldName>, WorldsError> {
        let files = fs::read_dir(&self.folder).map_err(failed)?;
        let name = |file: fs::DirEntry| {
            let path = file.path();
            let is_world = path.extension().is_some_and(|extension| extension == "db");
            path.file_stem().filter(|_| is_world)?.to_str()?.parse().ok()
        };
        let mut names: Vec<WorldName> = files.filter_map(Result::ok).filter_map(name).collect();
        names.sort_unstable();
        Ok(names)
    }

    fn built_in(&self) -> &'static [BuiltInScenario] {
        &BUILT_IN
    }

    fn read(&self, file: &str, text: &str) -> Result<ValidatedScenario, Vec<String>> {
        let scenario = on_own_thread(|| {
            Scenario::parse(file, text, package_catalogue::embedded()).map(|scenario| to_validated(&scenario))
        });
        scenario.map_err(|diagnostics| diagnostics.iter().map(Diagnostic::to_string).collect())
    }

    fn named(&self, name: &str) -> Result<ValidatedScenario, Vec<String>> {
        // The name comes over HTTP: never read it as a path.
        let unknown = || Err(anyhow!("there is no scenario \"{name}\""));
        let scenario = on_own_thread(|| {
            scenario_library::by_name(name).unwrap_or_else(unknown).map(|scenario| to_validated(&scenario))
        });
        scenario.map_err(|error| vec![error.to_string()])
    }

    fn write(&self, contents: &WorldContents) -> String {
        on_own_thread(|| scenario::to_toml(contents))
    }
}

/// Runs work on its own thread, so that its memory returns to the system.
///
/// Reading a large file takes many times its size; a long-lived thread would keep that reserved.
fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl TestRunStores for WorldRegistry {
    fn of(&self, world: &WorldName) -> Result<Arc<dyn TestRunStore>, WorldsError> {
        Ok(self.world(world)?.test_runs)
    }
}

fn open_world(file: &Path) -> anyhow::Result<World> {
    let OpenWorld { store, test_runs } =
        store::open_world(file).with_context(|| format!("cannot open the database {}", file.display()))?;
    Ok(World { service: Service::new(store, package_catalogue::embedded()), test_runs })
}

fn to_validated(scenario: &Scenario) -> ValidatedScenario {
    ValidatedScenario { contents: WorldContents::clone(scenario), source: scenario.source().to_owned() }
}

/// Loads a scenario into the configured world. A running portal sees it at once.
pub fn load(config: &Config, scenario: &str) -> anyhow::Result<()> {
    let scenario = scenario_library::read(scenario)?;
    let service = WorldRegistry::new(&config.data, &config.scenario)?.make(&config.world)?;
    Ok(service.load(&to_validated(&scenario), Timestamp::now())?)
}

/// Exports the configured world as a scenario file.
pub fn export(config: &Config) -> anyhow::Result<String> {
    let service = WorldRegistry::new(&config.data, &config.scenario)?.open(&config.world)?;
    Ok(scenario::to_toml(&service.contents()?))
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> WorldsError {
    WorldsError::Failed(error.into())
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
