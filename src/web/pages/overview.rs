//! `/accessmanagement/ui/systemuser/overview`: lists the system accesses.

use actix_web::Either;
use actix_web::web::{Query, Redirect};
use askama::Template;
use serde::Deserialize;

use super::request::from_page;
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::access_request::AccessRequest;
use crate::domain::display_name;
use crate::i18n::{Text, Texts, fill};
use crate::service::{ActingAs, ClientCounts, ListPage, Overview, OverviewEntry, OverviewPages};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pagination::{Pagination, pagination};
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The overview of system accesses, newest first in each list.
#[derive(Template)]
#[template(path = "pages/overview.html")]
pub struct OverviewPage {
    pub layout: Layout,
    pub heading: String,
    /// "org.nr. 310 495 891".
    pub number: String,
    pub body: OverviewBody,
}

/// The content that the user's permissions allow.
pub enum OverviewBody {
    /// No permission: a warning that says why and what to do.
    NoPowers { text: String, next: String },
    /// The lists.
    Lists { pending: PendingRequests, own: OwnAccesses, clients: AccessList },
}

/// The newest requests that wait for an answer.
#[derive(Default)]
pub struct PendingRequests {
    pub list: AccessList,
    /// "Se alle 200 forespørslene"; empty if the list has them all.
    pub all: String,
}

/// The organisation's own accesses; shown only to access managers.
pub enum OwnAccesses {
    Hidden,
    Shown(AccessList),
}

/// One page of a list.
#[derive(Default)]
pub struct AccessList {
    pub rows: Vec<AccessRow>,
    pub pages: Option<Box<Pagination>>,
}

/// One system access.
pub struct AccessRow {
    pub href: String,
    pub title: String,
    /// The vendor's display name.
    pub vendor: String,
    pub avatar: Avatar,
    /// "Administrere kunder".
    pub badge: &'static Text,
    /// "3 kunder"; empty if the user may not know, or for none.
    pub count: String,
    /// "1 kunde mangler fullmakt"; empty for none.
    pub warning: String,
    /// Whether the user has just made it.
    pub is_new: bool,
}

/// Of own accesses and of those for clients.
const ROWS_PER_PAGE: usize = 10;
/// Those that wait have a page of their own.
const MAX_PENDING: usize = 10;

/// The page of each list.
#[derive(Deserialize, Clone, Copy)]
pub struct OverviewQuery {
    own: Option<usize>,
    clients: Option<usize>,
}

/// Shows the overview, or which permission is missing.
pub async fn show(
    context: RequestContext,
    query: Query<OverviewQuery>,
) -> Result<Either<Page<OverviewPage>, Redirect>, WebError> {
    if let Some(address) = context.without_empty_query() {
        return Ok(Either::Right(redirect(address)));
    }
    let (query, real) = (query.into_inner(), (context.portal.clock)());
    let see = move |acting: &ActingAs| {
        if !acting.permissions.overview() {
            return Ok(None);
        }
        let first = |page: Option<usize>| page.unwrap_or(1);
        let now = acting.now(real)?;
        let pending = acting.access_manager().ok();
        let pending = pending.map(|manager| manager.pending(1, MAX_PENDING, now)).transpose()?;
        let pages = OverviewPages { own: first(query.own), clients: first(query.clients), size: ROWS_PER_PAGE };
        Ok(Some((acting.overview(pages)?, pending)))
    };
    let (acting, overview) = context.call_acting_cached(see).await?;
    let new_access = context.session.peek_flash::<Flash>().and_then(|flash| flash.new_access());
    let t = context.t;
    let name = acting.owner.display_name();
    let body = match overview {
        Some((overview, pending)) => lists(&context, &acting, overview, pending, new_access),
        None if acting.permissions.level_too_low => OverviewBody::NoPowers {
            text: t.access.level_too_low.to_string(),
            next: t.access.level_too_low_next.to_string(),
        },
        None => OverviewBody::NoPowers {
            text: fill(&t.overview.no_powers, &[("name", &name)]),
            next: fill(&t.overview.no_powers_next, &[("name", &name)]),
        },
    };
    Ok(Either::Left(Page::ok(OverviewPage {
        layout: context.acting_layout(&acting, &t.overview.title, &[(&t.overview.title, None)]),
        heading: fill(&t.overview.heading, &[("name", &name)]),
        number: fill(&t.overview.org_nr, &[("number", &acting.owner.number.grouped())]),
        body,
    })))
}

