//! A world's people, as the embedded provider's directory.

use std::sync::Arc;

use crate::domain::number::{NationalId, NumberError};
use crate::domain::world::WorldName;
use crate::i18n::Lang;
use crate::idp::{Directory, NotANationalId, Person};
use crate::service::Service;
use crate::service::worlds::Worlds;
use crate::web::format::localised;

/// The directory of the embedded sign-in.
pub struct IdpDirectory {
    pub worlds: Arc<dyn Worlds>,
    /// The default world.
    pub world: WorldName,
}

impl IdpDirectory {
    fn of(&self, world: Option<&str>) -> Option<Service> {
        let name = world.and_then(|name| name.parse().ok()).unwrap_or_else(|| self.world.clone());
        self.worlds.open(&name).map_err(|error| failed(&error)).ok()
    }
}

impl Directory for IdpDirectory {
    fn people(&self, lang: &str, world: Option<&str>) -> Vec<Person> {
        let lang = Lang::from_code(lang).unwrap_or_default();
        let people = self.of(world).map(|service| service.people().map_err(|error| failed(&error)));
        let people = people.and_then(Result::ok).unwrap_or_default();
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
            NumberError::Several => NotANationalId::Several,
        })
    }

    fn name_of(&self, national_id: &str, world: Option<&str>) -> Option<String> {
        let person = self.of(world)?.person_by_national_id(&national_id.parse().ok()?);
        person.map_err(|error| failed(&error)).ok()?.map(|person| person.display_name())
    }
}

fn failed(error: &(dyn std::error::Error + 'static)) {
    tracing::error!(error, "the people could not be read");
}
