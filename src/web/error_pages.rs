//! Middleware that shows errors as pages, with links and the request id.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, REFERER, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, Responder};
use tracing_actix_web::RequestId;

use super::error::WebError;
use super::error_text::ErrorText;
use super::layout::{Layout, Section};
use super::page::Page;
use super::pages::message::{MessageLink, MessagePage};
use super::pages::other_owner::OtherOwnerPage;
use super::request_context::RequestContext;
use super::urls;
use crate::auth::{AuthError, ReturnTo};
use crate::i18n::fill;

/// Replaces error responses with pages.
///
/// Responses that are pages already pass through.
pub async fn show_errors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let response = next.call(request).await?;
    if !needs_page(&response) {
        return Ok(response.map_into_left_body());
    }
    let (http, response) = response.into_parts();
    let mut page = error_page(&http, response.status(), response.error()).await;
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    Ok(ServiceResponse::new(http, page.map_into_right_body()))
}

fn needs_page<B>(response: &ServiceResponse<B>) -> bool {
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    (response.status().is_client_error() || response.status().is_server_error()) && !is_page
}

async fn error_page(request: &HttpRequest, status: StatusCode, error: Option<&Error>) -> actix_web::HttpResponse {
    let Ok(context) = RequestContext::extract(request).await else {
        return actix_web::HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let known = error.and_then(KnownError::of);
    log(status, error, known.as_ref());
    let frame = context.call_acting(|_| Ok(())).await.ok();
    let owner = frame.as_ref().map(|(acting, ())| acting.owner.display_name()).unwrap_or_default();
    if let (Some(KnownError::Web(WebError::OtherOwner { owner: other, return_to })), Some((acting, ()))) =
        (&known, &frame)
    {
        let layout = context.acting_layout(acting, &context.t.represent.title, &[]);
        let page = OtherOwnerPage::of(layout, other, &owner, return_to);
        return Page::with_status(page, status).respond_to(request);
    }
    let back = way_back(request);
    let ErrorText { heading, text, links } = match known {
        Some(KnownError::Web(error)) => ErrorText::for_error(error, context.locale(), &owner, &back),
        Some(KnownError::Auth(error)) => ErrorText::for_auth_error(error, context.t, &back),
        None => ErrorText::for_status(status, context.t),
    };
    let layout = match &frame {
        Some((acting, ())) => {
            Layout { section: Section::NoEntry, ..context.acting_layout(acting, &heading, &[(&heading, None)]) }
        }
        None => context.layout(&heading, Section::Outside),
    };
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let reference = fill(&context.t.errors.reference, &[("id", &id)]);
    let links = links.into_iter().map(|(href, label)| MessageLink { href, label }).collect();
    Page::with_status(MessagePage { layout, heading, text, links, reference }, status).respond_to(request)
}

/// The errors with texts of their own.
enum KnownError<'a> {
    Web(&'a WebError),
    Auth(&'a AuthError),
}

impl<'a> KnownError<'a> {
    fn of(error: &'a Error) -> Option<Self> {
        error.as_error::<WebError>().map(Self::Web).or_else(|| error.as_error::<AuthError>().map(Self::Auth))
    }
}

/// Logs the portal's failures as errors and the visitor's as information.
fn log(status: StatusCode, error: Option<&Error>, known: Option<&KnownError>) {
    let chain = match known {
        Some(KnownError::Web(error)) => chain(*error),
        Some(KnownError::Auth(error)) => chain(*error),
        None => error.map(ToString::to_string).unwrap_or_default(),
    };
    if status.is_server_error() {
        tracing::error!(status = status.as_u16(), chain, "request failed");
    } else {
        tracing::info!(status = status.as_u16(), chain, "request refused");
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The page to retry or go back to: this one for a GET, else the page of the form.
fn way_back(request: &HttpRequest) -> String {
    if request.method().is_safe() {
        return request.uri().path_and_query().map_or(urls::START, |uri| uri.as_str()).to_owned();
    }
    let referer = request.headers().get(REFERER).and_then(|referer| referer.to_str().ok());
    let local = referer.and_then(|referer| url::Url::parse(referer).ok());
    let path = local.map(|url| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned());
    ReturnTo::or_front_page(path.as_deref()).as_str().to_owned()
}
