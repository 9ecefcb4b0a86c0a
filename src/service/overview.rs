//! Use case: see the organisation's system accesses.

use std::sync::Arc;

use super::snapshot::{AccessSnapshot, ClientCounts};
use super::{ActingAs, ListPage, Result, ServiceError};
use crate::domain::access::{AccessKind, SystemAccess};

/// The organisation's system accesses, newest first in each list.
#[derive(Debug)]
pub struct Overview {
    /// `None` when the person may not see the organisation's own accesses.
    pub own: Option<ListPage<OverviewEntry>>,
    pub clients: ListPage<OverviewEntry>,
}

/// The pages of the overview's lists, from 1.
#[derive(Debug, Clone, Copy)]
pub struct OverviewPages {
    pub own: usize,
    pub clients: usize,
    /// Rows on each.
    pub size: usize,
}

/// One system access of the overview.
#[derive(Debug)]
pub struct OverviewEntry {
    snapshot: Arc<AccessSnapshot>,
    /// `None` when the access takes no clients or the person may not see them.
    pub counts: Option<ClientCounts>,
}

impl OverviewEntry {
    pub fn access(&self) -> &SystemAccess {
        &self.snapshot.access
    }
}

impl ActingAs {
    /// The organisation's system accesses, as far as the person may see them.
    pub fn overview(&self, pages: OverviewPages) -> Result<Overview> {
        if !self.permissions.overview() {
            return Err(ServiceError::NoPowers);
        }
        let provider = self.provider_snapshot()?;
        let list = |kind, page, counts: fn(&AccessSnapshot) -> Option<ClientCounts>| {
            let of_kind = provider.accesses.iter().filter(|snapshot| snapshot.access.kind == kind);
            let row =
                |snapshot: &Arc<AccessSnapshot>| OverviewEntry { snapshot: snapshot.clone(), counts: counts(snapshot) };
            ListPage::of(of_kind, page, pages.size, row)
        };
        let counts: fn(&AccessSnapshot) -> Option<ClientCounts> =
            if self.permissions.client_administration { |snapshot| Some(snapshot.counts) } else { |_| None };
        Ok(Overview {
            own: self.permissions.access_management.then(|| list(AccessKind::Own, pages.own, |_| None)),
            clients: list(AccessKind::Clients, pages.clients, counts),
        })
    }
}
