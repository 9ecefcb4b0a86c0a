//! `/sign-in`, its callback, and `/sign-out`.

use actix_web::cookie::Cookie;
use actix_web::http::header::LOCATION;
use actix_web::web::{Query, Redirect};
use actix_web::{Either, HttpResponse};
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use super::message::{MessageLink, MessagePage};
use crate::auth::{AuthError, BaseUrl, Callback, PendingSignIns, RememberedSignIn, ReturnTo, SignedIn};
use crate::domain::access_request::RequestId;
use crate::domain::number::NationalId;
use crate::domain::person::PersonId;
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::form::ProtectedForm;
use crate::web::layout::Section;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{redirect, urls};

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct SignInQuery {
    return_to: Option<String>,
}

/// The sign-out form has only its token.
#[derive(Deserialize)]
pub struct NoFields {}

impl SignInQuery {
    fn return_to(&self) -> ReturnTo {
        urls::return_to(self.return_to.as_deref())
    }
}

/// The base URL in use, and this browser's pending sign-ins.
pub type SignInRequest = (BaseUrl, PendingSignIns);

/// Redirects to the provider.
pub async fn start(
    context: RequestContext,
    request: SignInRequest,
    query: Query<SignInQuery>,
) -> Result<HttpResponse, WebError> {
    begin(&context, &request, None, &query.return_to()).await
}

/// Redirects to the provider.
///
/// The embedded one skips its page if `person` is given.
pub async fn begin(
    context: &RequestContext,
    (BaseUrl(base), pending_sign_ins): &SignInRequest,
    person: Option<&NationalId>,
    return_to: &ReturnTo,
) -> Result<HttpResponse, WebError> {
    let hint = context.login_hint(person);
    let (url, pending) = context.portal.relying_party.begin(base, &[context.lang.code()], &hint).await?;
    Ok(redirect_with(url.as_str(), pending_sign_ins.remember(pending, return_to)?))
}

/// Handles the callback: verifies the identity and starts a session.
pub async fn finish(
    context: RequestContext,
    (BaseUrl(base), pending_sign_ins): SignInRequest,
    callback: Query<Callback>,
) -> Result<HttpResponse, WebError> {
    let state = callback.state.clone().unwrap_or_default();
    let (pending, return_to) = match pending_sign_ins.find(&state) {
        Some(RememberedSignIn::Pending(pending, return_to)) => (pending, return_to),
        Some(RememberedSignIn::Finished(return_to)) => return resume(&context, &return_to),
        None => return resume(&context, &ReturnTo::parse(urls::OVERVIEW).unwrap_or_default()),
    };
    let identity = context.portal.relying_party.finish(&base, callback.into_inner(), pending).await?;
    let national_id: NationalId =
        identity.national_id.parse().map_err(|error| AuthError::InvalidToken(Box::new(error)))?;
    let signed_in =
        SignedIn { person: PersonId::of(&national_id).uuid(), level: identity.level, at: (context.portal.clock)() };
    context.session.sign_in(signed_in, &identity.id_token)?;
    // The next page chooses an only organisation by itself.
    let next = urls::with_return_to(urls::REPRESENT, return_to.as_str());
    Ok(redirect_with(&next, pending_sign_ins.finished(&state)?))
}

/// Handles a callback without a pending sign-in, such as a reload or Back.
///
/// Does not change the session.
fn resume(context: &RequestContext, return_to: &ReturnTo) -> Result<HttpResponse, WebError> {
    let next = if context.session.person().is_some() {
        let flash = Flash { message: Some(context.t.sign_in.still.to_string()), ..Flash::default() };
        context.session.put_flash(&flash)?;
        return_to.as_str().to_owned()
    } else {
        urls::with_return_to(urls::SIGN_IN_AGAIN, return_to.as_str())
    };
    Ok(redirect_with(&next, None))
}

fn redirect_with(to: &str, cookies: impl IntoIterator<Item = Cookie<'static>>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, to));
    for cookie in cookies {
        response.cookie(cookie);
    }
    response.finish()
}

/// Says that the sign-in must be started again, and why.
pub async fn again(context: RequestContext, query: Query<SignInQuery>) -> Page<MessagePage> {
    let t = &context.t.sign_in;
    let start = urls::with_return_to(urls::SIGN_IN, query.return_to().as_str());
    message(&context, (&t.title, &t.heading, &t.text), &start)
}

/// Ends the session here, then at the provider.
///
/// Without a session there is nothing to verify.
pub async fn sign_out(
    context: RequestContext,
    BaseUrl(base): BaseUrl,
    form: ProtectedForm<NoFields>,
) -> Result<Redirect, WebError> {
    let Some(id_token) = context.session.id_token() else {
        if context.session.is_unavailable() {
            context.session.sign_out();
        }
        return Ok(redirect(urls::SIGNED_OUT));
    };
    form.verified(&context)?;
    Ok(end(&context, &base, &id_token, None).await)
}

/// Ends the session here and at the provider after the answer to a request. The way back carries the request's id only:
/// the vendor's address is the one that is stored with it.
pub async fn end_session(
    context: &RequestContext,
    base: &Url,
    request: Option<RequestId>,
) -> Result<Redirect, WebError> {
    let id_token = context.session.id_token().ok_or_else(|| context.signed_out())?;
    Ok(end(context, base, &id_token, request).await)
}

async fn end(context: &RequestContext, base: &Url, id_token: &str, request: Option<RequestId>) -> Redirect {
    context.session.sign_out();
    let state = request.map(|request| request.uuid().to_string()).unwrap_or_default();
    match context.portal.relying_party.sign_out_url(base, id_token, &state).await {
        Some(at_provider) => redirect(at_provider.as_str()),
        None => redirect(&urls::with_query(urls::SIGNED_OUT, &[("state", state)])),
    }
}

/// The answered request, in the way back from the provider.
#[derive(Deserialize)]
pub struct SignedOutQuery {
    #[serde(default)]
    state: String,
}

/// Says that the user has signed out, or sends them on to the vendor whose request they have answered.
pub async fn signed_out(
    context: RequestContext,
    query: Query<SignedOutQuery>,
) -> Result<Either<Page<MessagePage>, Redirect>, WebError> {
    if let Ok(id) = query.state.parse::<Uuid>() {
        let address = context.call_service(move |service| service.address_after_answer(id.into())).await?;
        if let Some(address) = address {
            let receipt = || urls::with_query(urls::VENDOR_RECEIPT, &[("id", id.to_string())]);
            return Ok(Either::Right(redirect(&address.web_address().map_or_else(receipt, ToString::to_string))));
        }
    }
    let t = &context.t.signed_out;
    Ok(Either::Left(message(&context, (&t.title, &t.heading, &t.text), urls::SIGN_IN)))
}

fn message(context: &RequestContext, (title, heading, text): (&str, &str, &str), sign_in: &str) -> Page<MessagePage> {
    let t = context.t;
    let link = |href: &str, label: &str| MessageLink { href: href.to_owned(), label: label.to_owned() };
    Page::ok(MessagePage {
        layout: context.layout(title, Section::Outside),
        heading: heading.to_owned(),
        text: text.to_owned(),
        links: vec![link(sign_in, &t.signed_out.again), link(urls::START, &t.errors.to_start)],
        reference: String::new(),
    })
}
