//! Validates `[[organisation]]` and `[[person]]`.

use super::super::schema::{HeldPackageEntry, OrganisationEntry, PersonEntry, RoleEntry, SpannedString};
use super::Validator;
use super::fields::FirstOccurrences;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::PackageCode;
use crate::domain::person::{Person, PersonId};
use crate::domain::role::PersonRole;
use crate::domain::world_contents::{HeldPackage, PersonWithNote, RoleAssignment};

impl Validator<'_> {
    /// Validates all organisations. The other lists can refer to them afterwards.
    pub(super) fn organisations(&mut self) {
        for number in self.source.strings_in("organisation", "number").into_iter().flatten() {
            if let Ok(number) = number.parse() {
                self.organisations.insert(number, None);
            }
        }
        let mut seen = FirstOccurrences::new();
        for entry in self.source.take_list::<OrganisationEntry>("organisation").into_iter().flatten() {
            let Some(organisation) = self.validate_organisation(entry.get_ref(), &mut seen) else { continue };
            self.organisations.insert(organisation.number, Some(organisation.clone()));
            self.contents.organisations.push(organisation);
        }
    }

    fn validate_organisation(
        &mut self,
        entry: &OrganisationEntry,
        seen: &mut FirstOccurrences<OrganisationNumber>,
    ) -> Option<Organisation> {
        let number = self.number(&entry.number);
        let is_first = number.is_some_and(|number| self.is_first(seen, number, &entry.number));
        let name = self.non_empty(&entry.name);
        let form: Option<OrgForm> = entry.form.get_ref().parse().ok();
        if form.is_none() {
            let problem =
                format!("`{}` is not an organisation form of Enhetsregisteret, such as AS", entry.form.get_ref());
            self.report(&entry.form, problem);
        }
        is_first.then_some(Organisation { number: number?, name: name?, form: form? })
    }

    /// Validates all people and their roles.
    pub(super) fn people(&mut self) {
        let mut seen = FirstOccurrences::new();
        for entry in self.source.take_list::<PersonEntry>("person").into_iter().flatten() {
            let entry = entry.into_inner();
            let person = self.validate_person(&entry, &mut seen);
            self.localised(&entry.note);
            self.validate_roles(person.as_ref().map(|person| person.id), &entry.roles);
            self.validate_held_packages(person.as_ref().map(|person| person.id), &entry.packages);
            if let Some(person) = person {
                self.contents.people.push(PersonWithNote { person, note: entry.note.into_inner() });
            }
        }
    }

    fn validate_held_packages(&mut self, person: Option<PersonId>, packages: &[HeldPackageEntry]) {
        let mut seen: FirstOccurrences<(OrganisationNumber, PackageCode)> = FirstOccurrences::new();
        for entry in packages {
            let organisation = self.organisation(&entry.organisation);
            let Some(package) = self.package(&entry.package) else { continue };
            if PersonRole::from_code(package.code.as_str()).is_some() {
                self.report(&entry.package, format!("`{}` is given under `roles`", package.code));
                continue;
            }
            let Some(organisation) = organisation else { continue };
            if self.is_first(&mut seen, (organisation.number, package.code.clone()), &entry.package)
                && let Some(person) = person
            {
                let (organisation, package) = (organisation.number, package.code.clone());
                self.contents.held_packages.push(HeldPackage { person, organisation, package });
            }
        }
    }

    /// The person in the file with this national id.
    pub(super) fn person(&mut self, text: &SpannedString) -> Option<PersonId> {
        let national_id = text.get_ref().parse::<NationalId>().ok();
        let id = national_id.map(|national_id| PersonId::of(&national_id));
        let known = id.filter(|id| self.contents.people.iter().any(|known| known.person.id == *id));
        if known.is_none() {
            // Leave the id out of the message: it may be a real person's.
            self.report(text, "is the national id of no [[person]] in this file");
        }
        known
    }

    fn validate_person(&mut self, entry: &PersonEntry, seen: &mut FirstOccurrences<NationalId>) -> Option<Person> {
        let national_id: Option<NationalId> = match entry.national_id.get_ref().parse() {
            Ok(national_id) => Some(national_id),
            // Leave the id out of the message: it may be a real person's.
            Err(error) => {
                let expected = "expected eleven digits, 40 or 80 added to the month, the last two check digits";
                self.report(&entry.national_id, format!("{error}, {expected}"));
                None
            }
        };
        let is_first = national_id
            .as_ref()
            .is_some_and(|national_id| self.is_first(seen, national_id.clone(), &entry.national_id));
        let name = self.non_empty(&entry.name);
        is_first.then_some(Person::new(national_id?, name?))
    }

    fn validate_roles(&mut self, person: Option<PersonId>, roles: &[RoleEntry]) {
        let mut seen: FirstOccurrences<(OrganisationNumber, PersonRole)> = FirstOccurrences::new();
        for entry in roles {
            let organisation = self.organisation(&entry.organisation);
            let role = self.one_of(&entry.role, &PersonRole::ALL);
            let (Some(organisation), Some(role)) = (organisation, role) else { continue };
            if self.is_first(&mut seen, (organisation.number, role), &entry.role)
                && let Some(person) = person
            {
                self.contents.roles.push(RoleAssignment { person, organisation: organisation.number, role });
            }
        }
    }
}
