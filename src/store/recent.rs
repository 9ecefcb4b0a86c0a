//! The sessions used lately, in memory. Knows neither the file nor when to believe it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More than are in use at once; they take some two kilobytes each.
const MOST: usize = 1000;

/// A session's row.
#[derive(Clone)]
pub struct Record {
    pub state: String,
    /// Milliseconds since 1970 UTC.
    pub expires: i64,
}

/// Records by the hash of their key.
#[derive(Default)]
pub struct Recent(Mutex<HashMap<String, Record>>);

impl Recent {
    /// The state, if it is known and has not expired.
    pub fn get(&self, key: &str, now: i64) -> Option<String> {
        let records = self.lock();
        records.get(key).filter(|record| record.expires > now).map(|record| record.state.clone())
    }

    /// When the session expires, if that is known.
    pub fn expiry(&self, key: &str) -> Option<i64> {
        self.lock().get(key).map(|record| record.expires)
    }

    /// Remembers a session, if need be in place of the one that expires first: it was not used for the longest time.
    pub fn keep(&self, key: &str, record: Record) {
        let mut records = self.lock();
        if records.len() >= MOST
            && !records.contains_key(key)
            && let Some(first) = records.iter().min_by_key(|(_, record)| record.expires).map(|(key, _)| key.clone())
        {
            records.remove(&first);
        }
        records.insert(key.to_owned(), record);
    }

    /// Moves the expiry of a session that is remembered.
    pub fn extend(&self, key: &str, expires: i64) {
        if let Some(record) = self.lock().get_mut(key) {
            record.expires = expires;
        }
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    pub fn forget(&self, key: &str) {
        self.lock().remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_unused_longest_makes_room() {
        let recent = Recent::default();
        let expires = |index: usize| i64::try_from(index).unwrap() + 1;
        for index in 0..=MOST {
            recent.keep(&index.to_string(), Record { state: String::new(), expires: expires(index) });
        }
        assert_eq!(recent.lock().len(), MOST);
        assert!(recent.get("0", 0).is_none() && recent.get("1", 0).is_some());
    }
}
