//! Where browser sessions are kept, as a trait: `auth` owns what is in them, `store` owns the table.

use std::collections::HashMap;

use jiff::Timestamp;

/// What a session holds: names and values, of which only `auth` knows the meaning.
pub type SessionState = HashMap<String, String>;

/// What the store said when a session could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionRecordsError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Records by the SHA-256 of the session's key (in base64url): who reads the table cannot become somebody.
/// Calls block unless they say otherwise; `auth` makes them off the async threads.
pub trait SessionRecords: Send + Sync {
    /// The state, where that can be said without waiting; [`SessionRecords::load`] knows of the others too.
    /// Reads no session from the file.
    fn recall(&self, _key: &str, _now: Timestamp) -> Option<SessionState> {
        None
    }

    /// Whether moving the expiry may need a write. Reads nothing.
    fn touch_is_due(&self, _key: &str, _expires_at: Timestamp) -> bool {
        true
    }

    /// The state, unless it is unknown or expired at `now`.
    fn load(&self, key: &str, now: Timestamp) -> Result<Option<SessionState>, SessionRecordsError>;

    /// Keeps a new session, or replaces the one with this key.
    fn save(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> Result<(), SessionRecordsError>;

    /// Replaces the state of a session that exists. False when there is none: a session that was signed out of while
    /// another request was under way must not come back with that request's answer.
    fn replace(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> Result<bool, SessionRecordsError>;

    /// Moves the expiry. Called on every request, so a store may leave out moves of less than a minute.
    fn touch(&self, key: &str, expires_at: Timestamp) -> Result<(), SessionRecordsError>;

    fn delete(&self, key: &str) -> Result<(), SessionRecordsError>;

    /// Removes what has expired at `now`; how many.
    fn sweep(&self, now: Timestamp) -> Result<usize, SessionRecordsError>;
}
