//! The view model of `layout.html`: header, breadcrumbs, menu, footer, snackbar.

use super::avatar::Avatar;
use super::menu::{Menu, MenuState, menu};
pub use super::menu::{MenuRights, Section};
use crate::i18n::{Lang, Texts, Wording};

/// The represented organisation, for the header and the account selector.
#[derive(Debug, Clone)]
pub struct Account {
    pub name: String,
    /// "Org.nr. 310 495 891".
    pub number: String,
    pub avatar: Avatar,
}

/// One step of the breadcrumbs; the last has no link.
#[derive(Debug, Clone)]
pub struct Breadcrumb {
    pub label: String,
    pub href: Option<String>,
}

/// Everything on a page except its main content.
#[derive(Debug, Clone)]
pub struct Layout {
    pub t: &'static Texts,
    pub lang: Lang,
    pub wording: Wording,
    /// Text of `<title>`, including the portal's name.
    pub title: String,
    pub breadcrumbs: Vec<Breadcrumb>,
    pub section: Section,
    /// Which entries of the menu are links.
    pub menu_rights: MenuRights,
    /// How many requests wait for this user.
    pub waiting_requests: WaitingRequests,
    /// The signed-in person's display name.
    pub user: Option<String>,
    pub account: Option<Account>,
    /// Whether the person may represent another organisation.
    pub can_change_account: bool,
    /// For the hidden field of forms; empty when nobody is signed in.
    pub form_token: String,
    /// Of this page: the language form returns here.
    pub path_and_query: String,
    /// Shown in the banner after "Testportal – ikke Altinn.".
    pub banner_notes: Vec<BannerNote>,
    /// `None` with `--no-test-tools`.
    pub tools_url: Option<String>,
    /// The way back to who a tester was before.
    pub come_back: Option<ComeBackButton>,
    /// Where a tester becomes somebody at a client, to come back to this page; `None` without test tools.
    pub client_url: Option<String>,
    /// The guide to client relationships, with a link back to this page.
    pub guide_url: String,
    pub flash: Option<Snackbar>,
}

impl Layout {
    /// Whether the user may see what others have given.
    pub fn may_see_received(&self) -> bool {
        self.menu_rights == MenuRights::AccessManagement
    }

    /// The menu's entries, as HTML.
    pub fn menu(&self) -> &'static Menu {
        menu(MenuState { lang: self.lang, wording: self.wording, rights: self.menu_rights, section: self.section })
    }
}

/// The number of requests that wait for this user; empty for none.
#[derive(Debug, Clone, Default)]
pub struct WaitingRequests {
    pub number: String,
    /// "2 venter".
    pub words: String,
}

impl WaitingRequests {
    pub fn is_empty(&self) -> bool {
        self.number.is_empty()
    }
}

/// A sentence in the banner about the world, the clock or faults.
#[derive(Debug, Clone)]
pub struct BannerNote {
    /// `data-note`: "world", "clock" or "faults".
    pub about: &'static str,
    pub text: String,
}

/// A button in the banner that signs in as who a tester was before.
#[derive(Debug, Clone)]
pub struct ComeBackButton {
    pub national_id: String,
    /// "Bli Gild Kanne igjen".
    pub label: String,
    pub return_to: String,
}

/// A message at the bottom of the page, shown once.
#[derive(Debug, Clone)]
pub struct Snackbar {
    pub text: String,
    /// "Bestemt Myk Mink ANS og Revisorkunde AS"; empty when the text has the name, or for many.
    pub names: String,
    pub kind: SnackbarKind,
    /// The button of the row that was changed, which has none itself.
    pub row_button: Option<RowButton>,
    pub undo: Option<UndoButton>,
}

/// The button that undoes a change.
#[derive(Debug, Clone)]
pub struct UndoButton {
    /// Where it posts to.
    pub action: String,
    pub name: &'static str,
    pub value: String,
}

/// A row's button in the snackbar.
#[derive(Debug, Clone)]
pub struct RowButton {
    pub name: &'static str,
    /// The client's number.
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
