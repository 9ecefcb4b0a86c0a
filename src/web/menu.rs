//! The menu's entries, rendered once per language, wording and state.

use std::sync::LazyLock;

use askama::Template;

use super::urls;
use crate::i18n::{Lang, Texts, Wording, texts};

/// The entries as HTML.
pub struct Menu {
    /// In the side menu.
    pub side: String,
    /// In the header's dropdown.
    pub dropdown: String,
}

/// The state of the entry for system accesses, the only one that can be a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessesEntry {
    /// Plain text, for users who may not open it.
    Off,
    Link,
    /// A link marked as the current page.
    Current,
}

impl AccessesEntry {
    const ALL: [Self; 3] = [Self::Off, Self::Link, Self::Current];

    fn href(self) -> Option<&'static str> {
        (self != Self::Off).then_some(urls::OVERVIEW)
    }

    fn is_current(self) -> bool {
        self == Self::Current
    }
}

#[derive(Template)]
#[template(path = "partials/menu.html")]
struct Entries {
    t: &'static Texts,
    /// CSS class of each entry.
    class: &'static str,
    accesses: AccessesEntry,
}

static MENUS: LazyLock<Vec<Menu>> = LazyLock::new(|| {
    let of = |wording, lang, accesses| {
        let entries = |class| Entries { t: texts(lang, wording), class, accesses };
        let html = |class| entries(class).render().expect("rendering into a string does not fail");
        Menu { side: html("side-item"), dropdown: html("dropdown-item") }
    };
    let languages = Wording::ALL.into_iter().flat_map(|wording| Lang::ALL.map(|lang| (wording, lang)));
    languages.flat_map(|(wording, lang)| AccessesEntry::ALL.map(|accesses| of(wording, lang, accesses))).collect()
});

/// The menu of a page.
pub fn menu(lang: Lang, wording: Wording, accesses: AccessesEntry) -> &'static Menu {
    &MENUS[(wording as usize * Lang::ALL.len() + lang as usize) * AccessesEntry::ALL.len() + accesses as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_menu_is_of_its_language_wording_and_state() {
        for wording in Wording::ALL {
            for lang in Lang::ALL {
                let label = &texts(lang, wording).side.client_administration;
                for accesses in AccessesEntry::ALL {
                    let Menu { side, dropdown } = menu(lang, wording, accesses);
                    for html in [side, dropdown] {
                        assert!(html.contains(&**label), "{lang:?} {wording:?}");
                        assert_eq!(html.contains(urls::OVERVIEW), accesses != AccessesEntry::Off);
                        assert_eq!(html.contains("aria-current"), accesses == AccessesEntry::Current);
                    }
                    assert!(side.contains("side-item") && dropdown.contains("dropdown-item"));
                }
            }
        }
    }
}
