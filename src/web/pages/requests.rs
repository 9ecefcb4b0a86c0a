//! `/accessmanagement/ui/requests`: the requests for system accesses that were sent on and wait for an answer.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::request::from_page;
use crate::domain::access_request::AccessRequest;
use crate::domain::display_name;
use crate::i18n::fill;
use crate::service::{ActingAs, ListPage};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::pagination::{Pagination, pagination};
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

const ROWS_PER_PAGE: usize = 50;

/// The waiting requests, newest first.
#[derive(Template)]
#[template(path = "pages/requests.html")]
pub struct RequestsPage {
    pub layout: Layout,
    pub heading: String,
    /// "org.nr. 310 495 891".
    pub number: String,
    pub rows: Vec<RequestRow>,
    /// Why there are no rows.
    pub none: String,
    pub pages: Option<Pagination>,
}

/// One waiting request.
pub struct RequestRow {
    pub href: String,
    /// The vendor's display name.
    pub vendor: String,
    pub avatar: Avatar,
    /// "Ber om å opprette systemtilgang (24.11.2026)".
    pub note: String,
}

/// The page of the list.
#[derive(Deserialize)]
pub struct RequestsQuery {
    page: Option<usize>,
}

/// Lists the requests, or says who may see them.
pub async fn show(context: RequestContext, query: Query<RequestsQuery>) -> Result<Page<RequestsPage>, WebError> {
    let (page, real) = (query.page.unwrap_or(1), (context.portal.clock)());
    let find = move |acting: &ActingAs| {
        if !acting.permissions.access_management {
            return Ok(None);
        }
        acting.access_manager()?.pending(page, ROWS_PER_PAGE, acting.now(real)?).map(Some)
    };
    let (acting, pending) = context.call_acting_cached(find).await?;
    let (t, name) = (&context.t.request, acting.owner.display_name());
    let none = if pending.is_some() { &t.list_none } else { &t.list_no_powers };
    let none = fill(none, &[("name", &name)]);
    let (rows, page, pages) =
        pending.map_or((Vec::new(), 1, 1), |ListPage { rows, page, pages, .. }| (rows, page, pages));
    let layout = context.acting_layout(&acting, &t.list_title, &[(&t.list_title, None)]);
    let href = |n: usize| urls::with_query(urls::REQUESTS, &[("page", n.to_string())]);
    Ok(Page::ok(RequestsPage {
        layout: Layout { section: Section::Requests, ..layout },
        heading: fill(&t.list_heading, &[("name", &name)]),
        number: fill(&context.t.overview.org_nr, &[("number", &acting.owner.number.grouped())]),
        rows: rows.into_iter().map(|request| row(&context, &request)).collect(),
        none,
        pages: pagination(context.t, page, pages, href),
    }))
}

fn row(context: &RequestContext, request: &AccessRequest) -> RequestRow {
    let vendor = display_name::organisation(&request.system.vendor.name);
    RequestRow {
        href: from_page(request.kind, request.id, urls::REQUESTS),
        avatar: Avatar::of(&vendor),
        note: fill(&context.t.request.list_row, &[("date", &format::date(request.created))]),
        vendor,
    }
}
