//! Builds the state of the test tools.

use std::sync::{Arc, LazyLock};

use actix_web::web::Data;

use super::scenario_library;
use crate::config::Config;
use crate::test_tools::test_run_store::TestRunStores;
use crate::test_tools::{GENERATED, TestTools};
use crate::walkthrough::{self, Walkthrough};

/// The smallest of the generated scenarios.
const SMALLEST: &str = "generated-0";

/// The state of the test tools; `None` with `--no-test-tools`.
pub fn of(config: &Config, test_runs: Arc<dyn TestRunStores>) -> Option<Data<TestTools>> {
    (!config.no_test_tools).then(|| Data::new(TestTools::new(test_runs, || &WALKTHROUGHS)))
}

/// The built-in walkthroughs.
/// Generated scenarios are validated at their smallest size: their people are the same.
static WALKTHROUGHS: LazyLock<Vec<Walkthrough>> = LazyLock::new(|| {
    let scenario =
        |named: &str| scenario_library::read(if named.starts_with(GENERATED) { SMALLEST } else { named }).ok();
    walkthrough::built_in(&scenario).unwrap_or_else(|error| {
        tracing::error!(%error, "the walkthroughs cannot be read");
        Vec::new()
    })
});
