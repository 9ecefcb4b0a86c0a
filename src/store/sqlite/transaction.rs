//! One transaction on one connection, rolled back unless committed.

use rusqlite::{OptionalExtension, Params, Row};

use super::connection::{Result, failed, store_error};
use super::pool::PooledConnection;
use super::rows::revision;
use crate::service::store::Write;

pub struct Transaction<'p> {
    connection: PooledConnection<'p>,
    open: bool,
}

impl<'p> Transaction<'p> {
    /// Begins with this statement: `BEGIN` to read, `BEGIN IMMEDIATE` to write.
    pub fn begin(connection: PooledConnection<'p>, statement: &str) -> Result<Self> {
        connection.execute_batch(statement).map_err(store_error)?;
        Ok(Self { connection, open: true })
    }

    pub fn finish(&mut self) -> Result<()> {
        self.connection.execute_batch("COMMIT").map_err(store_error)?;
        self.open = false;
        Ok(())
    }

    /// Reads all rows of a query.
    pub fn all<T>(&self, query: &str, params: impl Params, map: fn(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(query).map_err(store_error)?;
        let rows = statement.query_map(params, map).map_err(store_error)?;
        rows.collect::<rusqlite::Result<_>>().map_err(store_error)
    }

    /// Reads the only row of a query that always has one.
    pub fn one<T>(&self, query: &str, params: impl Params, map: fn(&Row) -> rusqlite::Result<T>) -> Result<T> {
        self.connection.prepare_cached(query).and_then(|mut query| query.query_row(params, map)).map_err(store_error)
    }

    /// Reads the first row of a query, if any.
    pub fn first<T>(
        &self,
        query: &str,
        params: impl Params,
        map: fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(query).map_err(store_error)?;
        statement.query_row(params, map).optional().map_err(store_error)
    }

    /// Runs several statements without parameters.
    pub fn batch(&self, statements: &str) -> Result<()> {
        self.connection.execute_batch(statements).map_err(store_error)
    }

    /// The key of the row inserted last.
    pub fn last_id(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// Runs a statement; how many rows it changed.
    pub fn execute(&self, statement: &str, params: impl Params) -> Result<usize> {
        self.connection.prepare_cached(statement).and_then(|mut change| change.execute(params)).map_err(store_error)
    }
}

impl Write for Transaction<'_> {
    fn commit(mut self: Box<Self>) -> Result<u64> {
        let revision = self.one("UPDATE world SET revision = revision + 1 RETURNING revision", [], revision)?;
        self.finish()?;
        Ok(revision)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(error = &failed(error) as &dyn std::error::Error, "a transaction could not be undone");
        }
    }
}
