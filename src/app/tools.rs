//! The test tools' state.

use std::sync::{Arc, LazyLock};

use actix_web::web::Data;

use super::world;
use crate::config::Config;
use crate::test_tools::test_run_store::TestRunStores;
use crate::test_tools::{GENERATED, TestTools};
use crate::walkthrough::{self, Walkthrough};

/// The smallest of the generated scenarios.
const SMALLEST: &str = "generated-0";

/// The tools' state; `None` where they are left out.
pub fn of(config: &Config, test_runs: Arc<dyn TestRunStores>) -> Option<Data<TestTools>> {
    (!config.no_test_tools).then(|| Data::new(TestTools::new(test_runs, || &WALKTHROUGHS)))
}

/// Those that are built in. The people of a generated world are the same whatever its size, so that none of thousands of
/// clients is made to look a walkthrough through.
static WALKTHROUGHS: LazyLock<Vec<Walkthrough>> = LazyLock::new(|| {
    let scenario = |named: &str| world::read(if named.starts_with(GENERATED) { SMALLEST } else { named }).ok();
    walkthrough::all(&scenario).unwrap_or_else(|error| {
        tracing::error!(%error, "the walkthroughs cannot be read");
        Vec::new()
    })
});
