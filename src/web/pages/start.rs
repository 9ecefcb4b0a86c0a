//! `/`: what the portal is, a link to sign in, and the people to sign in as.

use askama::Template;

use crate::service::Service;
use crate::web::error::WebError;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The start page.
#[derive(Template)]
#[template(path = "pages/start.html")]
pub struct StartPage {
    pub layout: Layout,
    /// The primary button: sign in, or go on.
    pub action_url: String,
    pub action_label: String,
    /// Empty where a person can only be chosen at the identity provider.
    pub people: Vec<PersonRow>,
}

/// Somebody to sign in as.
pub struct PersonRow {
    pub national_id: String,
    pub name: String,
    /// What the person is, and for which organisation.
    pub note: String,
}

/// Shows the start page, signed in or not.
pub async fn show(context: RequestContext) -> Result<Page<StartPage>, WebError> {
    let t = context.t;
    let people = if context.portal.can_become { people(&context).await? } else { Vec::new() };
    if context.person().is_err() {
        let layout = context.layout(&t.start.title, Section::Outside);
        let (action_url, action_label) = (urls::SIGN_IN.to_owned(), t.start.sign_in.to_string());
        return Ok(Page::ok(StartPage { layout, action_url, action_label, people }));
    }
    let layout = context.signed_in_layout(&t.start.title, Section::Outside).await?;
    let (action_url, action_label) = (urls::OVERVIEW.to_owned(), t.start.go_on.to_string());
    Ok(Page::ok(StartPage { layout, action_url, action_label, people }))
}

async fn people(context: &RequestContext) -> Result<Vec<PersonRow>, WebError> {
    let people = context.call_service(Service::people).await?;
    let row = people.into_iter().map(|(person, note)| PersonRow {
        national_id: person.national_id.to_string(),
        name: person.display_name(),
        note: format::localised(&note, context.lang).to_owned(),
    });
    Ok(row.collect())
}
