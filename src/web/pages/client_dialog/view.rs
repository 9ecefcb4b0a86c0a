//! View structs of the dialog.

use askama::Template;
use uuid::Uuid;

use crate::web::avatar::Avatar;
use crate::web::layout::Layout;
use crate::web::pages::access::AccessView;
use crate::web::pagination::Pagination;

/// The dialog, over its access.
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
    /// For the cross and "Lukk uten å legge til".
    pub close_url: String,
    /// Where the form is posted to.
    pub action: String,
    pub body: DialogBody,
}

impl DialogView {
    /// Element id of the form with the list; empty without one.
    pub fn form_id(&self) -> &'static str {
        if matches!(self.body, DialogBody::Clients(_)) { "client-form" } else { "" }
    }
}

/// The content: a list, why there is none, or a question.
pub enum DialogBody {
    NoClients(NoClients),
    Clients(Box<ClientList>),
    /// Confirmation of a bulk change.
    Confirm(Question),
}

/// No client relationships: an explanation with a link to the guide.
pub struct NoClients {
    pub text: String,
    pub guide_url: String,
    /// Of a change after which there is nobody left.
    pub result: Option<ResultView>,
}

/// A bulk change to confirm.
pub struct Question {
    pub heading: String,
    pub text: String,
    /// Hidden fields: name and value.
    pub fields: Vec<(&'static str, String)>,
    /// "Ja, legg til 11 984 kunder".
    pub yes: String,
    pub removes: bool,
    /// Whether confirming closes the dialog.
    pub closes: bool,
    pub cancel_url: String,
}

/// The list with search, filter, checkboxes and pages.
pub struct ClientList {
    pub search: String,
    pub filters: Vec<SelectOption>,
    pub sizes: Vec<SelectOption>,
    /// "Viser 1–10 av 12 kunder".
    pub count: String,
    /// Buttons that change or tick what the list shows.
    pub bulk: Vec<BulkButton>,
    pub foot: DialogFoot,
    pub result: Option<ResultView>,
    pub rows: Vec<ClientRow>,
    /// Hidden fields that describe the list: name and value.
    pub fields: Vec<(&'static str, String)>,
    /// Shown when search and filter find nothing; empty otherwise.
    pub none_found: String,
    pub pages: Option<Pagination>,
    /// Whether the page links go below the ineligible clients.
    pub pages_last: bool,
    /// Clients with some but not all packages, below the list.
    pub ineligible: Option<IneligibleClients>,
    /// Whether the filter lets clients pass that are not on the access yet.
    pub could_list_new: bool,
    pub guide_url: String,
}

impl ClientList {
    /// Whether to link to the guide; ineligible clients have their own link.
    pub fn needs_guide(&self) -> bool {
        let empty = self.rows.is_empty() && self.could_list_new;
        self.ineligible.is_none() && (empty || self.rows.iter().any(|row| !row.lost_reasons.is_empty()))
    }
}

/// The dialog's foot: the choice, and the ways out.
#[derive(Default)]
pub struct DialogFoot {
    /// Whether the list has checkboxes.
    pub has_boxes: bool,
    /// "3 valgte"; empty when none is.
    pub chosen: String,
    /// Buttons that change the chosen clients, or drop the choice.
    pub bulk: Vec<BulkButton>,
    /// The same without a choice that the server knows of, inside `<noscript>`.
    pub ticked: Vec<BulkButton>,
    /// "Legg til 2, bekreft og lukk"; empty when no chosen client can be added.
    pub add_and_close: String,
}

/// An `<option>`.
pub struct SelectOption {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// A button that changes many clients or ticks their boxes.
pub struct BulkButton {
    pub id: String,
    /// Value of the button `bulk`.
    pub value: &'static str,
    pub label: String,
    pub removes: bool,
    /// Only ticks or unticks boxes.
    pub selects_only: bool,
}

/// The result of a bulk change.
pub struct ResultView {
    /// "11 972 kunder er lagt til."
    pub text: String,
    /// "12 var lagt til fra før."; empty when none was.
    pub already: String,
    /// "Bestemt Myk Mink ANS og Revisorkunde AS"; empty for many.
    pub names: String,
    /// "2 kunder kunne ikke legges til:"; empty when none was refused.
    pub refused_heading: String,
    pub refused: Vec<IneligibleRow>,
    /// How many refused clients are shown before the disclosure.
    pub refused_shown: usize,
    /// "Vis 95 til": the rest; empty without a rest.
    pub refused_more: String,
    /// "… og 20 til"; empty when all are listed.
    pub refused_unlisted: String,
    /// Value of the button `undo`; `None` if nothing changed.
    pub undo: Option<Uuid>,
}

/// One client that can be added or removed.
pub struct ClientRow {
    /// Element id of the row's button, e.g. `client-310495883`.
    pub id: String,
    /// Value of the row's button and checkbox: the organisation number.
    pub client: String,
    pub name: String,
    /// "Org.nr. 310 495 883".
    pub number: String,
    pub avatar: Avatar,
    pub added: bool,
    pub chosen: bool,
    /// Whether it was just changed on a page without JavaScript.
    /// Then it has a note, and the snackbar undoes.
    pub just_changed: bool,
    /// Why an added client no longer has every package; empty if it has.
    pub lost_reasons: Vec<String>,
    /// Where a tester changes the client; empty without test tools.
    pub events_url: String,
}

/// Clients that lack a package.
pub struct IneligibleClients {
    pub intro: String,
    pub rows: Vec<IneligibleRow>,
    /// Label and URL of the link to all of them, if there are more.
    pub all: Option<(String, String)>,
}

/// One client that cannot be added, with a sentence for each missing package.
pub struct IneligibleRow {
    pub name: String,
    pub number: String,
    pub avatar: Avatar,
    pub reasons: Vec<String>,
    /// What it has given the provider.
    pub powers_url: String,
    /// The client's number, if it can give what is missing by hand; empty otherwise.
    pub giver: String,
    /// Where a tester changes the client; empty without test tools.
    pub events_url: String,
}
