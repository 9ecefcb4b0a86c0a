//! `/accessmanagement/ui/users/new`: looks up an organisation by its number, and adds it as a user without any power.

use actix_web::web::{Query, Redirect};
use serde::Deserialize;

use super::for_managers;
use super::list::{FoundOrganisation, ListPage, ListQuery, NewUser, RelationshipsPage, first_users, own_row, page};
use super::side_pages::SidePages;
use crate::domain::number::{NumberError, OrganisationNumber};
use crate::domain::relationship::Side;
use crate::i18n::{Texts, fill};
use crate::service::{ActingAs, ConnectionProblem, LookUpState, LookedUp, ServiceError};
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

/// Shows the dialog, with the organisation that has the typed number.
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
    Ok(Page::ok(RelationshipsPage { new_user: Some(new_user(context.t, typed, found)), ..behind }))
}

fn new_user(t: &Texts, typed: String, found: Result<LookedUp, ConnectionProblem>) -> NewUser {
    match found {
        Ok(LookedUp { state: LookUpState::Own, .. }) => {
            NewUser { typed, problem: Some(t.users.own_number.to_string()), found: None }
        }
        Ok(LookedUp { organisation, state }) => {
            let known = state == LookUpState::Known;
            let found = FoundOrganisation {
                name: organisation.display_name(),
                number: format::number(t, organisation.number),
                value: organisation.number.to_string(),
                known_url: known.then(|| Side::Client.page_url(organisation.uuid())),
            };
            NewUser { typed, problem: None, found: Some(found) }
        }
        Err(problem) => NewUser { problem: problem_text(t, &typed, problem), typed, found: None },
    }
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
