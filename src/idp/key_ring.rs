//! The key that signs, and the earlier ones: tokens that they signed stay valid until they expire, also after a restart.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use openidconnect::PrivateSigningKey;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreRsaPrivateSigningKey};
use serde::{Deserialize, Serialize};

use super::key::{self, Existing, KeyError};

/// The longest that a token lasts: a year and a day.
const LONGEST_TOKEN: SignedDuration = SignedDuration::from_hours(24 * 366);
/// Between two rotations.
const ROTATE_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// Most earlier keys that are kept; no key is made while none of them can go.
const MOST_EARLIER: usize = 100;

pub struct KeyRing {
    file: PathBuf,
    keys: RwLock<Keys>,
    /// Held while a key is made, which takes a second.
    rotation: Mutex<()>,
}

#[derive(Clone)]
struct Keys {
    current: Arc<CoreRsaPrivateSigningKey>,
    earlier: Vec<EarlierKey>,
}

/// The public part of a key that signs no more.
#[derive(Clone, Serialize, Deserialize)]
struct EarlierKey {
    retired_at: Timestamp,
    key: CoreJsonWebKey,
}

impl KeyRing {
    /// Reads the keys; makes the one that signs if its file does not exist.
    pub fn open(file: &Path) -> Result<Self, KeyError> {
        let current = key::load_or_create(file)?.into();
        let earlier = read_earlier(&earlier_file(file))?;
        Ok(Self { file: file.to_owned(), keys: RwLock::new(Keys { current, earlier }), rotation: Mutex::default() })
    }

    /// The key that signs.
    pub fn current(&self) -> Arc<CoreRsaPrivateSigningKey> {
        self.keys().current
    }

    /// The keys that verify at this time.
    pub fn set(&self, now: Timestamp) -> CoreJsonWebKeySet {
        let Keys { current, mut earlier } = self.keys();
        drop_expired(&mut earlier, now);
        let earlier = earlier.into_iter().map(|earlier| earlier.key);
        CoreJsonWebKeySet::new([current.as_verification_key()].into_iter().chain(earlier).collect())
    }

    /// Signs with a new key from now on. False when the last rotation was a moment ago, or too many keys are kept.
    pub fn rotate(&self, now: Timestamp) -> Result<bool, KeyError> {
        let _turn = self.rotation.lock().unwrap_or_else(PoisonError::into_inner);
        let Keys { current, mut earlier } = self.keys();
        drop_expired(&mut earlier, now);
        if !may_rotate(&earlier, now) {
            return Ok(false);
        }
        earlier.push(EarlierKey { retired_at: now, key: current.as_verification_key() });
        // First, so that a crash in between loses no key.
        let json = serde_json::to_string_pretty(&earlier).map_err(KeyError::Earlier)?;
        key::write(&earlier_file(&self.file), &json, Existing::Replace)?;
        let current = key::replace(&self.file)?.into();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Keys { current, earlier };
        Ok(true)
    }

    fn keys(&self) -> Keys {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn drop_expired(earlier: &mut Vec<EarlierKey>, now: Timestamp) {
    earlier.retain(|key| now.duration_since(key.retired_at) < LONGEST_TOKEN);
}

fn may_rotate(earlier: &[EarlierKey], now: Timestamp) -> bool {
    let last = earlier.iter().map(|key| key.retired_at).max();
    earlier.len() < MOST_EARLIER && last.is_none_or(|last| now.duration_since(last) >= ROTATE_AFTER)
}

/// `sign-in.earlier.json` beside `sign-in.pem`.
fn earlier_file(file: &Path) -> PathBuf {
    file.with_extension("earlier.json")
}

fn read_earlier(file: &Path) -> Result<Vec<EarlierKey>, KeyError> {
    match std::fs::read_to_string(file) {
        Ok(json) => serde_json::from_str(&json).map_err(KeyError::Earlier),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use openidconnect::JsonWebKey;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn kids(keys: &KeyRing, now: Timestamp) -> Vec<String> {
        keys.set(now).keys().iter().map(|key| key.key_id().unwrap().to_string()).collect()
    }

    fn retired(seconds: impl IntoIterator<Item = i64>, key: &CoreJsonWebKey) -> Vec<EarlierKey> {
        seconds.into_iter().map(|second| EarlierKey { retired_at: at(second), key: key.clone() }).collect()
    }

    #[test]
    fn an_earlier_key_verifies_after_a_restart_until_no_token_of_its_can_be_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sign-in.pem");
        let keys = KeyRing::open(&file).unwrap();
        let before = kids(&keys, at(0));
        assert!(keys.rotate(at(0)).unwrap());
        assert!(!keys.rotate(at(59)).unwrap(), "a minute has not passed");
        let after = kids(&keys, at(59));
        assert_eq!((after.len(), &after[1..]), (2, &before[..]));
        let reopened = KeyRing::open(&file).unwrap();
        assert_eq!(kids(&reopened, at(60)), after);
        assert_eq!(kids(&reopened, at(0) + LONGEST_TOKEN), after[..1]);
    }

    #[test]
    fn keys_are_made_once_a_minute_and_only_while_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let key = KeyRing::open(&folder.path().join("sign-in.pem")).unwrap().current().as_verification_key();
        assert!(may_rotate(&[], at(0)));
        assert!(!may_rotate(&retired([0], &key), at(59)));
        assert!(may_rotate(&retired([0], &key), at(60)));
        assert!(may_rotate(&retired(0..99, &key), at(200)));
        assert!(!may_rotate(&retired(0..100, &key), at(200)));
    }

    #[test]
    fn a_file_of_earlier_keys_that_cannot_be_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sign-in.pem");
        KeyRing::open(&file).unwrap();
        std::fs::write(folder.path().join("sign-in.earlier.json"), "{").unwrap();
        assert!(matches!(KeyRing::open(&file), Err(KeyError::Earlier(_))));
    }
}
