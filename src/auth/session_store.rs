//! Browser sessions on the server: actix-session's store over the records that the layer below keeps. The browser holds a
//! random key, the records only its hash.

use std::sync::Arc;

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

use crate::service::sessions::{SessionRecords, SessionRecordsError, SessionState};

/// Since the last request.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(8);

/// How much later than stored an expiry must be before it is written: saves a write on most requests.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_secs(60);

#[derive(Clone)]
pub struct Sessions {
    records: Arc<dyn SessionRecords>,
    clock: fn() -> Timestamp,
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
        Self { records, clock }
    }

    /// Removes expired sessions; how many. To be called now and then.
    pub async fn sweep(&self) -> anyhow::Result<usize> {
        let now = (self.clock)();
        self.blocking(move |records| records.sweep(now)).await
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
        let found = self.records.load(&key, now).map_err(|error| LoadError::Other(error.into()))?;
        let Some((state, expires)) = found else { return Ok(None) };
        if expires_at.duration_since(expires) > TOUCH_AFTER {
            self.blocking(move |records| records.touch(&key, expires_at)).await.map_err(LoadError::Other)?;
        }
        Ok(Some(state))
    }

    async fn save(&self, state: SessionState, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let session_key = new_key().map_err(SaveError::Other)?;
        let (key, expires_at) = (hash(&session_key), self.expiry(ttl));
        self.blocking(move |records| records.save(&key, &state, expires_at)).await.map_err(SaveError::Other)?;
        Ok(session_key)
    }

    async fn update(
        &self,
        session_key: SessionKey,
        state: SessionState,
        ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let (key, expires_at) = (hash(&session_key), self.expiry(ttl));
        let kept = self
            .blocking(move |records| records.replace(&key, &state, expires_at))
            .await
            .map_err(UpdateError::Other)?;
        if !kept {
            tracing::debug!("a session ended while a request of its was under way");
        }
        Ok(session_key)
    }

    /// `load` has moved the expiry: it has just read what is stored.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> anyhow::Result<()> {
        Ok(())
    }

    async fn delete(&self, session_key: &SessionKey) -> anyhow::Result<()> {
        let key = hash(session_key);
        self.blocking(move |records| records.delete(&key)).await
    }
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
