//! A system (fagsystem): a vendor's registered program.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::number::OrganisationNumber;
use super::organisation::NAMESPACE;
use super::package::{Localised, PackageCode};
use super::redirect_url::RedirectUrl;

/// Identifies a system in the register: the vendor's number, an underscore, and a short name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SystemId(String);

/// Why a text is not a system's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSystemId {
    #[error("does not begin with an organisation number, an underscore and a name")]
    NoVendor,
    #[error("has spaces")]
    Spaces,
}

impl SystemId {
    /// The id of a system that has only a name; names may share one.
    pub fn of(vendor: OrganisationNumber, name: &str) -> Self {
        let short = name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        Self(format!("{vendor}_{short}"))
    }

    /// The id for the nth system with this one, from 2. No name has it.
    #[must_use]
    pub fn nth(&self, nth: usize) -> Self {
        Self(format!("{}_{nth}", self.0))
    }

    /// The id as in the API.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The vendor's number, which the id begins with.
    pub fn vendor(&self) -> Option<OrganisationNumber> {
        self.0.split_once('_')?.0.parse().ok()
    }

    /// The register's internal id, derived from this one.
    pub fn uuid(&self) -> Uuid {
        Uuid::new_v5(&NAMESPACE, format!("system:{}", self.0).as_bytes())
    }
}

impl FromStr for SystemId {
    type Err = InvalidSystemId;

    fn from_str(text: &str) -> Result<Self, InvalidSystemId> {
        let text = text.trim();
        if text.contains(|char: char| char.is_whitespace() || char.is_control()) {
            return Err(InvalidSystemId::Spaces);
        }
        let (vendor, name) = text.split_once('_').ok_or(InvalidSystemId::NoVendor)?;
        let is_number = vendor.len() == 9 && vendor.parse::<OrganisationNumber>().is_ok();
        if is_number && !name.is_empty() { Ok(Self(text.to_owned())) } else { Err(InvalidSystemId::NoVendor) }
    }
}

impl TryFrom<String> for SystemId {
    type Error = InvalidSystemId;

    fn try_from(text: String) -> Result<Self, InvalidSystemId> {
        text.parse()
    }
}

impl From<SystemId> for String {
    fn from(id: SystemId) -> Self {
        id.0
    }
}

impl fmt::Display for SystemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The organisation that makes a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    pub number: OrganisationNumber,
    /// As registered, usually in capitals.
    pub name: String,
}

/// A system as shown with its accesses and requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemSummary {
    pub id: SystemId,
    pub name: Localised,
    pub vendor: Vendor,
}

/// A registered system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    pub id: SystemId,
    pub name: Localised,
    /// Empty in worlds that do not describe it.
    pub description: Localised,
    pub vendor: Vendor,
    /// What a request may ask for, in the vendor's order.
    pub packages: Vec<PackageCode>,
    /// Whether a firm can make an own access to it in the portal.
    pub visible: bool,
    /// Where a person may be sent after answering a request.
    pub redirect_urls: Vec<RedirectUrl>,
    pub oauth_clients: Vec<OAuthClient>,
    /// Its accesses stay, but get no tokens.
    pub deleted: bool,
}

/// A program that fetches tokens for a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthClient {
    pub id: Uuid,
    /// A JSON Web Key, to verify what the program signs.
    pub public_key: Option<String>,
}

impl System {
    /// The system as shown with its accesses and requests.
    pub fn summary(&self) -> SystemSummary {
        SystemSummary { id: self.id.clone(), name: self.name.clone(), vendor: self.vendor.clone() }
    }

    /// The registered address that allows this one.
    pub fn allows(&self, url: &RedirectUrl) -> bool {
        self.redirect_urls.iter().any(|registered| url.matches(registered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_begins_with_its_vendors_number_and_has_no_spaces() {
        let vendor: OrganisationNumber = "310495913".parse().unwrap();
        let id: SystemId = " 310495913_revisor.v2 ".parse().unwrap();
        assert_eq!((id.as_str(), id.vendor()), ("310495913_revisor.v2", Some(vendor)));
        for text in ["", "310495913", "310495913_", "_x", "310495914_x", "0192:310495913_x", "smart_310495913"] {
            assert_eq!(text.parse::<SystemId>(), Err(InvalidSystemId::NoVendor), "{text}");
        }
        for text in ["310495913_a b", "310495913_a\tb", "310495913_\u{a0}b", "310495913_a\u{7}"] {
            assert_eq!(text.parse::<SystemId>(), Err(InvalidSystemId::Spaces), "{text}");
        }
    }

    #[test]
    fn a_system_with_only_a_name_has_the_id_that_programs_know() {
        let vendor: OrganisationNumber = "310495913".parse().unwrap();
        let id = SystemId::of(vendor, "Ærlig System 2.0");
        assert_eq!(id.as_str(), "310495913_-rlig-system-2-0");
        assert_eq!(id.nth(2).as_str(), "310495913_-rlig-system-2-0_2");
        assert_eq!(SystemId::of(vendor, "S").uuid(), "310495913_s".parse::<SystemId>().unwrap().uuid());
    }
}
