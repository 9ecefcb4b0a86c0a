//! Reads the embedded language files once and hands out the texts by language and wording.

use std::sync::LazyLock;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::Texts;
use super::entry::{Entry, Fault};

/// A language of the portal, by its BCP 47 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Norwegian Bokmål, the default.
    #[default]
    Nb,
    /// Norwegian Nynorsk.
    Nn,
    /// English.
    En,
}

impl Lang {
    /// All languages in the order in which the portal offers them.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// The BCP 47 code, as in `<html lang>` and `?lang=`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Bokmål",
            Self::Nn => "Nynorsk",
            Self::En => "English",
        }
    }

    /// The language with this code; plain `no` is Bokmål.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split('-').next()?.to_ascii_lowercase().as_str() {
            "nb" | "no" => Some(Self::Nb),
            "nn" => Some(Self::Nn),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// Which word Norwegian texts use for a client: the guide's "kunde" or today's "klient".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Wording {
    /// As in the client delegation guide that the portal illustrates.
    #[default]
    Kunde,
    /// As in today's Altinn.
    Klient,
}

impl Wording {
    /// Both wordings.
    pub const ALL: [Self; 2] = [Self::Kunde, Self::Klient];
}

pub(super) const NB: &str = concat!(include_str!("nb.toml"), include_str!("nb.test.toml"));
pub(super) const NN: &str = concat!(include_str!("nn.toml"), include_str!("nn.test.toml"));
pub(super) const EN: &str = concat!(include_str!("en.toml"), include_str!("en.test.toml"));
pub(super) const NB_KLIENT: &str = include_str!("nb.klient.toml");
pub(super) const NN_KLIENT: &str = include_str!("nn.klient.toml");

static KUNDE: LazyLock<[Texts; 3]> = LazyLock::new(|| [NB, NN, EN].map(|base| embedded(base, "")));
static KLIENT: LazyLock<[Texts; 3]> =
    LazyLock::new(|| [embedded(NB, NB_KLIENT), embedded(NN, NN_KLIENT), embedded(EN, "")]);

/// The texts of a language in a wording.
pub fn texts(lang: Lang, wording: Wording) -> &'static Texts {
    let all = match wording {
        Wording::Kunde => &KUNDE,
        Wording::Klient => &KLIENT,
    };
    &all[lang as usize]
}

fn embedded(base: &str, overlay: &str) -> Texts {
    match parse(base, overlay) {
        Ok(texts) => texts,
        Err(fault) => panic!("the embedded texts are checked by a test: {fault}"),
    }
}

fn parse(base: &str, overlay: &str) -> Result<Texts, Fault> {
    let table = laid_over(base, overlay).map_err(|fault| fault.to_string())?;
    Texts::of("", Some(Value::Table(table)))
}

/// The base with what the overlay says otherwise.
pub(super) fn laid_over(base: &str, overlay: &str) -> Result<Table, toml::de::Error> {
    let mut table: Table = toml::from_str(base)?;
    lay_over(&mut table, toml::from_str(overlay)?);
    Ok(table)
}

fn lay_over(base: &mut Table, overlay: Table) {
    for (key, value) in overlay {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// The text with each `{name}` replaced by its value.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}').map(|end| start + end) else { break };
        filled.push_str(&rest[..start]);
        let name = &rest[start + 1..end];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[start..=end]),
        }
        rest = &rest[end + 1..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Every text of a file by its dotted key.
    fn flat(source: &str) -> BTreeMap<String, String> {
        fn walk(prefix: &str, value: &Value, into: &mut BTreeMap<String, String>) {
            match value {
                Value::Table(table) => {
                    for (key, value) in table {
                        walk(&format!("{prefix}.{key}"), value, into);
                    }
                }
                Value::Array(items) => {
                    for (index, value) in items.iter().enumerate() {
                        walk(&format!("{prefix}[{index}]"), value, into);
                    }
                }
                Value::String(text) => {
                    into.insert(prefix.to_owned(), text.clone());
                }
                other => panic!("{prefix} is not a text: {other}"),
            }
        }
        let mut into = BTreeMap::new();
        walk("", &toml::from_str(source).unwrap(), &mut into);
        into
    }

    fn placeholders(text: &str) -> Vec<String> {
        let mut names: Vec<_> =
            text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_text_exists_in_three_languages_and_both_wordings() {
        for (base, overlay) in [(NB, ""), (NN, ""), (EN, ""), (NB, NB_KLIENT), (NN, NN_KLIENT)] {
            if let Err(fault) = parse(base, overlay) {
                panic!("{fault}");
            }
            for (key, text) in flat(base) {
                assert!(!text.trim().is_empty(), "{key} is empty");
            }
        }
    }

    #[test]
    fn every_language_fills_in_the_same_values() {
        let nb = flat(NB);
        for (name, other) in [("nn", flat(NN)), ("en", flat(EN))] {
            for (key, text) in &nb {
                let translated = &other.get(key).unwrap_or_else(|| panic!("{name} lacks {key}"));
                assert_eq!(placeholders(text), placeholders(translated), "{key} in {name}");
            }
        }
    }

    #[test]
    fn the_overlay_only_rewords_texts_that_exist() {
        for (base, overlay) in [(NB, NB_KLIENT), (NN, NN_KLIENT)] {
            let base = flat(base);
            for (key, text) in flat(overlay) {
                let below = base.get(&key).unwrap_or_else(|| panic!("the overlay has {key}, the base has not"));
                // Lists are laid over whole, so some of their items stay as they are.
                assert!(key.ends_with(']') || below != &text, "{key} is the same with and without the overlay");
                assert_eq!(placeholders(below), placeholders(&text), "{key}");
            }
        }
    }

    #[test]
    fn no_wording_is_left_half_done() {
        for (base, overlay) in [(NB, NB_KLIENT), (NN, NN_KLIENT)] {
            let overlay = flat(overlay);
            for (key, text) in flat(base) {
                let words = text.to_lowercase();
                assert!(
                    !words.contains("klientar") && !words.contains("klienter"),
                    "{key} says klient under kunde: {text}"
                );
                assert!(!words.contains("kund") || overlay.contains_key(&key), "{key} says kunde under klient: {text}");
            }
            for (key, text) in overlay {
                assert!(!text.to_lowercase().contains("kund"), "{key} says kunde under klient: {text}");
            }
        }
    }

    #[test]
    fn values_are_filled_in_by_name_and_never_twice() {
        assert_eq!(fill("{a} og {b}", &[("a", "{b}"), ("b", "x")]), "{b} og x");
        assert_eq!(fill("uten verdi {c", &[]), "uten verdi {c");
    }
}
