//! Use case: see one system access.

use super::{ActingAs, ClientPage, ClientQuery, Result};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::package::AccessPackage;

/// A system access with what the person may know of it.
#[derive(Debug)]
pub struct AccessDetail {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// The assigned clients; `None` when the access takes none or the person may not see them.
    pub clients: Option<ClientPage>,
}

impl ActingAs {
    /// The access with this id and, for a client administrator, the assigned clients that the query finds.
    pub fn access(&self, id: AccessId, query: &ClientQuery) -> Result<AccessDetail> {
        let read = self.service.store.read()?;
        let access = self.visible_access(&*read, id)?;
        let packages = self.packages(&access);
        let clients = match (access.kind, self.client_administrator()) {
            (AccessKind::Clients, Ok(administrator)) => Some(administrator.page(&*read, &access, query)?),
            _ => None,
        };
        Ok(AccessDetail { access, packages, clients })
    }
}
