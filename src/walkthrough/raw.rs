//! The tables of a walkthrough file as written, before anything is checked: texts with their places.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::contents::Start;
use crate::domain::package::Localised;

pub(super) type Word = Spanned<String>;
pub(super) type Name = Spanned<RawText>;

/// The top of the file. The steps are read one by one, so that a wrong one does not hide the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub name: Word,
    pub title: Spanned<Localised>,
    pub description: Spanned<Localised>,
    pub scenario: Word,
    pub person: Word,
    pub organisation: Word,
    #[serde(default)]
    pub start: Start,
    #[serde(default)]
    pub needs_script: bool,
}

/// `[[step]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub at: Option<Word>,
    pub instruction: Spanned<Localised>,
    pub expected: Spanned<Localised>,
    pub action: Option<RawAction>,
    #[serde(default)]
    pub expect: Vec<RawExpectation>,
    pub picture: Option<RawPicture>,
}

/// A text of a page.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "write a text as \"…\", as { nb = …, nn = …, en = … }, or as { label = \"section.key\" } with its values"
)]
pub(super) enum RawText {
    Plain(String),
    Each(Localised),
    Label {
        label: String,
        #[serde(default)]
        then: String,
        #[serde(flatten)]
        values: BTreeMap<String, RawText>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTarget {
    pub role: Word,
    pub name: Name,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawAction {
    Open(Word),
    Press(RawTarget),
    Type(RawTyping),
    Choose(RawChoice),
    Tick(Name),
    Key(Word),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTyping {
    pub text: Name,
    pub into: Name,
    #[serde(default)]
    pub enter: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub option: Name,
    pub from: Name,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawExpectation {
    Heading(Name),
    Text(Name),
    NoText(Name),
    Row(Name),
    NoRow(Name),
    Element(RawTarget),
    NoElement(RawTarget),
    Count(RawCount),
    Focus(RawTarget),
    Announcement(Name),
    Url(Word),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCount {
    pub role: Word,
    pub name: Name,
    pub is: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPicture {
    pub file: Word,
    pub region: RawRegion,
    #[serde(default)]
    pub marks: Vec<RawMark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMark {
    pub role: Word,
    pub name: Name,
    #[serde(default)]
    pub row: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawRegion {
    Page,
    Window,
    Dialog { margin: u32 },
    Element { role: Word, name: Name, margin: u32 },
}
