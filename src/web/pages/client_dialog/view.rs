//! What the dialog shows, worded.

use askama::Template;

use crate::web::layout::{Avatar, Layout};
use crate::web::pages::access::AccessView;
use crate::web::pagination::Pagination;

/// The dialog over the access that it is about.
#[derive(Template)]
#[template(path = "pages/clients.html")]
pub struct ClientsPage {
    pub layout: Layout,
    /// Behind the dialog, inert.
    pub access: AccessView,
    pub dialog: DialogView,
}

/// The dialog's content.
pub struct DialogView {
    /// "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?"
    pub heading: String,
    /// Back to the access, with the opener as fragment: the cross, and "Lukk uten å legge til".
    pub close_url: String,
    /// Where the form is posted to; with a query, the address of a query.
    pub action: String,
    pub body: DialogBody,
}

impl DialogView {
    /// Element id of the form that knows the list and the ticks; empty where there are none.
    pub fn form_id(&self) -> &'static str {
        if matches!(self.body, DialogBody::Clients(_)) { "client-form" } else { "" }
    }
}

/// Clients, why there are none, or a question.
pub enum DialogBody {
    /// No client relationship at all: the explanation, with a link to the guide.
    NoClients {
        text: String,
        guide_url: String,
    },
    Clients(Box<ClientList>),
    /// A change of many clients asks first.
    Confirm(Question),
}

/// A question with what it will do if answered yes.
pub struct Question {
    pub heading: String,
    pub text: String,
    /// Fields to send back, by name.
    pub fields: Vec<(&'static str, String)>,
    /// "Ja, legg til 11 984 kunder", and whether it removes.
    pub yes: String,
    pub removes: bool,
    /// Whether yes leads out of the dialog.
    pub closes: bool,
    pub cancel_url: String,
}

/// The list with search, filter, choice and pages.
pub struct ClientList {
    pub search: String,
    pub filters: Vec<SelectOption>,
    pub sizes: Vec<SelectOption>,
    /// "Viser 1–10 av 12 kunder".
    pub count: String,
    /// "3 valgt"; empty when none is.
    pub chosen: String,
    pub bulk: Vec<BulkButton>,
    /// Those that stand there only without script.
    pub ticked: Vec<BulkButton>,
    /// "Legg til 2, bekreft og lukk"; empty when no chosen client can be added.
    pub add_and_close: String,
    pub result: Option<ResultView>,
    pub rows: Vec<ClientRow>,
    /// Fields that say what the page showed, by name.
    pub fields: Vec<(&'static str, String)>,
    /// What to say when search and filter find nothing; empty otherwise.
    pub none_found: String,
    pub pages: Option<Pagination>,
    /// Whether the pages are those of the clients that lack a package too.
    pub pages_last: bool,
    /// Clients with some but not all packages, shown apart below the list.
    pub ineligible: Option<IneligibleClients>,
    pub guide_url: String,
}

impl ClientList {
    /// Whether the reader wants to know how one becomes a client, and is not told with those that lack a package.
    pub fn needs_guide(&self) -> bool {
        self.ineligible.is_none() && (self.rows.is_empty() || self.rows.iter().any(|row| !row.lost_reasons.is_empty()))
    }
}

/// One choice of a select.
pub struct SelectOption {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// A button that changes many clients, or the choice of them.
pub struct BulkButton {
    pub id: String,
    /// Value of the button `bulk`.
    pub value: &'static str,
    pub label: String,
    pub removes: bool,
    /// Changes only which boxes are ticked.
    pub selects_only: bool,
}

/// What a change of many clients did.
pub struct ResultView {
    /// "11 972 kunder er lagt til."
    pub text: String,
    /// "12 var lagt til fra før."; empty when none was.
    pub already: String,
    /// "2 kunder kunne ikke legges til:"; empty when none was refused.
    pub refused_heading: String,
    pub refused: Vec<IneligibleRow>,
    /// "Vis 95 til": those beyond the first [`super::REFUSED_SHOWN`]; empty when there are no more.
    pub refused_more: String,
    /// "… og 20 til"; empty when all are listed.
    pub refused_unlisted: String,
    /// Value of the button `undo`; `None` when nothing was changed.
    pub undo: Option<i64>,
}

/// One client that may be added, or is added and may be removed.
pub struct ClientRow {
    /// Element id of the row's button (the fragment that keeps the focus), e.g. `client-310495883`.
    pub id: String,
    /// Value of the row's button and box: the organisation number.
    pub client: String,
    pub name: String,
    /// "Org.nr. 310 495 883".
    pub number: String,
    pub avatar: Avatar,
    pub added: bool,
    pub chosen: bool,
    /// Whether its button was just pressed on a page without script: it says so, and the confirmation has the button.
    pub just_changed: bool,
    /// Why an added client no longer has every package; empty when it has.
    pub lost_reasons: Vec<String>,
}

/// Clients that lack a package.
pub struct IneligibleClients {
    pub intro: String,
    pub rows: Vec<IneligibleRow>,
    /// Link to all of them, when there are more than are shown: label and address.
    pub all: Option<(String, String)>,
}

/// One client that cannot be added, with a sentence for each missing package.
pub struct IneligibleRow {
    pub name: String,
    pub number: String,
    pub avatar: Avatar,
    pub reasons: Vec<String>,
}
