//! SQLite: the only place with SQL.

mod accesses;
mod answers;
mod audit;
mod audit_rows;
mod change_detector;
mod clients;
mod connection;
mod delegations;
#[cfg(test)]
mod failure_tests;
mod load;
#[cfg(test)]
mod migration_tests;
mod people;
mod pool;
mod relationships;
mod requests;
mod rows;
mod sessions;
mod systems;
mod test_runs;
mod transaction;
mod world;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

pub use change_detector::DETECTION_INTERVAL;
pub use sessions::SqliteSessions;

use crate::domain::world_contents::WorldContents;
use crate::service::store::{Read, Store, Write};
use change_detector::ChangeDetector;
use connection::{Result, connect, migration_error, refuse_empty, store_error};
use pool::Pool;
use transaction::Transaction;

/// Read connections of a world: pages are made while somebody writes.
const READERS: usize = 4;

/// One world in one SQLite file (WAL): a writer and a few readers.
pub struct SqliteStore {
    writer: Pool,
    readers: Pool,
    /// Reads the revision, which every request asks for.
    revision: ChangeDetector<u64>,
}

mod migrations {
    pub mod world {
        refinery::embed_migrations!("src/store/sqlite/migrations/world");
    }
    pub mod sessions {
        refinery::embed_migrations!("src/store/sqlite/migrations/sessions");
    }
}

impl SqliteStore {
    /// Opens or creates the world's file and brings its tables up to date.
    pub fn open(file: &Path) -> Result<Self> {
        refuse_empty(file)?;
        let mut first = connect(file)?;
        migrations::world::migrations::runner().run(&mut first).map_err(migration_error)?;
        let readers = (0..READERS).map(|_| connect(file)).collect::<Result<_>>()?;
        Ok(Self { writer: Pool::new(vec![first]), readers: Pool::new(readers), revision: ChangeDetector::open(file)? })
    }
}

/// The name of the scenario in a world's file; every version has the column.
pub fn scenario_in(file: &Path) -> Result<Option<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(store_error)?;
    connection.query_row("SELECT scenario FROM world", [], |row| row.get(0)).map_err(store_error)
}

impl Store for SqliteStore {
    fn revision(&self) -> Result<u64> {
        self.revision.get(self.writer.generation(), |file| {
            let mut question = file.prepare_cached("SELECT revision FROM world").map_err(store_error)?;
            question.query_row([], rows::revision).map_err(store_error)
        })
    }

    fn read(&self) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(Transaction::begin(self.readers.take()?, "BEGIN")?))
    }

    fn write(&self) -> Result<Box<dyn Write + '_>> {
        Ok(Box::new(Transaction::begin(self.writer.take()?, "BEGIN IMMEDIATE")?))
    }

    fn load(&self, contents: &WorldContents, source: &str, now: Timestamp) -> Result<()> {
        self.load_world(contents, source, now)
    }
}
