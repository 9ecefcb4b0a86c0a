//! Browser sessions, in their own file: replacing a world signs nobody out.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::connection::{Result, connect, failed, store_error};
use super::migrations;
use super::pool::Pool;
use crate::service::sessions::{SessionRecords, SessionRecordsError, SessionState};

/// Read connections: in WAL mode they never wait for the writer.
const READERS: usize = 4;

type RecordsResult<T> = std::result::Result<T, SessionRecordsError>;

/// The session file.
pub struct SqliteSessions {
    readers: Pool,
    writer: Pool,
}

impl SqliteSessions {
    /// Opens or creates the file and brings its table up to date.
    pub fn open(file: &Path) -> Result<Self> {
        let mut writer = connect(file)?;
        migrations::sessions::migrations::runner().run(&mut writer).map_err(failed)?;
        let readers = (0..READERS).map(|_| connect(file)).collect::<Result<_>>()?;
        Ok(Self { readers: Pool::new(readers), writer: Pool::new(vec![writer]) })
    }

    fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> RecordsResult<T> {
        with_connection(&self.writer, work)
    }
}

fn with_connection<T>(connections: &Pool, work: impl FnOnce(&Connection) -> Result<T>) -> RecordsResult<T> {
    let run = || work(&*connections.take()?);
    run().map_err(|error| SessionRecordsError(Box::new(error)))
}

impl SessionRecords for SqliteSessions {
    fn load(&self, key: &str, now: Timestamp) -> RecordsResult<Option<(SessionState, Timestamp)>> {
        with_connection(&self.readers, |connection| {
            let query = "SELECT state, expires FROM session WHERE key = ?1 AND expires > ?2";
            let mut statement = connection.prepare_cached(query).map_err(store_error)?;
            let row = |row: &Row| Ok((row.get::<_, String>(0)?, row.get(1)?));
            let found = statement.query_row(params![key, now.as_millisecond()], row).optional().map_err(store_error)?;
            let Some((state, expires)) = found else { return Ok(None) };
            match serde_json::from_str(&state) {
                Ok(state) => Ok(Some((state, Timestamp::from_millisecond(expires).map_err(failed)?))),
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "a session cannot be read and is ended");
                    Ok(None)
                }
            }
        })
    }

    fn save(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> RecordsResult<()> {
        let upsert = "INSERT INTO session (key, state, expires) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET state = excluded.state, expires = excluded.expires";
        self.write(|connection| {
            execute(connection, upsert, params![key, text(state)?, expires_at.as_millisecond()]).map(drop)
        })
    }

    fn replace(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> RecordsResult<bool> {
        let update = "UPDATE session SET state = ?2, expires = ?3 WHERE key = ?1";
        self.write(|connection| {
            Ok(execute(connection, update, params![key, text(state)?, expires_at.as_millisecond()])? > 0)
        })
    }

    fn touch(&self, key: &str, expires_at: Timestamp) -> RecordsResult<()> {
        let update = "UPDATE session SET expires = ?2 WHERE key = ?1";
        self.write(|connection| execute(connection, update, params![key, expires_at.as_millisecond()]).map(drop))
    }

    fn delete(&self, key: &str) -> RecordsResult<()> {
        self.write(|connection| execute(connection, "DELETE FROM session WHERE key = ?1", [key]).map(drop))
    }

    fn sweep(&self, now: Timestamp) -> RecordsResult<usize> {
        self.write(|connection| execute(connection, "DELETE FROM session WHERE expires <= ?1", [now.as_millisecond()]))
    }
}

fn text(state: &SessionState) -> Result<String> {
    serde_json::to_string(state).map_err(failed)
}

fn execute(connection: &Connection, statement: &str, params: impl Params) -> Result<usize> {
    connection.prepare_cached(statement).and_then(|mut change| change.execute(params)).map_err(store_error)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const KEY: &str = "0123";

    fn now() -> Timestamp {
        "2026-01-05T12:00:00Z".parse().unwrap()
    }

    fn later(seconds: i64) -> Timestamp {
        now() + SignedDuration::from_secs(seconds)
    }

    fn holding(value: &str) -> SessionState {
        SessionState::from([("held".to_owned(), value.to_owned())])
    }

    /// A store with a session, in a file that a second store can open.
    fn store() -> (tempfile::TempDir, SqliteSessions) {
        let folder = tempfile::tempdir().unwrap();
        let sessions = SqliteSessions::open(&folder.path().join("sessions.db")).unwrap();
        sessions.save(KEY, &holding("first"), later(600)).unwrap();
        (folder, sessions)
    }

    #[test]
    fn a_session_and_its_expiry_are_what_was_written_last() {
        let (folder, sessions) = store();
        assert!(sessions.replace(KEY, &holding("second"), later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        let reopened = SqliteSessions::open(&folder.path().join("sessions.db")).unwrap();
        for sessions in [sessions, reopened] {
            assert_eq!(sessions.load(KEY, later(1199)).unwrap(), Some((holding("second"), later(1200))));
            assert_eq!(sessions.load(KEY, later(1200)).unwrap(), None);
        }
    }

    #[test]
    fn a_session_that_cannot_be_read_is_none() {
        let (_folder, sessions) = store();
        sessions.write(|connection| execute(connection, "UPDATE session SET state = 'no json'", [])).unwrap();
        assert_eq!(sessions.load(KEY, now()).unwrap(), None);
    }

    #[test]
    fn a_session_that_was_signed_out_of_does_not_come_back() {
        let (_folder, sessions) = store();
        sessions.delete(KEY).unwrap();
        assert!(!sessions.replace(KEY, &holding("late"), later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        assert_eq!(sessions.load(KEY, now()).unwrap(), None);
    }
}
