//! Sessions in a file of their own, so that a world can be thrown away without signing anybody out.
//!
//! Those used lately are remembered, as every request asks for one. A change of the file, whoever made it, empties the
//! memory; it is filled by whoever reads the file, and nobody changes the file meanwhile.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::connection::{Result, connect, failed, sql};
use super::migrations;
use super::pool::Pool;
use super::recent::{Recent, Record};
use super::watch::Watch;
use crate::service::sessions::{SessionRecords, SessionRecordsError, SessionState};

/// How much later than stored an expiry must be before a touch writes it: saves a write on most requests.
const TOUCH_MS: i64 = 60_000;

type Answer<T> = std::result::Result<T, SessionRecordsError>;

/// The session file.
pub struct SqliteSessions {
    file: Pool,
    recent: Recent,
    changes: Watch<()>,
}

impl SqliteSessions {
    /// Opens or creates the file and brings its table up to date.
    pub fn open(file: &Path) -> Result<Self> {
        let mut connection = connect(file)?;
        migrations::sessions::migrations::runner().run(&mut connection).map_err(failed)?;
        let changes = Watch::open(file)?;
        Ok(Self { file: Pool::new(vec![connection]), recent: Recent::default(), changes })
    }

    /// Empties the memory if the file has changed since the last look. When in doubt it has.
    fn look(&self) {
        let looked = self.changes.conclude(self.file.turn(), |_| {
            self.recent.clear();
            Ok(())
        });
        if looked.is_err() {
            self.recent.clear();
        }
    }

    /// Works on the file alone.
    fn alone<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Answer<T> {
        let run = || work(&*self.file.take()?);
        run().map_err(|error| SessionRecordsError(Box::new(error)))
    }
}

impl SessionRecords for SqliteSessions {
    fn recall(&self, key: &str, now: Timestamp) -> Option<SessionState> {
        self.look();
        self.recent.get(key, now.as_millisecond())
    }

