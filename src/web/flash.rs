//! The message of the last change, kept in the session for the next page.

use serde::{Deserialize, Serialize};

use super::flash_access::AccessChange;
use super::layout::{RowButton, Snackbar, SnackbarKind, UndoButton};
use super::refusal::Refusal;
use super::{format, urls};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::i18n::{Lang, Texts, fill};
use crate::service::{self, Plan};

/// A message to show once, as data: the next page words it in its language.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flash {
    /// The user's change of one client.
    pub own: Option<ClientChange>,
    /// The clients that were added as the dialog closed.
    #[serde(default)]
    pub added: Option<ClientsAdded>,
    /// The change that can be undone, and its access.
    #[serde(default)]
    pub undo: Option<(AccessId, ChangeId)>,
    /// The request that was answered.
    #[serde(default)]
    pub request: Option<RequestAnswered>,
    /// What was done with an access as a whole.
    #[serde(default)]
    pub access: Option<AccessChange>,
    /// What was refused, for the page that it is about.
    #[serde(default)]
    pub refusal: Option<Refusal>,
    /// A change of a relationship.
    #[serde(default)]
    pub power: Option<PowerMessage>,
    /// A change of many clients had nothing to do.
    pub nothing: bool,
    /// The text of a test tool's message.
    #[serde(default)]
    pub message: Option<String>,
    /// Changes by others since the user's last page.
    pub others: Vec<ChangeByOther>,
}

/// A client added or removed; `changed` is false if it already was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClientChange {
    pub action: Action,
    pub changed: bool,
    /// Display name.
    pub client: String,
    /// Whether the change undid another.
    #[serde(default)]
    pub undoes: bool,
    /// The client, when the whole page is reloaded.
    /// Then its row has a note instead of its button.
    #[serde(default)]
    pub row: Option<(AccessId, OrganisationNumber)>,
}

/// What was done to a relationship, in words: the package names are not known where the snackbar is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PowerMessage {
    pub text: String,
    /// Whether the other organisation has gained something.
    pub gained: bool,
    /// Where the undo button posts to, and the change.
    pub undo: Option<(String, ChangeId)>,
}

/// A request that was approved or rejected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RequestAnswered {
    pub title: String,
    /// The access that approval made; `None` for a rejection.
    pub new_access: Option<AccessId>,
}

impl RequestAnswered {
    fn text(&self, t: &Texts) -> String {
        let text = if self.new_access.is_some() { &t.request.approved } else { &t.request.was_rejected };
        fill(text, &[("title", &self.title)])
    }
}

/// The row of the client just changed, on pages without JavaScript.
#[derive(Debug, Clone, Copy)]
pub struct ChangedRow {
    pub action: Action,
    pub client: OrganisationNumber,
    /// Whether this press changed it. Then the row has a note instead of its button.
    pub changed: bool,
}

/// How many clients were added.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClientsAdded {
    pub changed: usize,
    pub already: usize,
    /// Display names of the changed clients, if they are few enough to be named.
    #[serde(default)]
    pub named: Vec<String>,
}

/// A change by another person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeByOther {
    pub person: String,
    pub action: Action,
    /// Display name; `None` for more than one client.
    pub client: Option<String>,
    pub count: usize,
}

