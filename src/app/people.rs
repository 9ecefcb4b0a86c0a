//! The world's people, as the embedded provider wants to know them.

use crate::domain::number::{NationalId, NumberError};
use crate::i18n::Lang;
use crate::idp::{Directory, NotANationalId, Person};
use crate::service::{Service, ServiceError};
use crate::web::present::localised;

/// The directory behind the embedded sign-in.
pub struct People(pub Service);

impl Directory for People {
    fn people(&self, lang: &str) -> Vec<Person> {
        let lang = Lang::from_code(lang).unwrap_or_default();
        let people = self.0.people().unwrap_or_else(|error| {
            failed(&error);
            Vec::new()
        });
        let shown = people.into_iter().map(|(person, note)| Person {
            national_id: person.national_id.to_string(),
            name: person.display_name(),
            note: localised(&note, lang).to_owned(),
        });
        shown.collect()
    }

    fn check(&self, typed: &str) -> Result<String, NotANationalId> {
        typed.parse::<NationalId>().map(|national_id| national_id.to_string()).map_err(|error| match error {
            NumberError::Length => NotANationalId::Length,
            NumberError::Checksum => NotANationalId::Checksum,
            NumberError::NotSynthetic => NotANationalId::NotSynthetic,
        })
    }

    fn name_of(&self, national_id: &str) -> Option<String> {
        let person = self.0.person_by_national_id(&national_id.parse().ok()?);
        person
            .unwrap_or_else(|error| {
                failed(&error);
                None
            })
            .map(|person| person.display_name())
    }
}

fn failed(error: &ServiceError) {
    tracing::error!(error = error as &dyn std::error::Error, "the people could not be read");
}
