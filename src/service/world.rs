//! Use cases of the test tools on a whole world: load it, write it out, set its clock.

use jiff::Timestamp;

use super::store::LoadedScenario;
use super::worlds::ValidatedScenario;
use super::{Result, Service, ServiceError};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;

impl Service {
    /// Throws the world away and makes it as the scenario says.
    pub fn load(&self, scenario: &ValidatedScenario, now: Timestamp) -> Result<()> {
        let _guard = self.snapshots.lock_for_write();
        Ok(self.store.load(&scenario.contents, &scenario.source, now)?)
    }

    /// What the world was made from.
    pub fn loaded(&self) -> Result<Option<LoadedScenario>> {
        Ok(self.store.read()?.loaded()?)
    }

    /// The text of the scenario file that the world was made from, which may be megabytes.
    pub fn source(&self) -> Result<Option<String>> {
        Ok(self.store.read()?.source()?)
    }

    /// Everything that is in the world now.
    pub fn contents(&self) -> Result<WorldContents> {
        self.store.read()?.contents()?.ok_or(ServiceError::NotFound)
    }

    /// What time it is in the world.
    pub fn clock(&self) -> Result<WorldClock> {
        self.snapshots.clock(&*self.store, self.revision()?)
    }

    /// Sets what time it is in the world.
    pub fn set_clock(&self, clock: WorldClock) -> Result<()> {
        let _guard = self.snapshots.lock_for_write();
        let write = self.store.write()?;
        write.set_clock(clock)?;
        write.commit()?;
        Ok(())
    }
}
