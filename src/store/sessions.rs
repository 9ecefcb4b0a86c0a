//! Sessions in a file of their own, so that a world can be thrown away without signing anybody out.
//!
//! Those used lately are remembered, as every request asks for one. Whoever changes that memory holds the file's only
//! writing connection meanwhile: the two change in the same order, and a session that was signed out of cannot come back.
//! A change of the file, whoever made it, empties the memory.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, params};

use super::pool::Pool;
use super::recent::{Recent, Record};
use super::{Result, connect, failed, migrations, sql};
use crate::service::sessions::{SessionRecords, SessionRecordsError};

/// How much later than stored an expiry must be before a touch writes it: saves a write on most requests.
const TOUCH_MS: i64 = 60_000;

type Answer<T> = std::result::Result<T, SessionRecordsError>;

/// The session file.
pub struct SqliteSessions {
    file: Pool,
    recent: Recent,
    watch: Mutex<Watch>,
}

/// Notices commits of every other connection to the file.
struct Watch {
    connection: Connection,
    version: i64,
}

impl Watch {
    /// A number that changes with each of those commits.
    fn read(&self) -> rusqlite::Result<i64> {
        self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
    }
}

impl SqliteSessions {
    /// Opens or creates the file and brings its table up to date.
    pub fn open(file: &Path) -> Result<Self> {
        let mut connection = connect(file)?;
        migrations::sessions::migrations::runner().run(&mut connection).map_err(failed)?;
        let mut watch = Watch { connection: connect(file)?, version: 0 };
        watch.version = watch.read().map_err(sql)?;
        Ok(Self { file: Pool::new(vec![connection]), recent: Recent::default(), watch: Mutex::new(watch) })
    }

    /// Empties the memory if the file has changed since the last look. When in doubt it has.
    fn look(&self) {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let version = watch.read();
        if version.as_ref().is_ok_and(|version| *version == watch.version) {
            return;
        }
        watch.version = version.unwrap_or_default();
        self.recent.clear();
    }

    /// Changes the file alone. What this changes the memory has too: that is no reason to empty it.
    fn changing<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Answer<T> {
        self.alone(|file| {
            self.look();
            let done = work(file)?;
            let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
            watch.version = watch.read().unwrap_or_default();
            Ok(done)
        })
    }

    /// Works on the file alone.
    fn alone<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Answer<T> {
        let run = || work(&*self.file.take()?);
        run().map_err(|error| SessionRecordsError(Box::new(error)))
    }
}

impl SessionRecords for SqliteSessions {
    fn recall(&self, key: &str, now: Timestamp) -> Option<String> {
        self.look();
        self.recent.get(key, now.as_millisecond())
    }

    fn load(&self, key: &str, now: Timestamp) -> Answer<Option<String>> {
        self.alone(|file| {
            let query = "SELECT state, expires FROM session WHERE key = ?1 AND expires > ?2";
            let mut statement = file.prepare_cached(query).map_err(sql)?;
            let record = |row: &rusqlite::Row| Ok(Record { state: row.get(0)?, expires: row.get(1)? });
            let found = statement.query_row(params![key, now.as_millisecond()], record).optional().map_err(sql)?;
            if let Some(found) = &found {
                self.recent.keep(key, found.clone());
            }
            Ok(found.map(|found| found.state))
        })
    }

    fn save(&self, key: &str, state: &str, expires_at: Timestamp) -> Answer<()> {
        let upsert = "INSERT INTO session (key, state, expires) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET state = excluded.state, expires = excluded.expires";
        let record = Record { state: state.to_owned(), expires: expires_at.as_millisecond() };
        self.changing(|file| {
            self.recent.forget(key);
            change(file, upsert, params![key, record.state, record.expires])?;
            self.recent.keep(key, record);
            Ok(())
        })
    }

