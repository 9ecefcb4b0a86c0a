//! The sessions used lately, in memory. Knows neither the file nor when to believe it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::service::sessions::SessionState;

/// More than are in use at once; they take some two kilobytes each.
const MOST: usize = 1000;

/// A session's row.
#[derive(Clone)]
pub struct Record {
    pub state: SessionState,
    /// Milliseconds since 1970 UTC.
    pub expires: i64,
}

/// Records by the hash of their key.
#[derive(Default)]
pub struct Recent(Mutex<Records>);

#[derive(Default)]
struct Records {
    by_key: HashMap<String, Record>,
    /// How often the memory has been emptied.
    emptied: u64,
}

/// When something was read, in terms of this memory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Moment(u64);

impl Recent {
    /// The state, if it is known and has not expired.
    pub fn get(&self, key: &str, now: i64) -> Option<SessionState> {
        let records = self.lock();
        records.by_key.get(key).filter(|record| record.expires > now).map(|record| record.state.clone())
    }

    /// When the session expires, if that is known.
    pub fn expiry(&self, key: &str) -> Option<i64> {
        self.lock().by_key.get(key).map(|record| record.expires)
    }

    /// To be asked before a session is read.
    pub fn moment(&self) -> Moment {
        Moment(self.lock().emptied)
    }

    /// Remembers a session that was read after this moment, unless the memory was emptied since: then it may be an old one.
    /// If need be it takes the place of the one that expires first: it was not used for the longest time.
    pub fn keep(&self, moment: Moment, key: &str, record: Record) {
        let mut records = self.lock();
        if records.emptied != moment.0 {
            return;
        }
        let records = &mut records.by_key;
        if records.len() >= MOST
            && !records.contains_key(key)
            && let Some(first) = records.iter().min_by_key(|(_, record)| record.expires).map(|(key, _)| key.clone())
        {
            records.remove(&first);
        }
        records.insert(key.to_owned(), record);
    }

    pub fn clear(&self) {
        let mut records = self.lock();
        records.by_key.clear();
        records.emptied += 1;
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expiring(expires: usize) -> Record {
        Record { state: SessionState::new(), expires: i64::try_from(expires).unwrap() }
    }

    #[test]
    fn the_one_unused_longest_makes_room() {
        let recent = Recent::default();
        for index in 0..=MOST {
            recent.keep(recent.moment(), &index.to_string(), expiring(index + 1));
        }
        assert_eq!(recent.lock().by_key.len(), MOST);
        assert!(recent.get("0", 0).is_none() && recent.get("1", 0).is_some());
    }

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_after_it() {
        let recent = Recent::default();
        let before = recent.moment();
        recent.clear();
        recent.keep(before, "old", expiring(1));
        recent.keep(recent.moment(), "new", expiring(1));
        assert!(recent.get("old", 0).is_none() && recent.get("new", 0).is_some());
    }
}
