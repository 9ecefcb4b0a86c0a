//! Shows one system access.
//!
//! `/accessmanagement/ui/systemuser/{id}` for the owner, `…/{id}/agentdelegation` for clients.

use actix_web::Either;
use actix_web::web::{Path, Query, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::access::{AccessId, AccessKind};
use crate::domain::display_name;
use crate::domain::package::AccessPackage;
use crate::domain::role::ROLE_GRANTS;
use crate::i18n::fill;
use crate::service::{AccessDetail, ActingAs, ClientEntry, ClientFilter, ClientPage, ClientQuery};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pagination::{Pagination, pagination};
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The page of one system access.
#[derive(Template)]
#[template(path = "pages/access.html")]
pub struct AccessPage {
    pub layout: Layout,
    pub access: AccessView,
}

/// A system access, shown on its own page and, inert, behind the dialog.
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
    /// Whether the button that opens the dialog gets the focus: the dialog was closed.
    pub dialog_closed: bool,
}

/// An access package, with a disclosure of what it covers.
pub struct PackageView {
    pub name: String,
    /// "2 tjenester".
    pub summary: String,
    /// "Område: Fullmakter for revisor".
    pub area: String,
    /// A sentence about how a client gives the package to the provider; empty for an own access.
    pub source: String,
    /// "Innrapportering boligselskap (Skatteetaten)".
    pub services: Vec<String>,
}

/// The page's section about clients.
pub enum ClientsSection {
    /// An access for the owner itself: why clients cannot be added.
    Own { sentence: String },
    /// The user may not see clients: why, and whom to ask.
    NotAllowed { why: String, next: String },
    /// No clients yet.
    Empty { add_url: String },
    /// The assigned clients.
    Assigned(AssignedClients),
}

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
    pub pages: Option<Pagination>,
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
}

const ROWS_PER_PAGE: usize = 10;

/// The query for the assigned clients.
#[derive(Deserialize)]
pub struct AssignedQuery {
    #[serde(default)]
    search: String,
    page: Option<usize>,
}

impl AssignedQuery {
    /// The first page without a search, as shown behind the dialog.
    pub fn first_page() -> Self {
        Self { search: String::new(), page: None }
    }

    /// The query for the service.
    pub fn client_query(&self) -> ClientQuery {
        let page = self.page.unwrap_or(1);
        ClientQuery { search: self.search.clone(), filter: ClientFilter::Added, page, size: ROWS_PER_PAGE }
    }
}

/// Shows an access for the owner itself.
pub async fn show_own(context: RequestContext, id: Path<Uuid>) -> Result<Either<Page<AccessPage>, Redirect>, WebError> {
    show(context, *id, AccessKind::Own, AssignedQuery::first_page()).await
}

/// Shows an access for clients.
pub async fn show_for_clients(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<AssignedQuery>,
) -> Result<Either<Page<AccessPage>, Redirect>, WebError> {
    show(context, *id, AccessKind::Clients, query.into_inner()).await
}

/// Shows the access, or redirects to its page if the URL is of the other kind.
async fn show(
    context: RequestContext,
    id: Uuid,
    kind: AccessKind,
    query: AssignedQuery,
) -> Result<Either<Page<AccessPage>, Redirect>, WebError> {
    if let Some(address) = context.without_empty_query() {
        return Ok(Either::Right(redirect(address)));
    }
    let question = query.client_query();
    let id = AccessId::from(id);
    let answer = context.call_acting(move |acting| acting.access(id, &question)).await;
    let (acting, detail) = context.or_other_owner(id, answer).await?;
    if detail.access.kind != kind {
        return Ok(Either::Right(redirect(&urls::access(detail.access.id, detail.access.kind))));
    }
    let (t, title) = (context.t, detail.access.title.clone());
    let page_title = match kind {
        AccessKind::Own => fill(&t.access.title_own, &[("access", &title)]),
        AccessKind::Clients => fill(&t.access.title_clients, &[("access", &title)]),
    };
    let breadcrumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (title.as_str(), None)];
    let layout = context.acting_layout(&acting, &page_title, &breadcrumbs);
    // Leaving the dialog clears its ticked boxes: they are not visible here.
    context.session.choose(detail.access.id, &[])?;
    let came_from = context.came_from.as_deref();
    let dialog_closed = [urls::clients(id), urls::confirm(id)].iter().any(|dialog| came_from == Some(dialog));
    let access = AccessView { dialog_closed, ..access_view(&context, &acting, detail, &query) };
    Ok(Either::Left(Page::ok(AccessPage { layout, access })))
}

