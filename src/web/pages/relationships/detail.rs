//! `/accessmanagement/ui/users/{id}` and `/accessmanagement/ui/received-from/{id}`: one relationship and its powers.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::dialogs::{GiveDialog, PackageDialog, RemovalDialog};
use super::for_managers;
use super::list::role_tags;
use super::powers::{Area, Power, areas, matches};
use super::side_pages::SidePages;
use crate::domain::package::PackageCode;
use crate::domain::relationship::Side;
use crate::i18n::fill;
use crate::service::{ActingAs, RelationshipDetail};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// One relationship; over it, a dialog.
#[derive(Template)]
#[template(path = "pages/relationship.html")]
pub struct RelationshipPage {
    pub layout: Layout,
    pub relationship: RelationshipView,
    pub over: Over,
}

/// What lies over the page.
pub enum Over {
    Nothing,
    Give(GiveDialog),
    Package(PackageDialog),
    Removal(RemovalDialog),
}

impl Over {
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// The other organisation, and what it holds or has given.
pub struct RelationshipView {
    pub back_url: &'static str,
    pub name: String,
    /// "for Klientkunde AS".
    pub subtitle: String,
    pub number: String,
    pub avatar: Avatar,
    /// "Revisor".
    pub roles: Vec<String>,
    pub removal_url: String,
    /// "Slett bruker".
    pub removal_label: String,
    /// "Fullmakt til 3 tilgangspakker".
    pub heading: String,
    /// Where the form is posted to: this page.
    pub action: String,
    pub search: String,
    /// Whether anything is held, so that there is something to search.
    pub has_packages: bool,
    /// How many the search has found, or that there is none; empty otherwise.
    pub count: String,
    pub areas: Vec<Area>,
    /// Where more is given.
    pub give_url: Option<String>,
}

/// Search, and the package that is described over the page.
#[derive(Debug, Default, Deserialize)]
pub struct DetailQuery {
    #[serde(default)]
    search: String,
    package: Option<String>,
}

/// A response with one relationship.
pub type DetailPage = Page<RelationshipPage>;

/// Shows an organisation that has power of attorney.
pub async fn show_user(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<DetailQuery>,
) -> Result<DetailPage, WebError> {
    show(&context, Side::Client, *id, query.into_inner()).await
}

/// Shows an organisation that has given power of attorney.
pub async fn show_received_from(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<DetailQuery>,
) -> Result<DetailPage, WebError> {
    show(&context, Side::Provider, *id, query.into_inner()).await
}

async fn show(context: &RequestContext, side: Side, id: Uuid, query: DetailQuery) -> Result<DetailPage, WebError> {
    let load = move |acting: &ActingAs| acting.access_manager()?.relationship(side, id);
    let (acting, detail) = context.call_acting(load).await.map_err(for_managers)?;
    let described = query.package.as_deref().map(PackageCode::from);
    let held = described.and_then(|code| detail.packages.iter().find(|held| held.package.code == code));
    let over = held.map_or(Over::Nothing, |held| {
        Over::Package(PackageDialog::of_page(context, &acting, side, &detail, &Power::from(held)))
    });
    Ok(Page::ok(page(context, &acting, side, &detail, &query.search, over)))
}

/// The page with what lies over it.
pub fn page(
    context: &RequestContext,
    acting: &ActingAs,
    side: Side,
    detail: &RelationshipDetail,
    search: &str,
    over: Over,
) -> RelationshipPage {
    let t = context.t;
    let relationship = view(context, acting, side, detail, search);
    let title = side.title(t);
    let breadcrumbs = [(title.as_str(), Some(side.list_url())), (relationship.name.as_str(), None)];
    let layout = context.acting_layout(acting, &format!("{} – {title}", relationship.name), &breadcrumbs);
    RelationshipPage { layout: Layout { section: side.section(), ..layout }, relationship, over }
}

fn view(
    context: &RequestContext,
    acting: &ActingAs,
    side: Side,
    detail: &RelationshipDetail,
    search: &str,
) -> RelationshipView {
    let (t, id) = (context.t, detail.organisation.uuid());
    let (name, owner) = (detail.organisation.display_name(), acting.owner.display_name());
    let action = side.page_url(id);
    let (subtitle, removal, none) = match side {
        Side::Client => (&t.users.of, &t.users.delete, &t.users.no_packages),
        Side::Provider => (&t.received.of, &t.received.delete, &t.received.no_packages),
    };
    let areas = held_areas(context, side, detail, search);
    let shown: usize = areas.iter().map(|area| area.rows.len()).sum();
    let count = match (detail.packages.is_empty(), shown, search.trim()) {
        (true, ..) => fill(none, &[("name", &owner)]),
        (false, _, "") => String::new(),
        (false, 0, search) => fill(&t.users.no_match, &[("search", search)]),
        (false, ..) => format::counted(context.lang, shown, &t.users.matches_one, &t.users.matches_many),
    };
    RelationshipView {
        back_url: side.list_url(),
        subtitle: fill(subtitle, &[("name", &owner)]),
        number: format::number(t, detail.organisation.number),
        avatar: Avatar::of(&name),
        name,
        roles: role_tags(t, &detail.powers.roles),
        removal_url: side.removal_url(id),
        removal_label: removal.to_string(),
        heading: format::counted(context.lang, detail.packages.len(), &t.access.packages_one, &t.access.packages_many),
        action,
        search: search.to_owned(),
        has_packages: !detail.packages.is_empty(),
        count,
        areas,
        give_url: (side == Side::Client).then(|| urls::relationship(urls::GIVE, id)),
    }
}

/// The held packages; an area is open when a search has found something in it, or when it is the only one.
fn held_areas(context: &RequestContext, side: Side, detail: &RelationshipDetail, search: &str) -> Vec<Area> {
    let id = detail.organisation.uuid();
    let described = match side {
        Side::Client => urls::relationship(urls::GIVE, id),
        Side::Provider => side.page_url(id),
    };
    let held = |code: &PackageCode| detail.packages.iter().any(|held| held.package.code == *code);
    let listed = |area: &str| {
        let catalogue = context.locale().catalogue.iter();
        let of_area = catalogue.filter(|package| format::localised(&package.area, context.lang) == area);
        Some(of_area.filter(|package| package.assignable || held(&package.code)).count())
    };
    let found = detail.packages.iter().filter(|held| matches(context, held.package, search));
    let href = move |code: &PackageCode| urls::with_query(&described, &[("package", code.as_str())]);
    areas(context, found.map(Power::from), listed, (|_: &[Power]| true, href))
}
