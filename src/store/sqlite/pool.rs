//! A pool of a few connections, which also counts their uses.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::connection::Result;
use crate::service::store::StoreError;

/// Longest wait for a connection.
const WAIT_LIMIT: Duration = Duration::from_secs(5);

/// A pool of connections to one file.
pub struct Pool {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
    generation: AtomicU64,
}

/// A connection in use; returns to the pool on drop.
pub struct PooledConnection<'p> {
    pool: &'p Pool,
    connection: Option<Connection>,
}

impl Pool {
    pub fn new(connections: Vec<Connection>) -> Self {
        Self { idle: Mutex::new(connections), returned: Condvar::new(), generation: AtomicU64::new(0) }
    }

    /// Grows each time a connection returns: it may have changed the file.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Takes an idle connection, or waits for one.
    pub fn take(&self) -> Result<PooledConnection<'_>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.returned.wait_timeout_while(idle, WAIT_LIMIT, |idle| idle.is_empty());
        let (mut idle, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match idle.pop() {
            Some(connection) => Ok(PooledConnection { pool: self, connection: Some(connection) }),
            None => Err(StoreError::Busy("no connection became free".into())),
        }
    }
}

impl Deref for PooledConnection<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("a loan holds its connection until it is dropped"),
        }
    }
}

impl Drop for PooledConnection<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.generation.fetch_add(1, Ordering::Release);
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.pool.returned.notify_one();
        }
    }
}
