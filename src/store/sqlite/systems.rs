//! The register of systems, as SQL.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::connection::{Result, failed};
use super::rows::{codes, invalid, localised, number, to_i64};
use super::transaction::Transaction;
use crate::domain::package::PackageCode;
use crate::domain::redirect_url::RedirectUrl;
use crate::domain::system::{OAuthClient, System, SystemId, SystemSummary, Vendor};
use crate::service::store::{ReadSystems, WriteSystems};

/// Columns of [`summary`], of `system` as `s` and its vendor as `v`.
pub const SUMMARY: &str = "s.id, s.name_nb, s.name_nn, s.name_en, v.number, v.name";

/// A WHERE or ORDER clause follows.
fn select(rest: &str) -> String {
    format!(
        "SELECT {SUMMARY}, s.description_nb, s.description_nn, s.description_en, s.visible, s.deleted,
            (SELECT group_concat(package, ' ' ORDER BY place) FROM system_package WHERE system = s.key),
            (SELECT json_group_array(url ORDER BY place) FROM system_redirect WHERE system = s.key),
            (SELECT json_group_array(json_array(hex(id), public_key) ORDER BY place) FROM oauth_client WHERE system = s.key)
        FROM system s JOIN organisation v ON v.number = s.vendor {rest}"
    )
}

impl ReadSystems for Transaction<'_> {
    fn system(&self, id: &SystemId) -> Result<Option<System>> {
        self.first(&select("WHERE s.id = ?1"), [id.as_str()], system)
    }

    fn systems(&self) -> Result<Vec<System>> {
        self.all(&select("ORDER BY s.key"), [], system)
    }

    fn system_of_oauth_client(&self, client: Uuid) -> Result<Option<System>> {
        self.first(&select("JOIN oauth_client c ON c.system = s.key WHERE c.id = ?1"), [client], system)
    }
}

impl WriteSystems for Transaction<'_> {
    fn add_system(&self, system: &System) -> Result<()> {
        let insert = "INSERT INTO system (id, vendor, name_nb, name_nn, name_en, description_nb, description_nn,
            description_en, visible, deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let System { id, name, description, vendor, visible, deleted, .. } = system;
        let row = params![
            id.as_str(),
            vendor.number.value(),
            name.nb,
            name.nn,
            name.en,
            description.nb,
            description.nn,
            description.en,
            visible,
            deleted
        ];
        self.execute(insert, row)?;
        let key = self.last_id();
        self.add_system_packages(key, &system.packages)?;
        for (place, url) in system.redirect_urls.iter().enumerate() {
            let insert = "INSERT INTO system_redirect (system, place, url) VALUES (?1, ?2, ?3)";
            self.execute(insert, params![key, to_i64(place)?, url.as_str()])?;
        }
        for (place, client) in system.oauth_clients.iter().enumerate() {
            let insert = "INSERT INTO oauth_client (id, system, place, public_key) VALUES (?1, ?2, ?3, ?4)";
            self.execute(insert, params![client.id, key, to_i64(place)?, client.public_key])?;
        }
        Ok(())
    }

    fn set_system_packages(&self, system: &SystemId, packages: &[PackageCode]) -> Result<()> {
        let key = self.system_key(system)?;
        self.execute("DELETE FROM system_package WHERE system = ?1", [key])?;
        self.add_system_packages(key, packages)
    }

    fn delete_system(&self, system: &SystemId) -> Result<()> {
        self.execute("UPDATE system SET deleted = 1 WHERE id = ?1", [system.as_str()]).map(drop)
    }
}

impl Transaction<'_> {
    /// The row key of a system.
    pub fn system_key(&self, id: &SystemId) -> Result<i64> {
        let key = self.first("SELECT key FROM system WHERE id = ?1", [id.as_str()], |row| row.get(0))?;
        key.ok_or_else(|| failed("the system is not registered"))
    }

    fn add_system_packages(&self, system: i64, packages: &[PackageCode]) -> Result<()> {
        for (place, package) in packages.iter().enumerate() {
            let insert = "INSERT INTO system_package (system, place, package) VALUES (?1, ?2, ?3)";
            self.execute(insert, params![system, to_i64(place)?, package.as_str()])?;
        }
        Ok(())
    }
}

/// The columns of [`SUMMARY`] from this one on.
pub fn summary(row: &Row, first: usize) -> rusqlite::Result<SystemSummary> {
    let id = row.get::<_, String>(first)?.parse().map_err(|error| invalid(first, error))?;
    let vendor = Vendor { number: number(row, first + 4)?, name: row.get(first + 5)? };
    Ok(SystemSummary { id, name: localised(row, first + 1)?, vendor })
}

fn system(row: &Row) -> rusqlite::Result<System> {
    let SystemSummary { id, name, vendor } = summary(row, 0)?;
    Ok(System {
        id,
        name,
        vendor,
        description: localised(row, 6)?,
        visible: row.get(9)?,
        deleted: row.get(10)?,
        packages: codes(row, 11, |code| Some(PackageCode::from(code)))?,
        redirect_urls: read_json::<RedirectUrl>(row, 12)?,
        oauth_clients: oauth_clients(row)?,
    })
}

fn oauth_clients(row: &Row) -> rusqlite::Result<Vec<OAuthClient>> {
    let listed = read_json::<(Uuid, Option<String>)>(row, 13)?.into_iter();
    Ok(listed.map(|(id, public_key)| OAuthClient { id, public_key }).collect())
}

fn read_json<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<Vec<T>> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|error| invalid(column, error))
}
