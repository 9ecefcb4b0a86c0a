//! Use case: see the requests that were sent on and wait for an answer.

use jiff::Timestamp;

use super::{AccessManager, ActingAs, Result};
use crate::domain::access_request::AccessRequest;

/// One page of waiting requests, newest first.
#[derive(Debug, Default)]
pub struct PendingPage {
    pub rows: Vec<AccessRequest>,
    /// The page shown, from 1.
    pub page: usize,
    pub pages: usize,
    /// How many wait on all pages.
    pub total: usize,
}

impl AccessManager<'_> {
    /// A page of the owner's requests that were sent on and wait; a page after the last is the last.
    pub fn pending(self, page: usize, size: usize, now: Timestamp) -> Result<PendingPage> {
        let provider = self.0.provider_snapshot()?;
        let waiting = || provider.escalated.iter().filter(|request| request.is_pending(now));
        let (total, size) = (waiting().count(), size.max(1));
        let pages = total.div_ceil(size).max(1);
        let page = page.clamp(1, pages);
        Ok(PendingPage { rows: waiting().skip((page - 1) * size).take(size).cloned().collect(), page, pages, total })
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
