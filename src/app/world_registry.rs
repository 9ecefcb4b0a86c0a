//! All worlds of a data folder: made, opened on first use, closed when others are used, deleted.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, anyhow};
use jiff::{SignedDuration, Timestamp};

use super::open_worlds::{OpenWorlds, Slot, World, lock};
use super::scenario_library::{self, BUILT_IN};
use super::world_files::{WorldFiles, WorldRecord};
use crate::config::Config;
use crate::domain::world::{WorldLifetime, WorldName};
use crate::domain::world_contents::WorldContents;
use crate::scenario::{self, Diagnostic, Scenario, package_catalogue};
use crate::service::Service;
use crate::service::store::StoreError;
use crate::service::worlds::{BuiltInScenario, ValidatedScenario, WorldSummary, Worlds, WorldsError};
use crate::store::{self, OpenWorld};
use crate::test_tools::test_run_store::{TestRunStore, TestRunStores};

/// Upper bound of worlds in a folder: each takes about a third of a megabyte.
const MAX_WORLDS: usize = 10_000;
/// Worlds that stay open: each holds 13 file handles.
const MAX_OPEN: usize = 32;
/// How exact the last use of a world is known after a restart.
const USE_PRECISION: SignedDuration = SignedDuration::from_secs(60);

/// All worlds in one data folder.
pub struct WorldRegistry {
    files: WorldFiles,
    open: OpenWorlds,
    /// Scenario for new worlds: a built-in name or a path.
    scenario: String,
    /// The portal's own world.
    default: WorldName,
}

impl WorldRegistry {
    /// Opens the data folder. New worlds load the given scenario.
    pub fn new(data: &Path, scenario: &str, default: &WorldName) -> anyhow::Result<Self> {
        Ok(Self {
            files: WorldFiles::new(data)?,
            open: OpenWorlds::new(MAX_OPEN),
            scenario: scenario.to_owned(),
            default: default.clone(),
        })
    }

    /// Opens the portal's own world; loads the scenario if the world is empty or `reset` is set.
    ///
    /// An invalid scenario is refused before anything is written.
    pub fn start(&self, reset: bool) -> anyhow::Result<Service> {
        let name = &self.default;
        let scenario = if reset { Some(scenario_library::read(&self.scenario)?) } else { None };
        if !self.files.exist(name) {
            self.make_file(name, None)?;
        }
        let file = self.files.database(name);
        let World { service, .. } =
            self.world(name).with_context(|| format!("cannot open the database {}", file.display()))?;
        let loaded = service.loaded().with_context(|| format!("cannot read the database {}", file.display()))?;
        let scenario = match (scenario, loaded) {
            (None, None) => Some(scenario_library::read(&self.scenario)?),
            (scenario, _) => scenario,
        };
        if let Some(scenario) = scenario {
            let loaded = service.load(&to_validated(&scenario), Timestamp::now());
            loaded.with_context(|| format!("cannot load the scenario into {}", file.display()))?;
        }
        Ok(service)
    }

    fn world(&self, name: &WorldName) -> Result<World, WorldsError> {
        if !self.open.contains(name) && !self.files.exist(name) {
            return Err(WorldsError::Unknown);
        }
        self.open_or(name, || Err(WorldsError::Unknown))
    }

    /// The world, opened if its file is there; else `make` makes it.
    fn open_or(&self, name: &WorldName, make: impl FnOnce() -> Result<(), WorldsError>) -> Result<World, WorldsError> {
        let now = Timestamp::now();
        let slot = self.open.slot(name, now);
        let opened = self.open_in(&slot, name, now, make);
        if opened.is_err() {
            self.open.remove(name, &slot);
        }
        drop(slot);
        self.open.close_least_used();
        opened
    }

    fn open_in(
        &self,
        slot: &Slot,
        name: &WorldName,
        now: Timestamp,
        make: impl FnOnce() -> Result<(), WorldsError>,
    ) -> Result<World, WorldsError> {
        let mut held = lock(slot);
        let mut record = held.as_ref().map_or_else(|| self.files.record(name), |(_, record)| *record);
        if record.is_over(now) && *name != self.default {
            *held = None;
            self.files.delete(name)?;
        }
        if held.is_none() && !self.files.exist(name) {
            make()?;
            record = self.files.record(name);
        }
        if record.used.is_none_or(|used| now.duration_since(used) >= USE_PRECISION) {
            record.used = Some(now);
            if let Err(error) = self.files.write_record(name, record) {
                tracing::warn!(%name, %error, "the last use of a world could not be stored");
            }
        }
        let world = match held.take() {
            Some((world, _)) => world,
            None => open_world(&self.files.database(name))?,
        };
        *held = Some((world.clone(), record));
        Ok(world)
    }

