//! `/accessmanagement/ui/users` and `/accessmanagement/ui/received-from`: the other organisations of the relationships.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::side_pages::SidePages;
use crate::domain::number::{NumberError, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::relationship::Side;
use crate::domain::role::ErRole;
use crate::i18n::{Texts, fill};
use crate::service::{ActingAs, RelationshipPage, RelationshipQuery, RelationshipRow, Representation, Result};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pagination::{Pagination, pagination};
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

const ROWS_PER_PAGE: usize = 50;

/// One of the two lists; over users, the dialog that adds one.
#[derive(Template)]
#[template(path = "pages/relationships.html")]
pub struct RelationshipsPage {
    pub layout: Layout,
    pub heading: String,
    /// "org.nr. 310 495 964".
    pub number: String,
    /// The signed-in person, who is the first of the users.
    pub own: Option<OwnRow>,
    pub body: ListBody,
    pub new_user: Option<NewUser>,
}

/// The dialog that adds a user.
pub struct NewUser {
    pub typed: String,
    pub found: Found,
}

/// What was found in the dialog that adds a user.
pub enum Found {
    /// Nothing complete was typed.
    Nothing,
    /// Why there is no organisation that can be added.
    Problem(String),
    Number(FoundOrganisation),
    /// Those with the typed name, to choose one.
    Name(FoundNames),
}

/// Organisations with a name.
pub struct FoundNames {
    /// "Viser 1–10 av 23 virksomheter".
    pub count: String,
    /// How to find the others; empty where all are shown.
    pub more: String,
    pub rows: Vec<OrganisationRow>,
}

/// The organisation with the typed number.
pub struct FoundOrganisation {
    pub name: String,
    pub number: String,
    /// Value of the button.
    pub value: String,
    /// The page of an organisation that is a user already.
    pub known_url: Option<String>,
}

/// The signed-in person.
pub struct OwnRow {
    pub name: String,
    pub avatar: Avatar,
    /// "Daglig leder".
    pub roles: Vec<String>,
}

/// The list, or why there is none.
pub enum ListBody {
    /// Only access managers see others.
    NotAllowed {
        heading: String,
        text: String,
    },
    List(OrganisationList),
}

/// The organisations with search and pages.
pub struct OrganisationList {
    /// Empty where the page has no other rows.
    pub heading: String,
    pub action: &'static str,
    pub search: String,
    /// "Viser 1–50 av 300 virksomheter", or that there is none.
    pub count: String,
    pub rows: Vec<OrganisationRow>,
    pub pages: Option<Box<Pagination>>,
    /// Where a user is added.
    pub add_url: Option<&'static str>,
    /// What the list leaves out; empty otherwise.
    pub note: String,
}

/// One organisation.
pub struct OrganisationRow {
    pub href: String,
    pub name: String,
    pub number: String,
    pub avatar: Avatar,
    /// "Revisor".
    pub roles: Vec<String>,
    /// Whether it was added within the last hour.
    pub is_new: bool,
}

/// Search and page of a list.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    search: String,
    page: Option<usize>,
}

impl ListQuery {
    fn for_service(&self) -> RelationshipQuery {
        RelationshipQuery { search: self.search.clone(), page: self.page.unwrap_or(1), size: ROWS_PER_PAGE }
    }
}

/// Lists those that have power of attorney.
pub async fn show_users(context: RequestContext, query: Query<ListQuery>) -> std::result::Result<ListPage, WebError> {
    show(&context, Side::Client, &query).await
}

/// Lists those that have given power of attorney.
pub async fn show_received(
    context: RequestContext,
    query: Query<ListQuery>,
) -> std::result::Result<ListPage, WebError> {
    show(&context, Side::Provider, &query).await
}

/// A response with a list.
pub type ListPage = Page<RelationshipsPage>;

async fn show(context: &RequestContext, side: Side, query: &ListQuery) -> std::result::Result<ListPage, WebError> {
    let (asked, real) = (query.for_service(), (context.portal.clock)());
    let load = move |acting: &ActingAs| {
        if !acting.permissions.access_management {
            return Ok(None);
        }
        acting.access_manager()?.relationships(side, &asked, acting.now(real)?).map(Some)
    };
    let (acting, found) = context.call_acting(load).await?;
    let own = if side == Side::Client { Some(own_row(context, &acting).await?) } else { None };
    Ok(Page::ok(page(context, &acting, (side, query, found), own)))
}

/// The users behind the dialog: the first page.
pub fn first_users(acting: &ActingAs, now: jiff::Timestamp) -> Result<RelationshipPage> {
    acting.access_manager()?.relationships(Side::Client, &ListQuery::default().for_service(), now)
}