fn lists(
    context: &RequestContext,
    acting: &ActingAs,
    Overview { own, clients }: Overview,
    pending: Option<ListPage<AccessRequest>>,
    new_access: Option<AccessId>,
) -> OverviewBody {
    let t = context.t;
    let badge =
        if acting.permissions.client_administration { &t.overview.clients_badge } else { &t.overview.see_badge };
    // The page of each list, so that a link to another page of one leaves the others as they are.
    let pages = [("own", own.as_ref().map_or(1, |list| list.page)), ("clients", clients.page)];
    let accesses = |of: &'static str, page: ListPage<OverviewEntry>, badge| {
        list(context, of, pages, page, |entry| row(context, &entry, badge, new_access))
    };
    OverviewBody::Lists {
        pending: pending.map(|page| pending_requests(context, &page)).unwrap_or_default(),
        own: own.map_or(OwnAccesses::Hidden, |own| OwnAccesses::Shown(accesses("own", own, &t.overview.own_badge))),
        clients: accesses("clients", clients, badge),
    }
}

fn pending_requests(context: &RequestContext, page: &ListPage<AccessRequest>) -> PendingRequests {
    let rows = page.rows.iter().map(|request| pending_row(context, request)).collect();
    let count = format::count(context.lang, page.total);
    let all = if page.pages > 1 { fill(&context.t.request.pending_all, &[("count", &count)]) } else { String::new() };
    PendingRequests { list: AccessList { rows, pages: None }, all }
}

/// A page of one of the lists, with links to its others.
fn list<T>(
    context: &RequestContext,
    of: &'static str,
    pages: [(&'static str, usize); 2],
    ListPage { rows, page, pages: last, .. }: ListPage<T>,
    row: impl FnMut(T) -> AccessRow,
) -> AccessList {
    let href = |number: usize| {
        let value = |(name, page): (&'static str, usize)| match if name == of { number } else { page } {
            1 => (name, String::new()),
            page => (name, page.to_string()),
        };
        format!("{}#{of}", urls::with_query(urls::OVERVIEW, &pages.map(value)))
    };
    AccessList {
        rows: rows.into_iter().map(row).collect(),
        pages: pagination(context.t, page, last, href).map(Box::new),
    }
}

/// The last digits of the id tell requests with the same title apart.
fn pending_row(context: &RequestContext, request: &AccessRequest) -> AccessRow {
    let r = &context.t.request;
    let id = request.id.uuid().to_string();
    AccessRow {
        href: from_page(request.kind, request.id, urls::OVERVIEW),
        title: fill(&r.pending_title, &[("title", &request.title), ("ref", &id[id.len() - 5..])]),
        vendor: display_name::organisation(&request.system.vendor.name),
        avatar: Avatar::of(&request.title),
        badge: match request.kind {
            AccessKind::Own => &r.pending_own_badge,
            AccessKind::Clients => &r.pending_clients_badge,
        },
        count: String::new(),
        warning: String::new(),
        is_new: false,
    }
}

fn row(
    context: &RequestContext,
    entry: &OverviewEntry,
    badge: &'static Text,
    new_access: Option<AccessId>,
) -> AccessRow {
    let counted = |counts: ClientCounts| count_texts(context.t, context, counts);
    let (access, (count, warning)) = (entry.access(), entry.counts.map(counted).unwrap_or_default());
    AccessRow {
        href: urls::access(access.id, access.kind),
        vendor: display_name::organisation(&access.system.vendor.name),
        avatar: Avatar::of(&access.title),
        badge,
        title: access.title.clone(),
        count,
        warning,
        is_new: new_access == Some(access.id),
    }
}

fn count_texts(t: &Texts, context: &RequestContext, ClientCounts { assigned, lost }: ClientCounts) -> (String, String) {
    let text = |number: usize, one: &str, many: &str| match number {
        0 => String::new(),
        number => format::counted(context.lang, number, one, many),
    };
    (
        text(assigned, &t.overview.client_count_one, &t.overview.client_count_many),
        text(lost, &t.overview.lost_one, &t.overview.lost_many),
    )
}
