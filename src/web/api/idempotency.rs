//! `Idempotency-Key`: the same request with the same key is carried out once and answered the same every time. A program that
//! lost the answer can ask again without fear, even when somebody has taken the change back meanwhile.
//!
//! Kept in memory and bounded: a restart forgets. A request that failed is not kept, so that it can be tried again.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::HttpRequest;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::problem::{ApiError, BAD_KEY, KEY_IN_USE, KEY_OF_ANOTHER};
use super::token::Caller;

const HEADER: &str = "idempotency-key";
const LONGEST_KEY: usize = 255;
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
const CAPACITY: usize = 10_000;

type Hash = [u8; 32];

/// The answers given under a key, by the hash of who asked in which world with which key.
#[derive(Default)]
pub struct Replays(Mutex<HashMap<Hash, Kept>>);

struct Kept {
    at: Timestamp,
    /// What was asked for.
    fingerprint: Hash,
    /// `None` while the work is under way.
    answer: Option<String>,
}

/// JSON, and whether it was given before.
pub struct Answered {
    pub json: String,
    pub again: bool,
}

/// Does the work unless its answer is known. `about` is all that the request says.
pub async fn once<T: Serialize>(
    request: &HttpRequest,
    caller: &Caller,
    about: &[u8],
    work: impl Future<Output = Result<T, ApiError>>,
) -> Result<Answered, ApiError> {
    let done = |value: T| serde_json::to_string(&value).map_err(|error| ApiError::Internal(error.into()));
    let Some(header) = request.headers().get(HEADER) else {
        return Ok(Answered { json: done(work.await?)?, again: false });
    };
    let key = header.as_bytes();
    if key.is_empty() || key.len() > LONGEST_KEY || !key.iter().all(u8::is_ascii_graphic) {
        return Err(ApiError::Numbered(BAD_KEY));
    }
    let who = hash(&[caller.world.as_str().as_bytes(), caller.person.uuid().as_bytes(), caller.client.as_bytes(), key]);
    let fingerprint = hash(&[request.method().as_str().as_bytes(), about]);
    let replays = &caller.api.replays;
    if let Some(json) = replays.begin(who, fingerprint, (caller.portal.clock)())? {
        return Ok(Answered { json, again: true });
    }
    let turn = Turn { replays, who, done: false };
    let json = done(work.await?)?;
    turn.keep(json.clone());
    Ok(Answered { json, again: false })
}

fn hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths go in too, or "a" + "bc" would be "ab" + "c".
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

impl Replays {
    /// The answer, if there is one; else the turn to make it.
    fn begin(&self, who: Hash, fingerprint: Hash, now: Timestamp) -> Result<Option<String>, ApiError> {
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
struct Turn<'a> {
    replays: &'a Replays,
    who: Hash,
    done: bool,
}

impl Turn<'_> {
    fn keep(mut self, answer: String) {
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
        let replays = Replays::default();
        assert_eq!(replays.begin(WHO, WHAT, at(0)).unwrap(), None);
        Turn { replays: &replays, who: WHO, done: false }.keep("{}".into());
        assert_eq!(replays.begin(WHO, WHAT, at(23)).unwrap().as_deref(), Some("{}"));
        assert_eq!(replays.begin(WHO, WHAT, at(24)).unwrap(), None);
    }

    #[test]
    fn a_key_under_way_or_of_another_request_is_refused() {
        let replays = Replays::default();
        replays.begin(WHO, WHAT, at(0)).unwrap();
        assert_eq!(code(replays.begin(WHO, WHAT, at(0))), "KP-00003");
        assert_eq!(code(replays.begin(WHO, [3; 32], at(0))), "KP-00004");
    }

    #[test]
    fn work_that_failed_gives_its_turn_back() {
        let replays = Replays::default();
        replays.begin(WHO, WHAT, at(0)).unwrap();
        drop(Turn { replays: &replays, who: WHO, done: false });
        assert_eq!(replays.begin(WHO, WHAT, at(0)).unwrap(), None);
    }
}
