//! The store of test runs as a trait, and its use cases.
//! They need no power and change nothing in the world: results are about the portal.

use std::num::NonZeroUsize;
use std::sync::Arc;

use uuid::Uuid;

use super::test_run::{StepResult, TestRun, TestRunId};
use crate::domain::world::WorldName;
use crate::service::store::StoreError;
use crate::service::worlds::WorldsError;
use crate::service::{Result, ServiceError};

/// The test runs of one world. Calls block.
/// They survive loading a scenario and are not part of the world's state.
pub trait TestRunStore: Send + Sync {
    /// All test runs with their steps, the newest first.
    fn all(&self) -> std::result::Result<Vec<TestRun>, StoreError>;
    /// The test run with this id.
    fn get(&self, id: TestRunId) -> std::result::Result<Option<TestRun>, StoreError>;
    /// Adds a test run without results, unless this page's form has begun one of the walkthrough; the run's id.
    fn add(&self, run: &TestRun, form: Option<Uuid>) -> std::result::Result<TestRunId, StoreError>;
    /// Sets the result of a step, counted from 1; whether there is such a step.
    fn set_result(
        &self,
        id: TestRunId,
        step: NonZeroUsize,
        result: &StepResult,
    ) -> std::result::Result<bool, StoreError>;
    /// Deletes a test run; whether there was one.
    fn delete(&self, id: TestRunId) -> std::result::Result<bool, StoreError>;
}

/// Finds the test runs of a world. Calls block.
pub trait TestRunStores: Send + Sync {
    /// The test runs of this world, opening it if needed.
    fn of(&self, world: &WorldName) -> std::result::Result<Arc<dyn TestRunStore>, WorldsError>;
}

/// The use cases over one world's test runs.
pub struct TestRuns(pub Arc<dyn TestRunStore>);

impl TestRuns {
    /// All test runs, the newest first.
    pub fn all(&self) -> Result<Vec<TestRun>> {
        Ok(self.0.all()?)
    }

    /// The test run with this id.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn get(&self, id: TestRunId) -> Result<TestRun> {
        self.0.get(id)?.ok_or(ServiceError::NotFound)
    }

    /// Begins a test run, unless this page's form has begun it; its id.
    pub fn begin(&self, run: &TestRun, form: Option<Uuid>) -> Result<TestRunId> {
        Ok(self.0.add(run, form)?)
    }

    /// Sets or replaces the result of a step, counted from 1.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is no such step.
    pub fn set_result(&self, id: TestRunId, step: NonZeroUsize, result: &StepResult) -> Result<()> {
        if self.0.set_result(id, step, result)? { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// Deletes a test run and returns it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn delete(&self, id: TestRunId) -> Result<TestRun> {
        let run = self.get(id)?;
        if self.0.delete(id)? { Ok(run) } else { Err(ServiceError::NotFound) }
    }
}
