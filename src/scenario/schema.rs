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
    #[serde(default)]
    pub packages: Vec<HeldPackageEntry>,
}

/// A package that a person holds beside roles.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeldPackageEntry {
    #[serde(rename = "in")]
    pub organisation: SpannedString,
    pub package: SpannedString,
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
    /// When the client added the provider by hand.
    pub added: Option<Spanned<Datetime>>,
    #[serde(default)]
    pub roles: Vec<SpannedString>,
    #[serde(default)]
    pub packages: Vec<SpannedString>,
}

/// `[[system]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SystemEntry {
    pub id: SpannedString,
    pub name: Spanned<NameEntry>,
    pub description: Option<Spanned<Localised>>,
    pub vendor: SpannedString,
    #[serde(default)]
    pub packages: Vec<SpannedString>,
    #[serde(default)]
    pub visible: bool,
    #[serde(default)]
    pub redirect_urls: Vec<SpannedString>,
    #[serde(default)]
    pub oauth_clients: Vec<OAuthClientEntry>,
    #[serde(default)]
    pub deleted: bool,
}

/// A name in one language for all, or in each.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum NameEntry {
    Same(String),
    Localised(Localised),
}

/// A program that fetches tokens for a system.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OAuthClientEntry {
    pub id: SpannedString,
    pub public_key: Option<SpannedString>,
}

/// `[[request]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestEntry {
    pub id: Option<SpannedString>,
    pub owner: SpannedString,
    pub kind: SpannedString,
    pub title: Option<SpannedString>,
    pub system: SpannedString,
    pub external_ref: Option<SpannedString>,
    #[serde(default)]
    pub packages: Vec<SpannedString>,
    pub redirect_url: Option<SpannedString>,
    /// By default the moment of loading.
    pub created: Option<Spanned<Datetime>>,
    pub escalated: Option<EscalatedEntry>,
    pub answered: Option<AnsweredEntry>,
}

/// Who sent a request on, and when.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EscalatedEntry {
    pub by: SpannedString,
    /// By default when the request was made.
    pub at: Option<Spanned<Datetime>>,
}

/// Who answered a request, how, and when.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnsweredEntry {
    #[serde(rename = "as")]
    pub answer: SpannedString,
    pub by: SpannedString,
    pub at: Spanned<Datetime>,
}

/// `[[access]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessEntry {
    pub id: Option<SpannedString>,
    pub owner: SpannedString,
    pub kind: SpannedString,
    pub title: SpannedString,
    /// The id of a `[[system]]`, or the name of one of the vendor's.
    pub system: SpannedString,
    pub vendor: Option<SpannedString>,
    pub external_ref: Option<SpannedString>,
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