/// The page without a dialog.
pub fn page(
    context: &RequestContext,
    acting: &ActingAs,
    (side, query, found): (Side, &ListQuery, Option<RelationshipPage>),
    own: Option<OwnRow>,
) -> RelationshipsPage {
    let (t, name) = (context.t, acting.owner.display_name());
    let title = side.title(t);
    let heading = match side {
        Side::Client => &t.users.heading,
        Side::Provider => &t.received.heading,
    };
    RelationshipsPage {
        layout: Layout { section: side.section(), ..context.acting_layout(acting, title, &[(title, None)]) },
        heading: fill(heading, &[("name", &name)]),
        number: fill(&t.overview.org_nr, &[("number", &acting.owner.number.grouped())]),
        own,
        body: found.map_or_else(|| not_allowed(t, side, &name), |found| list(context, side, &name, query, found)),
        new_user: None,
    }
}

/// The signed-in person with their roles in the represented organisation.
pub async fn own_row(context: &RequestContext, acting: &ActingAs) -> std::result::Result<OwnRow, WebError> {
    let (person, representations) = context.representations().await?;
    let name = person.display_name();
    let represented = |one: &Representation| one.organisation.number == acting.owner.number;
    let roles = representations.into_iter().find(represented).map(|one| one.roles).unwrap_or_default();
    let role = |role| format::capitalised(format::person_role(context.t, role));
    Ok(OwnRow { avatar: Avatar::of(&name), name, roles: roles.into_iter().map(role).collect() })
}

fn not_allowed(t: &Texts, side: Side, name: &str) -> ListBody {
    let (heading, text) = match side {
        Side::Client => (t.users.only_managers_heading.to_string(), &t.users.only_managers),
        Side::Provider => (String::new(), &t.received.only_managers),
    };
    ListBody::NotAllowed { heading, text: fill(text, &[("name", name)]) }
}

fn list(context: &RequestContext, side: Side, name: &str, query: &ListQuery, found: RelationshipPage) -> ListBody {
    let (t, action, search) = (context.t, side.list_url(), &query.search);
    let is_users = side == Side::Client;
    let count = match found.rows.len() {
        0 => none(t, side, name, search),
        shown => shown_range(context, (found.page - 1) * ROWS_PER_PAGE, shown, found.matched),
    };
    ListBody::List(OrganisationList {
        heading: if is_users { t.users.list_heading.to_string() } else { String::new() },
        action,
        search: search.clone(),
        count,
        pages: pagination(t, found.page, found.pages, |n| format::list_url(action, search, "", n)).map(Box::new),
        rows: found.rows.into_iter().map(|one| row(t, side, one)).collect(),
        add_url: is_users.then_some(urls::NEW_USER),
        note: if is_users { t.users.no_persons.to_string() } else { String::new() },
    })
}

fn none(t: &Texts, side: Side, name: &str, search: &str) -> String {
    if let Err(NumberError::Checksum) = OrganisationNumber::all_in(search) {
        return format::wrong_check_digit(t, search);
    }
    let (none, none_found) = match side {
        Side::Client => (&t.users.none, &t.users.none_found),
        Side::Provider => (&t.received.none, &t.received.none_found),
    };
    match search.trim() {
        "" => fill(none, &[("name", name)]),
        search => fill(none_found, &[("search", search)]),
    }
}

/// "Viser 1–50 av 300 virksomheter", or "3 virksomheter" where all are shown.
pub fn shown_range(context: &RequestContext, before: usize, shown: usize, matched: usize) -> String {
    let (t, lang) = (&context.t.users, context.lang);
    if shown == matched {
        return format::counted(lang, matched, &t.count_one, &t.count_many);
    }
    let values = [before + 1, before + shown, matched].map(|n| format::count(lang, n));
    fill(&t.showing, &[("from", &values[0]), ("to", &values[1]), ("count", &values[2])])
}

fn row(t: &Texts, side: Side, RelationshipRow { organisation, roles, is_new, .. }: RelationshipRow) -> OrganisationRow {
    let href = side.page_url(organisation.uuid());
    OrganisationRow { roles: role_tags(t, &roles), is_new, ..OrganisationRow::of(t, &organisation, href) }
}

impl OrganisationRow {
    /// An organisation's row, with a link.
    pub fn of(t: &Texts, organisation: &Organisation, href: String) -> Self {
        let name = organisation.display_name();
        Self {
            href,
            number: format::number(t, organisation.number),
            avatar: Avatar::of(&name),
            name,
            roles: Vec::new(),
            is_new: false,
        }
    }
}

/// "Revisor".
pub fn role_tags(t: &Texts, roles: &[ErRole]) -> Vec<String> {
    roles.iter().map(|role| format::capitalised(format::er_role(t, *role))).collect()
}
