//! System accesses, as SQL.

use jiff::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::connection::Result;
use super::rows::{codes, invalid, millis, number, timestamp, to_i64};
use super::systems::{SUMMARY, summary};
use super::transaction::Transaction;
use crate::domain::access::{AccessId, AccessKind, DeletedAccess, SystemAccess};
use crate::domain::access_request::{AccessKey, ExternalRef};
use crate::domain::audit::OUTSIDE;
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::person::PersonId;
use crate::domain::system::SystemId;
use crate::service::store::{ReadAccesses, WriteAccesses};

/// A WHERE or ORDER clause follows.
fn select(rest: &str) -> String {
    format!(
        "SELECT {SUMMARY}, a.id, a.owner, a.kind, a.title, a.external_ref, a.created,
            (SELECT group_concat(package, ' ' ORDER BY place) FROM access_package WHERE access = a.key), a.own_organisation
        FROM system_access a JOIN system s ON s.key = a.system JOIN organisation v ON v.number = s.vendor {rest}"
    )
}

impl ReadAccesses for Transaction<'_> {
    fn accesses(&self, owner: OrganisationNumber) -> Result<Vec<SystemAccess>> {
        self.all(&select("WHERE a.owner = ?1 ORDER BY a.created DESC, a.title, a.key"), [owner.value()], access)
    }

    fn access(&self, id: AccessId) -> Result<Option<SystemAccess>> {
        self.first(&select("WHERE a.id = ?1"), [id.uuid()], access)
    }

    fn access_by_key(&self, key: &AccessKey) -> Result<Option<SystemAccess>> {
        let query = select("WHERE s.id = ?1 AND a.owner = ?2 AND a.external_ref = ?3");
        self.first(&query, params![key.system.as_str(), key.owner.value(), key.external_ref.as_str()], access)
    }

    fn accesses_of_system(
        &self,
        system: &SystemId,
        after: Option<AccessId>,
        limit: usize,
    ) -> Result<Vec<SystemAccess>> {
        let query = select("WHERE s.id = ?1 AND (?2 IS NULL OR a.id > ?2) ORDER BY a.id LIMIT ?3");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(&query, params![system.as_str(), after.map(AccessId::uuid), limit], access)
    }

    fn all_accesses(&self) -> Result<Vec<SystemAccess>> {
        self.all(&select("ORDER BY a.key"), [], access)
    }

    fn deleted_access(&self, id: AccessId) -> Result<Option<DeletedAccess>> {
        let query = "SELECT owner, kind, title, at, person FROM deleted_access WHERE id = ?1";
        self.first(query, [id.uuid()], |row| {
            Ok(DeletedAccess {
                owner: number(row, 0)?,
                kind: kind(row, 1)?,
                title: row.get(2)?,
                at: timestamp(row, 3)?,
                by: row.get::<_, Option<Uuid>>(4)?.map_or(OUTSIDE, Into::into),
            })
        })
    }
}

impl WriteAccesses for Transaction<'_> {
    fn add_access(&self, access: &SystemAccess) -> Result<()> {
        let insert =
            "INSERT INTO system_access (id, owner, kind, title, system, external_ref, created, own_organisation)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let row = params![
            access.id.uuid(),
            access.owner.value(),
            access.kind.code(),
            access.title,
            self.system_key(&access.system.id)?,
            access.external_ref.as_str(),
            access.created.as_millisecond(),
            access.own_organisation.map(millis)
        ];
        self.execute(insert, row)?;
        let key = self.last_id();
        for (place, package) in access.packages.iter().enumerate() {
            let insert = "INSERT INTO access_package (access, place, package) VALUES (?1, ?2, ?3)";
            self.execute(insert, params![key, to_i64(place)?, package.as_str()])?;
        }
        Ok(())
    }

    fn set_own_organisation(&self, access: AccessId, added: Option<Timestamp>) -> Result<()> {
        let update = "UPDATE system_access SET own_organisation = ?2 WHERE id = ?1";
        self.execute(update, params![access.uuid(), added.map(millis)]).map(drop)
    }

    fn delete_access(&self, access: AccessId, by: PersonId, at: Timestamp) -> Result<()> {
        let remember = "INSERT OR REPLACE INTO deleted_access (id, owner, kind, title, at, person)
            SELECT id, owner, kind, title, ?2, ?3 FROM system_access WHERE id = ?1";
        self.execute(remember, params![access.uuid(), millis(at), (by != OUTSIDE).then(|| by.uuid())])?;
        self.execute("DELETE FROM access_request WHERE id = ?1", [access.uuid()])?;
        self.execute("DELETE FROM system_access WHERE id = ?1", [access.uuid()]).map(drop)
    }
}

fn access(row: &Row) -> rusqlite::Result<SystemAccess> {
    let owner = number(row, 7)?;
    Ok(SystemAccess {
        system: summary(row, 0)?,
        id: row.get::<_, Uuid>(6)?.into(),
        owner,
        kind: kind(row, 8)?,
        title: row.get(9)?,
        external_ref: ExternalRef::of(Some(&row.get::<_, String>(10)?), owner),
        created: timestamp(row, 11)?,
        packages: codes(row, 12, |code| Some(PackageCode::from(code)))?,
        own_organisation: row.get::<_, Option<i64>>(13)?.map(|_| timestamp(row, 13)).transpose()?,
    })
}

fn kind(row: &Row, column: usize) -> rusqlite::Result<AccessKind> {
    AccessKind::from_code(&row.get::<_, String>(column)?).ok_or_else(|| invalid(column, "no kind of access"))
}
