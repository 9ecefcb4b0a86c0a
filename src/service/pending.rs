//! Use case: see the requests that were sent on and wait for an answer.

use jiff::Timestamp;

use super::{AccessManager, ActingAs, ListPage, Result};
use crate::domain::access_request::AccessRequest;

impl AccessManager<'_> {
    /// A page of the owner's requests that were sent on and wait; a page after the last is the last.
    pub fn pending(self, page: usize, size: usize, now: Timestamp) -> Result<ListPage<AccessRequest>> {
        let provider = self.0.provider_snapshot()?;
        let waiting = provider.escalated.iter().filter(|request| request.is_pending(now));
        Ok(ListPage::of(waiting, page, size, Clone::clone))
    }
}

impl ActingAs {
    /// How many requests wait for this person: none without access management.
    pub fn pending_count(&self, now: Timestamp) -> Result<usize> {
        if !self.permissions.access_management {
            return Ok(0);
        }
        let provider = self.provider_snapshot()?;
        Ok(provider.escalated.iter().filter(|request| request.is_pending(now)).count())
    }
}
