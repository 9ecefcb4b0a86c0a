//! Relationships between clients and providers, as SQL.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::connection::Result;
use super::delegations::delegations;
use super::rows::{codes, millis, number, organisation, timestamp};
use super::transaction::Transaction;
use crate::domain::delegation::Delegation;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::relationship::{Powers, Relationship};
use crate::domain::role::ErRole;
use crate::service::store::{ReadRelationships, WriteRelationships};

/// Each provider once, with its roles, its packages and when it was added.
const SELECT_PROVIDERS: &str = "
    SELECT o.number, o.name, o.form,
        (SELECT group_concat(role, ' ' ORDER BY role) FROM client_role WHERE provider = o.number AND client = ?1),
        (SELECT group_concat(package, ' ' ORDER BY package) FROM client_package
            WHERE provider = o.number AND client = ?1),
        (SELECT added FROM relationship WHERE provider = o.number AND client = ?1)
    FROM organisation o WHERE o.number IN (
        SELECT provider FROM relationship WHERE client = ?1 UNION SELECT provider FROM client_role WHERE client = ?1
    )";

impl ReadRelationships for Transaction<'_> {
    fn providers(&self, client: OrganisationNumber) -> Result<Vec<(Organisation, Powers)>> {
        self.all(SELECT_PROVIDERS, [client.value()], provider)
    }

    fn clients_by_hand(&self, provider: OrganisationNumber) -> Result<Vec<(OrganisationNumber, Timestamp)>> {
        let query = "SELECT client, added FROM relationship WHERE provider = ?1 ORDER BY client";
        self.all(query, [provider.value()], |row| Ok((number(row, 0)?, timestamp(row, 1)?)))
    }

    fn powers(&self, pair: Relationship) -> Result<Option<Powers>> {
        let query = format!("{SELECT_PROVIDERS} AND o.number = ?2");
        let found = self.first(&query, params![pair.client.value(), pair.provider.value()], provider)?;
        Ok(found.map(|(_, powers)| powers))
    }

    fn delegations_of_client(&self, client: OrganisationNumber) -> Result<Vec<Delegation>> {
        delegations(self, Some(client))
    }
}

impl WriteRelationships for Transaction<'_> {
    fn add_relationship(&self, pair: Relationship, added: Timestamp) -> Result<bool> {
        let insert = "INSERT INTO relationship (provider, client, added) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        Ok(self.execute(insert, params![pair.provider.value(), pair.client.value(), millis(added)])? > 0)
    }

    fn remove_relationship(&self, pair: Relationship) -> Result<bool> {
        let delete = "DELETE FROM relationship WHERE provider = ?1 AND client = ?2";
        Ok(self.execute(delete, params![pair.provider.value(), pair.client.value()])? > 0)
    }
}

fn provider(row: &Row) -> rusqlite::Result<(Organisation, Powers)> {
    let added = row.get::<_, Option<i64>>(5)?.map(|_| timestamp(row, 5)).transpose()?;
    let roles = codes(row, 3, ErRole::from_code)?;
    let given = codes(row, 4, |code| Some(PackageCode::from(code)))?;
    Ok((organisation(row)?, Powers { roles, given, added }))
}
