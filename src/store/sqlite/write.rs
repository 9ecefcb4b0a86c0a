//! The changes of the service, as SQL.

use jiff::Timestamp;
use rusqlite::params;

use super::unit::Unit;
use super::{Result, failed};
use crate::domain::access::AccessId;
use crate::domain::audit::{AuditEntry, ChangeId, OUTSIDE};
use crate::domain::delegation::Via;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::PackageCode;
use crate::domain::role::ErRole;
use crate::domain::world::WorldClock;
use crate::service::store::{Brought, Write};

impl Write for Unit<'_> {
    fn add(&self, access: AccessId, at: Timestamp, clients: &mut dyn Iterator<Item = Brought<'_>>) -> Result<()> {
        let access = self.key(access)?;
        for (client, packages) in clients {
            let insert = "INSERT INTO delegation (access, client, added) VALUES (?1, ?2, ?3)";
            self.change(insert, params![access, client.value(), at.as_millisecond()])?;
            for (package, via) in packages {
                let insert = "INSERT INTO delegation_package (access, client, package, via) VALUES (?1, ?2, ?3, ?4)";
                self.change(insert, params![access, client.value(), package.as_str(), code(*via)])?;
            }
        }
        Ok(())
    }

    fn remove(&self, access: AccessId, clients: &[OrganisationNumber]) -> Result<()> {
        let access = self.key(access)?;
        for client in clients {
            self.change("DELETE FROM delegation WHERE access = ?1 AND client = ?2", params![access, client.value()])?;
        }
        Ok(())
    }

    fn append_audit(
        &self,
        entry: &AuditEntry,
        changed: &[OrganisationNumber],
        refused: &[OrganisationNumber],
    ) -> Result<ChangeId> {
        let insert = "INSERT INTO audit (at, person, on_behalf_of, action, access, already, undoes, channel, client_id,
            changed, refused) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let row = params![
            entry.at.as_millisecond(),
            (entry.person != OUTSIDE).then(|| entry.person.uuid()),
            entry.on_behalf_of.value(),
            entry.action.code(),
            entry.access.uuid(),
            count(entry.already),
            entry.undoes.map(ChangeId::value),
            entry.channel.code(),
            entry.channel.client(),
            count(changed.len()),
            count(refused.len())
        ];
        self.change(insert, row)?;
        let id = self.last_id();
        for (clients, refused) in [(changed, false), (refused, true)] {
            for client in clients {
                let insert = "INSERT INTO audit_client (audit, client, refused) VALUES (?1, ?2, ?3)";
                self.change(insert, params![id, client.value(), refused])?;
            }
        }
        Ok(id.into())
    }

    fn set_clock(&self, clock: WorldClock) -> Result<()> {
        self.write_clock(clock)
    }

    fn add_organisation(&self, organisation: &Organisation) -> Result<()> {
        super::load::add_organisation(self, organisation)
    }

    fn set_form(&self, organisation: OrganisationNumber, form: OrgForm) -> Result<()> {
        let update = "UPDATE organisation SET form = ?2 WHERE number = ?1";
        self.change(update, params![organisation.value(), form.code()]).map(drop)
    }

    fn set_role(
        &self,
        provider: OrganisationNumber,
        client: OrganisationNumber,
        role: ErRole,
        on: bool,
    ) -> Result<bool> {
        let statement = if on {
            "INSERT INTO client_role (provider, client, role) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM client_role WHERE provider = ?1 AND client = ?2 AND role = ?3"
        };
        Ok(self.change(statement, params![provider.value(), client.value(), role.code()])? > 0)
    }

    fn set_package(
        &self,
        provider: OrganisationNumber,
        client: OrganisationNumber,
        package: &PackageCode,
        on: bool,
    ) -> Result<bool> {
        let statement = if on {
            "INSERT INTO client_package (provider, client, package) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM client_package WHERE provider = ?1 AND client = ?2 AND package = ?3"
        };
        Ok(self.change(statement, params![provider.value(), client.value(), package.as_str()])? > 0)
    }

    fn lose(&self, access: AccessId, client: OrganisationNumber, packages: &[PackageCode]) -> Result<()> {
        let access = self.key(access)?;
        for package in packages {
            let delete = "DELETE FROM delegation_package WHERE access = ?1 AND client = ?2 AND package = ?3";
            self.change(delete, params![access, client.value(), package.as_str()])?;
        }
        Ok(())
    }

    fn delete_access(&self, access: AccessId) -> Result<()> {
        self.change("DELETE FROM system_access WHERE id = ?1", [access.uuid()]).map(drop)
    }

    fn commit(mut self: Box<Self>) -> Result<u64> {
        let bump = "UPDATE world SET revision = revision + 1 RETURNING revision";
        let revision = self.first(bump, [], |row| row.get::<_, i64>(0))?.unwrap_or_default();
        self.finish()?;
        u64::try_from(revision).map_err(failed)
    }
}

impl Unit<'_> {
    /// The key by which rows refer to an access.
    fn key(&self, access: AccessId) -> Result<i64> {
        let key = self.first("SELECT key FROM system_access WHERE id = ?1", [access.uuid()], |row| row.get(0))?;
        key.ok_or_else(|| failed("the system access is gone"))
    }
}

fn count(clients: usize) -> i64 {
    i64::try_from(clients).unwrap_or(i64::MAX)
}

fn code(via: Via) -> &'static str {
    match via {
        Via::Role(role) => role.code(),
        Via::Direct => "direct",
    }
}
