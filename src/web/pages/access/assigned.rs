//! The clients of a system access, with search and pages.

use serde::Deserialize;

use crate::domain::access::{AccessId, AccessKind};
use crate::i18n::fill;
use crate::service::{ClientEntry, ClientFilter, ClientPage, ClientQuery};
use crate::web::avatar::Avatar;
use crate::web::pagination::{Pagination, pagination};
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The assigned clients with search and pages.
pub struct AssignedClients {
    pub edit_url: String,
    pub action: String,
    pub search: String,
    /// "Viser 1–10 av 12 kunder".
    pub count: String,
    pub rows: Vec<AssignedRow>,
    /// Shown when the search finds nothing; empty otherwise.
    pub none_found: String,
    pub pages: Option<Box<Pagination>>,
    /// Leads to all on one page, as for printing, or back to pages; `None` where one page holds all, or they are too many.
    pub other_view: Option<OtherView>,
}

/// A link to another view of a list.
pub struct OtherView {
    pub href: String,
    /// "Vis alle 12 på én side".
    pub label: String,
}

impl AssignedClients {
    /// Whether a client on this page no longer has every package.
    pub fn shows_lost_reasons(&self) -> bool {
        self.rows.iter().any(|row| !row.lost_reasons.is_empty())
    }
}

/// One assigned client.
pub struct AssignedRow {
    pub name: String,
    /// "Org.nr. 310 495 883".
    pub number: String,
    pub avatar: Avatar,
    /// Why the client no longer has every package; empty if it has.
    pub lost_reasons: Vec<String>,
    /// Where a tester changes the client; empty without test tools.
    pub events_url: String,
}

const ROWS_PER_PAGE: usize = 10;
/// The most that are shown on one page on request.
const MOST_ON_ONE_PAGE: usize = 1000;

/// The query for the assigned clients.
#[derive(Deserialize)]
pub struct AssignedQuery {
    #[serde(default)]
    search: String,
    page: Option<usize>,
    /// Present, with any value: up to [`MOST_ON_ONE_PAGE`] on one page.
    all: Option<String>,
}

impl AssignedQuery {
    /// The first page without a search, as shown behind the dialog.
    pub fn first_page() -> Self {
        Self { search: String::new(), page: None, all: None }
    }

    /// The query for the service.
    pub fn client_query(&self) -> ClientQuery {
        let page = self.page.unwrap_or(1);
        ClientQuery { search: self.search.clone(), filter: ClientFilter::Added, page, size: self.size() }
    }

    fn size(&self) -> usize {
        if self.all.is_some() { MOST_ON_ONE_PAGE } else { ROWS_PER_PAGE }
    }

    fn other_view(&self, context: &RequestContext, action: &str, page: &ClientPage) -> Option<OtherView> {
        let (t, all) = (&context.t.access, self.all.is_none());
        let label = match page.matched {
            ..=ROWS_PER_PAGE => return None,
            many if all && many > MOST_ON_ONE_PAGE => return None,
            many if all => fill(&t.show_all, &[("count", &format::count(context.lang, many))]),
            _ => fill(&t.show_pages, &[("count", &ROWS_PER_PAGE.to_string())]),
        };
        Some(OtherView { href: self.href(action, all, 1), label })
    }

    fn href(&self, action: &str, all: bool, page: usize) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let all = if all { "1" } else { "" };
        urls::with_query(action, &[("search", self.search.as_str()), ("all", all), ("page", &page)])
    }
}

/// The section's list.
pub(super) fn assigned(
    context: &RequestContext,
    owner: &str,
    id: AccessId,
    page: &ClientPage,
    query: &AssignedQuery,
) -> AssignedClients {
    let (t, search) = (context.t, &query.search);
    let action = urls::access(id, AccessKind::Clients);
    let row = |entry: &ClientEntry| {
        let name = entry.organisation.display_name();
        AssignedRow {
            number: format::number(t, entry.organisation.number),
            avatar: Avatar::of(&name),
            name,
            lost_reasons: format::reasons(context.locale(), owner, &entry.organisation, &entry.eligibility),
            events_url: context.events_url(entry.organisation.number),
        }
    };
    AssignedClients {
        edit_url: urls::clients(id),
        search: search.clone(),
        count: format::shown_range(t, context.lang, page, query.size()),
        rows: page.rows.iter().map(row).collect(),
        none_found: match (page.rows.is_empty(), page.wrong_check_digit) {
            (false, _) => String::new(),
            (true, true) => format::wrong_check_digit(t, search),
            (true, false) => fill(&t.access.none_found, &[("search", search)]),
        },
        pages: pagination(t, page.page, page.pages, |n| query.href(&action, query.all.is_some(), n)).map(Box::new),
        other_view: query.other_view(context, &action, page),
        action,
    }
}
