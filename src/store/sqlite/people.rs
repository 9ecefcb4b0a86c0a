//! People and their roles in organisations, as SQL.

use super::connection::Result;
use super::rows::{codes, organisation, person};
use super::transaction::Transaction;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::role::PersonRole;
use crate::service::Representation;
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

    fn representations(&self, person: PersonId) -> Result<Vec<Representation>> {
        let query = "SELECT o.number, o.name, o.form,
                (SELECT group_concat(role, ' ') FROM person_role WHERE person = ?1 AND organisation = o.number),
                (SELECT group_concat(package, ' ' ORDER BY package) FROM person_package
                    WHERE person = ?1 AND organisation = o.number)
            FROM organisation o WHERE o.number IN (
                SELECT organisation FROM person_role WHERE person = ?1
                UNION SELECT organisation FROM person_package WHERE person = ?1
            ) ORDER BY o.number";
        self.all(query, [person.uuid()], |row| {
            let mut roles = codes(row, 3, PersonRole::from_code)?;
            roles.sort_unstable();
            let packages = codes(row, 4, |code| Some(PackageCode::from(code)))?;
            Ok(Representation { organisation: organisation(row)?, roles, packages })
        })
    }

    fn people_with_roles_in(&self, organisation: OrganisationNumber) -> Result<Vec<(Person, Vec<PersonRole>)>> {
        let query = "SELECT p.id, p.national_id, p.name, group_concat(r.role, ' ')
            FROM person p JOIN person_role r ON r.person = p.id WHERE r.organisation = ?1 GROUP BY p.place ORDER BY p.place";
        self.all(query, [organisation.value()], |row| {
            let mut roles = codes(row, 3, PersonRole::from_code)?;
            roles.sort_unstable();
            Ok((person(row)?, roles))
        })
    }
}
