//! What the last change did, carried to the next page through the session and worded there.

use serde::{Deserialize, Serialize};

use super::chrome::{Snackbar, SnackbarKind};
use crate::i18n::{Texts, fill};

/// A change to say once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flash {
    pub outcome: Outcome,
    /// Display name.
    pub client: String,
}

/// What became of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Added,
    AlreadyAdded,
    Removed,
    AlreadyRemoved,
}

impl Flash {
    /// The confirmation in the reader's language; it names the client.
    pub fn worded(&self, t: &Texts) -> Snackbar {
        let (text, kind) = match self.outcome {
            Outcome::Added => (&t.dialog.added, SnackbarKind::Success),
            Outcome::AlreadyAdded => (&t.dialog.already_added, SnackbarKind::Info),
            Outcome::Removed => (&t.dialog.removed, SnackbarKind::Info),
            Outcome::AlreadyRemoved => (&t.dialog.already_removed, SnackbarKind::Info),
        };
        Snackbar { text: fill(text, &[("client", &self.client)]), kind }
    }
}
