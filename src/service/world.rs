//! Use cases on a whole world: load, export, set the clock.

use jiff::Timestamp;

use super::store::LoadedScenario;
use super::worlds::ValidatedScenario;
use super::{Result, Service, ServiceError};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;

impl Service {
    /// Replaces the world by a scenario.
    pub fn load(&self, scenario: &ValidatedScenario, now: Timestamp) -> Result<()> {
        let _guard = self.snapshots.lock_for_write();
        Ok(self.store.load(&scenario.contents.loaded_at(now), &scenario.source, now)?)
    }

    /// The scenario that the world was loaded from.
    pub fn loaded(&self) -> Result<Option<LoadedScenario>> {
        Ok(self.store.read()?.loaded()?)
    }

    /// The text of the loaded scenario file, which may be megabytes.
    pub fn source(&self) -> Result<Option<String>> {
        Ok(self.store.read()?.source()?)
    }

    /// The world's current content.
    pub fn contents(&self) -> Result<WorldContents> {
        self.store.read()?.contents()?.ok_or(ServiceError::NotFound)
    }

    /// The world's clock.
    pub fn clock(&self) -> Result<WorldClock> {
        self.snapshots.clock(&*self.store, self.revision()?)
    }

    /// Sets the world's clock.
    pub fn set_clock(&self, clock: WorldClock) -> Result<()> {
        let _guard = self.snapshots.lock_for_write();
        let write = self.store.write()?;
        write.set_clock(clock)?;
        write.commit()?;
        Ok(())
    }
}