    /// Makes the file of a world.
    fn make_file(&self, name: &WorldName, lifetime: Option<WorldLifetime>) -> anyhow::Result<()> {
        on_own_thread(|| {
            let scenario = scenario_library::read(&self.scenario)?;
            let now = Timestamp::now();
            let expires = lifetime.map(|lifetime| lifetime.end(now));
            let scenario = to_validated(&scenario);
            let made = self.files.make(name, WorldRecord { expires, used: Some(now) }, |file| {
                store::open_world(file)?.store.load(&scenario.contents.loaded_at(now), &scenario.source, now)
            });
            made.with_context(|| format!("cannot make the database {}", self.files.database(name).display()))
        })
    }

    /// Deletes the worlds whose time is over, and what was never finished. To be called now and then.
    pub fn delete_expired(&self, now: Timestamp) -> anyhow::Result<()> {
        self.files.delete_unfinished(now)?;
        for name in self.files.names()? {
            if self.files.record(&name).is_over(now) && name != self.default {
                self.delete(&name)?;
            }
        }
        Ok(())
    }
}

impl Worlds for WorldRegistry {
    fn open(&self, name: &WorldName) -> Result<Service, WorldsError> {
        Ok(self.world(name)?.service)
    }

    fn is_open(&self, name: &WorldName) -> bool {
        self.open.record(name).is_some_and(|record| !record.is_over(Timestamp::now()))
    }

    fn make(&self, name: &WorldName, lifetime: Option<WorldLifetime>) -> Result<Service, WorldsError> {
        let make = || {
            if self.files.names()?.count() >= MAX_WORLDS {
                return Err(WorldsError::TooMany);
            }
            self.make_file(name, lifetime).map_err(|error| match error.downcast::<StoreError>() {
                Ok(error) => error.into(),
                Err(error) => failed(error),
            })
        };
        Ok(self.open_or(name, make)?.service)
    }

    fn delete(&self, name: &WorldName) -> Result<(), WorldsError> {
        if *name == self.default {
            return Err(WorldsError::Default);
        }
        if !self.files.exist(name) {
            return Err(WorldsError::Unknown);
        }
        let slot = self.open.slot(name, Timestamp::now());
        let mut held = lock(&slot);
        let deleted = self.files.delete(name);
        let world = held.take();
        self.open.remove(name, &slot);
        drop(held);
        drop(world);
        Ok(deleted?)
    }

    fn list(&self) -> Result<Vec<WorldSummary>, WorldsError> {
        let now = Timestamp::now();
        let worlds = self.files.names()?.filter_map(|name| self.files.summary(name));
        let mut worlds: Vec<_> = worlds.filter(|world| world.expires.is_none_or(|expires| expires > now)).collect();
        worlds.sort_unstable_by(|one, other| (other.used, &one.name).cmp(&(one.used, &other.name)));
        Ok(worlds)
    }

    fn scenario_in(&self, name: &WorldName) -> Result<Option<String>, WorldsError> {
        Ok(store::scenario_in(&self.files.database(name))?)
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

fn open_world(file: &Path) -> Result<World, StoreError> {
    let OpenWorld { store, test_runs } = store::open_world(file)?;
    Ok(World { service: Service::new(store, package_catalogue::embedded()), test_runs })
}

fn to_validated(scenario: &Scenario) -> ValidatedScenario {
    ValidatedScenario { contents: WorldContents::clone(scenario), source: scenario.source().to_owned() }
}

/// The worlds of the configured data folder.
pub fn of(config: &Config) -> anyhow::Result<WorldRegistry> {
    WorldRegistry::new(&config.data, &config.scenario, &config.world)
}

/// Loads a scenario into the configured world. A running portal sees it at once.
pub fn load(config: &Config, scenario: &str) -> anyhow::Result<()> {
    let scenario = scenario_library::read(scenario)?;
    let service = of(config)?.make(&config.world, None)?;
    Ok(service.load(&to_validated(&scenario), Timestamp::now())?)
}

/// Exports the configured world as a scenario file.
pub fn export(config: &Config) -> anyhow::Result<String> {
    let service = of(config)?.open(&config.world)?;
    Ok(scenario::to_toml(&service.contents()?))
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> WorldsError {
    WorldsError::Failed(error.into())
}

#[cfg(test)]
#[path = "tests/mod.rs"]
mod relationship_tests;
#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
#[cfg(test)]
#[path = "world_registry_tests.rs"]
mod world_tests;
