//! `/accessmanagement/ui/systemuser/{id}` and `…/{id}/agentdelegation`: one system access, own or for clients.

use askama::Template;

use crate::web::chrome::{Avatar, Chrome};

/// The page of one system access.
#[derive(Template)]
#[template(path = "pages/access.html")]
pub struct AccessPage {
    pub chrome: Chrome,
    pub access: AccessView,
}

/// A system access: shown on its own page and, inert, behind the dialog.
pub struct AccessView {
    pub back_url: String,
    pub title: String,
    /// "for Diskret Nær Tiger AS".
    pub owner: String,
    /// "Levert av Revisorsystemer AS".
    pub vendor: String,
    pub avatar: Avatar,
    /// "Fullmakt til 1 tilgangspakke".
    pub packages_heading: String,
    pub packages: Vec<PackageView>,
    pub clients: ClientsSection,
    /// "Systemtilgang opprettet 15.02.2026".
    pub created: String,
}

/// An access package: a disclosure that opens to what it covers.
pub struct PackageView {
    pub name: String,
    /// "2 tjenester".
    pub summary: String,
    /// "Område: Fullmakter for revisor".
    pub area: String,
    /// One sentence: how the provider gets the package from a client.
    pub source: String,
    /// "Innrapportering boligselskap (Skatteetaten)"; empty: say so.
    pub services: Vec<String>,
}

/// The part of the page about clients.
pub enum ClientsSection {
    /// An own access: a sentence why clients cannot be added.
    Own { sentence: String },
    /// The user may not see clients: why, and who can help.
    NotAllowed { why: String, next: String },
    /// No client yet.
    Empty { add_url: String },
    /// The assigned clients.
    Assigned(AssignedClients),
}

/// The assigned clients with search and pages (GET of the access page).
pub struct AssignedClients {
    pub edit_url: String,
    pub action: String,
    pub search: String,
    /// "Viser 1–10 av 12 kunder".
    pub count: String,
    pub rows: Vec<AssignedRow>,
    /// What to say when the search finds nothing; empty otherwise.
    pub none_found: String,
    pub pages: Option<Pagination>,
}

/// One assigned client.
pub struct AssignedRow {
    pub name: String,
    /// "Org.nr. 310 495 883".
    pub number: String,
    pub avatar: Avatar,
    /// Why the client no longer has every package; empty when it has.
    pub lost: Vec<String>,
}

/// Links to the pages of a list; absent when there is one page only.
pub struct Pagination {
    pub previous: Option<String>,
    pub next: Option<String>,
    pub items: Vec<PageLink>,
}

/// A page number or a gap.
pub enum PageLink {
    Page { number: usize, href: String, label: String, current: bool },
    Gap,
}