    fn replace(&self, key: &str, state: &str, expires_at: Timestamp) -> Answer<bool> {
        let update = "UPDATE session SET state = ?2, expires = ?3 WHERE key = ?1";
        let record = Record { state: state.to_owned(), expires: expires_at.as_millisecond() };
        self.changing(|file| {
            self.recent.forget(key);
            let kept = change(file, update, params![key, record.state, record.expires])? > 0;
            if kept {
                self.recent.keep(key, record);
            }
            Ok(kept)
        })
    }

    fn touch_is_due(&self, key: &str, expires_at: Timestamp) -> bool {
        self.recent.expiry(key).is_none_or(|expires| expires < expires_at.as_millisecond() - TOUCH_MS)
    }

    fn touch(&self, key: &str, expires_at: Timestamp) -> Answer<()> {
        let update = "UPDATE session SET expires = ?2 WHERE key = ?1 AND expires < ?2 - ?3";
        let expires = expires_at.as_millisecond();
        self.changing(|file| {
            if change(file, update, params![key, expires, TOUCH_MS])? > 0 {
                self.recent.extend(key, expires);
            }
            Ok(())
        })
    }

    fn delete(&self, key: &str) -> Answer<()> {
        self.changing(|file| {
            self.recent.forget(key);
            change(file, "DELETE FROM session WHERE key = ?1", [key]).map(drop)
        })
    }

    fn sweep(&self, now: Timestamp) -> Answer<usize> {
        self.changing(|file| change(file, "DELETE FROM session WHERE expires <= ?1", [now.as_millisecond()]))
    }
}

fn change(file: &Connection, statement: &str, params: impl Params) -> Result<usize> {
    file.prepare_cached(statement).and_then(|mut change| change.execute(params)).map_err(sql)
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

    /// A store with a session, in a file that a second store can open.
    fn store() -> (tempfile::TempDir, SqliteSessions) {
        let folder = tempfile::tempdir().unwrap();
        let sessions = SqliteSessions::open(&folder.path().join("sessions.db")).unwrap();
        sessions.save(KEY, "first", later(600)).unwrap();
        (folder, sessions)
    }

    #[test]
    fn what_is_remembered_is_what_the_file_has() {
        let (folder, sessions) = store();
        assert!(sessions.replace(KEY, "second", later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        let afresh = SqliteSessions::open(&folder.path().join("sessions.db")).unwrap();
        for (moment, state) in [(later(1199), Some("second".to_owned())), (later(1200), None)] {
            assert_eq!(sessions.recall(KEY, moment), state);
            assert_eq!(afresh.load(KEY, moment).unwrap(), state);
            assert_eq!(afresh.recall(KEY, moment), state);
        }
    }

    #[test]
    fn a_session_that_was_signed_out_of_is_not_remembered_and_does_not_come_back() {
        let (_folder, sessions) = store();
        assert_eq!(sessions.recall(KEY, now()), Some("first".to_owned()));
        sessions.delete(KEY).unwrap();
        assert!(!sessions.replace(KEY, "late", later(900)).unwrap());
        sessions.touch(KEY, later(1200)).unwrap();
        assert_eq!(sessions.recall(KEY, now()), None);
        assert_eq!(sessions.load(KEY, now()).unwrap(), None);
    }

    #[test]
    fn readers_and_a_sign_out_at_once_leave_nothing_behind() {
        let (_folder, sessions) = store();
        for _ in 0..50 {
            sessions.save(KEY, "again", later(600)).unwrap();
            sessions.recent.forget(KEY);
            std::thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| sessions.load(KEY, now()).unwrap());
                }
                scope.spawn(|| sessions.replace(KEY, "late", later(900)).unwrap());
                scope.spawn(|| sessions.delete(KEY).unwrap());
            });
            assert_eq!(sessions.recall(KEY, now()), None);
        }
    }

    #[test]
    fn a_touch_is_due_a_minute_after_the_last() {
        let (_folder, sessions) = store();
        assert!(!sessions.touch_is_due(KEY, later(660)));
        assert!(sessions.touch_is_due(KEY, later(661)));
        sessions.touch(KEY, later(661)).unwrap();
        assert!(!sessions.touch_is_due(KEY, later(661)));
        assert!(sessions.touch_is_due("unknown", later(661)));
    }
}
