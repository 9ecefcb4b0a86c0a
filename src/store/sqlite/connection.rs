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

/// Refuses an empty file: SQLite would take it for a new database, and what was in it is lost.
pub fn refuse_empty(file: &Path) -> Result<()> {
    match std::fs::metadata(file) {
        Ok(found) if found.len() == 0 => Err(failed("the file is empty, so it is no database")),
        _ => Ok(()),
    }
}

/// What SQLite's codes mean to somebody who waits for an answer.
pub fn store_error(error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Busy(Box::new(error)),
        Some(Code::DiskFull) => StoreError::Full(Box::new(error)),
        Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => StoreError::Unwritable(Box::new(error)),
        _ => failed(error),
    }
}

/// Any other failure.
pub fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Failed(error.into())
}

/// Why a file could not be brought up to date.
pub fn migration_error(error: refinery::Error) -> StoreError {
    if let refinery::error::Kind::MissingVersion(_) = error.kind() {
        return failed("the file is from a newer version of Klientportal");
    }
    let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    let code = chain.filter_map(|error| error.downcast_ref()).find_map(rusqlite::Error::sqlite_error);
    match code.copied() {
        Some(code) => store_error(rusqlite::Error::SqliteFailure(code, Some(error.to_string()))),
        None => failed(error),
    }
}
