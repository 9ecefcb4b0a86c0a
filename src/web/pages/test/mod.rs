//! `/test`: the test tools, for the session's world.
//!
//! They need no sign-in, so their forms carry no token; a middleware checks that they come from the portal's own pages.

pub mod api;
pub mod client;
pub mod clock;
mod event_form;
pub mod events;
mod fault_text;
pub mod faults;
pub mod form_errors;
pub mod index;
pub mod inject_api_faults;
pub mod inject_faults;
pub mod leave_lost_world;
pub mod log_request;
pub mod multipart;
pub mod note_activity;
mod question;
pub mod requests;
pub mod scenarios;
pub mod token;
pub mod token_generator;
mod token_issuer;
pub mod vendor;
pub mod vendor_receipt;
mod vendor_token;
pub mod walkthroughs;
pub mod worlds;

pub use token_issuer::{IssueTokenRequest, TokenHolder, TokenIssuer, TokenTools};

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Redirect};
use actix_web::{FromRequest, HttpRequest};
use askama::Template;
use serde::de::DeserializeOwned;

use crate::i18n::Text;
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::layout::{Breadcrumb, Layout, Section};
use crate::web::page::Page;
use crate::web::redirect;
use crate::web::request_context::RequestContext;
use crate::web::urls;
use form_errors::FormErrors;

/// The layout of a test tool: the portal's, with tabs for the other tools.
pub struct ToolLayout {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
}

/// A tab.
pub struct ToolLink {
    pub href: &'static str,
    pub label: String,
    pub current: bool,
}

/// The layout of the tool at this URL.
///
/// Call it after the first service call, which reads the world's clock: the banner shows it.
pub async fn tool_layout(context: &RequestContext, address: &str) -> Result<ToolLayout, WebError> {
    let t = &context.t.test;
    let tools = [
        (urls::TEST, &t.people.tab),
        (urls::TEST_SCENARIOS, &t.scenarios.tab),
        (urls::TEST_WORLDS, &t.worlds.tab),
        (urls::TEST_EVENTS, &t.events.tab),
        (urls::TEST_VENDOR, &t.vendor.tab),
        (urls::TEST_FAULTS, &t.faults.tab),
        (urls::TEST_CLOCK, &t.clock.tab),
        (urls::TEST_WALKTHROUGHS, &t.walkthroughs.tab),
        (urls::TEST_TOKEN, &t.token.tab),
        (urls::TEST_REQUESTS, &t.requests.tab),
    ];
    // Only the embedded identity provider issues these tokens.
    let can_mint = context.portal.can_become;
    let shown = |(href, _): &(&str, _)| can_mint || ![urls::TEST_TOKEN, urls::TEST_REQUESTS].contains(href);
    let title = tools.iter().find(|(href, _)| *href == address).map_or(&t.title, |(_, label)| *label);
    let title = if address == urls::TEST { t.title.to_string() } else { format!("{title} – {}", t.title) };
    let mut layout = context.signed_in_layout(&title, Section::Outside).await?;
    let back = context.session.tools_opened_from().map(|page| page.as_str().to_owned());
    layout.breadcrumbs =
        back.map(|href| Breadcrumb { label: t.back.to_string(), href: Some(href) }).into_iter().collect();
    let link =
        |(href, label): (&'static str, &Text)| ToolLink { href, label: label.to_string(), current: href == address };
    Ok(ToolLayout { layout, tools: tools.into_iter().filter(shown).map(link).collect() })
}

/// The layout of a page with a form; its title mentions errors.
async fn form_layout(context: &RequestContext, address: &str, errors: &FormErrors) -> Result<ToolLayout, WebError> {
    let mut tool_layout = tool_layout(context, address).await?;
    tool_layout.layout.title = errors.title(context.t, tool_layout.layout.title);
    Ok(tool_layout)
}

/// A page with form errors, as status 422.
fn unprocessable<T: Template>(page: T) -> Page<T> {
    Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// Redirects to a tool, with a message in the snackbar.
pub fn redirect_with_message(context: &RequestContext, address: &str, words: String) -> Result<Redirect, WebError> {
    context.session.put_flash(&Flash { message: Some(words), ..Flash::default() })?;
    Ok(redirect(address))
}

/// A form of the test tools; `None` if it is malformed, which the handler reports.
pub struct TestForm<T>(pub Option<T>);

impl<T: DeserializeOwned + 'static> FromRequest for TestForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async { Ok(Self(serde_urlencoded::from_bytes(&body.await?).ok())) })
    }
}
