//! Use case: see one system access.

use super::{ActingAs, ClientPage, ClientQuery, Result};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::package::AccessPackage;

/// A system access, as far as the person may see it.
#[derive(Debug)]
pub struct AccessDetail {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// The assigned clients;
    /// `None` when the access takes none or the person may not see them.
    pub clients: Option<ClientPage>,
}

impl ActingAs {
    /// The access with this id; for a client administrator, with its clients.
    pub fn access(&self, id: AccessId, query: &ClientQuery) -> Result<AccessDetail> {
        let provider = self.provider_snapshot()?;
        let snapshot = self.visible(&provider, id)?;
        let sees_clients = snapshot.access.kind == AccessKind::Clients && self.permissions.client_administration;
        let clients = sees_clients.then(|| ClientPage::of(&provider.client_index, snapshot, query));
        Ok(AccessDetail { access: snapshot.access.clone(), packages: snapshot.packages.clone(), clients })
    }
}