/// The view of an access.
pub fn access_view(
    context: &RequestContext,
    acting: &ActingAs,
    detail: AccessDetail,
    query: &AssignedQuery,
) -> AccessView {
    let t = context.t;
    let AccessDetail { access, packages, clients, .. } = detail;
    let owner = acting.owner.display_name();
    let section = match clients {
        _ if access.kind == AccessKind::Own => {
            ClientsSection::Own { sentence: fill(&t.access.own_takes_no_clients, &[("name", &owner)]) }
        }
        None if acting.permissions.level_too_low => ClientsSection::NotAllowed {
            why: t.access.level_too_low.to_string(),
            next: t.access.level_too_low_next.to_string(),
        },
        None => ClientsSection::NotAllowed {
            why: t.access.only_client_administrators.to_string(),
            next: fill(&t.access.only_client_administrators_next, &[("name", &owner)]),
        },
        Some(page) if page.assigned == 0 => ClientsSection::Empty { add_url: urls::clients(access.id) },
        Some(page) => ClientsSection::Assigned(assigned(context, &owner, access.id, &page, query)),
    };
    AccessView {
        back_url: urls::OVERVIEW.to_owned(),
        owner: fill(&t.access.owner, &[("name", &owner)]),
        vendor: fill(&t.access.vendor, &[("name", &display_name::organisation(&access.system.vendor.name))]),
        avatar: Avatar::of(&access.title),
        packages_heading: format::counted(
            context.lang,
            packages.len(),
            &t.access.packages_one,
            &t.access.packages_many,
        ),
        packages: packages.into_iter().map(|package| package_view(context, access.kind, package)).collect(),
        clients: section,
        created: fill(&t.access.created, &[("date", &format::date(access.created))]),
        dialog_closed: false,
        title: access.title,
    }
}

fn assigned(
    context: &RequestContext,
    owner: &str,
    id: AccessId,
    page: &ClientPage,
    AssignedQuery { search, .. }: &AssignedQuery,
) -> AssignedClients {
    let t = context.t;
    let action = urls::access(id, AccessKind::Clients);
    let row = |entry: &ClientEntry| {
        let name = entry.organisation.display_name();
        AssignedRow {
            number: format::number(t, entry.organisation.number),
            avatar: Avatar::of(&name),
            name,
            lost_reasons: format::reasons(context.locale(), owner, &entry.organisation, &entry.eligibility),
        }
    };
    AssignedClients {
        edit_url: urls::clients(id),
        search: search.clone(),
        count: format::shown_range(t, context.lang, page, ROWS_PER_PAGE),
        rows: page.rows.iter().map(row).collect(),
        none_found: match (page.rows.is_empty(), page.wrong_check_digit) {
            (false, _) => String::new(),
            (true, true) => format::wrong_check_digit(t, search),
            (true, false) => fill(&t.access.none_found, &[("search", search)]),
        },
        pages: pagination(t, page.page, page.pages, |n| format::list_url(&action, search, "", n)),
        action,
    }
}

/// A package as shown on an access of this kind.
pub fn package_view(context: &RequestContext, kind: AccessKind, package: &AccessPackage) -> PackageView {
    let (t, lang) = (context.t, context.lang);
    let services = package.services.iter().map(|service| format!("{} ({})", service.name, service.owner));
    PackageView {
        name: format::localised(&package.name, lang).to_owned(),
        summary: match package.services.len() {
            0 => format::localised(&package.description, lang).to_owned(),
            n => format::counted(lang, n, &t.package.services_one, &t.package.services_many),
        },
        area: fill(&t.package.area, &[("area", format::localised(&package.area, lang))]),
        source: if kind == AccessKind::Clients { source(context, package) } else { String::new() },
        services: services.collect(),
    }
}

/// How a client gives the package to the provider.
fn source(context: &RequestContext, package: &AccessPackage) -> String {
    let t = context.t;
    if package.assignable {
        return t.package.direct.to_string();
    }
    match ROLE_GRANTS.iter().find(|grant| grant.packages.contains(&package.code.as_str())) {
        Some(grant) if grant.forms.is_empty() => {
            fill(&t.package.through_role, &[("role", format::er_role(t, grant.role))])
        }
        Some(grant) => fill(
            &t.package.through_role_forms,
            &[("role", format::er_role(t, grant.role)), ("forms", &format::forms(t, grant.forms))],
        ),
        None => {
            let name = format::localised(&package.name, context.lang);
            fill(&t.missing.unobtainable, &[("package", name)])
        }
    }
}
