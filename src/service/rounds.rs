//! Use cases of walkthroughs that are walked by hand. Nobody acts for an organisation here, and nothing changes in the
//! world: what is noted is about the portal.

use std::num::NonZeroUsize;

use super::{Result, Service, ServiceError};
use crate::domain::round::{Decision, Round, RoundId};

impl Service {
    /// All rounds, the newest first.
    pub fn rounds(&self) -> Result<Vec<Round>> {
        Ok(self.store.rounds()?)
    }

    /// The round with this id.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn round(&self, id: RoundId) -> Result<Round> {
        self.store.round(id)?.ok_or(ServiceError::NotFound)
    }

    /// Begins a round; nothing changes if it has been begun.
    pub fn begin_round(&self, round: &Round) -> Result<()> {
        Ok(self.store.add_round(round)?)
    }

    /// Notes how a step of a round went, counted from 1; what was noted before is forgotten.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is no such step.
    pub fn decide(&self, id: RoundId, step: NonZeroUsize, decision: &Decision) -> Result<()> {
        if self.store.decide(id, step, decision)? { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// Deletes a round; what it was.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn delete_round(&self, id: RoundId) -> Result<Round> {
        let round = self.round(id)?;
        if self.store.delete_round(id)? { Ok(round) } else { Err(ServiceError::NotFound) }
    }
}
