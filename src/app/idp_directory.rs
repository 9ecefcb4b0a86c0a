//! A world's people and programs, as the embedded provider knows them.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::number::{NationalId, NumberError};
use crate::domain::world::WorldName;
use crate::i18n::Lang;
use crate::idp::{Directory, NotANationalId, Person, Program, Programs, SystemUser};
use crate::service::worlds::Worlds;
use crate::service::{self, Service};
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

impl Programs for IdpDirectory {
    fn program(&self, client: &str, world: Option<&str>) -> Option<Program> {
        let client = client.parse::<Uuid>().ok()?;
        let system = found(self.of(world)?.system_of_oauth_client(client))?;
        let registered = system.oauth_clients.into_iter().find(|registered| registered.id == client)?;
        Some(Program { organisation: system.vendor.number.to_string(), public_key: registered.public_key })
    }

    fn system_user(
        &self,
        client: &str,
        owner: &str,
        external_ref: Option<&str>,
        world: Option<&str>,
    ) -> Option<SystemUser> {
        let (client, owner) = (client.parse().ok()?, owner.parse().ok()?);
        let (access, system) = found(self.of(world)?.access_of_oauth_client(client, owner, external_ref))?;
        Some(SystemUser { id: access.id.uuid().to_string(), system: system.id.to_string() })
    }
}

/// What was found; a failure is logged and counts as nothing.
fn found<T>(result: service::Result<Option<T>>) -> Option<T> {
    result.map_err(|error| failed(&error)).ok().flatten()
}

fn failed(error: &(dyn std::error::Error + 'static)) {
    tracing::error!(error, "the people or programs could not be read");
}
