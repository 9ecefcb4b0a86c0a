//! Use case: see the organisation's system accesses.

use std::collections::HashSet;

use super::store::Read;
use super::{ActingAs, Result, ServiceError};
use crate::domain::access::{AccessKind, SystemAccess};
use crate::domain::client::Client;
use crate::domain::eligibility::Eligibility;

/// The overview, newest first in each list.
#[derive(Debug)]
pub struct Overview {
    /// `None` when the person may not see the organisation's own accesses.
    pub own: Option<Vec<OverviewEntry>>,
    pub clients: Vec<OverviewEntry>,
}

/// One system access of the overview.
#[derive(Debug)]
pub struct OverviewEntry {
    pub access: SystemAccess,
    /// `None` when the access takes no clients or the person may not see them.
    pub counts: Option<ClientCounts>,
}

/// How many clients are on an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientCounts {
    pub assigned: usize,
    /// Of those, how many no longer have every package.
    pub lost: usize,
}

impl ActingAs {
    /// The organisation's system accesses, as far as the person may see them.
    pub fn overview(&self) -> Result<Overview> {
        if !self.permissions.overview() {
            return Err(ServiceError::NoPowers);
        }
        let read = self.service.store.read()?;
        let may_count = self.permissions.client_administration;
        let clients = if may_count { read.clients(self.owner.number)? } else { Vec::new() };
        let (mut own, mut for_clients) = (Vec::new(), Vec::new());
        for access in read.accesses(self.owner.number)? {
            match access.kind {
                AccessKind::Own => own.push(OverviewEntry { access, counts: None }),
                AccessKind::Clients => {
                    let counts = may_count.then(|| self.counts(&*read, &access, &clients)).transpose()?;
                    for_clients.push(OverviewEntry { access, counts });
                }
            }
        }
        Ok(Overview { own: self.permissions.access_management.then_some(own), clients: for_clients })
    }

    fn counts(&self, read: &dyn Read, access: &SystemAccess, clients: &[Client]) -> Result<ClientCounts> {
        let assigned = read.delegated(access.id)?;
        let needed = self.packages(access);
        let eligible: HashSet<_> = clients
            .iter()
            .filter(|client| Eligibility::of(&needed, client).is_eligible())
            .map(|client| client.organisation.number)
            .collect();
        let lost = assigned.iter().filter(|client| !eligible.contains(client)).count();
        Ok(ClientCounts { assigned: assigned.len(), lost })
    }
}
