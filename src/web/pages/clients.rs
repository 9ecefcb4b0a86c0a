//! `…/agentdelegation/clients`: the dialog in which clients are added to and removed from a system access.
//!
//! A page of its own, so that it works without JavaScript and every state has a link. The access lies inert behind.

use askama::Template;

use super::access::{AccessView, Pagination};
use crate::web::chrome::{Avatar, Chrome};

/// The dialog over the access that it is about.
#[derive(Template)]
#[template(path = "pages/clients.html")]
pub struct ClientsPage {
    pub chrome: Chrome,
    /// Behind the dialog, inert.
    pub access: AccessView,
    pub dialog: DialogView,
}

/// The dialog's content.
pub struct DialogView {
    /// "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?"
    pub heading: String,
    /// Back to the access, with the opener as fragment: "Bekreft og lukk" and the cross.
    pub close_url: String,
    /// This page without query: target of the search form (GET).
    pub action: String,
    /// Where a row's form is posted to.
    pub change_action: String,
    /// Hidden field `return_to` of the rows' forms: this state of the dialog.
    pub return_to: String,
    pub body: DialogBody,
}

/// Clients, or why there are none.
pub enum DialogBody {
    /// No client relationship at all: the explanation, with a link to the guide.
    NoClients { text: String, guide_url: String },
    Clients(ClientList),
}

/// The list with search, filter and pages.
pub struct ClientList {
    pub search: String,
    /// Radio-like links or a select named `filter`: value, label, whether chosen.
    pub filters: Vec<FilterChoice>,
    /// "Viser 1–10 av 12 kunder".
    pub count: String,
    pub rows: Vec<ClientRow>,
    /// What to say when search and filter find nothing; empty otherwise.
    pub none_found: String,
    pub pages: Option<Pagination>,
    /// Clients with some but not all packages, shown apart below the list.
    pub lacking: Option<Lacking>,
}

/// One choice of what to show.
pub struct FilterChoice {
    pub value: &'static str,
    pub label: String,
    pub chosen: bool,
}

/// One client that may be added, or is added and may be removed.
pub struct ClientRow {
    /// Element id of the row's button (the fragment that keeps the focus), e.g. `client-310495883`.
    pub id: String,
    /// Field `client` of the row's form: the organisation number.
    pub client: String,
    pub name: String,
    /// "Org.nr. 310 495 883".
    pub number: String,
    pub avatar: Avatar,
    pub added: bool,
    /// Why an added client no longer has every package; empty when it has.
    pub lost: Vec<String>,
    /// What the row says when a change fails in the browser (attribute `data-failed`).
    pub failed: String,
}

/// Clients that lack a package.
pub struct Lacking {
    pub intro: String,
    pub rows: Vec<LackingRow>,
    /// Link to all of them, when there are more than are shown: label and address.
    pub all: Option<(String, String)>,
    pub guide_url: String,
}

/// One client that cannot be added, with a sentence for each missing package.
pub struct LackingRow {
    pub name: String,
    pub number: String,
    pub avatar: Avatar,
    pub reasons: Vec<String>,
}
