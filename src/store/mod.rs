//! SQLite: the only place with SQL. Implements the traits that `service` owns and knows nothing of HTTP or words.

mod load;
mod pool;
mod read;
mod rounds;
mod sessions;
mod unit;
mod watch;
mod world;
mod write;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

pub use sessions::SqliteSessions;
pub use watch::SEEN_WITHIN;

use crate::domain::contents::Contents;
use crate::service::store::{Read, Store, StoreError, Write};
use pool::Pool;
use unit::Unit;
use watch::Watch;

/// Readers that may be open at once: pages being made while somebody writes.
const READERS: usize = 4;

type Result<T> = std::result::Result<T, StoreError>;

/// One world in one SQLite file (WAL): a writer and a few readers.
pub struct SqliteStore {
    writer: Pool,
    readers: Pool,
    /// For the revision alone, which every request asks for.
    revision: Watch<u64>,
}

mod migrations {
    pub mod world {
        refinery::embed_migrations!("src/store/migrations/world");
    }
    pub mod sessions {
        refinery::embed_migrations!("src/store/migrations/sessions");
    }
}

impl SqliteStore {
    /// Opens or creates the world's file and brings its tables up to date.
    pub fn open(file: &Path) -> Result<Self> {
        let mut first = connect(file)?;
        migrations::world::migrations::runner().run(&mut first).map_err(failed)?;
        let readers = (0..READERS).map(|_| connect(file)).collect::<Result<_>>()?;
        Ok(Self { writer: Pool::new(vec![first]), readers: Pool::new(readers), revision: Watch::open(file)? })
    }
}

impl Store for SqliteStore {
    fn revision(&self) -> Result<u64> {
        self.revision.conclude(self.writer.turn(), |file| {
            let mut question = file.prepare_cached("SELECT revision FROM world").map_err(sql)?;
            let revision: i64 = question.query_row([], |row| row.get(0)).map_err(sql)?;
            u64::try_from(revision).map_err(failed)
        })
    }

    fn read(&self) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(Unit::begin(self.readers.take()?, "BEGIN")?))
    }

    fn write(&self) -> Result<Box<dyn Write + '_>> {
        Ok(Box::new(Unit::begin(self.writer.take()?, "BEGIN IMMEDIATE")?))
    }

    fn load(&self, contents: &Contents, source: &str, now: Timestamp) -> Result<()> {
        self.load_world(contents, source, now)
    }
}

/// Opens a file with the settings that every connection has.
fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file).map_err(sql)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(sql)?;
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
    connection.execute_batch(settings).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// SQLite's "busy" is the only failure that waiting may cure.
fn sql(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            StoreError::Busy(Box::new(error))
        }
        _ => failed(error),
    }
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Failed(error.into())
}
