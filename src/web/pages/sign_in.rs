//! `/sign-in`, its callback, and `/sign-out`: the browser's way to the identity provider and back.

use actix_web::web::{Query, Redirect};
use serde::Deserialize;

use super::message::{MessageLink, MessagePage};
use crate::auth::{AuthError, Callback, ReturnTo, SignedIn};
use crate::domain::number::NationalId;
use crate::domain::person::PersonId;
use crate::web::chrome::Section;
use crate::web::error::WebError;
use crate::web::form::ProtectedForm;
use crate::web::page::Page;
use crate::web::visit::Visit;
use crate::web::{redirect, urls};

/// Where to go once signed in.
#[derive(Deserialize)]
pub struct SignInQuery {
    return_to: Option<String>,
}

/// The sign-out form has nothing but its token.
#[derive(Deserialize)]
pub struct NoFields {}

/// Sends the browser to the provider.
pub async fn start(visit: Visit, query: Query<SignInQuery>) -> Result<Redirect, WebError> {
    let return_to = ReturnTo::parse(query.return_to.as_deref().unwrap_or(urls::OVERVIEW)).unwrap_or_default();
    begin(&visit, None, &return_to).await
}

/// The way to the provider. The embedded one can be told who signs in, and then asks nobody.
pub async fn begin(visit: &Visit, person: Option<&NationalId>, return_to: &ReturnTo) -> Result<Redirect, WebError> {
    let hint = visit.sign_in_hint(person);
    let (url, pending) = visit.portal.relying_party.begin_with_hint(&[visit.lang.code()], &hint).await?;
    visit.session.put_pending(&pending, return_to)?;
    Ok(redirect(url.as_str()))
}

/// Takes the browser back: a verified identity becomes a session.
pub async fn finish(visit: Visit, callback: Query<Callback>) -> Result<Redirect, WebError> {
    let (pending, return_to) = visit.session.take_pending().ok_or(AuthError::StateMismatch)?;
    let identity = visit.portal.relying_party.finish(callback.into_inner(), pending).await?;
    let national_id: NationalId =
        identity.national_id.parse().map_err(|error| AuthError::InvalidToken(Box::new(error)))?;
    let signed_in = SignedIn { person: PersonId::of(&national_id).uuid(), level: identity.level.number() };
    visit.session.sign_in(signed_in, &identity.id_token)?;
    // Whom to represent comes next; with one organisation only the choice is made on the way.
    Ok(redirect(&urls::returning(urls::REPRESENT, return_to.as_str())))
}

/// Ends the session here, then at the provider. Who has no session any more has what they asked for.
pub async fn sign_out(visit: Visit, form: ProtectedForm<NoFields>) -> Result<Redirect, WebError> {
    let Some(id_token) = visit.session.id_token() else {
        return Ok(redirect(urls::SIGNED_OUT));
    };
    form.verified(&visit)?;
    visit.session.sign_out();
    let at_provider = visit.portal.relying_party.sign_out_url(&id_token).await;
    Ok(redirect(at_provider.as_ref().map_or(urls::SIGNED_OUT, url::Url::as_str)))
}

/// Says that one has signed out.
pub async fn signed_out(visit: Visit) -> Page<MessagePage> {
    let t = visit.t;
    let link = |href: &str, label: &str| MessageLink { href: href.to_owned(), label: label.to_owned() };
    Page::ok(MessagePage {
        chrome: visit.chrome(&t.signed_out.title, Section::Outside),
        heading: t.signed_out.heading.to_string(),
        text: t.signed_out.text.to_string(),
        links: vec![link(urls::SIGN_IN, &t.signed_out.again), link(urls::START, &t.errors.to_start)],
        reference: String::new(),
    })
}
