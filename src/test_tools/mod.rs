//! Tools for testers only: faults on demand, test runs, the API's request log.
//! Uses the service; the product's pages, the API and the service do not know it. `app` joins it to them, and `store`
//! keeps the test runs.

pub mod activity;
pub mod decline_code;
pub mod faults;
pub mod request_log;
pub mod test_run;
pub mod test_run_store;

use std::sync::Arc;

use crate::domain::world::WorldName;
use crate::scenario::SIZES;
use crate::walkthrough::Walkthrough;
use activity::ActivityLog;
use faults::FaultRegistry;
use request_log::RequestLog;
use test_run_store::{TestRunStores, TestRuns};

pub use crate::scenario::GENERATED;

/// Most clients of a generated scenario.
pub const MAX_CLIENTS: u32 = *SIZES.end();

/// The state of the test tools, shared by all requests.
/// Absent with `--no-test-tools`.
pub struct TestTools {
    pub faults: FaultRegistry,
    pub requests: RequestLog,
    pub activity: ActivityLog,
    pub test_runs: Arc<dyn TestRunStores>,
    /// The walkthroughs for manual test runs.
    /// The first call parses them, which takes a moment.
    pub walkthroughs: fn() -> &'static [Walkthrough],
}

impl TestTools {
    /// The test tools, with the store of test runs.
    pub fn new(test_runs: Arc<dyn TestRunStores>, walkthroughs: fn() -> &'static [Walkthrough]) -> Self {
        let (faults, requests, activity) = Default::default();
        Self { faults, requests, activity, test_runs, walkthroughs }
    }

    /// The test runs of a world. Blocks.
    pub fn test_runs(&self, world: &WorldName) -> crate::service::worlds::Result<TestRuns> {
        self.test_runs.of(world).map(TestRuns)
    }
}
