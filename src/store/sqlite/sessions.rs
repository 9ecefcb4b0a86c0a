//! Browser sessions, in their own file: replacing a world signs nobody out.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use serde::Serialize;

use super::connection::{Result, connect, failed, migration_error, refuse_empty, store_error};
use super::migrations;
use super::pool::Pool;
use super::rows::millis;
use crate::service::sessions::{SessionChanges, SessionRecords, SessionRecordsError, SessionState};

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
        refuse_empty(file)?;
        let mut writer = connect(file)?;
        migrations::sessions::migrations::runner().run(&mut writer).map_err(migration_error)?;
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
            let found = statement.query_row(params![key, millis(now)], row).optional().map_err(store_error)?;
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
        let insert = "INSERT INTO session (key, state, expires) VALUES (?1, ?2, ?3)";
        self.write(|file| execute(file, insert, params![key, text(state)?, millis(expires_at)]).map(drop))
    }

    fn change(&self, key: &str, changes: &SessionChanges, expires_at: Timestamp) -> RecordsResult<bool> {
        // RFC 7396: a null removes the member.
        let update = "UPDATE session SET state = json_patch(state, ?2), expires = ?3 WHERE key = ?1";
        self.write(|file| Ok(execute(file, update, params![key, text(changes)?, millis(expires_at)])? > 0))
    }

    fn renew(
        &self,
        key: &str,
        to: &str,
        kept: &[&str],
        changes: &SessionChanges,
        expires_at: Timestamp,
    ) -> RecordsResult<bool> {
        let update = "UPDATE session SET key = ?2, expires = ?5, state = json_patch(
                (SELECT json_group_object(field.key, field.value) FROM json_each(session.state) AS field
                 WHERE field.key IN (SELECT value FROM json_each(?3))),
                ?4)
            WHERE key = ?1";
        self.write(|file| {
            let params = params![key, to, text(&kept)?, text(changes)?, millis(expires_at)];
            Ok(execute(file, update, params)? > 0)
        })
    }

    fn touch(&self, key: &str, expires_at: Timestamp) -> RecordsResult<()> {
        let update = "UPDATE session SET expires = ?2 WHERE key = ?1";
        self.write(|connection| execute(connection, update, params![key, millis(expires_at)]).map(drop))
    }

    fn delete(&self, key: &str) -> RecordsResult<()> {
        self.write(|connection| execute(connection, "DELETE FROM session WHERE key = ?1", [key]).map(drop))
    }

    fn sweep(&self, now: Timestamp) -> RecordsResult<usize> {
        self.write(|connection| execute(connection, "DELETE FROM session WHERE expires <= ?1", [millis(now)]))
    }
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(failed)
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

    fn setting(value: &str) -> SessionChanges {
        SessionChanges::from([("held".to_owned(), Some(value.to_owned()))])
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
        assert!(sessions.change(KEY, &setting("second"), later(900)).unwrap());
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
        assert!(!sessions.change(KEY, &setting("late"), later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        assert_eq!(sessions.load(KEY, now()).unwrap(), None);
    }
}
