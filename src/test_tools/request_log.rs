//! The latest requests to the API, for testers who want to see what a program sent. In memory and bounded; no token is
//! kept.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::person::PersonId;
use crate::domain::world::WorldName;

/// How many requests are kept.
pub const CAPACITY: usize = 200;

/// A request that was answered.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    pub at: Timestamp,
    pub method: String,
    /// Path and query.
    pub target: String,
    pub status: u16,
    /// Whose token it was, if it held.
    pub person: Option<PersonId>,
    /// The program's client id.
    pub client: Option<String>,
    /// The world that its token opens.
    pub world: Option<WorldName>,
    pub id: Uuid,
    pub idempotency_key: Option<String>,
    /// The beginning of a body that the handler has read.
    pub body: Option<String>,
}

/// The latest requests.
#[derive(Debug, Default)]
pub struct RequestLog(Mutex<VecDeque<LoggedRequest>>);

impl RequestLog {
    /// Adds a request, in place of the oldest where there are too many.
    pub fn add(&self, request: LoggedRequest) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.truncate(CAPACITY - 1);
        log.push_front(request);
    }

    /// The latest first.
    pub fn latest(&self) -> Vec<LoggedRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
