//! Where browser sessions are kept, as a trait: `auth` owns what is in them, `store` owns the table.

use std::collections::HashMap;

use jiff::Timestamp;

/// What a session holds: names and values, of which only `auth` knows the meaning.
pub type SessionState = HashMap<String, String>;

/// Fields to set, and with `None` those to remove.
pub type SessionChanges = HashMap<String, Option<String>>;

/// What the store said when a session could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionRecordsError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Records by the SHA-256 of the session's key (in base64url): who reads the table cannot become somebody.
/// Writes block; `auth` makes them off the async threads.
pub trait SessionRecords: Send + Sync {
    /// The state and when it expires, unless it is unknown or expired at `now`. Every request asks, on its async thread:
    /// an answer takes microseconds and never waits for a write.
    fn load(&self, key: &str, now: Timestamp) -> Result<Option<(SessionState, Timestamp)>, SessionRecordsError>;

    /// Keeps a new session.
    fn save(&self, key: &str, state: &SessionState, expires_at: Timestamp) -> Result<(), SessionRecordsError>;

    /// Changes these fields and leaves the others as other requests have written them. False when there is no such
    /// session: one that was signed out of while another request was under way must not come back with its answer.
    fn change(&self, key: &str, changes: &SessionChanges, expires_at: Timestamp) -> Result<bool, SessionRecordsError>;

    /// Moves a session to the key `to`: of its fields only `kept` go along, then `changes` apply. False when there is no
    /// such session.
    fn renew(
        &self,
        key: &str,
        to: &str,
        kept: &[&str],
        changes: &SessionChanges,
        expires_at: Timestamp,
    ) -> Result<bool, SessionRecordsError>;

    /// Moves the expiry.
    fn touch(&self, key: &str, expires_at: Timestamp) -> Result<(), SessionRecordsError>;

    fn delete(&self, key: &str) -> Result<(), SessionRecordsError>;

    /// Removes what has expired at `now`; how many.
    fn sweep(&self, now: Timestamp) -> Result<usize, SessionRecordsError>;
}
