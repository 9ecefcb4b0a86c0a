//! System accesses, as SQL.

use jiff::Timestamp;
use rusqlite::Row;
use uuid::Uuid;

use super::connection::Result;
use super::rows::{codes, invalid, number};
use super::transaction::Transaction;
use crate::domain::access::{AccessId, AccessKind, System, SystemAccess, Vendor};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::service::store::{ReadAccesses, WriteAccesses};

/// A WHERE or ORDER clause follows.
const SELECT_ACCESS: &str = "
    SELECT a.id, a.owner, a.kind, a.title, a.system, v.number, v.name, a.created,
           (SELECT group_concat(package, ' ' ORDER BY place) FROM access_package WHERE access = a.key)
    FROM system_access a JOIN organisation v ON v.number = a.vendor";

impl ReadAccesses for Transaction<'_> {
    fn accesses(&self, owner: OrganisationNumber) -> Result<Vec<SystemAccess>> {
        let query = format!("{SELECT_ACCESS} WHERE a.owner = ?1 ORDER BY a.created DESC, a.title");
        self.all(&query, [owner.value()], access)
    }

    fn access(&self, id: AccessId) -> Result<Option<SystemAccess>> {
        self.first(&format!("{SELECT_ACCESS} WHERE a.id = ?1"), [id.uuid()], access)
    }

    fn all_accesses(&self) -> Result<Vec<SystemAccess>> {
        self.all(&format!("{SELECT_ACCESS} ORDER BY a.key"), [], access)
    }
}

impl WriteAccesses for Transaction<'_> {
    fn delete_access(&self, access: AccessId) -> Result<()> {
        self.execute("DELETE FROM system_access WHERE id = ?1", [access.uuid()]).map(drop)
    }
}

fn access(row: &Row) -> rusqlite::Result<SystemAccess> {
    let created = Timestamp::from_millisecond(row.get(7)?).map_err(|error| invalid(7, error))?;
    Ok(SystemAccess {
        id: row.get::<_, Uuid>(0)?.into(),
        owner: number(row, 1)?,
        kind: AccessKind::from_code(&row.get::<_, String>(2)?).ok_or_else(|| invalid(2, "no kind of access"))?,
        title: row.get(3)?,
        system: System { name: row.get(4)?, vendor: Vendor { number: number(row, 5)?, name: row.get(6)? } },
        packages: codes(row, 8, |code| Some(PackageCode::from(code)))?,
        created,
    })
}
