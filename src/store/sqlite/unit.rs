//! A unit of work: one transaction on one connection, undone unless committed.

use rusqlite::{Params, Row};

use super::pool::Loan;
use super::{Result, failed, sql};

pub struct Unit<'p> {
    connection: Loan<'p>,
    open: bool,
}

impl<'p> Unit<'p> {
    /// Begins with the given statement: `BEGIN` to read, `BEGIN IMMEDIATE` to write.
    pub fn begin(connection: Loan<'p>, statement: &str) -> Result<Self> {
        connection.execute_batch(statement).map_err(sql)?;
        Ok(Self { connection, open: true })
    }

    pub fn finish(&mut self) -> Result<()> {
        self.connection.execute_batch("COMMIT").map_err(sql)?;
        self.open = false;
        Ok(())
    }

    /// All rows of a query, each turned into a value.
    pub fn all<T>(&self, query: &str, params: impl Params, map: fn(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(query).map_err(sql)?;
        let rows = statement.query_map(params, map).map_err(sql)?;
        rows.collect::<rusqlite::Result<_>>().map_err(sql)
    }

    /// The first row of a query, if there is one.
    pub fn first<T>(
        &self,
        query: &str,
        params: impl Params,
        map: fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(query, params, map)?.into_iter().next())
    }

    /// Runs several changes without values.
    pub fn batch(&self, statements: &str) -> Result<()> {
        self.connection.execute_batch(statements).map_err(sql)
    }

    /// The key of the row inserted last.
    pub fn last_id(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// Runs a change; how many rows it changed.
    pub fn change(&self, statement: &str, params: impl Params) -> Result<usize> {
        self.connection.prepare_cached(statement).and_then(|mut change| change.execute(params)).map_err(sql)
    }
}

impl Drop for Unit<'_> {
    fn drop(&mut self) {
        if self.open
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(error = &failed(error) as &dyn std::error::Error, "a transaction could not be undone");
        }
    }
}
