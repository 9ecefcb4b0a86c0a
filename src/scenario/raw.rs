//! The tables of a scenario file as written, before anything is checked: texts with their places.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::domain::package::Localised;

pub(super) type Text = Spanned<String>;

/// The top of the file without the lists: these are read item by item, so that one wrong item does not hide the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub name: Text,
    pub title: Spanned<Localised>,
    pub description: Spanned<Localised>,
    pub clock: Option<Spanned<Datetime>>,
    pub clock_moved: Option<Text>,
}

/// `[[organisation]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOrganisation {
    pub number: Text,
    pub name: Text,
    pub form: Text,
}

/// `[[person]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerson {
    pub national_id: Text,
    pub name: Text,
    pub note: Spanned<Localised>,
    #[serde(default)]
    pub roles: Vec<RawRole>,
}

/// One of a person's roles.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRole {
    #[serde(rename = "in")]
    pub organisation: Text,
    #[serde(rename = "as")]
    pub role: Text,
}

/// `[[client]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClient {
    pub number: Text,
    pub provider: Text,
    #[serde(default)]
    pub roles: Vec<Text>,
    #[serde(default)]
    pub packages: Vec<Text>,
}

/// `[[access]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAccess {
    pub owner: Text,
    pub kind: Text,
    pub title: Text,
    pub system: Text,
    pub vendor: Text,
    #[serde(default)]
    pub packages: Vec<Text>,
    pub created: Spanned<Datetime>,
    #[serde(default)]
    pub clients: Vec<Text>,
    #[serde(default)]
    pub lost_clients: Vec<Text>,
    #[serde(default)]
    pub delegations: Vec<RawDelegation>,
}

/// A client that is already on an access, to the letter: when it was added and what it brought then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDelegation {
    pub client: Text,
    pub added: Spanned<Datetime>,
    /// Role or `direct`, by package.
    pub brought: BTreeMap<String, Text>,
}
