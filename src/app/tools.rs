//! The test tools' state.

use std::sync::LazyLock;

use super::scenario_library;
use crate::config::Config;
use crate::domain::world::GENERATED;
use crate::service::faults::FaultBook;
use crate::walkthrough::{self, Walkthrough};
use crate::web::portal::Tools;

/// The smallest of the generated scenarios.
const SMALLEST: &str = "generated-0";

/// The tools' state; `None` where they are left out.
pub fn of(config: &Config) -> Option<Tools> {
    let can_become = config.oidc_issuer.is_none();
    (!config.no_test_tools).then(|| Tools { faults: FaultBook::default(), can_become, walkthroughs: || &WALKTHROUGHS })
}

/// Those that are built in. The people of a generated world are the same whatever its size, so that none of thousands of
/// clients is made to look a walkthrough through.
static WALKTHROUGHS: LazyLock<Vec<Walkthrough>> = LazyLock::new(|| {
    let scenario =
        |named: &str| scenario_library::read(if named.starts_with(GENERATED) { SMALLEST } else { named }).ok();
    walkthrough::built_in(&scenario).unwrap_or_else(|error| {
        tracing::error!(%error, "the walkthroughs cannot be read");
        Vec::new()
    })
});