impl Flash {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        let own = self.own.is_some() || self.added.is_some() || self.request.is_some() || self.access.is_some();
        let own = own || self.power.is_some();
        !own && !self.nothing && self.message.is_none() && self.others.is_empty()
    }

    /// The client just changed on this access, when the whole page is reloaded.
    pub fn changed_row(&self, access: AccessId) -> Option<ChangedRow> {
        let own = self.own.as_ref()?;
        let (of, client) = own.row?;
        (of == access).then_some(ChangedRow { action: own.action, client, changed: own.changed })
    }

    /// Without the button of the row that was changed.
    #[must_use]
    pub fn without_row(self) -> Self {
        Self { own: self.own.map(|own| ClientChange { row: None, ..own }), ..self }
    }

    /// The snackbar, in the reader's language.
    pub fn snackbar(&self, t: &Texts, lang: Lang) -> Snackbar {
        let own = self.own.as_ref().map(|own| own.text(t));
        let added = self.added.as_ref().map(|added| added.text(t, lang));
        let nothing = self.nothing.then(|| t.dialog.nothing_changed.to_string());
        let others = self.others.iter().map(|other| other.text(t, lang));
        let is_added = self.own.as_ref().is_some_and(|own| own.changed && own.action == Action::Add)
            || self.added.as_ref().is_some_and(|added| added.changed > 0)
            || self.request.as_ref().is_some_and(|request| request.new_access.is_some())
            || self.access.as_ref().is_some_and(AccessChange::adds)
            || self.power.as_ref().is_some_and(|power| power.gained);
        let request = self.request.as_ref().map(|request| request.text(t));
        let access = self.access.as_ref().map(|access| access.text(t, lang));
        let message = self.power.as_ref().map(|power| power.text.clone()).or(self.message.clone());
        let own = own.into_iter().chain(added).chain(request).chain(access);
        let texts = own.chain(nothing).chain(message).chain(others);
        Snackbar {
            text: texts.collect::<Vec<_>>().join(". "),
            kind: if is_added { SnackbarKind::Success } else { SnackbarKind::Info },
            names: self.added.as_ref().map(|added| format::list(t, added.named.clone())).unwrap_or_default(),
            row_button: self.undo.and(self.own.as_ref()).and_then(|own| own.row_button(t)),
            undo: self.undo_button(),
        }
    }
}

impl Flash {
    fn undo_button(&self) -> Option<UndoButton> {
        let of_clients = self.undo.map(|(access, change)| UndoButton {
            action: urls::clients(access),
            name: "undo",
            value: change.uuid().to_string(),
        });
        let of_access = || self.access.as_ref()?.undo_button();
        let of_power = || {
            let (action, change) = self.power.as_ref()?.undo.clone()?;
            Some(UndoButton { action, name: "undo", value: change.uuid().to_string() })
        };
        of_clients.or_else(of_access).or_else(of_power)
    }

    /// The access that the person has just made.
    pub fn new_access(&self) -> Option<AccessId> {
        let approved = self.request.as_ref().and_then(|request| request.new_access);
        approved.or_else(|| self.access.as_ref()?.created())
    }
}

impl ClientsAdded {
    /// Without the final full stop, like all snackbar texts.
    fn text(&self, t: &Texts, lang: Lang) -> String {
        let words = &t.dialog;
        let texts = [
            (self.changed, &words.many_added_one, &words.many_added),
            (self.already, &words.many_already_added_one, &words.many_already_added),
        ];
        let texts = texts.into_iter().filter(|(n, ..)| *n > 0);
        let texts = texts.map(|(n, one, many)| format::about_clients(t, lang, n, one, many));
        texts.collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
    }
}

impl ClientChange {
    /// The result of a change of one client.
    pub fn of(plan: &Plan) -> service::Result<Self> {
        let client = plan.only()?.display_name();
        Ok(Self { action: plan.action, changed: plan.changed_count() > 0, client, undoes: false, row: None })
    }

    /// The button that the row would have.
    fn row_button(&self, t: &Texts) -> Option<RowButton> {
        let (_, client) = self.row?;
        let (name, label) = match self.action {
            Action::Add => ("remove", t.dialog.remove.to_string()),
            Action::Remove => ("add", t.dialog.add.to_string()),
        };
        let aria_label = format!("{label}: {}", self.client);
        Some(RowButton { name, value: client.to_string(), label, aria_label })
    }

    fn text(&self, t: &Texts) -> String {
        let text = match (self.action, self.changed) {
            (Action::Add, true) => &t.dialog.added,
            (Action::Add, false) => &t.dialog.already_added,
            (Action::Remove, true) => &t.dialog.removed,
            (Action::Remove, false) => &t.dialog.already_removed,
        };
        let text = fill(text, &[("client", &self.client)]);
        if self.undoes { format!("{} {text}", t.dialog.undone) } else { text }
    }
}

impl ChangeByOther {
    fn text(&self, t: &Texts, lang: Lang) -> String {
        let text = match self.action {
            Action::Add => &t.dialog.other_added,
            // Clients leave by taking back what they have given.
            Action::Remove if self.client.as_ref() == Some(&self.person) => &t.dialog.other_left,
            Action::Remove => &t.dialog.other_removed,
        };
        let counted = || format::counted(lang, self.count, &t.dialog.count_one, &t.dialog.count_many);
        let client = self.client.clone().unwrap_or_else(counted);
        fill(text, &[("person", &self.person), ("client", &client)])
    }
}