    fn load(&self, key: &str, now: Timestamp) -> Answer<Option<SessionState>> {
        self.alone(|file| {
            let moment = self.recent.moment();
            let query = "SELECT state, expires FROM session WHERE key = ?1 AND expires > ?2";
            let mut statement = file.prepare_cached(query).map_err(sql)?;
            let row = |row: &Row| Ok((row.get::<_, String>(0)?, row.get(1)?));
            let found = statement.query_row(params![key, now.as_millisecond()], row).optional().map_err(sql)?;
            let Some((state, expires)) = found else { return Ok(None) };
            let state: SessionState = match serde_json::from_str(&state) {
                Ok(state) => state,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "a session cannot be read and is ended");
                    return Ok(None);
                }
            };
            self.recent.keep(moment, key, Record { state: state.clone(), expires });
            Ok(Some(state))
        })
    }

    fn save(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> Answer<()> {
        let upsert = "INSERT INTO session (key, state, expires) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET state = excluded.state, expires = excluded.expires";
        self.alone(|file| change(file, upsert, params![key, text(state)?, expires_at.as_millisecond()]).map(drop))
    }

    fn replace(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> Answer<bool> {
        let update = "UPDATE session SET state = ?2, expires = ?3 WHERE key = ?1";
        self.alone(|file| Ok(change(file, update, params![key, text(state)?, expires_at.as_millisecond()])? > 0))
    }

    fn touch_is_due(&self, key: &str, expires_at: Timestamp) -> bool {
        self.recent.expiry(key).is_none_or(|expires| expires < expires_at.as_millisecond() - TOUCH_MS)
    }

    fn touch(&self, key: &str, expires_at: Timestamp) -> Answer<()> {
        let update = "UPDATE session SET expires = ?2 WHERE key = ?1 AND expires < ?2 - ?3";
        self.alone(|file| change(file, update, params![key, expires_at.as_millisecond(), TOUCH_MS]).map(drop))
    }

    fn delete(&self, key: &str) -> Answer<()> {
        self.alone(|file| change(file, "DELETE FROM session WHERE key = ?1", [key]).map(drop))
    }

    fn sweep(&self, now: Timestamp) -> Answer<usize> {
        self.alone(|file| change(file, "DELETE FROM session WHERE expires <= ?1", [now.as_millisecond()]))
    }
}

fn text(state: &SessionState) -> Result<String> {
    serde_json::to_string(state).map_err(failed)
}

fn change(file: &Connection, statement: &str, params: impl Params) -> Result<usize> {
    file.prepare_cached(statement).and_then(|mut change| change.execute(params)).map_err(sql)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::super::SEEN_WITHIN;
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

    /// What somebody asks who does not find it remembered, as every request does.
    fn ask(sessions: &SqliteSessions, moment: Timestamp) -> Option<SessionState> {
        sessions.recall(KEY, moment).or_else(|| sessions.load(KEY, moment).unwrap())
    }

    #[test]
    fn what_is_remembered_is_what_the_file_has() {
        let (folder, sessions) = store();
        assert!(sessions.replace(KEY, &holding("second"), later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        let afresh = SqliteSessions::open(&folder.path().join("sessions.db")).unwrap();
        for sessions in [sessions, afresh] {
            for (moment, state) in [(later(1199), Some(holding("second"))), (later(1200), None)] {
                assert_eq!(ask(&sessions, moment), state);
                assert_eq!(sessions.recall(KEY, moment), state);
            }
        }
    }

    #[test]
    fn what_another_program_changes_is_not_remembered_otherwise() {
        let (folder, sessions) = store();
        let other = SqliteSessions::open(&folder.path().join("sessions.db")).unwrap();
        assert_eq!(ask(&sessions, now()), Some(holding("first")));
        other.delete(KEY).unwrap();
        std::thread::sleep(SEEN_WITHIN);
        assert_eq!(sessions.recall(KEY, now()), None);
    }

    #[test]
    fn a_session_that_cannot_be_read_is_none() {
        let (_folder, sessions) = store();
        sessions.alone(|file| change(file, "UPDATE session SET state = 'no json'", [])).unwrap();
        assert_eq!(sessions.load(KEY, now()).unwrap(), None);
    }

    #[test]
    fn a_session_that_was_signed_out_of_is_not_remembered_and_does_not_come_back() {
        let (_folder, sessions) = store();
        ask(&sessions, now());
        assert_eq!(sessions.recall(KEY, now()), Some(holding("first")));
        sessions.delete(KEY).unwrap();
        assert!(!sessions.replace(KEY, &holding("late"), later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        assert_eq!(sessions.recall(KEY, now()), None);
        assert_eq!(sessions.load(KEY, now()).unwrap(), None);
    }

    #[test]
    fn readers_and_a_sign_out_at_once_leave_nothing_behind() {
        let (_folder, sessions) = store();
        for _ in 0..50 {
            sessions.save(KEY, &holding("again"), later(600)).unwrap();
            sessions.recent.clear();
            std::thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| sessions.load(KEY, now()).unwrap());
                }
                scope.spawn(|| sessions.replace(KEY, &holding("late"), later(900)).unwrap());
                scope.spawn(|| sessions.delete(KEY).unwrap());
            });
            assert_eq!(sessions.recall(KEY, now()), None);
        }
    }

    #[test]
    fn a_touch_is_due_a_minute_after_the_last() {
        let (_folder, sessions) = store();
        ask(&sessions, now());
        assert!(!sessions.touch_is_due(KEY, later(660)));
        assert!(sessions.touch_is_due(KEY, later(661)));
        sessions.touch(KEY, later(661)).unwrap();
        ask(&sessions, now());
        assert!(!sessions.touch_is_due(KEY, later(661)));
        assert!(sessions.touch_is_due("unknown", later(661)));
    }
}
