//! Organisations and people.

use super::super::raw::{RawOrganisation, RawPerson, RawRole};
use super::Checker;
use super::values::Seen;
use crate::domain::contents::{HeldRole, KnownPerson};
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::person::{Person, PersonId};
use crate::domain::role::PersonRole;

impl Checker<'_> {
    /// Reads all organisations; the other lists can name them afterwards.
    pub(super) fn organisations(&mut self) {
        for number in self.document.texts_in("organisation", "number").into_iter().flatten() {
            if let Ok(number) = number.parse() {
                self.organisations.insert(number, None);
            }
        }
        let mut seen = Seen::new();
        for raw in self.document.items::<RawOrganisation>("organisation").into_iter().flatten() {
            let Some(organisation) = self.organisation_of(raw.get_ref(), &mut seen) else { continue };
            self.organisations.insert(organisation.number, Some(organisation.clone()));
            self.made.organisations.push(organisation);
        }
    }

    fn organisation_of(&mut self, raw: &RawOrganisation, seen: &mut Seen<OrganisationNumber>) -> Option<Organisation> {
        let number = self.number(&raw.number);
        let is_first = number.is_some_and(|number| self.is_first(seen, number, &raw.number));
        let name = self.words(&raw.name);
        let form: Option<OrgForm> = raw.form.get_ref().parse().ok();
        if form.is_none() {
            let problem =
                format!("`{}` is not an organisation form of Enhetsregisteret, such as AS", raw.form.get_ref());
            self.fault(&raw.form, problem);
        }
        is_first.then_some(Organisation { number: number?, name: name?, form: form? })
    }

    /// Reads all people and what they are in the organisations.
    pub(super) fn people(&mut self) {
        let mut seen = Seen::new();
        for raw in self.document.items::<RawPerson>("person").into_iter().flatten() {
            let raw = raw.into_inner();
            let person = self.person_of(&raw, &mut seen);
            self.localised(&raw.note);
            self.roles_of(person.as_ref().map(|person| person.id), &raw.roles);
            if let Some(person) = person {
                self.made.people.push(KnownPerson { person, note: raw.note.into_inner() });
            }
        }
    }

    fn person_of(&mut self, raw: &RawPerson, seen: &mut Seen<NationalId>) -> Option<Person> {
        let national_id: Option<NationalId> = match raw.national_id.get_ref().parse() {
            Ok(national_id) => Some(national_id),
            // Never repeats the id: what is wrong with it may be that it is somebody's.
            Err(error) => {
                let expected = "expected eleven digits, 40 or 80 added to the month, the last two check digits";
                self.fault(&raw.national_id, format!("{error}, {expected}"));
                None
            }
        };
        let is_first =
            national_id.as_ref().is_some_and(|national_id| self.is_first(seen, national_id.clone(), &raw.national_id));
        let name = self.words(&raw.name);
        is_first.then_some(Person::new(national_id?, name?))
    }

    fn roles_of(&mut self, person: Option<PersonId>, roles: &[RawRole]) {
        let mut seen: Seen<(OrganisationNumber, PersonRole)> = Seen::new();
        for raw in roles {
            let organisation = self.organisation(&raw.organisation);
            let role = self.one_of(&raw.role, &PersonRole::ALL);
            let (Some(organisation), Some(role)) = (organisation, role) else { continue };
            if self.is_first(&mut seen, (organisation.number, role), &raw.role)
                && let Some(person) = person
            {
                self.made.roles.push(HeldRole { person, organisation: organisation.number, role });
            }
        }
    }
}
