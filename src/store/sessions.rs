//! Sessions in a file of their own, so that a world can be thrown away without signing anybody out.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Params, params};

use super::pool::Pool;
use super::{Result, connect, failed, migrations, sql};
use crate::service::sessions::{SessionRecords, SessionRecordsError};

/// How much later than stored an expiry must be before a touch writes it: saves a write on most requests.
const TOUCH_MS: i64 = 60_000;

/// The session file.
pub struct SqliteSessions(Pool);

impl SqliteSessions {
    /// Opens or creates the file and brings its table up to date.
    pub fn open(file: &Path) -> Result<Self> {
        let mut connection = connect(file)?;
        migrations::sessions::migrations::runner().run(&mut connection).map_err(failed)?;
        Ok(Self(Pool::new(vec![connection])))
    }

    fn change(&self, statement: &str, params: impl Params) -> std::result::Result<usize, SessionRecordsError> {
        let run = || {
            let connection = self.0.take()?;
            connection.prepare_cached(statement).and_then(|mut change| change.execute(params)).map_err(sql)
        };
        run().map_err(|error| SessionRecordsError(Box::new(error)))
    }
}

impl SessionRecords for SqliteSessions {
    fn load(&self, key: &str, now: Timestamp) -> std::result::Result<Option<String>, SessionRecordsError> {
        let find = || {
            let connection = self.0.take()?;
            let query = "SELECT state FROM session WHERE key = ?1 AND expires > ?2";
            let mut statement = connection.prepare_cached(query).map_err(sql)?;
            statement.query_row(params![key, now.as_millisecond()], |row| row.get(0)).optional().map_err(sql)
        };
        find().map_err(|error| SessionRecordsError(Box::new(error)))
    }

    fn save(&self, key: &str, state: &str, expires_at: Timestamp) -> std::result::Result<(), SessionRecordsError> {
        let upsert = "INSERT INTO session (key, state, expires) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET state = excluded.state, expires = excluded.expires";
        self.change(upsert, params![key, state, expires_at.as_millisecond()]).map(drop)
    }

    fn replace(&self, key: &str, state: &str, expires_at: Timestamp) -> std::result::Result<bool, SessionRecordsError> {
        let update = "UPDATE session SET state = ?2, expires = ?3 WHERE key = ?1";
        Ok(self.change(update, params![key, state, expires_at.as_millisecond()])? > 0)
    }

    fn touch(&self, key: &str, expires_at: Timestamp) -> std::result::Result<(), SessionRecordsError> {
        let update = "UPDATE session SET expires = ?2 WHERE key = ?1 AND expires < ?2 - ?3";
        self.change(update, params![key, expires_at.as_millisecond(), TOUCH_MS]).map(drop)
    }

    fn delete(&self, key: &str) -> std::result::Result<(), SessionRecordsError> {
        self.change("DELETE FROM session WHERE key = ?1", [key]).map(drop)
    }

    fn sweep(&self, now: Timestamp) -> std::result::Result<usize, SessionRecordsError> {
        self.change("DELETE FROM session WHERE expires <= ?1", [now.as_millisecond()])
    }
}
