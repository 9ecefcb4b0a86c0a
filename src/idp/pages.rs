//! The provider's pages: view structs, their templates, and the headers that go with every page.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::authorize::Request;
use super::claims::AssuranceLevel;
use super::directory::{NotANationalId, Person};
use super::lang::Lang;
use super::provider::Provider;
use super::texts::{Notice, Texts};

/// No `form-action`: the sign-in form ends in a redirect to another site, and browsers hold redirects to it as well.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; \
    img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the layout needs on every page.
struct Layout<'a> {
    lang: Lang,
    texts: &'a Texts,
    stylesheet: &'a str,
    favicon: &'a str,
    languages: Vec<LanguageLink>,
}

struct LanguageLink {
    lang: Lang,
    href: String,
    current: bool,
}

impl<'a> Layout<'a> {
    fn new(provider: &'a Provider, lang: Lang) -> Self {
        Self {
            lang,
            texts: provider.texts.of(lang),
            stylesheet: &provider.stylesheet,
            favicon: &provider.favicon,
            languages: Vec::new(),
        }
    }

    fn with_languages(mut self, provider: &Provider, ticket: &str) -> Self {
        let link = |lang: Lang| LanguageLink {
            lang,
            href: provider.local(&format!("/sign-in?ticket={ticket}&lang={}", lang.tag())),
            current: lang == self.lang,
        };
        self.languages = Lang::ALL.map(link).into();
        self
    }
}

#[derive(Template)]
#[template(path = "idp/sign_in.html")]
struct SignInPage<'a> {
    layout: Layout<'a>,
    action: String,
    ticket: &'a str,
    people: &'a [Person],
    level: AssuranceLevel,
    typed: &'a str,
    error: Option<&'a str>,
}

/// The typed number and why it was refused.
pub struct Rejected {
    pub typed: String,
    pub reason: NotANationalId,
}

pub fn sign_in(
    provider: &Provider,
    ticket: &str,
    request: &Request,
    people: &[Person],
    rejected: Option<&Rejected>,
) -> HttpResponse {
    let layout = Layout::new(provider, request.lang).with_languages(provider, ticket);
    let texts = &layout.texts.sign_in;
    let error = rejected.map(|rejected| match rejected.reason {
        NotANationalId::Length => texts.length.as_str(),
        NotANationalId::Checksum => &texts.checksum,
        NotANationalId::NotSynthetic => &texts.not_synthetic,
        NotANationalId::Several => &texts.several,
    });
    let status = if rejected.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = SignInPage {
        layout,
        action: provider.local("/sign-in"),
        ticket,
        people,
        level: request.level,
        typed: rejected.map_or("", |rejected| &rejected.typed),
        error,
    };
    respond(status, &page)
}

#[derive(Template)]
#[template(path = "idp/notice.html")]
struct NoticePage<'a> {
    layout: Layout<'a>,
    notice: &'a Notice,
    is_error: bool,
}

/// An error that must not be sent back to the client by redirect.
#[derive(Debug, Clone, Copy)]
pub enum ErrorPage {
    Malformed,
    UnknownClient,
    RedirectUri,
    Expired,
    CrossSite,
    PostLogout,
    Internal,
}

pub fn error_page(provider: &Provider, lang: Lang, error: ErrorPage) -> HttpResponse {
    tracing::warn!(?error, "request refused");
    let texts = &provider.texts.of(lang).fault;
    let (status, notice) = match error {
        ErrorPage::Malformed => (StatusCode::BAD_REQUEST, &texts.malformed),
        ErrorPage::UnknownClient => (StatusCode::BAD_REQUEST, &texts.unknown_client),
        ErrorPage::RedirectUri => (StatusCode::BAD_REQUEST, &texts.redirect_uri),
        ErrorPage::Expired => (StatusCode::BAD_REQUEST, &texts.expired),
        ErrorPage::CrossSite => (StatusCode::FORBIDDEN, &texts.cross_site),
        ErrorPage::PostLogout => (StatusCode::BAD_REQUEST, &texts.post_logout),
        ErrorPage::Internal => (StatusCode::INTERNAL_SERVER_ERROR, &texts.internal),
    };
    let layout = Layout::new(provider, lang);
    respond(status, &NoticePage { layout, notice, is_error: true })
}

pub fn signed_out(provider: &Provider, lang: Lang) -> HttpResponse {
    let page = NoticePage {
        layout: Layout::new(provider, lang),
        notice: &provider.texts.of(lang).fault.signed_out,
        is_error: false,
    };
    respond(StatusCode::OK, &page)
}

/// On to the client; 303 so that a form post becomes a GET there.
pub fn redirect(to: &url::Url) -> HttpResponse {
    private(&mut HttpResponse::SeeOther()).insert_header((header::LOCATION, to.as_str())).finish()
}

fn respond(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => private(&mut HttpResponse::build(status))
            .insert_header((header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
            .content_type("text/html; charset=utf-8")
            .body(html),
        Err(error) => {
            tracing::error!(%error, "a page of the identity provider does not render");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// Tickets and codes pass through these answers: not to be stored, not to leak in a Referer.
fn private(response: &mut HttpResponseBuilder) -> &mut HttpResponseBuilder {
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}
