//! A bounded in-memory map whose entries expire, under random keys: sign-ins under way, and codes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rand::RngCore;
use rand::rngs::OsRng;

/// 256 random bits in base64url.
pub fn random_key() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

struct Entry<T> {
    expires: Timestamp,
    value: T,
}

pub struct TtlMap<T> {
    lifetime: SignedDuration,
    capacity: usize,
    entries: Mutex<HashMap<String, Entry<T>>>,
}

impl<T: Clone> TtlMap<T> {
    pub fn new(lifetime: SignedDuration, capacity: usize) -> Self {
        Self { lifetime, capacity, entries: Mutex::default() }
    }

    /// Keeps `value` and returns its key. When full, the oldest entry gives way.
    pub fn put(&self, value: T, now: Timestamp) -> String {
        let key = random_key();
        self.put_as(key.clone(), value, now);
        key
    }

    /// Keeps `value` under a key of the caller's; `false`, and nothing is changed, if the key is there.
    pub fn put_as(&self, key: String, value: T, now: Timestamp) -> bool {
        let mut entries = self.live(now);
        if entries.contains_key(&key) {
            return false;
        }
        if entries.len() >= self.capacity {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.expires);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                entries.remove(&oldest);
            }
        }
        let expires = now.saturating_add(self.lifetime).unwrap_or(Timestamp::MAX);
        entries.insert(key, Entry { expires, value });
        true
    }

    /// Changes the value in place and returns the result.
    pub fn change(&self, key: &str, now: Timestamp, change: impl FnOnce(&mut T)) -> Option<T> {
        let mut entries = self.live(now);
        let entry = entries.get_mut(key)?;
        change(&mut entry.value);
        Some(entry.value.clone())
    }

    /// The value, once.
    pub fn take(&self, key: &str, now: Timestamp) -> Option<T> {
        self.live(now).remove(key).map(|entry| entry.value)
    }

    fn live(&self, now: Timestamp) -> MutexGuard<'_, HashMap<String, Entry<T>>> {
        // A panic elsewhere leaves the map whole: no entry is ever half written.
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, entry| entry.expires > now);
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_value_can_be_taken_only_once() {
        let values = TtlMap::new(MINUTE, 10);
        let key = values.put("grant", at(0));
        assert_eq!(values.take(&key, at(1)), Some("grant"));
        assert_eq!(values.take(&key, at(1)), None);
    }

    #[test]
    fn a_value_lasts_until_its_lifetime_is_over() {
        let values = TtlMap::new(MINUTE, 10);
        let key = values.put("ticket", at(0));
        assert_eq!(values.change(&key, at(59), |_| ()), Some("ticket"));
        assert_eq!(values.change(&key, at(60), |_| ()), None);
    }

    #[test]
    fn the_oldest_gives_way_when_full() {
        let values = TtlMap::new(MINUTE, 2);
        let keys = [0, 1, 2].map(|second| values.put(second, at(second)));
        let kept = keys.map(|key| values.take(&key, at(3)));
        assert_eq!(kept, [None, Some(1), Some(2)]);
    }

    #[test]
    fn a_change_is_kept() {
        let values = TtlMap::new(MINUTE, 2);
        let key = values.put(1, at(0));
        assert_eq!(values.change(&key, at(1), |value| *value += 1), Some(2));
        assert_eq!(values.take(&key, at(2)), Some(2));
    }

    #[test]
    fn keys_are_256_bits_and_differ() {
        assert_eq!(random_key().len(), 43);
        assert_ne!(random_key(), random_key());
    }
}
