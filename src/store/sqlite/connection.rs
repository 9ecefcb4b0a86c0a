//! Opens connections and maps SQLite's errors.

use std::path::Path;

use rusqlite::Connection;

use crate::service::store::StoreError;

pub type Result<T> = std::result::Result<T, StoreError>;

/// Opens a file with the settings of every connection.
pub fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file).map_err(store_error)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(store_error)?;
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
    connection.execute_batch(settings).map_err(store_error)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Only SQLite's "busy" and "locked" may pass by waiting.
pub fn store_error(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            StoreError::Busy(Box::new(error))
        }
        _ => failed(error),
    }
}

/// Any other failure.
pub fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Failed(error.into())
}
