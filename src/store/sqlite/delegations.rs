//! Delegations and their changes, as SQL.
//! Many clients go into one statement as a JSON list.

use jiff::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::audit_rows::{channel, client_change};
use super::connection::{Result, failed};
use super::rows::{count, invalid, json, millis, number, numbers, timestamp};
use super::transaction::Transaction;
use crate::domain::access::AccessId;
use crate::domain::audit::{ChangeId, ClientOutcome, OUTSIDE, RecordedChange};
use crate::domain::delegation::{Delegation, Via};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::person::PersonId;
use crate::domain::role::ErRole;
use crate::service::store::{BroughtPackage, ReadDelegations, WriteDelegations};

/// Value of `via` for a package given by hand.
const DIRECT: &str = "direct";

const SELECT_CHANGE: &str = "
    SELECT action, access, already, (SELECT undone.uuid FROM audit undone WHERE undone.id = audit.undoes), uuid, at,
        person, on_behalf_of, channel, client_id, changed, refused
    FROM audit";

/// Tells changes of clients from the access's other entries.
const OF_CLIENTS: &str = "action IN ('add-clients', 'remove-clients')";

impl ReadDelegations for Transaction<'_> {
    fn delegated(&self, access: AccessId) -> Result<Vec<OrganisationNumber>> {
        let query = "SELECT d.client FROM delegation d JOIN system_access a ON a.key = d.access WHERE a.id = ?1";
        self.all(query, [access.uuid()], |row| number(row, 0))
    }

    fn brought(&self, access: AccessId, client: OrganisationNumber) -> Result<Option<Vec<BroughtPackage>>> {
        let query = "SELECT p.package, p.via FROM delegation d JOIN system_access a ON a.key = d.access
            LEFT JOIN delegation_package p ON p.access = d.access AND p.client = d.client
            WHERE a.id = ?1 AND d.client = ?2 ORDER BY p.package";
        let rows = self.all(query, params![access.uuid(), client.value()], |row| package(row, 0))?;
        Ok((!rows.is_empty()).then(|| rows.into_iter().flatten().collect()))
    }

    fn change(&self, access: AccessId, id: ChangeId) -> Result<Option<RecordedChange>> {
        let query = format!("{SELECT_CHANGE} WHERE access = ?1 AND uuid = ?2 AND {OF_CLIENTS}");
        self.first(&query, params![access.uuid(), id.uuid()], change)
    }

    fn clients_of_change(&self, id: ChangeId, outcome: ClientOutcome, limit: usize) -> Result<Vec<OrganisationNumber>> {
        // Written as in the index on refused clients, so that SQLite uses it.
        let condition = if outcome == ClientOutcome::Refused { "refused" } else { "NOT refused" };
        let query = format!(
            "SELECT client FROM audit_client WHERE audit = (SELECT id FROM audit WHERE uuid = ?1) AND {condition}
            ORDER BY client LIMIT ?2"
        );
        self.all(&query, params![id.uuid(), i64::try_from(limit).unwrap_or(i64::MAX)], |row| number(row, 0))
    }

    fn last_change(&self, access: AccessId) -> Result<ChangeId> {
        let query = format!("SELECT uuid FROM audit WHERE access = ?1 AND {OF_CLIENTS} ORDER BY id DESC LIMIT 1");
        Ok(self.first(&query, [access.uuid()], |row| row.get::<_, Uuid>(0))?.map_or(ChangeId::NONE, ChangeId::from))
    }

    fn changes_by_others(&self, access: AccessId, after: ChangeId, person: PersonId) -> Result<Vec<RecordedChange>> {
        let row = match after {
            ChangeId::NONE => Some(0),
            after => self.first("SELECT id FROM audit WHERE uuid = ?1", [after.uuid()], |row| row.get(0))?,
        };
        // IS NOT, because outside events have no person.
        let query = format!(
            "{SELECT_CHANGE} WHERE access = ?1 AND id > ?2 AND person IS NOT ?3 AND changed > 0
            AND {OF_CLIENTS} ORDER BY id LIMIT 100"
        );
        // No id is greater than that of no row.
        self.all(&query, params![access.uuid(), row, person.uuid()], change)
    }
}

