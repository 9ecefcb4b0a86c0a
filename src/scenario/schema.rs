//! The tables of a scenario file as serde reads them, before validation.
//!
//! Values keep their spans for error messages.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::domain::package::Localised;

pub(super) type SpannedString = Spanned<String>;

/// The top of the file, without the lists.
/// List items are read one by one, so that one error does not hide the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub name: SpannedString,
    pub title: Spanned<Localised>,
    pub description: Spanned<Localised>,
    pub clock: Option<Spanned<Datetime>>,
    pub clock_moved: Option<SpannedString>,
}

/// `[[organisation]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationEntry {
    pub number: SpannedString,
    pub name: SpannedString,
    pub form: SpannedString,
}

/// `[[person]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub national_id: SpannedString,
    pub name: SpannedString,
    pub note: Spanned<Localised>,
    #[serde(default)]
    pub roles: Vec<RoleEntry>,
}

/// One of a person's roles.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    #[serde(rename = "in")]
    pub organisation: SpannedString,
    #[serde(rename = "as")]
    pub role: SpannedString,
}

/// `[[client]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientEntry {
    pub number: SpannedString,
    pub provider: SpannedString,
    #[serde(default)]
    pub roles: Vec<SpannedString>,
    #[serde(default)]
    pub packages: Vec<SpannedString>,
}

/// `[[access]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessEntry {
    pub owner: SpannedString,
    pub kind: SpannedString,
    pub title: SpannedString,
    pub system: SpannedString,
    pub vendor: SpannedString,
    #[serde(default)]
    pub packages: Vec<SpannedString>,
    pub created: Spanned<Datetime>,
    #[serde(default)]
    pub clients: Vec<SpannedString>,
    #[serde(default)]
    pub lost_clients: Vec<SpannedString>,
    #[serde(default)]
    pub delegations: Vec<DelegationEntry>,
}

/// A recorded delegation: when the client was added, and what it brought then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DelegationEntry {
    pub client: SpannedString,
    pub added: Spanned<Datetime>,
    /// Role or `direct`, by package.
    pub brought: BTreeMap<String, SpannedString>,
}
