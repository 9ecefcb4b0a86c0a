//! Use case: see the organisation's system accesses.

use super::snapshot::ClientCounts;
use super::{ActingAs, Result, ServiceError};
use crate::domain::access::{AccessKind, SystemAccess};

/// The organisation's system accesses, newest first in each list.
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

impl ActingAs {
    /// The organisation's system accesses, as far as the person may see them.
    pub fn overview(&self) -> Result<Overview> {
        if !self.permissions.overview() {
            return Err(ServiceError::NoPowers);
        }
        let provider = self.provider_snapshot()?;
        let of_kind = |kind| provider.accesses.iter().filter(move |snapshot| snapshot.access.kind == kind);
        let own =
            of_kind(AccessKind::Own).map(|snapshot| OverviewEntry { access: snapshot.access.clone(), counts: None });
        let clients = of_kind(AccessKind::Clients).map(|snapshot| OverviewEntry {
            access: snapshot.access.clone(),
            counts: self.permissions.client_administration.then(|| snapshot.counts),
        });
        Ok(Overview { own: self.permissions.access_management.then(|| own.collect()), clients: clients.collect() })
    }
}
