//! A person who signs in and acts for an organisation.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::display_name;
use super::number::NationalId;
use super::organisation::NAMESPACE;

/// Identifies a person; derived from the national id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonId(Uuid);

impl PersonId {
    /// No person's id.
    pub const NOBODY: Self = Self(Uuid::nil());

    /// The id of the person with this national id.
    pub fn of(national_id: &NationalId) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("person:{national_id}").as_bytes()))
    }

    /// The id as stored.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for PersonId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

/// A natural person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub national_id: NationalId,
    /// As registered, usually in capitals.
    pub name: String,
}

impl Person {
    /// The person with this national id and name.
    pub fn new(national_id: NationalId, name: String) -> Self {
        Self { id: PersonId::of(&national_id), national_id, name }
    }

    /// The name for display.
    pub fn display_name(&self) -> String {
        display_name::person(&self.name)
    }
}
