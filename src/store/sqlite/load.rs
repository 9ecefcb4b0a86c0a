//! Loads a scenario: replaces a whole world in one transaction.

use jiff::Timestamp;
use rusqlite::params;

use super::SqliteStore;
use super::connection::Result;
use super::rows::millis;
use super::transaction::Transaction;
use crate::domain::delegation::Delegation;
use crate::domain::world_contents::WorldContents;
use crate::service::store::{
    Write, WriteAccesses, WriteClients, WriteDelegations, WriteRelationships, WriteRequests, WriteSystems, WriteWorld,
};

/// Referencing rows first.
const DELETE_ALL: &str = "
    DELETE FROM kept_answer; DELETE FROM audit_client; DELETE FROM audit; DELETE FROM delegation; DELETE FROM system_access;
    DELETE FROM access_request; DELETE FROM system;
    DELETE FROM relationship; DELETE FROM client_role; DELETE FROM person_role; DELETE FROM person_package;
    DELETE FROM person; DELETE FROM organisation;";

impl SqliteStore {
    /// Replaces the world by a scenario. All or nothing.
    pub(super) fn load_world(&self, scenario: &WorldContents, source: &str, now: Timestamp) -> Result<()> {
        let transaction = Transaction::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        transaction.batch(DELETE_ALL)?;
        describe(&transaction, scenario, source, now)?;
        transaction.set_clock(scenario.clock)?;
        for organisation in &scenario.organisations {
            transaction.add_organisation(organisation)?;
        }
        add_people(&transaction, scenario)?;
        add_relations(&transaction, scenario)?;
        scenario.systems.iter().try_for_each(|system| transaction.add_system(system))?;
        scenario.requests.iter().try_for_each(|request| transaction.add_request(request))?;
        scenario.accesses.iter().try_for_each(|access| transaction.add_access(access))?;
        add_delegations(&transaction, &scenario.delegations)?;
        Box::new(transaction).commit().map(drop)
    }
}

fn describe(transaction: &Transaction, scenario: &WorldContents, source: &str, now: Timestamp) -> Result<()> {
    let update = "UPDATE world SET scenario = ?1, loaded = ?2, title_nb = ?3, title_nn = ?4, title_en = ?5,
        description_nb = ?6, description_nn = ?7, description_en = ?8";
    let (title, description) = (&scenario.title, &scenario.description);
    let row = params![
        scenario.name,
        millis(now),
        title.nb,
        title.nn,
        title.en,
        description.nb,
        description.nn,
        description.en,
    ];
    transaction.execute(update, row)?;
    transaction.execute("DELETE FROM world_source", [])?;
    transaction.execute("INSERT INTO world_source (text) VALUES (?1)", [source]).map(drop)
}

fn add_people(transaction: &Transaction, scenario: &WorldContents) -> Result<()> {
    for known in &scenario.people {
        let insert = "INSERT INTO person (id, national_id, name, note_nb, note_nn, note_en)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (person, note) = (&known.person, &known.note);
        let row = params![person.id.uuid(), person.national_id.as_str(), person.name, note.nb, note.nn, note.en];
        transaction.execute(insert, row)?;
    }
    for held in &scenario.roles {
        let insert = "INSERT INTO person_role (person, organisation, role) VALUES (?1, ?2, ?3)";
        transaction.execute(insert, params![held.person.uuid(), held.organisation.value(), held.role.code()])?;
    }
    for held in &scenario.held_packages {
        let insert = "INSERT INTO person_package (person, organisation, package) VALUES (?1, ?2, ?3)";
        transaction.execute(insert, params![held.person.uuid(), held.organisation.value(), held.package.as_str()])?;
    }
    Ok(())
}

fn add_relations(transaction: &Transaction, scenario: &WorldContents) -> Result<()> {
    for relation in &scenario.relations {
        let insert = "INSERT INTO client_role (provider, client, role) VALUES (?1, ?2, ?3)";
        transaction
            .execute(insert, params![relation.provider.value(), relation.client.value(), relation.role.code()])?;
    }
    for added in &scenario.added_providers {
        transaction.add_relationship(added.relationship, added.added)?;
    }
    for grant in &scenario.grants {
        let insert = "INSERT INTO client_package (provider, client, package) VALUES (?1, ?2, ?3)";
        transaction.execute(insert, params![grant.provider.value(), grant.client.value(), grant.package.as_str()])?;
    }
    Ok(())
}

/// Consecutive delegations with the same time and packages are one statement.
fn add_delegations(transaction: &Transaction, delegations: &[Delegation]) -> Result<()> {
    let alike = |a: &Delegation, b: &Delegation| (a.access, a.added) == (b.access, b.added) && a.packages == b.packages;
    for group in delegations.chunk_by(alike) {
        let clients: Vec<_> = group.iter().map(|delegation| delegation.client).collect();
        transaction.add(group[0].access, group[0].added, &group[0].packages, &clients)?;
    }
    Ok(())
}
