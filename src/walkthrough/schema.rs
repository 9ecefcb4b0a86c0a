//! The tables of a walkthrough file as serde reads them, before validation.
//!
//! Values keep their spans for error messages.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::model::Start;
use crate::domain::package::Localised;

pub(super) type SpannedString = Spanned<String>;
pub(super) type SpannedText = Spanned<TextEntry>;

/// The top of the file.
/// Steps are read one by one, so that one error does not hide the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub name: SpannedString,
    pub title: Spanned<Localised>,
    pub description: Spanned<Localised>,
    pub scenario: SpannedString,
    pub person: SpannedString,
    pub organisation: SpannedString,
    #[serde(default)]
    pub start: Start,
    #[serde(default)]
    pub needs_script: bool,
}

/// `[[step]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepEntry {
    pub at: Option<SpannedString>,
    pub instruction: Spanned<Localised>,
    pub expected: Spanned<Localised>,
    pub action: Option<ActionEntry>,
    #[serde(default)]
    pub expect: Vec<ExpectationEntry>,
    pub picture: Option<PictureEntry>,
}

/// A text on a page, in one of the three forms a file can give it.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "write a text as \"…\", as { nb = …, nn = …, en = … }, or as { label = \"section.key\" } with its values"
)]
pub(super) enum TextEntry {
    Plain(String),
    Each(Localised),
    Label {
        label: String,
        #[serde(default)]
        then: String,
        #[serde(flatten)]
        values: BTreeMap<String, TextEntry>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetEntry {
    pub role: SpannedString,
    pub name: SpannedText,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ActionEntry {
    Open(SpannedString),
    Press(TargetEntry),
    Type(TypeEntry),
    Choose(ChooseEntry),
    Tick(SpannedText),
    Key(SpannedString),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeEntry {
    pub text: SpannedText,
    pub into: SpannedText,
    #[serde(default)]
    pub enter: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChooseEntry {
    pub option: SpannedText,
    pub from: SpannedText,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ExpectationEntry {
    Heading(SpannedText),
    Text(SpannedText),
    NoText(SpannedText),
    Row(SpannedText),
    NoRow(SpannedText),
    Element(TargetEntry),
    NoElement(TargetEntry),
    Count(CountEntry),
    Focus(TargetEntry),
    Announcement(SpannedText),
    Url(SpannedString),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountEntry {
    pub role: SpannedString,
    pub name: SpannedText,
    pub is: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PictureEntry {
    pub file: SpannedString,
    #[serde(default)]
    pub after: bool,
    pub region: RegionEntry,
    #[serde(default)]
    pub marks: Vec<MarkEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkEntry {
    pub role: SpannedString,
    pub name: SpannedText,
    #[serde(default)]
    pub row: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RegionEntry {
    Page,
    Window,
    Dialog { margin: u32 },
    Element { role: SpannedString, name: SpannedText, margin: u32 },
}
