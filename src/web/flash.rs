//! What the last change did, carried to the next page through the session and worded there.

use serde::{Deserialize, Serialize};

use super::chrome::{Snackbar, SnackbarKind};
use super::present;
use crate::domain::audit::Action;
use crate::i18n::{Lang, Texts, fill};

/// What to say once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flash {
    /// What the reader did with one client.
    pub own: Option<Done>,
    /// The reader changed many clients at once and nothing had to be done.
    pub nothing: bool,
    /// What a test tool did, already in words.
    #[serde(default)]
    pub said: Option<String>,
    /// What others have done meanwhile.
    pub others: Vec<ByOther>,
}

/// A client added or removed; `changed` is false when it already was so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    pub action: Action,
    pub changed: bool,
    /// Display name.
    pub client: String,
}

/// A change by somebody else.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ByOther {
    pub person: String,
    pub action: Action,
    /// Display name, where it was one client.
    pub client: Option<String>,
    pub count: usize,
}

impl Flash {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.own.is_none() && !self.nothing && self.said.is_none() && self.others.is_empty()
    }

    /// The confirmation in the reader's language; it names the client.
    pub fn worded(&self, t: &Texts, lang: Lang) -> Snackbar {
        let own = self.own.as_ref().map(|own| own.worded(t));
        let nothing = self.nothing.then(|| t.dialog.nothing_changed.to_string());
        let others = self.others.iter().map(|other| other.worded(t, lang));
        let kind = match &self.own {
            Some(Done { action: Action::Add, changed: true, .. }) => SnackbarKind::Success,
            _ => SnackbarKind::Info,
        };
        Snackbar {
            text: own.into_iter().chain(nothing).chain(self.said.clone()).chain(others).collect::<Vec<_>>().join(". "),
            kind,
        }
    }
}

impl Done {
    fn worded(&self, t: &Texts) -> String {
        let text = match (self.action, self.changed) {
            (Action::Add, true) => &t.dialog.added,
            (Action::Add, false) => &t.dialog.already_added,
            (Action::Remove, true) => &t.dialog.removed,
            (Action::Remove, false) => &t.dialog.already_removed,
        };
        fill(text, &[("client", &self.client)])
    }
}

impl ByOther {
    fn worded(&self, t: &Texts, lang: Lang) -> String {
        let text = match self.action {
            Action::Add => &t.dialog.other_added,
            Action::Remove => &t.dialog.other_removed,
        };
        let counted = || present::counted(lang, self.count, &t.dialog.count_one, &t.dialog.count_many);
        let client = self.client.clone().unwrap_or_else(counted);
        fill(text, &[("person", &self.person), ("client", &client)])
    }
}