impl WriteDelegations for Transaction<'_> {
    fn add(
        &self,
        access: AccessId,
        at: Timestamp,
        packages: &[BroughtPackage],
        clients: &[OrganisationNumber],
    ) -> Result<()> {
        let (access, clients) = (self.key(access)?, numbers(clients)?);
        let insert = "INSERT INTO delegation (access, client, added) SELECT ?1, value, ?3 FROM json_each(?2)";
        self.execute(insert, params![access, clients, millis(at)])?;
        self.bring(access, &clients, packages)
    }

    fn remove(&self, access: AccessId, clients: &[OrganisationNumber]) -> Result<()> {
        let delete = "DELETE FROM delegation WHERE access = ?1 AND client IN (SELECT value FROM json_each(?2))";
        self.execute(delete, params![self.key(access)?, numbers(clients)?]).map(drop)
    }

    fn lose(&self, access: AccessId, client: OrganisationNumber, packages: &[PackageCode]) -> Result<()> {
        let delete = "DELETE FROM delegation_package
            WHERE access = ?1 AND client = ?2 AND package IN (SELECT value FROM json_each(?3))";
        let packages = json(packages.iter().map(PackageCode::as_str))?;
        self.execute(delete, params![self.key(access)?, client.value(), packages]).map(drop)
    }

    fn regain(&self, access: AccessId, client: OrganisationNumber, packages: &[BroughtPackage]) -> Result<()> {
        self.bring(self.key(access)?, &numbers(&[client])?, packages)
    }
}

impl Transaction<'_> {
    /// The row key of an access.
    fn key(&self, access: AccessId) -> Result<i64> {
        let key = self.first("SELECT key FROM system_access WHERE id = ?1", [access.uuid()], |row| row.get(0))?;
        key.ok_or_else(|| failed("the system access is gone"))
    }

    /// Adds packages to clients on an access.
    fn bring(&self, access: i64, clients: &str, packages: &[BroughtPackage]) -> Result<()> {
        let insert = "INSERT INTO delegation_package (access, client, package, via)
            SELECT ?1, value, ?3, ?4 FROM json_each(?2)";
        for (package, via) in packages {
            self.execute(insert, params![access, clients, package.as_str(), code(*via)])?;
        }
        Ok(())
    }
}

fn change(row: &Row) -> rusqlite::Result<RecordedChange> {
    Ok(RecordedChange {
        change: client_change(row, 0)?,
        id: row.get::<_, Uuid>(4)?.into(),
        at: timestamp(row, 5)?,
        person: row.get::<_, Option<Uuid>>(6)?.map_or(OUTSIDE, Into::into),
        on_behalf_of: number(row, 7)?,
        channel: channel(row, 8)?,
        changed: count(row, 10)?,
        refused: count(row, 11)?,
    })
}

/// All delegations, or those of one client, in the order in which their accesses were made.
pub fn delegations(transaction: &Transaction, client: Option<OrganisationNumber>) -> Result<Vec<Delegation>> {
    // CROSS JOIN makes SQLite look up one client by access instead of reading every delegation.
    let query = "SELECT a.id, d.client, d.added, p.package, p.via
        FROM system_access a CROSS JOIN delegation d ON d.access = a.key AND (?1 IS NULL OR d.client = ?1)
        LEFT JOIN delegation_package p ON p.access = d.access AND p.client = d.client
        ORDER BY d.access, d.client, p.package";
    let rows = transaction.all(query, [client.map(OrganisationNumber::value)], |row| {
        let access = AccessId::from(row.get::<_, Uuid>(0)?);
        Ok((access, number(row, 1)?, timestamp(row, 2)?, package(row, 3)?))
    })?;
    let mut delegations: Vec<Delegation> = Vec::new();
    for (access, client, added, package) in rows {
        match delegations.last_mut() {
            Some(last) if (last.access, last.client) == (access, client) => last.packages.extend(package),
            _ => delegations.push(Delegation { access, client, added, packages: package.into_iter().collect() }),
        }
    }
    Ok(delegations)
}

/// A package and how the provider held it; `None` where the row has no package.
fn package(row: &Row, column: usize) -> rusqlite::Result<Option<BroughtPackage>> {
    let Some(code) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    let via = match row.get::<_, String>(column + 1)?.as_str() {
        DIRECT => Via::Direct,
        role => Via::Role(ErRole::from_code(role).ok_or_else(|| invalid(column + 1, "no role"))?),
    };
    Ok(Some((PackageCode::from(code), via)))
}

fn code(via: Via) -> &'static str {
    match via {
        Via::Role(role) => role.code(),
        Via::Direct => DIRECT,
    }
}
