//! Browser sessions on the server: actix-session's store over the records that the layer below keeps. The browser holds a
//! random key, the records only its hash.
//!
//! A failing store is logged and costs as little as possible: a change that was stored is not answered with an error
//! because its message could not be kept, and a sign-out ends the session although its record stays.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_session::SessionMiddleware;
use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use actix_web::web;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rand::RngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};

use super::session;
use crate::service::sessions::{SessionRecords, SessionRecordsError, SessionState};

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

/// The session cookie's name.
pub fn session_cookie(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// Sessions by cookie: `__Host-` and `Secure` when the portal is reached over https; `SameSite=Lax`, as `Strict` would
/// lose the session on the way back from the provider. The cookie is signed, which keeps made-up keys from reaching the
/// records; with a `key` that changes at restart, everybody signs in again then.
pub fn session_middleware(store: Sessions, key: Key, https: bool) -> SessionMiddleware<Sessions> {
    let lifecycle = BrowserSession::default().state_ttl(Duration::seconds(SESSION_LIFETIME.as_secs()));
    SessionMiddleware::builder(store, key)
        .cookie_name(session_cookie(https).into())
        .cookie_secure(https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(lifecycle)
        .build()
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

    fn expiry(&self, ttl: &Duration) -> Timestamp {
        let ttl = SignedDuration::from_secs(ttl.whole_seconds());
        (self.clock)().saturating_add(ttl).unwrap_or(Timestamp::MAX)
    }
}

impl SessionStore for Sessions {
    async fn load(&self, session_key: &SessionKey) -> Result<Option<SessionState>, LoadError> {
        let (key, now) = (hash(session_key), (self.clock)());
        let expires_at = now.saturating_add(SESSION_LIFETIME).unwrap_or(Timestamp::MAX);
        if self.ended().contains(&key) {
            return Ok(None);
        }
        let (state, expires) = match self.records.load(&key, now) {
            Ok(Some((state, expires))) if !session::is_over(&state, now) => (state, expires),
            Ok(_) => return Ok(None),
            Err(error) => {
                failed("read", &error.into());
                return Ok(Some(session::unavailable()));
            }
        };
        if expires_at.duration_since(expires) > TOUCH_AFTER
            && let Err(error) = self.blocking(move |records| records.touch(&key, expires_at)).await
        {
            failed("prolonged", &error);
        }
        Ok(Some(state))
    }

    async fn save(&self, state: SessionState, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let session_key = new_key().map_err(SaveError::Other)?;
        let (key, expires_at) = (hash(&session_key), self.expiry(ttl));
        if let Err(error) = self.blocking(move |records| records.save(&key, &state, expires_at)).await {
            failed("stored", &error);
        }
        Ok(session_key)
    }

    async fn update(
        &self,
        session_key: SessionKey,
        state: SessionState,
        ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        if session::is_unavailable(&state) {
            return Ok(session_key);
        }
        let (key, expires_at) = (hash(&session_key), self.expiry(ttl));
        match self.blocking(move |records| records.replace(&key, &state, expires_at)).await {
            Ok(true) => {}
            Ok(false) => tracing::debug!("a session ended while a request of its was under way"),
            Err(error) => failed("changed", &error),
        }
        Ok(session_key)
    }

    /// `load` has moved the expiry: it has just read what is stored.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> anyhow::Result<()> {
        Ok(())
    }

    async fn delete(&self, session_key: &SessionKey) -> anyhow::Result<()> {
        let key = hash(session_key);
        let hash = key.clone();
        if let Err(error) = self.blocking(move |records| records.delete(&hash)).await {
            failed("deleted", &error);
            self.ended().insert(key);
        }
        Ok(())
    }
}

fn failed(what: &str, error: &anyhow::Error) {
    tracing::error!(error = format!("{error:#}"), "a session could not be {what}");
}

/// 256 random bits in base64url.
fn new_key() -> anyhow::Result<SessionKey> {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    Ok(URL_SAFE_NO_PAD.encode(bytes).try_into()?)
}

fn hash(key: &SessionKey) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(key.as_ref()))
}

#[cfg(test)]
#[path = "session_store_tests.rs"]
mod tests;
