//! Use cases of the test tools on a whole world: load it, write it out, set its clock.

use std::num::NonZeroUsize;

use jiff::Timestamp;

use super::store::LoadedScenario;
use super::{Result, Service, ServiceError};
use crate::domain::package::Localised;
use crate::domain::world::WorldClock;
use crate::scenario::{Contents, Scenario};

impl Service {
    /// Throws the world away and makes it as the scenario says.
    pub fn load(&self, scenario: &Scenario, now: Timestamp) -> Result<()> {
        let _turn = self.state.change();
        Ok(self.store.load(scenario, now)?)
    }

    /// Makes the world once more from what it was made from; what that is called.
    pub fn start_over(&self, now: Timestamp) -> Result<Localised> {
        let loaded = self.loaded()?.ok_or(ServiceError::NotFound)?;
        let scenario = Scenario::parse(&loaded.name, &loaded.source, self.catalogue);
        // It was read before it was kept, so only a newer portal can find a fault in it.
        let scenario = scenario.map_err(|_| ServiceError::NotFound)?;
        self.load(&scenario, now)?;
        Ok(loaded.title)
    }

    /// What the world was made from.
    pub fn loaded(&self) -> Result<Option<LoadedScenario>> {
        Ok(self.store.read()?.loaded()?)
    }

    /// Everything that is in the world now.
    pub fn contents(&self) -> Result<Contents> {
        self.store.read()?.contents()?.ok_or(ServiceError::NotFound)
    }

    /// What time it is in the world.
    pub fn clock(&self) -> Result<WorldClock> {
        Ok(self.store.read()?.clock()?)
    }

    /// Sets what time it is in the world.
    pub fn set_clock(&self, clock: WorldClock) -> Result<()> {
        let _turn = self.state.change();
        let write = self.store.write()?;
        write.set_clock(clock)?;
        write.commit()?;
        Ok(())
    }

    /// The same service, which refuses every nth client that could be added, and always the first.
    #[must_use]
    pub fn refusing(self, every: NonZeroUsize) -> Self {
        Self { refuse_every: Some(every), ..self }
    }
}
