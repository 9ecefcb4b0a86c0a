//! Detects changes of a file by any process, without asking SQLite each time.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::connection::{Result, connect, store_error};

/// Longest time until a change by another process is seen;
/// own ones are seen at once.
pub const DETECTION_INTERVAL: Duration = Duration::from_millis(2);

/// Caches a value read from a file until the file changes.
/// Has its own connection, so that readers never wait for a slow query.
pub struct ChangeDetector<T> {
    connection: Mutex<Connection>,
    cached: Mutex<Option<Cached<T>>>,
}

#[derive(Clone, Copy)]
struct Cached<T> {
    value: T,
    /// The file's version at that time.
    version: i64,
    generation: u64,
    looked: Instant,
}

impl<T: Copy> ChangeDetector<T> {
    pub fn open(file: &Path) -> Result<Self> {
        Ok(Self { connection: Mutex::new(connect(file)?), cached: Mutex::new(None) })
    }

    /// The value for the current file.
    /// `generation` must change with every change by this process.
    pub fn get(&self, generation: u64, work_out: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        if let Some(value) = self.fresh(generation) {
            return Ok(value);
        }
        let connection = lock(&self.connection);
        // Another thread may have looked meanwhile.
        if let Some(value) = self.fresh(generation) {
            return Ok(value);
        }
        let (looked, version) = (Instant::now(), version(&connection)?);
        let cached = *lock(&self.cached);
        let value = match cached.filter(|cached| cached.version == version) {
            Some(cached) => cached.value,
            None => work_out(&connection)?,
        };
        *lock(&self.cached) = Some(Cached { value, version, generation, looked });
        Ok(value)
    }

    fn fresh(&self, generation: u64) -> Option<T> {
        let cached = *lock(&self.cached);
        cached
            .filter(|cached| cached.generation == generation && cached.looked.elapsed() < DETECTION_INTERVAL)
            .map(|cached| cached.value)
    }
}

/// A number that changes with each commit of any other connection.
fn version(connection: &Connection) -> Result<i64> {
    let mut question = connection.prepare_cached("PRAGMA data_version").map_err(store_error)?;
    question.query_row([], |row| row.get(0)).map_err(store_error)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A file with one number, another connection, and a detector that counts reads.
    struct Detected {
        _folder: tempfile::TempDir,
        other: Connection,
        change_detector: ChangeDetector<i64>,
        worked_out: Cell<u32>,
    }

    impl Detected {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("detected.db");
            let other = connect(&file).unwrap();
            other.execute_batch("CREATE TABLE t (n INTEGER) STRICT; INSERT INTO t VALUES (1)").unwrap();
            Self {
                change_detector: ChangeDetector::open(&file).unwrap(),
                _folder: folder,
                other,
                worked_out: Cell::new(0),
            }
        }

        fn get(&self, generation: u64) -> i64 {
            let work_out = |file: &Connection| {
                self.worked_out.set(self.worked_out.get() + 1);
                file.query_row("SELECT n FROM t", [], |row| row.get(0)).map_err(store_error)
            };
            self.change_detector.get(generation, work_out).unwrap()
        }

        fn change(&self, n: i64) {
            self.other.execute("UPDATE t SET n = ?1", [n]).unwrap();
        }
    }

    #[test]
    fn a_change_of_ones_own_is_seen_at_once_and_anothers_after_a_moment() {
        let detected = Detected::new();
        assert_eq!(detected.get(0), 1);
        detected.change(2);
        assert_eq!(detected.get(1), 2);
        detected.change(3);
        std::thread::sleep(DETECTION_INTERVAL);
        assert_eq!(detected.get(1), 3);
    }

    #[test]
    fn a_file_that_has_not_changed_is_not_worked_out_again() {
        let detected = Detected::new();
        for generation in 0..3 {
            assert_eq!(detected.get(generation), 1);
            std::thread::sleep(DETECTION_INTERVAL);
        }
        assert_eq!(detected.worked_out.get(), 1);
    }

    #[test]
    fn what_could_not_be_worked_out_is_tried_again() {
        let detected = Detected::new();
        let fail = |_: &Connection| Err(store_error(rusqlite::Error::InvalidQuery));
        assert!(detected.change_detector.get(0, fail).is_err());
        assert_eq!(detected.get(0), 1);
    }
}
