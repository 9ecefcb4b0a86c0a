//! The world as a whole: its scenario, its clock, and its content for export.

use jiff::SignedDuration;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::connection::{Result, failed};
use super::delegations::delegations;
use super::rows::{invalid, millis, number, organisation, revision, timestamp};
use super::transaction::Transaction;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::relationship::Relationship;
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::{
    AddedProvider, ErRelation, HeldPackage, PackageGrant, PersonWithNote, RoleAssignment, WorldContents,
};
use crate::service::store::{
    LoadedScenario, ReadAccesses, ReadPeople, ReadRequests, ReadSystems, ReadWorld, WriteWorld,
};

impl ReadWorld for Transaction<'_> {
    fn revision(&self) -> Result<u64> {
        self.one("SELECT revision FROM world", [], revision)
    }

    fn loaded(&self) -> Result<Option<LoadedScenario>> {
        let query =
            "SELECT scenario, loaded, title_nb, title_nn, title_en, description_nb, description_nn, description_en
            FROM world WHERE scenario IS NOT NULL";
        self.first(query, [], |row| {
            // Worlds made before migration V3 have no texts.
            let text = |column: usize| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
            Ok(LoadedScenario {
                name: row.get(0)?,
                loaded: timestamp(row, 1)?,
                title: Localised { nb: text(2)?, nn: text(3)?, en: text(4)? },
                description: Localised { nb: text(5)?, nn: text(6)?, en: text(7)? },
            })
        })
    }

    fn source(&self) -> Result<Option<String>> {
        self.first("SELECT text FROM world_source", [], |row| row.get(0))
    }

    fn clock(&self) -> Result<WorldClock> {
        self.one("SELECT clock, clock_ms FROM world", [], |row| match row.get::<_, String>(0)?.as_str() {
            "real" => Ok(WorldClock::Real),
            "fixed" => Ok(WorldClock::Fixed(timestamp(row, 1)?)),
            "moved" => Ok(WorldClock::Moved(SignedDuration::from_millis(row.get(1)?))),
            _ => Err(invalid(0, "no kind of clock")),
        })
    }

    /// In the order of an exported scenario file.
    fn contents(&self) -> Result<Option<WorldContents>> {
        let Some(LoadedScenario { name, title, description, .. }) = self.loaded()? else { return Ok(None) };
        let organisations = "SELECT number, name, form FROM organisation ORDER BY number";
        let relations = "SELECT provider, client, role FROM client_role ORDER BY provider, client, role";
        let added = "SELECT provider, client, added FROM relationship ORDER BY provider, client";
        let grants = "SELECT provider, client, package FROM client_package ORDER BY provider, client, package";
        let roles = "SELECT r.person, r.organisation, r.role FROM person_role r JOIN person p ON p.id = r.person
            ORDER BY p.place, r.organisation, r.role";
        let held_packages = "SELECT h.person, h.organisation, h.package FROM person_package h
            JOIN person p ON p.id = h.person ORDER BY p.place, h.organisation, h.package";
        Ok(Some(WorldContents {
            name,
            title,
            description,
            clock: self.clock()?,
            organisations: self.all(organisations, [], organisation)?,
            people: self.people()?.into_iter().map(|(person, note)| PersonWithNote { person, note }).collect(),
            roles: self.all(roles, [], held_role)?,
            held_packages: self.all(held_packages, [], held_package)?,
            relations: self.all(relations, [], relation)?,
            added_providers: self.all(added, [], added_provider)?,
            grants: self.all(grants, [], grant)?,
            systems: self.systems()?,
            requests: self.all_requests()?,
            undated_requests: Vec::new(),
            accesses: self.all_accesses()?,
            delegations: delegations(self, None)?,
        }))
    }
}

impl WriteWorld for Transaction<'_> {
    fn set_clock(&self, clock: WorldClock) -> Result<()> {
        let (kind, millis) = match clock {
            WorldClock::Real => ("real", None),
            WorldClock::Fixed(moment) => ("fixed", Some(millis(moment))),
            WorldClock::Moved(by) => ("moved", Some(i64::try_from(by.as_millis()).map_err(failed)?)),
        };
        self.execute("UPDATE world SET clock = ?1, clock_ms = ?2", params![kind, millis]).map(drop)
    }
}

fn held_role(row: &Row) -> rusqlite::Result<RoleAssignment> {
    let role = PersonRole::from_code(&row.get::<_, String>(2)?).ok_or_else(|| invalid(2, "no role"))?;
    Ok(RoleAssignment { person: row.get::<_, Uuid>(0)?.into(), organisation: number(row, 1)?, role })
}

fn held_package(row: &Row) -> rusqlite::Result<HeldPackage> {
    let package = PackageCode::from(row.get::<_, String>(2)?);
    Ok(HeldPackage { person: row.get::<_, Uuid>(0)?.into(), organisation: number(row, 1)?, package })
}

fn relation(row: &Row) -> rusqlite::Result<ErRelation> {
    let role = ErRole::from_code(&row.get::<_, String>(2)?).ok_or_else(|| invalid(2, "no role"))?;
    Ok(ErRelation { provider: number(row, 0)?, client: number(row, 1)?, role })
}

fn added_provider(row: &Row) -> rusqlite::Result<AddedProvider> {
    let relationship = Relationship { provider: number(row, 0)?, client: number(row, 1)? };
    Ok(AddedProvider { relationship, added: timestamp(row, 2)? })
}

fn grant(row: &Row) -> rusqlite::Result<PackageGrant> {
    let package = PackageCode::from(row.get::<_, String>(2)?);
    Ok(PackageGrant { provider: number(row, 0)?, client: number(row, 1)?, package })
}

#[cfg(test)]
mod tests {
    use super::super::SqliteStore;
    use crate::service::store::Store;

    #[test]
    fn a_revision_that_cannot_be_read_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("world.db")).unwrap();
        store.writer.take().unwrap().execute_batch("UPDATE world SET revision = -1").unwrap();
        assert!(store.revision().is_err());
        assert!(store.read().unwrap().revision().is_err());
    }
}
