//! What surrounds every page: language, title, whom the user represents, menu state. Worded, ready to print.

use super::menu::{AccessesEntry, Menu, menu};
use crate::i18n::{Lang, Texts, Wording};

/// The organisation that the user represents, as header and account selector show it.
#[derive(Debug, Clone)]
pub struct Account {
    pub name: String,
    /// "Org.nr. 310 495 891".
    pub number: String,
    pub avatar: Avatar,
}

/// A coloured square: a letter for an organisation, an icon for a system. No inline style: the colour is a class.
#[derive(Debug, Clone)]
pub struct Avatar {
    pub letter: String,
    /// 0–11, the CSS class `avatar-N`.
    pub colour: u8,
}

impl Avatar {
    /// The avatar of a name: its first letter, and a colour that the same name always gets.
    pub fn of(name: &str) -> Self {
        let letter = name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        let sum = name.to_lowercase().bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        Self { letter, colour: u8::try_from(sum % 12).unwrap_or_default() }
    }
}

/// One step of the breadcrumbs; the last has no address.
#[derive(Debug, Clone)]
pub struct Breadcrumb {
    pub label: String,
    pub href: Option<String>,
}

/// Which of the menu's entries the page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Pages outside access management: no side menu.
    Outside,
    /// The system accesses, the menu's one real entry.
    SystemAccesses,
    /// The guide to client relationships.
    RelationGuide,
}

/// What the layout needs beside a page's own content.
#[derive(Debug, Clone)]
pub struct Layout {
    pub t: &'static Texts,
    pub lang: Lang,
    pub wording: Wording,
    /// Text of `<title>`, with the portal's name.
    pub title: String,
    pub breadcrumbs: Vec<Breadcrumb>,
    pub section: Section,
    /// Whether the user may open the overview of system accesses (else the menu entry is not a link).
    pub may_see_accesses: bool,
    /// The signed-in person's display name.
    pub user: Option<String>,
    pub account: Option<Account>,
    /// Whether there is another organisation to change to.
    pub can_change_account: bool,
    /// The hidden field of every form; empty when nobody is signed in.
    pub form_token: String,
    /// Path and query of this page: where the language switch comes back to.
    pub path_and_query: String,
    /// "Testportal – ikke Altinn." is always shown; this is what else is switched on.
    pub banner_notes: Vec<BannerNote>,
    /// Where the test tools are, unless they are left out.
    pub tools_url: Option<String>,
    /// The guide to client relationships, which leads back to this page.
    pub guide_url: String,
    pub flash: Option<Snackbar>,
}

impl Layout {
    /// The menu's entries, as HTML.
    pub fn menu(&self) -> &'static Menu {
        let accesses = match (self.may_see_accesses, self.section) {
            (false, _) => AccessesEntry::Off,
            (true, Section::SystemAccesses) => AccessesEntry::Current,
            (true, _) => AccessesEntry::Link,
        };
        menu(self.lang, self.wording, accesses)
    }
}

/// Something that is not as usual, in a sentence.
#[derive(Debug, Clone)]
pub struct BannerNote {
    /// "world", "clock" or "faults".
    pub about: &'static str,
    pub text: String,
}

/// A confirmation at the bottom of the page, shown once.
#[derive(Debug, Clone)]
pub struct Snackbar {
    pub text: String,
    pub kind: SnackbarKind,
    pub undo: Option<UndoButton>,
}

/// Takes back what a confirmation tells of.
#[derive(Debug, Clone)]
pub struct UndoButton {
    /// Where the button's form is posted to.
    pub action: String,
    pub name: &'static str,
    pub value: String,
    pub label: String,
    pub aria_label: String,
}

/// The snackbar's colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnackbarKind {
    Success,
    Info,
    Danger,
}

impl SnackbarKind {
    /// The design system's colour name, for `data-color`.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Info => "info",
            Self::Danger => "danger",
        }
    }
}
