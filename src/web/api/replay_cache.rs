//! The answers that were given under idempotency keys.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::problem::{ApiError, KEY_IN_USE, KEY_OF_ANOTHER};

const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
const CAPACITY: usize = 10_000;

pub type Hash = [u8; 32];

/// The answers given under a key, by the hash of who asked in which world with which key.
#[derive(Default)]
pub struct ReplayCache(Mutex<HashMap<Hash, Kept>>);

struct Kept {
    at: Timestamp,
    /// What was asked for.
    fingerprint: Hash,
    /// `None` while the work is under way.
    answer: Option<String>,
}

impl ReplayCache {
    /// The answer, if there is one; else the turn to make it.
    pub fn begin(&self, who: Hash, fingerprint: Hash, now: Timestamp) -> Result<Option<String>, ApiError> {
        let mut kept = self.lock();
        kept.retain(|_, kept| now.duration_since(kept.at) < KEPT_FOR);
        if let Some(known) = kept.get(&who) {
            return match &known.answer {
                _ if known.fingerprint != fingerprint => Err(ApiError::Numbered(KEY_OF_ANOTHER)),
                None => Err(ApiError::Numbered(KEY_IN_USE)),
                Some(answer) => Ok(Some(answer.clone())),
            };
        }
        if kept.len() >= CAPACITY
            && let Some(oldest) = kept.iter().min_by_key(|(_, kept)| kept.at).map(|(who, _)| *who)
        {
            kept.remove(&oldest);
        }
        kept.insert(who, Kept { at: now, fingerprint, answer: None });
        Ok(None)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Hash, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The turn to do the work; given back when the work fails or its request is dropped.
pub struct Turn<'a> {
    replays: &'a ReplayCache,
    who: Hash,
    done: bool,
}

impl<'a> Turn<'a> {
    pub fn of(replays: &'a ReplayCache, who: Hash) -> Self {
        Self { replays, who, done: false }
    }

    /// Keeps the answer for the next request with the key.
    pub fn keep(mut self, answer: String) {
        if let Some(kept) = self.replays.lock().get_mut(&self.who) {
            kept.answer = Some(answer);
        }
        self.done = true;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.replays.lock().remove(&self.who);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: Hash = [1; 32];
    const WHAT: Hash = [2; 32];

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn code(answer: Result<Option<String>, ApiError>) -> &'static str {
        answer.unwrap_err().code().unwrap().id
    }

    #[test]
    fn an_answer_is_kept_for_a_day() {
        let replays = ReplayCache::default();
        assert_eq!(replays.begin(WHO, WHAT, at(0)).unwrap(), None);
        Turn::of(&replays, WHO).keep("{}".into());
        assert_eq!(replays.begin(WHO, WHAT, at(23)).unwrap().as_deref(), Some("{}"));
        assert_eq!(replays.begin(WHO, WHAT, at(24)).unwrap(), None);
    }

    #[test]
    fn a_key_under_way_or_of_another_request_is_refused() {
        let replays = ReplayCache::default();
        replays.begin(WHO, WHAT, at(0)).unwrap();
        assert_eq!(code(replays.begin(WHO, WHAT, at(0))), "KP-00003");
        assert_eq!(code(replays.begin(WHO, [3; 32], at(0))), "KP-00004");
    }

    #[test]
    fn work_that_failed_gives_its_turn_back() {
        let replays = ReplayCache::default();
        replays.begin(WHO, WHAT, at(0)).unwrap();
        drop(Turn::of(&replays, WHO));
        assert_eq!(replays.begin(WHO, WHAT, at(0)).unwrap(), None);
    }
}
