//! The worlds as files: `worlds/NAME.db` below the data folder, opened when they are first asked for.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, anyhow};
use jiff::Timestamp;

use super::world::{self, BUILT_IN};
use crate::config::Config;
use crate::domain::contents::Contents;
use crate::domain::world::WorldName;
use crate::scenario::{self, Fault, Scenario, catalogue};
use crate::service::Service;
use crate::service::worlds::{BuiltIn, Checked, Worlds, WorldsError};
use crate::store::{self, OpenWorld};
use crate::test_tools::test_run_store::{TestRunStore, TestRunStores};

/// Each has files and connections of its own.
const MOST_WORLDS: usize = 50;

/// A world that is open.
#[derive(Clone)]
struct World {
    service: Service,
    test_runs: Arc<dyn TestRunStore>,
}

/// All worlds below one folder.
pub struct FileWorlds {
    folder: PathBuf,
    /// What a new world is made from: a built-in scenario's name or a file.
    scenario: String,
    open: Mutex<HashMap<WorldName, World>>,
}

impl FileWorlds {
    /// The worlds of the data folder. New ones are made from the scenario.
    pub fn new(data: &Path, scenario: &str) -> anyhow::Result<Self> {
        let folder = data.join("worlds");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { folder, scenario: scenario.to_owned(), open: Mutex::default() })
    }

    /// The service over the world's file. An empty world is filled, and so is any where that is asked for. A scenario
    /// with a fault is refused before anything is written.
    pub fn start(&self, name: &WorldName, reset: bool) -> anyhow::Result<Service> {
        Ok(self.start_world(name, reset)?.service)
    }

    fn start_world(&self, name: &WorldName, reset: bool) -> anyhow::Result<World> {
        let file = self.file(name);
        apart(|| self.fill(&file, reset))?;
        let world = world(&file)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(open.entry(name.clone()).or_insert(world).clone())
    }

    fn open_world(&self, name: &WorldName) -> Result<World, WorldsError> {
        match self.opened(name) {
            Some(world) => Ok(world),
            None if self.file(name).exists() => self.start_world(name, false).map_err(failed),
            None => Err(WorldsError::Unknown),
        }
    }

    fn fill(&self, file: &Path, reset: bool) -> anyhow::Result<()> {
        let fresh = reset || !file.exists();
        let scenario = if fresh { Some(world::read(&self.scenario)?) } else { None };
        let service = world(file)?.service;
        let loaded = service.loaded().with_context(|| format!("cannot read the database {}", file.display()))?;
        let scenario = match (scenario, loaded) {
            (None, None) => Some(world::read(&self.scenario)?),
            (scenario, _) => scenario,
        };
        let Some(scenario) = scenario else { return Ok(()) };
        let loaded = service.load(&checked(&scenario), Timestamp::now());
        loaded.with_context(|| format!("cannot load the scenario into {}", file.display()))
    }

    fn file(&self, name: &WorldName) -> PathBuf {
        self.folder.join(format!("{name}.db"))
    }

    fn opened(&self, name: &WorldName) -> Option<World> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}

impl Worlds for FileWorlds {
    fn open(&self, name: &WorldName) -> Result<Service, WorldsError> {
        Ok(self.open_world(name)?.service)
    }

    fn make(&self, name: &WorldName) -> Result<Service, WorldsError> {
        match self.open(name) {
            Err(WorldsError::Unknown) if self.names()?.len() >= MOST_WORLDS => Err(WorldsError::TooMany),
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

    fn built_in(&self) -> &'static [BuiltIn] {
        &BUILT_IN
    }

    fn read(&self, file: &str, text: &str) -> Result<Checked, Vec<String>> {
        let scenario = apart(|| Scenario::parse(file, text, catalogue::embedded()).map(|scenario| checked(&scenario)));
        scenario.map_err(|faults| faults.iter().map(Fault::to_string).collect())
    }

    fn named(&self, name: &str) -> Result<Checked, Vec<String>> {
        // Never a file: the name comes over HTTP.
        let unknown = || Err(anyhow!("there is no scenario \"{name}\""));
        let scenario = apart(|| world::known(name).unwrap_or_else(unknown).map(|scenario| checked(&scenario)));
        scenario.map_err(|error| vec![error.to_string()])
    }

    fn write(&self, contents: &Contents) -> String {
        apart(|| scenario::to_toml(contents))
    }
}

/// Does the work in a thread of its own, whose memory goes back to the system as a whole: to read a large file takes many
/// times its size, and in a thread that lives on, that much would stay reserved for good.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl TestRunStores for FileWorlds {
    fn of(&self, world: &WorldName) -> Result<Arc<dyn TestRunStore>, WorldsError> {
        Ok(self.open_world(world)?.test_runs)
    }
}

fn world(file: &Path) -> anyhow::Result<World> {
    let OpenWorld { store, test_runs } =
        store::open_world(file).with_context(|| format!("cannot open the database {}", file.display()))?;
    Ok(World { service: Service::new(store, catalogue::embedded()), test_runs })
}

fn checked(scenario: &Scenario) -> Checked {
    Checked { contents: Contents::clone(scenario), source: scenario.source().to_owned() }
}

/// Makes the world of the settings from a scenario, built in or in a file. A portal that is running sees it at once.
pub fn load(config: &Config, scenario: &str) -> anyhow::Result<()> {
    let scenario = world::read(scenario)?;
    let service = FileWorlds::new(&config.data, &config.scenario)?.make(&config.world)?;
    Ok(service.load(&checked(&scenario), Timestamp::now())?)
}

/// The world of the settings as a scenario file.
pub fn export(config: &Config) -> anyhow::Result<String> {
    let service = FileWorlds::new(&config.data, &config.scenario)?.open(&config.world)?;
    Ok(scenario::to_toml(&service.contents()?))
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> WorldsError {
    WorldsError::Failed(error.into())
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
