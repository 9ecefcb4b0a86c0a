//! Shows one system access.
//!
//! `/accessmanagement/ui/systemuser/{id}` for the owner, `…/{id}/agentdelegation` for clients.

mod assigned;
mod deletion;
mod own_organisation;
mod package;

use assigned::assigned;
pub use assigned::{AssignedClients, AssignedQuery, AssignedRow};
pub use deletion::DeletionQuestion;
pub use own_organisation::{OwnOrganisationState, OwnOrganisationView};
pub use package::{PackageView, package_view};

use actix_web::Either;
use actix_web::web::{Path, Query, Redirect};
use askama::Template;
use uuid::Uuid;

use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::display_name;
use crate::domain::person::Person;
use crate::i18n::fill;
use crate::service::{AccessDetail, ActingAs};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::refusal::RefusalNote;
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
    /// "Systemtilgang opprettet 15.02.2026", with who made it if the portal knows.
    pub created: String,
    /// Where the page's own forms post to.
    pub action: String,
    /// The question before a deletion; `None` for a person who may not delete.
    pub deletion: Option<DeletionQuestion>,
    /// Whether the own organisation is on it; `None` if that is not for this person.
    pub own_organisation: Option<OwnOrganisationView>,
    /// What was refused just now.
    pub refusal: Option<RefusalNote>,
    /// Whether the button that opens the dialog gets the focus: the dialog was closed.
    pub dialog_closed: bool,
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
    let answer = context.call_acting(move |acting| Ok((acting.access(id, &question)?, acting.maker(id)?))).await;
    let (acting, (detail, maker)) = context.or_other_owner(id, answer).await?;
    if detail.access.kind != kind {
        return Ok(Either::Right(redirect(&urls::access(detail.access.id, detail.access.kind))));
    }
    let (t, title) = (context.t, detail.access.title.clone());
    let page_title = match kind {
        AccessKind::Own => fill(&t.access.title_own, &[("access", &title)]),
        AccessKind::Clients => fill(&t.access.title_clients, &[("access", &title)]),
    };
    let breadcrumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (title.as_str(), None)];
    let refusal = context.take_refusal().map(|refusal| refusal.note(context.locale()));
    let flash = context.session.peek_flash::<Flash>();
    let layout = context.acting_layout(&acting, &page_title, &breadcrumbs);
    // Leaving the dialog clears its ticked boxes: they are not visible here.
    context.session.choose(detail.access.id, &[])?;
    let came_from = context.came_from.as_deref();
    let dialog_closed = [urls::clients(id), urls::confirm(id)].iter().any(|dialog| came_from == Some(dialog));
    let created = created(&context, &detail.access, maker.as_ref());
    let mut access = AccessView { created, refusal, dialog_closed, ..access_view(&context, &acting, detail, &query) };
    if let Some(own) = &mut access.own_organisation {
        own.just_changed = flash.is_some_and(|flash| flash.access.is_some());
    }
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
    let owner = acting.owner.display_name();
    let (deletion, own_organisation) =
        (deletion::question(context, &detail), own_organisation::view(context, acting, &detail));
    let AccessDetail { access, packages, clients, .. } = detail;
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
        created: created(context, &access, None),
        action: urls::access(access.id, access.kind),
        deletion,
        own_organisation,
        refusal: None,
        dialog_closed: false,
        title: access.title,
    }
}

/// "Systemtilgang opprettet 15.02.2026 av Gild Kanne".
fn created(context: &RequestContext, access: &SystemAccess, maker: Option<&Person>) -> String {
    let (t, date) = (&context.t.access, format::date(access.created));
    match maker {
        Some(person) => fill(&t.created_by, &[("date", &date), ("person", &person.display_name())]),
        None => fill(&t.created, &[("date", &date)]),
    }
}
