//! Organisations and the powers that clients give providers, as SQL.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::connection::Result;
use super::rows::{codes, json, organisation};
use super::transaction::Transaction;
use crate::domain::client::Client;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::PackageCode;
use crate::domain::role::ErRole;
use crate::service::store::{ReadClients, WriteClients};

/// Roles and packages are grouped first:
/// one pass over each table instead of one per client.
const SELECT_CLIENTS: &str = "
    WITH role AS (
        SELECT client, group_concat(role, ' ') AS codes FROM client_role WHERE provider = ?1 GROUP BY client
    ), package AS (
        SELECT client, group_concat(package, ' ') AS codes FROM client_package WHERE provider = ?1 GROUP BY client
    ), client (number) AS (
        SELECT client FROM role UNION SELECT client FROM relationship WHERE provider = ?1 UNION
        SELECT d.client FROM delegation d JOIN system_access a ON a.key = d.access WHERE a.owner = ?1
    )
    SELECT o.number, o.name, o.form, role.codes, package.codes
    FROM client JOIN organisation o USING (number)
    LEFT JOIN role ON role.client = o.number
    LEFT JOIN package ON package.client = o.number";

impl ReadClients for Transaction<'_> {
    fn clients(&self, provider: OrganisationNumber) -> Result<Vec<Client>> {
        self.all(SELECT_CLIENTS, [provider.value()], client)
    }

    fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>> {
        self.first("SELECT number, name, form FROM organisation WHERE number = ?1", [number.value()], organisation)
    }

    fn organisations_by_number(&self, numbers: &[OrganisationNumber]) -> Result<Vec<Organisation>> {
        let query = "SELECT number, name, form FROM organisation
            WHERE number IN (SELECT value FROM json_each(?1)) ORDER BY number";
        self.all(query, [json(numbers.iter().map(|number| number.value()))?], organisation)
    }

    fn organisations_by_id(&self, ids: &[Uuid]) -> Result<Vec<Option<Organisation>>> {
        let query = "SELECT o.number, o.name, o.form
            FROM json_each(?1) asked LEFT JOIN organisation o ON o.uuid = unhex(asked.value) ORDER BY asked.key";
        self.all(query, [json(ids.iter().map(Uuid::as_simple))?], |row| {
            row.get::<_, Option<u32>>(0)?.map(|_| organisation(row)).transpose()
        })
    }

    fn organisations(&self, limit: usize) -> Result<Vec<Organisation>> {
        let query = "SELECT number, name, form FROM organisation ORDER BY number LIMIT ?1";
        self.all(query, [i64::try_from(limit).unwrap_or(i64::MAX)], organisation)
    }
}

impl WriteClients for Transaction<'_> {
    fn add_organisation(&self, organisation: &Organisation) -> Result<()> {
        let insert = "INSERT INTO organisation (number, uuid, name, form) VALUES (?1, ?2, ?3, ?4)";
        let Organisation { number, name, form } = organisation;
        self.execute(insert, params![number.value(), organisation.uuid(), name, form.code()]).map(drop)
    }

    fn set_form(&self, organisation: OrganisationNumber, form: OrgForm) -> Result<()> {
        let update = "UPDATE organisation SET form = ?2 WHERE number = ?1";
        self.execute(update, params![organisation.value(), form.code()]).map(drop)
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
        Ok(self.execute(statement, params![provider.value(), client.value(), role.code()])? > 0)
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
        Ok(self.execute(statement, params![provider.value(), client.value(), package.as_str()])? > 0)
    }
}

fn client(row: &Row) -> rusqlite::Result<Client> {
    Ok(Client {
        organisation: organisation(row)?,
        roles: codes(row, 3, ErRole::from_code)?,
        direct: codes(row, 4, |code| Some(PackageCode::from(code)))?,
    })
}
