//! `/test/client`: offers to become somebody who manages access at a client, and remembers the way back.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::{ToolLayout, ToolLink, tool_layout};
use crate::domain::collation::SortKey;
use crate::domain::number::OrganisationNumber;
use crate::domain::permission::Permissions;
use crate::domain::person::Person;
use crate::i18n::fill;
use crate::service::{Representation, Service};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The people who manage access at other organisations.
#[derive(Template)]
#[template(path = "pages/test/client.html")]
pub struct ClientPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub heading: String,
    /// Who can be become, or that there is nobody.
    pub intro: String,
    pub rows: Vec<ManagerRow>,
    /// The page to come back to.
    pub come_back: String,
    /// Where the client begins.
    pub return_to: &'static str,
}

/// Somebody with access management at a client.
pub struct ManagerRow {
    pub national_id: String,
    /// "Klientkunde AS: daglig leder".
    pub roles: String,
    /// "Bli Lun Fasan".
    pub label: String,
}

/// The client, if it is known, and the page to come back to.
#[derive(Deserialize)]
pub struct ClientQuery {
    organisation: Option<OrganisationNumber>,
    return_to: Option<String>,
}

/// Shows the page.
pub async fn show(context: RequestContext, query: Query<ClientQuery>) -> Result<Page<ClientPage>, WebError> {
    let ClientQuery { organisation, return_to } = query.into_inner();
    let represented = context.session.represented();
    let wanted = move |one: &Representation| {
        let number = one.organisation.number;
        let is_client = organisation.map_or(Some(number) != represented, |client| client == number);
        is_client && Permissions::of(&one.roles).access_management
    };
    let managers = context.call_service(move |service| managers(service, wanted)).await?;
    let t = &context.t.test.client;
    let ToolLayout { mut layout, tools } = tool_layout(&context, urls::TEST).await?;
    layout.title = format!("{} – {}", t.heading, context.t.test.title);
    let rows: Vec<_> = managers.into_iter().map(|manager| row(&context, manager)).collect();
    let intro = if rows.is_empty() { &t.nobody } else { &t.intro };
    Ok(Page::ok(ClientPage {
        layout,
        tools,
        heading: t.heading.to_string(),
        intro: intro.to_string(),
        rows,
        come_back: String::from(urls::return_to(return_to.as_deref())),
        return_to: urls::USERS,
    }))
}

fn managers(
    service: &Service,
    wanted: impl Fn(&Representation) -> bool,
) -> crate::service::Result<Vec<(Person, Representation)>> {
    let mut found = Vec::new();
    for (person, _) in service.people()? {
        let (_, representations) = service.representations(person.id)?;
        found.extend(representations.into_iter().filter(&wanted).map(|one| (person.clone(), one)));
    }
    found.sort_by_cached_key(|(_, one)| SortKey::of(&one.organisation.name));
    Ok(found)
}

fn row(context: &RequestContext, (person, one): (Person, Representation)) -> ManagerRow {
    let words = &context.t.test.people;
    let roles = format::roles(context.t, &one.roles);
    let label = &words.be;
    ManagerRow {
        national_id: person.national_id.to_string(),
        roles: fill(&words.roles, &[("organisation", &one.organisation.display_name()), ("roles", &roles)]),
        label: fill(label, &[("name", &person.display_name())]),
    }
}
