//! The questions of the service, as SQL.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::unit::Unit;
use super::{Result, failed};
use crate::domain::access::{AccessId, AccessKind, System, SystemAccess, Vendor};
use crate::domain::audit::{Action, AuditEntry, ChangeId, Channel, Fate, OUTSIDE, Recorded};
use crate::domain::client::Client;
use crate::domain::contents::Contents;
use crate::domain::delegation::Via;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::service::store::{LoadedScenario, Read};

/// The codes that a client's roles and packages are joined with in one column.
const SEPARATOR: char = ' ';

/// To be followed by which.
const ACCESS: &str = "
    SELECT a.id, a.owner, a.kind, a.title, a.system, v.number, v.name, a.created,
           (SELECT group_concat(package, ' ' ORDER BY place) FROM access_package WHERE access = a.key)
    FROM system_access a JOIN organisation v ON v.number = a.vendor";

/// Roles and packages are joined beforehand and not per client: one pass over each table.
const CLIENTS: &str = "
    WITH role AS (
        SELECT client, group_concat(role, ' ') AS codes FROM client_role WHERE provider = ?1 GROUP BY client
    ), package AS (
        SELECT client, group_concat(package, ' ') AS codes FROM client_package WHERE provider = ?1 GROUP BY client
    ), client (number) AS (
        SELECT client FROM role UNION SELECT client FROM package UNION
        SELECT d.client FROM delegation d JOIN system_access a ON a.key = d.access WHERE a.owner = ?1
    )
    SELECT o.number, o.name, o.form, role.codes, package.codes
    FROM client JOIN organisation o USING (number)
    LEFT JOIN role ON role.client = o.number
    LEFT JOIN package ON package.client = o.number";

const CHANGES: &str = "
    SELECT id, at, person, on_behalf_of, action, access, already, undoes, channel, client_id, changed, refused
    FROM audit";

impl Read for Unit<'_> {
    fn revision(&self) -> Result<u64> {
        let revision = self.first("SELECT revision FROM world", [], |row| row.get::<_, i64>(0))?;
        Ok(revision.and_then(|revision| u64::try_from(revision).ok()).unwrap_or_default())
    }

    fn people(&self) -> Result<Vec<(Person, Localised)>> {
        let query = "SELECT id, national_id, name, note_nb, note_nn, note_en FROM person ORDER BY place";
        self.all(query, [], |row| Ok((person(row)?, Localised { nb: row.get(3)?, nn: row.get(4)?, en: row.get(5)? })))
    }

    fn person_by_national_id(&self, national_id: &NationalId) -> Result<Option<Person>> {
        self.first("SELECT id, national_id, name FROM person WHERE national_id = ?1", [national_id.as_str()], person)
    }

    fn person(&self, id: PersonId) -> Result<Option<Person>> {
        self.first("SELECT id, national_id, name FROM person WHERE id = ?1", [id.uuid()], person)
    }

    fn representations(&self, person: PersonId) -> Result<Vec<(Organisation, Vec<PersonRole>)>> {
        let query = "SELECT o.number, o.name, o.form, group_concat(r.role, ' ')
            FROM person_role r JOIN organisation o ON o.number = r.organisation
            WHERE r.person = ?1 GROUP BY o.number";
        self.all(query, [person.uuid()], |row| {
            let mut roles = codes(row, 3, PersonRole::from_code)?;
            roles.sort_unstable();
            Ok((organisation(row)?, roles))
        })
    }

    fn accesses(&self, owner: OrganisationNumber) -> Result<Vec<SystemAccess>> {
        let query = format!("{ACCESS} WHERE a.owner = ?1 ORDER BY a.created DESC, a.title");
        self.all(&query, [owner.value()], access)
    }

    fn organisations(&self, most: usize) -> Result<Vec<Organisation>> {
        let query = "SELECT number, name, form FROM organisation ORDER BY number LIMIT ?1";
        self.all(query, [i64::try_from(most).unwrap_or(i64::MAX)], organisation)
    }

    fn organisations_by_number(&self, numbers: &[OrganisationNumber]) -> Result<Vec<Organisation>> {
        let query = "SELECT number, name, form FROM organisation
            WHERE number IN (SELECT value FROM json_each(?1)) ORDER BY number";
        self.all(query, [json(numbers)?], organisation)
    }

    fn all_accesses(&self) -> Result<Vec<SystemAccess>> {
        self.all(&format!("{ACCESS} ORDER BY a.key"), [], access)
    }

    fn brought(&self, access: AccessId, client: OrganisationNumber) -> Result<Option<Vec<(PackageCode, Via)>>> {
        self.brought_by(access, client)
    }

    fn loaded(&self) -> Result<Option<LoadedScenario>> {
        self.loaded_scenario()
    }

    fn clock(&self) -> Result<WorldClock> {
        self.world_clock()
    }

    fn contents(&self) -> Result<Option<Contents>> {
        self.whole_world()
    }

    fn access(&self, id: AccessId) -> Result<Option<SystemAccess>> {
        self.first(&format!("{ACCESS} WHERE a.id = ?1"), [id.uuid()], access)
    }

    fn clients(&self, provider: OrganisationNumber) -> Result<Vec<Client>> {
        self.all(CLIENTS, [provider.value()], client)
    }

    fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>> {
        self.first("SELECT number, name, form FROM organisation WHERE number = ?1", [number.value()], organisation)
    }

    fn organisation_by_id(&self, id: Uuid) -> Result<Option<Organisation>> {
        self.first("SELECT number, name, form FROM organisation WHERE uuid = ?1", [id], organisation)
    }

    fn delegated(&self, access: AccessId) -> Result<Vec<OrganisationNumber>> {
        let query = "SELECT d.client FROM delegation d JOIN system_access a ON a.key = d.access WHERE a.id = ?1";
        self.all(query, [access.uuid()], |row| number(row, 0))
    }

    fn change(&self, access: AccessId, id: ChangeId) -> Result<Option<Recorded>> {
        let query = format!("{CHANGES} WHERE access = ?1 AND id = ?2");
        self.first(&query, params![access.uuid(), id.value()], change)
    }

    fn clients_of_change(&self, id: ChangeId, fate: Fate, most: usize) -> Result<Vec<OrganisationNumber>> {
        // The condition as it stands in the index of the refused.
        let condition = if fate == Fate::Refused { "refused" } else { "NOT refused" };
        let query =
            format!("SELECT client FROM audit_client WHERE audit = ?1 AND {condition} ORDER BY client LIMIT ?2");
        self.all(&query, params![id.value(), i64::try_from(most).unwrap_or(i64::MAX)], |row| number(row, 0))
    }

    fn last_change(&self, access: AccessId) -> Result<ChangeId> {
        let query = "SELECT coalesce(max(id), 0) FROM audit WHERE access = ?1";
        let last = self.first(query, [access.uuid()], |row| row.get::<_, i64>(0))?;
        Ok(last.unwrap_or_default().into())
    }

    fn changes_after(&self, access: AccessId, id: ChangeId) -> Result<Vec<Recorded>> {
        let query = format!("{CHANGES} WHERE access = ?1 AND id > ?2 ORDER BY id LIMIT 100");
        self.all(&query, params![access.uuid(), id.value()], change)
    }
}

