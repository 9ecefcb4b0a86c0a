//! Loads the embedded language files, once per language and wording.

use std::sync::LazyLock;

use toml::{Table, Value};

use super::Texts;
use super::from_toml::{FromToml, LoadError};
use super::lang::{Lang, Wording};

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
        Err(error) => panic!("the embedded texts are checked by a test: {error}"),
    }
}

fn parse(base: &str, overlay: &str) -> Result<Texts, LoadError> {
    let table = merged(base, overlay).map_err(|error| error.to_string())?;
    Texts::from_toml("", Some(Value::Table(table)))
}

/// Merges the overlay into the base.
pub(super) fn merged(base: &str, overlay: &str) -> Result<Table, toml::de::Error> {
    let mut table: Table = toml::from_str(base)?;
    merge_into(&mut table, toml::from_str(overlay)?);
    Ok(table)
}

fn merge_into(base: &mut Table, overlay: Table) {
    for (key, value) in overlay {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base_value)), Value::Table(overlay_value)) => merge_into(base_value, overlay_value),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Every text of a file by its dotted key.
    fn flatten(source: &str) -> BTreeMap<String, String> {
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
            if let Err(error) = parse(base, overlay) {
                panic!("{error}");
            }
            for (key, text) in flatten(base) {
                assert!(!text.trim().is_empty(), "{key} is empty");
            }
        }
    }

    #[test]
    fn every_language_fills_in_the_same_values() {
        let nb = flatten(NB);
        for (name, other) in [("nn", flatten(NN)), ("en", flatten(EN))] {
            for (key, text) in &nb {
                let translated = &other.get(key).unwrap_or_else(|| panic!("{name} lacks {key}"));
                assert_eq!(placeholders(text), placeholders(translated), "{key} in {name}");
            }
        }
    }

    #[test]
    fn the_overlay_only_rewords_texts_that_exist() {
        for (base, overlay) in [(NB, NB_KLIENT), (NN, NN_KLIENT)] {
            let base = flatten(base);
            for (key, text) in flatten(overlay) {
                let base_value = base.get(&key).unwrap_or_else(|| panic!("the overlay has {key}, the base has not"));
                // An overlay replaces whole lists, so some of their items may be unchanged.
                assert!(key.ends_with(']') || base_value != &text, "{key} is the same with and without the overlay");
                assert_eq!(placeholders(base_value), placeholders(&text), "{key}");
            }
        }
    }

    #[test]
    fn no_wording_is_left_half_done() {
        for (base, overlay) in [(NB, NB_KLIENT), (NN, NN_KLIENT)] {
            let overlay = flatten(overlay);
            for (key, text) in flatten(base) {
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
    fn one_thing_has_one_word() {
        for (language, avoided) in [(NB, &["verden"][..]), (EN, &["sign in", "signed in", "sign out", "whom"])] {
            for (key, text) in flatten(language) {
                let found = avoided.iter().find(|word| text.to_lowercase().contains(*word));
                assert!(found.is_none(), "{key} says {found:?}: {text}");
            }
        }
    }
}
