//! `/represent`: choosing the organisation on whose behalf the signed-in person acts.

use askama::Template;

use crate::web::chrome::{Avatar, Chrome};

/// The list of organisations that the person may represent.
#[derive(Template)]
#[template(path = "pages/represent.html")]
pub struct RepresentPage {
    pub chrome: Chrome,
    /// `None` when the person may represent nobody: `nobody` says so.
    pub choices: Option<Choices>,
    pub nobody: String,
    /// Where a choice is posted to, and where the user goes afterwards (hidden field `return_to`).
    pub action: String,
    pub return_to: String,
}

/// The searchable list. Searching is a GET of this page with `search`.
pub struct Choices {
    pub search: String,
    /// "3 virksomheter".
    pub count: String,
    pub rows: Vec<Choice>,
    /// What to say when the search finds nothing; empty otherwise.
    pub none_found: String,
}

/// One organisation: a submit button whose name contains the organisation's.
pub struct Choice {
    /// Value of the button `organisation`.
    pub value: String,
    pub name: String,
    /// "Org.nr. 310 495 891".
    pub number: String,
    /// "Du er daglig leder og klientadministrator".
    pub roles: String,
    pub avatar: Avatar,
    pub current: bool,
}
