//! Sets up the state of the test tools.

use std::sync::LazyLock;

use super::scenario_library;
use crate::config::Config;
use crate::domain::world::GENERATED;
use crate::service::faults::FaultBook;
use crate::walkthrough::{self, Walkthrough};
use crate::web::portal::Tools;

/// The smallest of the generated scenarios.
const SMALLEST: &str = "generated-0";

/// The state of the test tools; `None` with `--no-test-tools`.
pub fn of(config: &Config) -> Option<Tools> {
    let can_become = config.oidc_issuer.is_none();
    (!config.no_test_tools).then(|| Tools { faults: FaultBook::default(), can_become, walkthroughs: || &WALKTHROUGHS })
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
