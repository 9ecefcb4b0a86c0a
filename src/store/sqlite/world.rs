//! The world as a whole: what it was made from, what time it is there, and everything in it, to be written out.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Row, params};

use super::Result;
use super::read::{broken, number, organisation};
use super::unit::Unit;
use crate::domain::access::AccessId;
use crate::domain::contents::{Contents, Grant, HeldRole, KnownPerson, Relation};
use crate::domain::delegation::{Delegation, Via};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::service::store::{LoadedScenario, Read};
use uuid::Uuid;

/// What a delegation's `via` says of a package that was given by hand.
const DIRECT: &str = "direct";

impl Unit<'_> {
    pub fn loaded_scenario(&self) -> Result<Option<LoadedScenario>> {
        let query = "SELECT scenario, loaded, title_nb, title_nn, title_en, description_nb, description_nn,
            description_en, (SELECT text FROM world_source) FROM world WHERE scenario IS NOT NULL";
        self.first(query, [], |row| {
            let text = |column: usize| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
            Ok(LoadedScenario {
                name: row.get(0)?,
                loaded: moment(row, 1)?,
                title: Localised { nb: text(2)?, nn: text(3)?, en: text(4)? },
                description: Localised { nb: text(5)?, nn: text(6)?, en: text(7)? },
                source: text(8)?,
            })
        })
    }

    pub fn world_clock(&self) -> Result<WorldClock> {
        let clock = self.first("SELECT clock, clock_ms FROM world", [], |row| {
            Ok(match row.get::<_, String>(0)?.as_str() {
                "fixed" => WorldClock::Fixed(moment(row, 1)?),
                "moved" => WorldClock::Moved(SignedDuration::from_millis(row.get(1)?)),
                _ => WorldClock::Real,
            })
        })?;
        Ok(clock.unwrap_or_default())
    }

    pub fn write_clock(&self, clock: WorldClock) -> Result<()> {
        let (kind, millis) = match clock {
            WorldClock::Real => ("real", None),
            WorldClock::Fixed(moment) => ("fixed", Some(moment.as_millisecond())),
            WorldClock::Moved(by) => ("moved", Some(i64::try_from(by.as_millis()).unwrap_or_default())),
        };
        self.change("UPDATE world SET clock = ?1, clock_ms = ?2", params![kind, millis]).map(drop)
    }

    /// Everything in the order of a scenario file that was written out.
    pub fn whole_world(&self) -> Result<Option<Contents>> {
        let Some(LoadedScenario { name, title, description, .. }) = self.loaded_scenario()? else { return Ok(None) };
        let organisations = "SELECT number, name, form FROM organisation ORDER BY number";
        let relations = "SELECT provider, client, role FROM client_role ORDER BY provider, client, role";
        let grants = "SELECT provider, client, package FROM client_package ORDER BY provider, client, package";
        let roles = "SELECT r.person, r.organisation, r.role FROM person_role r JOIN person p ON p.id = r.person
            ORDER BY p.place, r.organisation, r.role";
        Ok(Some(Contents {
            name,
            title,
            description,
            clock: self.world_clock()?,
            organisations: self.all(organisations, [], organisation)?,
            people: self.people()?.into_iter().map(|(person, note)| KnownPerson { person, note }).collect(),
            roles: self.all(roles, [], held_role)?,
            relations: self.all(relations, [], relation)?,
            grants: self.all(grants, [], grant)?,
            accesses: self.all_accesses()?,
            delegations: self.all_delegations()?,
        }))
    }

    pub fn brought_by(&self, access: AccessId, client: OrganisationNumber) -> Result<Option<Vec<(PackageCode, Via)>>> {
        let query = "SELECT p.package, p.via FROM delegation d JOIN system_access a ON a.key = d.access
            LEFT JOIN delegation_package p ON p.access = d.access AND p.client = d.client
            WHERE a.id = ?1 AND d.client = ?2 ORDER BY p.package";
        let rows = self.all(query, params![access.uuid(), client.value()], |row| package(row, 0))?;
        Ok((!rows.is_empty()).then(|| rows.into_iter().flatten().collect()))
    }

    fn all_delegations(&self) -> Result<Vec<Delegation>> {
        let query = "SELECT a.id, d.client, d.added, p.package, p.via
            FROM delegation d JOIN system_access a ON a.key = d.access
            LEFT JOIN delegation_package p ON p.access = d.access AND p.client = d.client
            ORDER BY d.access, d.client, p.package";
        let rows = self.all(query, [], |row| {
            let access = AccessId::from(row.get::<_, Uuid>(0)?);
            Ok((access, number(row, 1)?, moment(row, 2)?, package(row, 3)?))
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
}

/// A package and how it came; none where the row has no package.
fn package(row: &Row, column: usize) -> rusqlite::Result<Option<(PackageCode, Via)>> {
    let Some(code) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    let via = match row.get::<_, String>(column + 1)?.as_str() {
        DIRECT => Via::Direct,
        role => Via::Role(ErRole::from_code(role).ok_or_else(|| broken(column + 1, "no role"))?),
    };
    Ok(Some((PackageCode::from(code), via)))
}

fn moment(row: &Row, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|error| broken(column, error))
}

fn held_role(row: &Row) -> rusqlite::Result<HeldRole> {
    let role = PersonRole::from_code(&row.get::<_, String>(2)?).ok_or_else(|| broken(2, "no role"))?;
    Ok(HeldRole { person: row.get::<_, Uuid>(0)?.into(), organisation: number(row, 1)?, role })
}

fn relation(row: &Row) -> rusqlite::Result<Relation> {
    let role = ErRole::from_code(&row.get::<_, String>(2)?).ok_or_else(|| broken(2, "no role"))?;
    Ok(Relation { provider: number(row, 0)?, client: number(row, 1)?, role })
}

fn grant(row: &Row) -> rusqlite::Result<Grant> {
    let package = PackageCode::from(row.get::<_, String>(2)?);
    Ok(Grant { provider: number(row, 0)?, client: number(row, 1)?, package })
}
