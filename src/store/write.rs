//! The changes of the service, as SQL.

use rusqlite::params;

use super::Result;
use super::unit::Unit;
use crate::domain::access::AccessId;
use crate::domain::audit::AuditEntry;
use crate::domain::delegation::{Delegation, Via};
use crate::domain::number::OrganisationNumber;
use crate::service::store::Write;

impl Write for Unit<'_> {
    fn add_delegation(&self, delegation: &Delegation) -> Result<bool> {
        let Delegation { access, client, added, packages } = delegation;
        let insert = "INSERT INTO delegation (access, client, added)
            SELECT key, ?2, ?3 FROM system_access WHERE id = ?1 ON CONFLICT DO NOTHING";
        let changed = self.change(insert, params![access.uuid(), client.value(), added.as_millisecond()])? > 0;
        if changed {
            for (package, via) in packages {
                let insert = "INSERT INTO delegation_package (access, client, package, via)
                    SELECT key, ?2, ?3, ?4 FROM system_access WHERE id = ?1";
                self.change(insert, params![access.uuid(), client.value(), package.as_str(), code(*via)])?;
            }
        }
        Ok(changed)
    }

    fn remove_delegation(&self, access: AccessId, client: OrganisationNumber) -> Result<bool> {
        let delete =
            "DELETE FROM delegation WHERE access = (SELECT key FROM system_access WHERE id = ?1) AND client = ?2";
        Ok(self.change(delete, params![access.uuid(), client.value()])? > 0)
    }

    fn append_audit(&self, entry: &AuditEntry) -> Result<()> {
        let insert = "INSERT INTO audit (at, person, on_behalf_of, action, access, client)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let AuditEntry { at, person, on_behalf_of, action, access, client } = entry;
        let row = params![
            at.as_millisecond(),
            person.uuid(),
            on_behalf_of.value(),
            action.code(),
            access.uuid(),
            client.value()
        ];
        self.change(insert, row).map(drop)
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        self.finish()
    }
}

fn code(via: Via) -> &'static str {
    match via {
        Via::Role(role) => role.code(),
        Via::Direct => "direct",
    }
}
