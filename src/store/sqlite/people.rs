//! People and their roles in organisations, as SQL.

use super::connection::Result;
use super::rows::{codes, organisation, person};
use super::transaction::Transaction;
use crate::domain::number::NationalId;
use crate::domain::organisation::Organisation;
use crate::domain::package::Localised;
use crate::domain::person::{Person, PersonId};
use crate::domain::role::PersonRole;
use crate::service::store::ReadPeople;

impl ReadPeople for Transaction<'_> {
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
            WHERE r.person = ?1 GROUP BY o.number ORDER BY o.number";
        self.all(query, [person.uuid()], |row| {
            let mut roles = codes(row, 3, PersonRole::from_code)?;
            roles.sort_unstable();
            Ok((organisation(row)?, roles))
        })
    }
}