/// Numbers for `json_each`, which makes rows of them.
pub(super) fn json(numbers: &[OrganisationNumber]) -> Result<String> {
    let numbers: Vec<u32> = numbers.iter().map(|number| number.value()).collect();
    serde_json::to_string(&numbers).map_err(failed)
}

fn change(row: &Row) -> rusqlite::Result<Recorded> {
    let entry = AuditEntry {
        at: Timestamp::from_millisecond(row.get(1)?).map_err(|error| broken(1, error))?,
        person: row.get::<_, Option<Uuid>>(2)?.map_or(OUTSIDE, Into::into),
        on_behalf_of: number(row, 3)?,
        action: Action::from_code(&row.get::<_, String>(4)?).ok_or_else(|| broken(4, "no action"))?,
        access: row.get::<_, Uuid>(5)?.into(),
        already: count(row, 6)?,
        undoes: row.get::<_, Option<i64>>(7)?.map(ChangeId::from),
        channel: match row.get::<_, Option<String>>(9)? {
            Some(client) => Channel::Api { client },
            None => Channel::Portal,
        },
    };
    Ok(Recorded { id: row.get::<_, i64>(0)?.into(), entry, changed: count(row, 10)?, refused: count(row, 11)? })
}

fn count(row: &Row, column: usize) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

fn person(row: &Row) -> rusqlite::Result<Person> {
    let national_id: NationalId = row.get::<_, String>(1)?.try_into().map_err(|error| broken(1, error))?;
    Ok(Person { id: row.get::<_, Uuid>(0)?.into(), national_id, name: row.get(2)? })
}

pub(super) fn organisation(row: &Row) -> rusqlite::Result<Organisation> {
    let form = row.get::<_, String>(2)?.parse().map_err(|error| broken(2, error))?;
    Ok(Organisation { number: number(row, 0)?, name: row.get(1)?, form })
}

fn client(row: &Row) -> rusqlite::Result<Client> {
    Ok(Client {
        organisation: organisation(row)?,
        roles: codes(row, 3, ErRole::from_code)?,
        direct: codes(row, 4, |code| Some(PackageCode::from(code)))?,
    })
}

fn access(row: &Row) -> rusqlite::Result<SystemAccess> {
    let created = Timestamp::from_millisecond(row.get(7)?).map_err(|error| broken(7, error))?;
    Ok(SystemAccess {
        id: row.get::<_, Uuid>(0)?.into(),
        owner: number(row, 1)?,
        kind: AccessKind::from_code(&row.get::<_, String>(2)?).ok_or_else(|| broken(2, "no kind of access"))?,
        title: row.get(3)?,
        system: System { name: row.get(4)?, vendor: Vendor { number: number(row, 5)?, name: row.get(6)? } },
        packages: codes(row, 8, |code| Some(PackageCode::from(code)))?,
        created,
    })
}

pub(super) fn number(row: &Row, column: usize) -> rusqlite::Result<OrganisationNumber> {
    row.get::<_, u32>(column)?.try_into().map_err(|error| broken(column, error))
}

/// Codes joined in one column; none where it is null.
fn codes<T>(row: &Row, column: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<Vec<T>> {
    let joined = row.get::<_, Option<String>>(column)?.unwrap_or_default();
    let code = |code: &str| read(code).ok_or_else(|| broken(column, format!("unknown code {code}")));
    joined.split_terminator(SEPARATOR).map(code).collect()
}

pub(super) fn broken(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
