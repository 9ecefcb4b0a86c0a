//! `/accessmanagement/ui/users/new`: looks up an organisation by its number or name, and adds it as a user without any power.

use actix_web::web::{Query, Redirect};
use serde::Deserialize;

use super::for_managers;
use super::list::{
    Found, FoundNames, FoundOrganisation, ListPage, ListQuery, NewUser, OrganisationRow, RelationshipsPage,
    first_users, own_row, page, shown_range,
};
use super::side_pages::SidePages;
use crate::domain::number::{NumberError, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::relationship::Side;
use crate::i18n::{Texts, fill};
use crate::service::{ActingAs, ConnectionProblem, LookUp, LookUpState, LookedUp, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::{Flash, PowerMessage};
use crate::web::form::ProtectedForm;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// What was typed.
#[derive(Deserialize)]
pub struct LookUpQuery {
    #[serde(default)]
    number: String,
}

/// The dialog's form; its button for adding has the number that was looked up.
#[derive(Deserialize)]
pub struct NewUserForm {
    #[serde(default)]
    number: String,
    add: Option<OrganisationNumber>,
}

/// Shows the dialog, with what the typed number or name finds.
pub async fn show(context: RequestContext, query: Query<LookUpQuery>) -> Result<ListPage, WebError> {
    let (typed, real) = (query.into_inner().number, (context.portal.clock)());
    let asked = typed.clone();
    let load = move |acting: &ActingAs| {
        let found = match acting.access_manager()?.look_up(&asked) {
            Ok(found) => Ok(found),
            Err(ServiceError::Connection(problem)) => Err(problem),
            Err(error) => return Err(error),
        };
        Ok((found, first_users(acting, acting.now(real)?)?))
    };
    let (acting, (found, users)) = context.call_acting(load).await.map_err(for_managers)?;
    let own = own_row(&context, &acting).await?;
    let behind = page(&context, &acting, (Side::Client, &ListQuery::default(), Some(users)), Some(own));
    Ok(Page::ok(RelationshipsPage { new_user: Some(new_user(&context, typed, found)), ..behind }))
}

fn new_user(context: &RequestContext, typed: String, found: Result<LookUp, ConnectionProblem>) -> NewUser {
    let t = context.t;
    let found = match found {
        Ok(LookUp::Number(LookedUp { state: LookUpState::Own, .. })) => Found::Problem(t.users.own_number.to_string()),
        Ok(LookUp::Number(LookedUp { organisation, state })) => Found::Number(FoundOrganisation {
            name: organisation.display_name(),
            number: format::number(t, organisation.number),
            value: organisation.number.to_string(),
            known_url: (state == LookUpState::Known).then(|| Side::Client.page_url(organisation.uuid())),
        }),
        Ok(LookUp::Name { matched: 0, .. }) => Found::Problem(fill(&t.users.no_name, &[("search", typed.trim())])),
        Ok(LookUp::Name { shown, matched }) => Found::Name(FoundNames {
            count: shown_range(context, 0, shown.len(), matched),
            more: if matched > shown.len() { t.users.more_names.to_string() } else { String::new() },
            rows: shown.iter().map(|one| OrganisationRow::of(t, one, choice_url(one))).collect(),
        }),
        Err(problem) => problem_text(t, &typed, problem).map_or(Found::Nothing, Found::Problem),
    };
    NewUser { typed, found }
}

/// What is wrong with a number; half a number is only not ready yet.
fn problem_text(t: &Texts, typed: &str, problem: ConnectionProblem) -> Option<String> {
    match problem {
        ConnectionProblem::InvalidNumber(NumberError::Length) => None,
        ConnectionProblem::InvalidNumber(NumberError::Several) => Some(t.users.number_several.to_string()),
        ConnectionProblem::InvalidNumber(NumberError::Checksum) => Some(format::wrong_check_digit(t, typed)),
        _ => Some(t.users.not_found.to_string()),
    }
}

/// Where a found organisation is chosen: the look-up of its number, at the button that adds it.
fn choice_url(organisation: &Organisation) -> String {
    format!("{}#add-organisation", urls::with_query(urls::NEW_USER, &[("number", organisation.number.to_string())]))
}

/// Adds the organisation, or looks up what was typed.
pub async fn add(context: RequestContext, form: ProtectedForm<NewUserForm>) -> Result<Redirect, WebError> {
    let NewUserForm { number, add } = form.verified(&context)?;
    let looked_up = add.filter(|add| number.parse() == Ok(*add));
    let Some(organisation) = looked_up else { return Ok(redirect(&look_up_url(&number))) };
    let real = (context.portal.clock)();
    let carry_out =
        move |acting: &ActingAs| acting.access_manager()?.add_provider(organisation, acting.world_time(real)?);
    let done = match context.call_acting(carry_out).await.map_err(for_managers) {
        Ok((_, done)) => done,
        Err(WebError::Service(ServiceError::Connection(_))) => return Ok(redirect(&look_up_url(&number))),
        Err(error) => return Err(error),
    };
    let (t, user) = (&context.t.users, done.organisation.display_name());
    let page = Side::Client.page_url(done.organisation.uuid());
    let text = if done.change.is_some() { &t.added } else { &t.already_added };
    let message = PowerMessage { text: fill(text, &[("user", &user)]), gained: done.change.is_some(), undo: None };
    context.session.put_flash(&Flash { power: Some(message), ..Flash::default() })?;
    Ok(redirect(&page))
}

fn look_up_url(typed: &str) -> String {
    format!("{}#org-number", urls::with_query(urls::NEW_USER, &[("number", typed)]))
}
