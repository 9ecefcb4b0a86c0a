//! What was done with an access as a whole: it was made or deleted, the own organisation was added or removed.

use serde::{Deserialize, Serialize};

use super::layout::UndoButton;
use super::{format, urls};
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::audit::Action;
use crate::i18n::{Lang, Texts, fill};

/// A change of an access as a whole, as data: the next page words it in its language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessChange {
    pub access: AccessId,
    pub title: String,
    pub done: AccessDone,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessDone {
    Created,
    /// With this many clients; `None` if the person may not know.
    Deleted {
        clients: Option<usize>,
    },
    /// `changed` is false if it already was so.
    OwnOrganisation {
        action: Action,
        changed: bool,
    },
}

impl AccessChange {
    /// Whether something was added, which the snackbar's colour shows.
    pub fn adds(&self) -> bool {
        matches!(self.done, AccessDone::Created | AccessDone::OwnOrganisation { action: Action::Add, changed: true })
    }

    /// The new access.
    pub fn created(&self) -> Option<AccessId> {
        (self.done == AccessDone::Created).then_some(self.access)
    }

    /// What the button for the own organisation posts.
    pub fn own_organisation_value(action: Action) -> &'static str {
        match action {
            Action::Add => "add-own",
            Action::Remove => "remove-own",
        }
    }

    pub(super) fn undo_button(&self) -> Option<UndoButton> {
        let AccessDone::OwnOrganisation { action, changed: true } = self.done else { return None };
        Some(UndoButton {
            action: urls::access(self.access, AccessKind::Clients),
            name: "action",
            value: Self::own_organisation_value(action.reverse()).to_owned(),
        })
    }

    /// Without the final full stop, like all snackbar texts.
    pub(super) fn text(&self, t: &Texts, lang: Lang) -> String {
        let (deletion, own) = (&t.deletion, &t.own_organisation);
        let text = match self.done {
            AccessDone::Created => t.create.created.to_string(),
            AccessDone::Deleted { clients: None | Some(0) } => deletion.deleted.to_string(),
            AccessDone::Deleted { clients: Some(count) } => {
                format::counted(lang, count, &deletion.deleted_with_one, &deletion.deleted_with_many)
            }
            AccessDone::OwnOrganisation { action, changed } => {
                let text = match (action, changed) {
                    (Action::Add, true) => &own.added,
                    (Action::Add, false) => &own.already_added,
                    (Action::Remove, true) => &own.removed,
                    (Action::Remove, false) => &own.already_removed,
                };
                text.to_string()
            }
        };
        fill(&text, &[("title", &self.title)])
    }
}
