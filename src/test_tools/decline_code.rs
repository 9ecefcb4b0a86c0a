//! The codes with which changes of a system access can be made to fail.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A code with which Altinn refuses to approve a request, or to make or delete an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct DeclineCode(&'static str);

impl DeclineCode {
    /// Those that are documented; 00016 to 00020 and 00068 to 00071 are of rights, which the portal has none of.
    pub const ALL: [Self; 19] = [
        Self("AUTH-00053"),
        Self("AUTH-00001"),
        Self("AUTH-00004"),
        Self("AUTH-00010"),
        Self("AUTH-00011"),
        Self("AUTH-00013"),
        Self("AUTH-00016"),
        Self("AUTH-00018"),
        Self("AUTH-00019"),
        Self("AUTH-00020"),
        Self("AUTH-00030"),
        Self("AUTH-00041"),
        Self("AUTH-00042"),
        Self("AUTH-00063"),
        Self("AUTH-00065"),
        Self("AUTH-00068"),
        Self("AUTH-00069"),
        Self("AUTH-00070"),
        Self("AUTH-00071"),
    ];

    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl<'de> Deserialize<'de> for DeclineCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        let known = Self::ALL.into_iter().find(|known| known.0 == code);
        known.ok_or_else(|| D::Error::custom(format!("no approval is refused with {code}")))
    }
}
