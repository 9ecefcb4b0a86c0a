//! An access package: a named bundle of services that a power covers.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The last part of the package's urn, such as `ansvarlig-revisor`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct PackageCode(Arc<str>);

impl PackageCode {
    /// What a package's urn begins with.
    pub const URN: &str = "urn:altinn:accesspackage:";

    /// The code without the urn's prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `urn:altinn:accesspackage:…`.
    pub fn urn(&self) -> String {
        format!("{}{}", Self::URN, self.0)
    }
}

impl From<&str> for PackageCode {
    /// Takes the code with or without the urn's prefix.
    fn from(text: &str) -> Self {
        Self(text.strip_prefix(Self::URN).unwrap_or(text).into())
    }
}

impl From<String> for PackageCode {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<PackageCode> for String {
    fn from(code: PackageCode) -> Self {
        code.0.as_ref().to_owned()
    }
}

impl fmt::Display for PackageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text of the package catalogue in the portal's languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localised {
    pub nb: String,
    pub nn: String,
    pub en: String,
}

/// A service that a package covers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoveredService {
    pub name: String,
    /// The public body that offers it.
    pub owner: String,
}

/// One package of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessPackage {
    pub code: PackageCode,
    pub name: Localised,
    /// One line: what the package is for.
    pub description: Localised,
    pub area: Localised,
    /// Whether a provider that holds it for a client can add it to a system access.
    pub delegable: bool,
    /// Whether a client can give it directly;
    /// packages that come with an ER role cannot.
    pub assignable: bool,
    #[serde(default)]
    pub services: Vec<CoveredService>,
}
