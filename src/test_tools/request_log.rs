//! The latest API requests, for testers who want to see what a program sent.
//! Bounded, in memory, without tokens.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::number::OrganisationNumber;
use crate::domain::person::PersonId;
use crate::domain::world::WorldName;

/// Most requests that are kept.
pub const CAPACITY: usize = 200;

/// A request and its status.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    pub at: Timestamp,
    pub method: String,
    /// Path and query.
    pub target: String,
    pub status: u16,
    /// The person of a valid token.
    pub person: Option<PersonId>,
    /// The organisation of a program's own token.
    pub organisation: Option<OrganisationNumber>,
    /// The program's client id.
    pub client: Option<String>,
    /// The world of its token.
    pub world: Option<WorldName>,
    pub id: Uuid,
    pub idempotency_key: Option<String>,
    /// The start of the body, if the handler read it.
    pub body: Option<String>,
    /// What the answer warned of.
    pub warning: Option<String>,
}

/// The latest requests.
#[derive(Debug, Default)]
pub struct RequestLog(Mutex<VecDeque<LoggedRequest>>);

impl RequestLog {
    /// Adds a request, replacing the oldest at the limit.
    pub fn add(&self, request: LoggedRequest) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.truncate(CAPACITY - 1);
        log.push_front(request);
    }

    /// The requests, latest first.
    pub fn latest(&self) -> Vec<LoggedRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
