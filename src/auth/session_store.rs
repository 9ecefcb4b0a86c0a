//! Browser sessions on the server, over the records that the layer below keeps. The browser holds a random key, the
//! records only its hash.
//!
//! A failing store is logged and costs as little as possible: a change that was stored is not answered with an error
//! because its message could not be kept, and a sign-out ends the session although its record stays.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::web;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rand::RngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};

use super::session;
use super::session_fields::{Outcome, SessionFields, SessionStatus};
use crate::service::sessions::{SessionChanges, SessionRecords, SessionRecordsError};

/// Since the last request.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(8);

/// How much later than stored an expiry must be before it is written: saves a write on most requests.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_secs(60);

#[derive(Clone)]
pub struct Sessions {
    records: Arc<dyn SessionRecords>,
    clock: fn() -> Timestamp,
    /// Hashes of sessions that ended and could not be deleted.
    ended: Arc<Mutex<HashSet<String>>>,
}

/// What the browser's cookie has to follow.
pub(super) enum KeyChange {
    None,
    New(String),
    Gone,
}

impl Sessions {
    pub fn new(records: Arc<dyn SessionRecords>, clock: fn() -> Timestamp) -> Self {
        Self { records, clock, ended: Arc::default() }
    }

    /// Removes expired sessions; how many. To be called now and then.
    pub async fn sweep(&self) -> anyhow::Result<usize> {
        let now = (self.clock)();
        let ended = self.ended().clone();
        for key in ended {
            let hash = key.clone();
            self.blocking(move |records| records.delete(&hash)).await?;
            self.ended().remove(&key);
        }
        self.blocking(move |records| records.sweep(now)).await
    }

    fn ended(&self) -> MutexGuard<'_, HashSet<String>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn SessionRecords) -> Result<T, SessionRecordsError> + Send + 'static,
    ) -> anyhow::Result<T> {
        let records = self.records.clone();
        Ok(web::block(move || work(&*records)).await??)
    }

    fn expiry(&self) -> Timestamp {
        (self.clock)().saturating_add(SESSION_LIFETIME).unwrap_or(Timestamp::MAX)
    }

    /// The session with this key, if it goes on. Moves its expiry.
    pub(super) async fn load(&self, session_key: &str) -> Option<SessionFields> {
        let (key, now, expires_at) = (hash(session_key), (self.clock)(), self.expiry());
        if self.ended().contains(&key) {
            return None;
        }
        let (state, expires) = match self.records.load(&key, now) {
            Ok(found) => found.filter(|(state, _)| !session::is_over(state, now))?,
            Err(error) => {
                failed("read", &error.into());
                return Some(SessionFields::unavailable());
            }
        };
        if expires_at.duration_since(expires) > TOUCH_AFTER
            && let Err(error) = self.blocking(move |records| records.touch(&key, expires_at)).await
        {
            failed("prolonged", &error);
        }
        Some(SessionFields::loaded(state))
    }

    /// Writes what a request changed. `key` is that of its session, if it came with one that goes on.
    pub(super) async fn write(&self, key: Option<String>, fields: &SessionFields) -> KeyChange {
        let unavailable = fields.is_unavailable();
        let outcome = fields.take();
        match (key, outcome.status) {
            (None, _) if outcome.state.is_empty() => KeyChange::None,
            (None, _) => KeyChange::New(self.save(outcome).await),
            (Some(key), SessionStatus::Kept) => {
                if !unavailable && !outcome.changes.is_empty() {
                    self.change(&key, outcome.changes).await;
                }
                KeyChange::None
            }
            (Some(key), SessionStatus::Renewed) => KeyChange::New(self.renew(&key, outcome).await),
            (Some(key), SessionStatus::Ended) => {
                self.delete(&key).await;
                KeyChange::Gone
            }
        }
    }

    async fn save(&self, Outcome { state, .. }: Outcome) -> String {
        let (session_key, expires_at) = (new_key(), self.expiry());
        let key = hash(&session_key);
        if let Err(error) = self.blocking(move |records| records.save(&key, &state, expires_at)).await {
            failed("stored", &error);
        }
        session_key
    }

    async fn change(&self, session_key: &str, changes: SessionChanges) {
        let (key, expires_at) = (hash(session_key), self.expiry());
        match self.blocking(move |records| records.change(&key, &changes, expires_at)).await {
            Ok(true) => {}
            Ok(false) => tracing::debug!("a session ended while a request of its was under way"),
            Err(error) => failed("changed", &error),
        }
    }

    /// What is kept goes along as it is stored now: another request may have changed it.
    async fn renew(&self, session_key: &str, outcome: Outcome) -> String {
        let (session_key, key, expires_at) = (new_key(), hash(session_key), self.expiry());
        let (from, to) = (key.clone(), hash(&session_key));
        let renewed = self.blocking(move |records| {
            if !records.renew(&from, &to, &outcome.kept, &outcome.changes, expires_at)? {
                records.save(&to, &outcome.state, expires_at)?;
            }
            Ok(())
        });
        if let Err(error) = renewed.await {
            failed("renewed", &error);
            self.ended().insert(key);
        }
        session_key
    }

    async fn delete(&self, session_key: &str) {
        let key = hash(session_key);
        let hash = key.clone();
        if let Err(error) = self.blocking(move |records| records.delete(&hash)).await {
            failed("deleted", &error);
            self.ended().insert(key);
        }
    }
}

fn failed(what: &str, error: &anyhow::Error) {
    tracing::error!(error = format!("{error:#}"), "a session could not be {what}");
}

/// 256 random bits in base64url.
fn new_key() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hash(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(key))
}

#[cfg(test)]
#[path = "session_store_tests.rs"]
pub(super) mod tests;
