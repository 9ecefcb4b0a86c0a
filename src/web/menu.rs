//! The menu's entries, rendered once per language, wording and state.

use std::collections::HashMap;
use std::sync::LazyLock;

use askama::Template;

use crate::domain::permission::Permissions;
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

/// The part of the site that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Pages outside access management: no side menu.
    Outside,
    /// Access management without a current menu entry: errors.
    NoEntry,
    SystemAccesses,
    Requests,
    Users,
    Received,
    ActingSystems,
    /// The guide to client relationships.
    RelationGuide,
}

impl Section {
    const ALL: [Self; 8] = [
        Self::Outside,
        Self::NoEntry,
        Self::SystemAccesses,
        Self::Requests,
        Self::Users,
        Self::Received,
        Self::ActingSystems,
        Self::RelationGuide,
    ];
}

/// Which entries are links for this user; each level includes the ones before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MenuRights {
    /// No organisation is represented.
    Nothing,
    /// An organisation without any power in it: users, which shows the user alone.
    Users,
    /// The overview of system accesses too.
    Accesses,
    /// All entries that the portal has.
    AccessManagement,
}

impl MenuRights {
    const ALL: [Self; 4] = [Self::Nothing, Self::Users, Self::Accesses, Self::AccessManagement];

    /// The rights of a person with these permissions in the represented organisation.
    pub fn of(permissions: Permissions) -> Self {
        if permissions.access_management {
            Self::AccessManagement
        } else if permissions.overview() {
            Self::Accesses
        } else {
            Self::Users
        }
    }
}

/// What the entries depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MenuState {
    pub lang: Lang,
    pub wording: Wording,
    pub rights: MenuRights,
    pub section: Section,
}

impl MenuState {
    /// The entry's address, if this user may open it.
    fn href(self, url: &'static str, needed: MenuRights) -> Option<&'static str> {
        (self.rights >= needed).then_some(url)
    }
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
    let rights = languages.flat_map(|language| MenuRights::ALL.map(|rights| (language, rights)));
    let states = rights
        .flat_map(|((lang, wording), rights)| Section::ALL.map(|section| MenuState { lang, wording, rights, section }));
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
    fn the_page_that_is_open_is_the_current_entry() {
        let state = |section| MenuState {
            lang: Lang::Nb,
            wording: Wording::Kunde,
            rights: MenuRights::AccessManagement,
            section,
        };
        for (section, url) in [
            (Section::SystemAccesses, urls::OVERVIEW),
            (Section::Requests, urls::REQUESTS),
            (Section::Users, urls::USERS),
            (Section::Received, urls::RECEIVED),
            (Section::ActingSystems, urls::ACTING_SYSTEMS),
        ] {
            let side = &menu(state(section)).side;
            let html = side.before.clone() + &side.after;
            assert!(html.contains(&format!("href=\"{url}\" aria-current=\"page\"")), "{url}");
        }
    }

    #[test]
    fn each_menu_is_of_its_language_wording_and_state() {
        for state in MENUS.keys() {
            let label = &texts(state.lang, state.wording).side.client_administration;
            let Menu { side, dropdown } = menu(*state);
            for html in [side, dropdown].map(|html| html.before.clone() + &html.after) {
                assert!(html.contains(&**label), "{state:?}");
                for (url, needed) in [
                    (urls::USERS, MenuRights::Users),
                    (urls::OVERVIEW, MenuRights::Accesses),
                    (urls::REQUESTS, MenuRights::AccessManagement),
                    (urls::RECEIVED, MenuRights::AccessManagement),
                    (urls::ACTING_SYSTEMS, MenuRights::AccessManagement),
                ] {
                    let link = format!("href=\"{url}\"");
                    assert_eq!(html.contains(&link), state.rights >= needed, "{url} in {state:?}");
                }
                assert!(html.matches("aria-current").count() <= 1, "{state:?}");
            }
            assert!(side.after.contains("side-item") && dropdown.after.contains("dropdown-item"));
        }
    }
}
