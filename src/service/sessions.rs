//! Trait of the session store: `auth` defines the content, `store` the table.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// A session's content: names and values that only `auth` interprets.
pub type SessionState = BTreeMap<String, String>;

/// Fields to set, and with `None` those to remove.
pub type SessionChanges = BTreeMap<String, Option<String>>;

/// A session could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionRecordsError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Session records, by SHA-256 of the session key (base64url).
/// A stolen table signs nobody in. Writes block; `auth` runs them off the async threads.
pub trait SessionRecords: Send + Sync {
    /// The state and its expiry, unless unknown or expired at `now`.
    /// Runs on the async thread for every request: takes microseconds and never waits for a write.
    fn load(&self, key: &str, now: Timestamp) -> Result<Option<(SessionState, Timestamp)>, SessionRecordsError>;

    /// Saves a new session.
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

    /// Sets the expiry.
    fn touch(&self, key: &str, expires_at: Timestamp) -> Result<(), SessionRecordsError>;

    fn delete(&self, key: &str) -> Result<(), SessionRecordsError>;

    /// Deletes sessions expired at `now`; how many.
    fn sweep(&self, now: Timestamp) -> Result<usize, SessionRecordsError>;
}
