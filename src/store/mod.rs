//! Stores the data: implements traits of `service` and `test_tools`.
//! Knows no HTTP and no texts.
//!
//! An engine is a folder here and a line in [`open_world`] and [`open_sessions`]; no other code names it.

mod sqlite;

use std::path::Path;
use std::sync::Arc;

use crate::service::sessions::SessionRecords;
use crate::service::store::{Store, StoreError};
use crate::test_tools::test_run_store::TestRunStore;

pub use sqlite::DETECTION_INTERVAL;

/// One world's file, open.
pub struct OpenWorld {
    pub store: Arc<dyn Store>,
    pub test_runs: Arc<dyn TestRunStore>,
}

/// Opens or creates a world's file.
pub fn open_world(file: &Path) -> Result<OpenWorld, StoreError> {
    let store = Arc::new(sqlite::SqliteStore::open(file)?);
    Ok(OpenWorld { store: store.clone(), test_runs: store })
}

/// The name of the scenario in a world's file, of any version; `None` while it is empty.
pub fn scenario_in(file: &Path) -> Result<Option<String>, StoreError> {
    sqlite::scenario_in(file)
}

/// Opens or creates the file of the browser sessions.
pub fn open_sessions(file: &Path) -> Result<Arc<dyn SessionRecords>, StoreError> {
    Ok(Arc::new(sqlite::SqliteSessions::open(file)?))
}

#[cfg(test)]
mod tests;
