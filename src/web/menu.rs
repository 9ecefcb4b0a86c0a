//! The menu's entries, rendered once per language, wording and state.

use std::collections::HashMap;
use std::sync::LazyLock;

use askama::Template;

use crate::i18n::{Lang, Texts, Wording, texts};

/// The entries as HTML.
pub struct Menu {
    /// In the side menu.
    pub side: MenuHtml,
    /// In the header's dropdown.
    pub dropdown: MenuHtml,
}

/// The entries before and after the number of waiting requests.
pub struct MenuHtml {
    pub before: String,
    pub after: String,
}

/// What an entry is for this user, on this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// Plain text: the user may not open it.
    Off,
    Link,
    /// A link marked as the current page.
    Current,
}

impl EntryState {
    const ALL: [Self; 3] = [Self::Off, Self::Link, Self::Current];

    /// The state of an entry that this user may open, on its page or another one.
    pub fn of(may_open: bool, is_current: bool) -> Self {
        match (may_open, is_current) {
            (false, _) => Self::Off,
            (true, false) => Self::Link,
            (true, true) => Self::Current,
        }
    }

    fn href(self, url: &'static str) -> Option<&'static str> {
        (self != Self::Off).then_some(url)
    }

    fn is_current(self) -> bool {
        self == Self::Current
    }
}

/// What the entries depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MenuState {
    pub lang: Lang,
    pub wording: Wording,
    pub requests: EntryState,
    pub accesses: EntryState,
}

/// Where the number of waiting requests stands.
const NUMBER: &str = "\u{0}";

#[derive(Template)]
#[template(path = "partials/menu.html")]
struct Entries {
    t: &'static Texts,
    /// CSS class of each entry.
    class: &'static str,
    state: MenuState,
}

static MENUS: LazyLock<HashMap<MenuState, Menu>> = LazyLock::new(|| {
    let languages = Wording::ALL.into_iter().flat_map(|wording| Lang::ALL.map(|lang| (lang, wording)));
    let states = languages.flat_map(|(lang, wording)| {
        EntryState::ALL
            .into_iter()
            .flat_map(move |requests| EntryState::ALL.map(|accesses| MenuState { lang, wording, requests, accesses }))
    });
    states.map(|state| (state, menu_of(state))).collect()
});

fn menu_of(state: MenuState) -> Menu {
    let html = |class| {
        let entries = Entries { t: texts(state.lang, state.wording), class, state };
        let html = entries.render().expect("rendering into a string does not fail");
        let (before, after) = html.split_once(NUMBER).expect("the entry of requests has a number");
        MenuHtml { before: before.to_owned(), after: after.to_owned() }
    };
    Menu { side: html("side-item"), dropdown: html("dropdown-item") }
}

/// The menu of a page.
pub fn menu(state: MenuState) -> &'static Menu {
    &MENUS[&state]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::urls;

    #[test]
    fn each_menu_is_of_its_language_wording_and_state() {
        for state in MENUS.keys() {
            let label = &texts(state.lang, state.wording).side.client_administration;
            let Menu { side, dropdown } = menu(*state);
            for html in [side, dropdown].map(|html| html.before.clone() + &html.after) {
                assert!(html.contains(&**label), "{state:?}");
                assert_eq!(html.contains(urls::OVERVIEW), state.accesses != EntryState::Off);
                assert_eq!(html.contains(urls::REQUESTS), state.requests != EntryState::Off);
                let current = [state.accesses, state.requests].iter().filter(|entry| entry.is_current()).count();
                assert_eq!(html.matches("aria-current").count(), current);
            }
            assert!(side.after.contains("side-item") && dropdown.after.contains("dropdown-item"));
        }
    }
}
