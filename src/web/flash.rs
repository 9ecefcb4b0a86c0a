//! The message of the last change, kept in the session for the next page.

use serde::{Deserialize, Serialize};

use super::layout::{Snackbar, SnackbarKind, UndoButton};
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
    /// The client, when the whole page is reloaded.
    /// Then the snackbar has the button instead of the row.
    #[serde(default)]
    pub row: Option<(AccessId, OrganisationNumber)>,
}

/// How many clients were added.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ClientsAdded {
    pub changed: usize,
    pub already: usize,
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
        let own = self.own.is_some() || self.added.is_some() || self.nothing;
        !own && self.message.is_none() && self.others.is_empty()
    }

    /// The client just changed on this access, when the whole page is reloaded.
    pub fn changed_client(&self, access: AccessId) -> Option<(Action, OrganisationNumber)> {
        let own = self.own.as_ref()?;
        let (of, client) = own.row?;
        (of == access).then_some((own.action, client))
    }

    /// Without the button that undoes the change of one client.
    #[must_use]
    pub fn without_button(self) -> Self {
        Self { own: self.own.map(|own| ClientChange { row: None, ..own }), ..self }
    }

    /// The snackbar, in the reader's language.
    pub fn snackbar(&self, t: &Texts, lang: Lang) -> Snackbar {
        let own = self.own.as_ref().map(|own| own.text(t));
        let added = self.added.map(|added| added.text(t, lang));
        let nothing = self.nothing.then(|| t.dialog.nothing_changed.to_string());
        let others = self.others.iter().map(|other| other.text(t, lang));
        let is_added = self.own.as_ref().is_some_and(|own| own.changed && own.action == Action::Add)
            || self.added.is_some_and(|added| added.changed > 0);
        let texts = own.into_iter().chain(added).chain(nothing).chain(self.message.clone()).chain(others);
        Snackbar {
            text: texts.collect::<Vec<_>>().join(". "),
            kind: if is_added { SnackbarKind::Success } else { SnackbarKind::Info },
            undo: self.undo_button(t),
        }
    }

    fn undo_button(&self, t: &Texts) -> Option<UndoButton> {
        if let Some((access, change)) = self.undo {
            let (name, label) = ("undo", t.dialog.undo.to_string());
            let (action, value) = (urls::clients(access), change.uuid().to_string());
            return Some(UndoButton { action, name, value, aria_label: label.clone(), label });
        }
        let own = self.own.as_ref()?;
        let (access, client) = own.row?;
        let (name, label) = match own.action {
            Action::Add => ("remove", t.dialog.remove.to_string()),
            Action::Remove => ("add", t.dialog.add.to_string()),
        };
        let aria_label = format!("{label}: {}", own.client);
        Some(UndoButton { action: urls::clients(access), name, value: client.to_string(), label, aria_label })
    }
}

impl ClientsAdded {
    /// Without the final full stop, like all snackbar texts.
    fn text(self, t: &Texts, lang: Lang) -> String {
        let counted = |n, text: &str| {
            fill(text, &[("clients", &format::counted(lang, n, &t.dialog.count_one, &t.dialog.count_many))])
        };
        let Self { changed, already } = self;
        let texts = [(changed, &t.dialog.many_added), (already, &t.dialog.many_already_added)];
        let texts = texts.into_iter().filter(|(n, _)| *n > 0).map(|(n, text)| counted(n, text));
        texts.collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
    }
}

impl ClientChange {
    /// The result of a change of one client.
    pub fn of(plan: &Plan) -> service::Result<Self> {
        let client = plan.only()?.display_name();
        Ok(Self { action: plan.action, changed: plan.changed_count() > 0, client, row: None })
    }

    fn text(&self, t: &Texts) -> String {
        let text = match (self.action, self.changed) {
            (Action::Add, true) => &t.dialog.added,
            (Action::Add, false) => &t.dialog.already_added,
            (Action::Remove, true) => &t.dialog.removed,
            (Action::Remove, false) => &t.dialog.already_removed,
        };
        fill(text, &[("client", &self.client)])
    }
}

impl ChangeByOther {
    fn text(&self, t: &Texts, lang: Lang) -> String {
        let text = match self.action {
            Action::Add => &t.dialog.other_added,
            Action::Remove => &t.dialog.other_removed,
        };
        let counted = || format::counted(lang, self.count, &t.dialog.count_one, &t.dialog.count_many);
        let client = self.client.clone().unwrap_or_else(counted);
        fill(text, &[("person", &self.person), ("client", &client)])
    }
}
