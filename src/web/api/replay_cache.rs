//! The responses stored for idempotency keys.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::problem::{ApiError, KEY_IN_USE, KEY_REUSED};

const TIME_TO_LIVE: SignedDuration = SignedDuration::from_hours(24);
const CAPACITY: usize = 10_000;

pub type Hash = [u8; 32];

/// Responses by the hash of world, person, program and key.
#[derive(Default)]
pub struct ReplayCache(Mutex<HashMap<Hash, Entry>>);

struct Entry {
    begun: Timestamp,
    /// Hash of the request's method and content.
    fingerprint: Hash,
    /// `None` while the request is running.
    response: Option<String>,
}

impl ReplayCache {
    /// The stored response, or `None` after reserving the key for this request.
    pub fn reserve(&self, key: Hash, fingerprint: Hash, now: Timestamp) -> Result<Option<String>, ApiError> {
        let mut entries = self.lock();
        entries.retain(|_, entry| now.duration_since(entry.begun) < TIME_TO_LIVE);
        if let Some(known) = entries.get(&key) {
            return match &known.response {
                _ if known.fingerprint != fingerprint => Err(ApiError::Coded(KEY_REUSED)),
                None => Err(ApiError::Coded(KEY_IN_USE)),
                Some(response) => Ok(Some(response.clone())),
            };
        }
        if entries.len() >= CAPACITY
            && let Some(oldest) = entries.iter().min_by_key(|(_, entry)| entry.begun).map(|(key, _)| *key)
        {
            entries.remove(&oldest);
        }
        entries.insert(key, Entry { begun: now, fingerprint, response: None });
        Ok(None)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Hash, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reserved key; released if the work fails or is cancelled.
pub struct Reservation<'a> {
    replays: &'a ReplayCache,
    key: Hash,
    completed: bool,
}

impl<'a> Reservation<'a> {
    pub fn new(replays: &'a ReplayCache, key: Hash) -> Self {
        Self { replays, key, completed: false }
    }

    /// Stores the response for the next request with the key.
    pub fn complete(mut self, response: String) {
        if let Some(entry) = self.replays.lock().get_mut(&self.key) {
            entry.response = Some(response);
        }
        self.completed = true;
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        if !self.completed {
            self.replays.lock().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Hash = [1; 32];
    const FINGERPRINT: Hash = [2; 32];

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn code(result: Result<Option<String>, ApiError>) -> &'static str {
        result.unwrap_err().code().unwrap().id
    }

    #[test]
    fn an_answer_is_kept_for_a_day() {
        let replays = ReplayCache::default();
        assert_eq!(replays.reserve(KEY, FINGERPRINT, at(0)).unwrap(), None);
        Reservation::new(&replays, KEY).complete("{}".into());
        assert_eq!(replays.reserve(KEY, FINGERPRINT, at(23)).unwrap().as_deref(), Some("{}"));
        assert_eq!(replays.reserve(KEY, FINGERPRINT, at(24)).unwrap(), None);
    }

    #[test]
    fn a_key_under_way_or_of_another_request_is_refused() {
        let replays = ReplayCache::default();
        replays.reserve(KEY, FINGERPRINT, at(0)).unwrap();
        assert_eq!(code(replays.reserve(KEY, FINGERPRINT, at(0))), "KP-00003");
        assert_eq!(code(replays.reserve(KEY, [3; 32], at(0))), "KP-00004");
    }

    #[test]
    fn work_that_failed_gives_its_turn_back() {
        let replays = ReplayCache::default();
        replays.reserve(KEY, FINGERPRINT, at(0)).unwrap();
        drop(Reservation::new(&replays, KEY));
        assert_eq!(replays.reserve(KEY, FINGERPRINT, at(0)).unwrap(), None);
    }
}
