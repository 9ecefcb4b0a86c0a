//! `/represent`: chooses the organisation to represent.

use actix_web::Either;
use actix_web::web::{Query, Redirect};
use askama::Template;
use serde::Deserialize;

use crate::domain::collation::SortKey;
use crate::domain::number::{NumberError, OrganisationNumber};
use crate::domain::search_term::SearchTerm;
use crate::i18n::fill;
use crate::service::{Representation, ServiceError};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::form::ProtectedForm;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The list of organisations that the person may represent.
#[derive(Template)]
#[template(path = "pages/represent.html")]
pub struct RepresentPage {
    pub layout: Layout,
    /// `None` if the person may represent nobody; then `nobody` is shown.
    pub organisations: Option<OrganisationList>,
    pub nobody: String,
    /// Where the form is posted to.
    pub action: String,
    pub return_to: String,
}

/// The searchable list.
pub struct OrganisationList {
    pub search: String,
    /// "3 virksomheter".
    pub count: String,
    pub rows: Vec<OrganisationRow>,
    /// Shown when the search finds nothing; empty otherwise.
    pub none_found: String,
}

/// One organisation, as a submit button.
pub struct OrganisationRow {
    /// Value of the button `organisation`.
    pub value: String,
    pub name: String,
    /// "Org.nr. 310 495 891".
    pub number: String,
    /// "Du er daglig leder og klientadministrator".
    pub roles: String,
    pub avatar: Avatar,
    pub current: bool,
}

/// Search, and where to go after the choice.
#[derive(Deserialize)]
pub struct RepresentQuery {
    #[serde(default)]
    search: String,
    return_to: Option<String>,
}

/// The chosen organisation.
#[derive(Deserialize)]
pub struct RepresentForm {
    organisation: OrganisationNumber,
    return_to: Option<String>,
}

/// Lists the person's organisations; chooses a single one at once.
pub async fn show(
    context: RequestContext,
    query: Query<RepresentQuery>,
) -> Result<Either<Page<RepresentPage>, Redirect>, WebError> {
    let t = context.t;
    let return_to = urls::return_to(query.return_to.as_deref());
    let (user, organisations) = match context.representations().await {
        Ok((person, organisations)) => (person.display_name(), organisations),
        Err(WebError::Service(ServiceError::UnknownPerson)) => (t.represent.unknown_person.to_string(), Vec::new()),
        Err(error) => return Err(error),
    };
    if let ([only], None) = (&organisations[..], context.session.represented()) {
        context.session.represent(only.organisation.number)?;
        return Ok(Either::Right(redirect(return_to.as_str())));
    }
    // The page of a request offers its party, so it needs no choice before.
    if context.session.represented().is_none() && urls::is_request_page(return_to.as_str()) && !organisations.is_empty()
    {
        return Ok(Either::Right(redirect(return_to.as_str())));
    }
    let mut layout = context.layout(&t.represent.title, Section::Outside);
    layout.user = Some(user.clone());
    let nobody = fill(&t.represent.nobody, &[("name", &user)]);
    let organisations = (!organisations.is_empty()).then(|| matching(&context, organisations, &query.search));
    let return_to = return_to.as_str().to_owned();
    let page = RepresentPage { layout, organisations, nobody, action: urls::REPRESENT.to_owned(), return_to };
    Ok(Either::Left(Page::ok(page)))
}

/// Stores the choice and goes on.
pub async fn choose(context: RequestContext, form: ProtectedForm<RepresentForm>) -> Result<Redirect, WebError> {
    let RepresentForm { organisation, return_to } = form.verified(&context)?;
    let person = context.person()?;
    context.call_service(move |service| service.acting_as(person, organisation).map(drop)).await?;
    context.session.represent(organisation)?;
    Ok(redirect(urls::return_to(return_to.as_deref()).as_str()))
}

fn matching(context: &RequestContext, mut organisations: Vec<Representation>, search: &str) -> OrganisationList {
    let t = context.t;
    let term = SearchTerm::of(search);
    let current = context.session.represented();
    organisations.retain(|Representation { organisation, .. }| term.finds(organisation));
    organisations.sort_by_cached_key(|one| SortKey::of(&one.organisation.name));
    let rows = organisations.iter().map(|Representation { organisation, roles, .. }| {
        let name = organisation.display_name();
        OrganisationRow {
            value: organisation.number.to_string(),
            avatar: Avatar::of(&name),
            name,
            number: format::number(t, organisation.number),
            roles: fill(&t.represent.your_roles, &[("roles", &format::roles(t, roles))]),
            current: current == Some(organisation.number),
        }
    });
    let none_found = match (organisations.is_empty(), OrganisationNumber::all_in(search)) {
        (false, _) => String::new(),
        (true, Err(NumberError::Checksum)) => format::wrong_check_digit(t, search),
        (true, _) => fill(&t.represent.none_found, &[("search", search)]),
    };
    OrganisationList {
        search: search.to_owned(),
        count: format::counted(context.lang, organisations.len(), &t.represent.count_one, &t.represent.count_many),
        rows: rows.collect(),
        none_found,
    }
}
