//! `/accessmanagement/ui/systemuser/overview`: the organisation's system accesses.

use askama::Template;

use crate::web::chrome::{Avatar, Chrome};

/// The overview of system accesses, newest first in each list.
#[derive(Template)]
#[template(path = "pages/overview.html")]
pub struct OverviewPage {
    pub chrome: Chrome,
    pub heading: String,
    /// "org.nr. 310 495 891".
    pub number: String,
    pub body: OverviewBody,
}

/// What the user's powers show of it.
pub enum OverviewBody {
    /// No power at all: a warning that says why and what to do.
    NoPowers { text: String, next: String },
    /// The lists.
    Lists {
        own: OwnAccesses,
        clients: Vec<AccessRow>,
    },
}

/// The organisation's own accesses are only shown to those with access management.
pub enum OwnAccesses {
    Hidden,
    Shown(Vec<AccessRow>),
}

/// One system access: the whole row is a link.
pub struct AccessRow {
    pub href: String,
    pub title: String,
    /// The vendor's display name.
    pub vendor: String,
    pub avatar: Avatar,
    /// "Administrere kunder".
    pub badge: String,
    /// "3 kunder"; empty where the user may not know or there is nothing to count.
    pub count: String,
    /// "1 kunde mangler fullmakt"; empty when none does.
    pub warning: String,
}
