//! Looks texts up by dotted key, such as `dialog.add`, for walkthroughs.

use std::collections::HashMap;
use std::sync::LazyLock;

use toml::Value;

use super::lang::{Lang, Wording};
use super::loader::{EN, NB, NB_KLIENT, NN, NN_KLIENT, merged};

type Labels = HashMap<String, String>;

static KUNDE: LazyLock<[Labels; 3]> = LazyLock::new(|| [NB, NN, EN].map(|base| flatten(base, "")));
static KLIENT: LazyLock<[Labels; 3]> =
    LazyLock::new(|| [flatten(NB, NB_KLIENT), flatten(NN, NN_KLIENT), flatten(EN, "")]);

/// The text with this key; an item of a list is `start.steps[0]`.
pub fn label(lang: Lang, wording: Wording, key: &str) -> Option<&'static str> {
    let all = match wording {
        Wording::Kunde => &KUNDE,
        Wording::Klient => &KLIENT,
    };
    all[lang as usize].get(key).map(String::as_str)
}

fn flatten(base: &str, overlay: &str) -> Labels {
    let mut labels = Labels::new();
    match merged(base, overlay) {
        Ok(table) => insert("", Value::Table(table), &mut labels),
        Err(error) => panic!("the embedded texts are checked by a test: {error}"),
    }
    labels
}

fn insert(key: &str, value: Value, labels: &mut Labels) {
    match value {
        Value::Table(table) => {
            for (name, value) in table {
                let key = if key.is_empty() { name } else { format!("{key}.{name}") };
                insert(&key, value, labels);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.into_iter().enumerate() {
                insert(&format!("{key}[{index}]"), value, labels);
            }
        }
        Value::String(text) => _ = labels.insert(key.to_owned(), text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_by_its_key_in_every_language_and_wording() {
        assert_eq!(label(Lang::Nb, Wording::Kunde, "access.add_clients"), Some("Legg til kunder"));
        assert_eq!(label(Lang::Nb, Wording::Klient, "access.add_clients"), Some("Legg til klienter"));
        assert_eq!(label(Lang::En, Wording::Klient, "access.add_clients"), Some("Add clients"));
        assert!(label(Lang::Nn, Wording::Kunde, "start.steps[3]").is_some());
        assert_eq!(label(Lang::Nn, Wording::Kunde, "access"), None);
    }
}
