//! Choosing who to be: from the client's request, through the form, back to the client with a code.

use actix_web::http::header;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::authorization_grant::AuthorizationGrant;
use super::authorize::{self, Refusal, Request};
use super::claims::AssuranceLevel;
use super::directory::NotANationalId;
use super::lang::Lang;
use super::login_hint::{InjectedFault, LoginHint};
use super::pages::{self, ErrorPage, Rejected};
use super::provider::Provider;

/// `GET /authorize`
pub async fn start(provider: Data<Provider>, http: HttpRequest) -> HttpResponse {
    let query: authorize::Query = match serde_urlencoded::from_str(http.query_string()) {
        Ok(query) => query,
        Err(_) => {
            return pages::error_page(&provider, Lang::choose(None, accepted(&http)), ErrorPage::Malformed);
        }
    };
    let lang = Lang::choose(query.ui_locales.as_deref(), accepted(&http));
    let origin = provider.issuer_of(&http).url().origin().ascii_serialization();
    match authorize::check(query, lang, &provider.clients, &origin) {
        Ok(request) => begin(provider, request).await,
        Err(Refusal::UnknownClient) => pages::error_page(&provider, lang, ErrorPage::UnknownClient),
        Err(Refusal::UnknownRedirectUri) => pages::error_page(&provider, lang, ErrorPage::RedirectUri),
        Err(Refusal::Back(back, error, description)) => {
            tracing::warn!(error, description, "authorization request refused");
            pages::redirect(&back.with_error(error, description))
        }
    }
}

async fn begin(provider: Data<Provider>, request: Request) -> HttpResponse {
    let hint = if provider.test_hints { request.hint.clone() } else { LoginHint::default() };
    if hint.fault == Some(InjectedFault::Denied) {
        return pages::redirect(&request.back.with_error("access_denied", "a fault on demand"));
    }
    let ticket = provider.tickets.put(request.clone(), provider.now());
    match hint.person {
        Some(national_id) => identify(provider, ticket, request, national_id).await,
        None => page(provider, ticket, request, None).await,
    }
}

#[derive(Deserialize)]
pub struct LanguageQuery {
    ticket: String,
    lang: Option<String>,
}

/// `GET /sign-in`: the page again, in another language.
pub async fn show(provider: Data<Provider>, http: HttpRequest, shown: Option<Query<LanguageQuery>>) -> HttpResponse {
    let fallback = Lang::choose(None, accepted(&http));
    let Some(Query(LanguageQuery { ticket, lang })) = shown else {
        return pages::error_page(&provider, fallback, ErrorPage::Malformed);
    };
    let chosen = lang.as_deref().and_then(Lang::from_tag);
    let request = provider.tickets.change(&ticket, provider.now(), |request| {
        request.lang = chosen.unwrap_or(request.lang);
    });
    match request {
        Some(request) => page(provider, ticket, request, None).await,
        None => pages::error_page(&provider, chosen.unwrap_or(fallback), ErrorPage::Expired),
    }
}

/// The form: one button a person, one for the typed number, one to cancel.
#[derive(Deserialize)]
pub struct SignInForm {
    ticket: String,
    level: Option<AssuranceLevel>,
    person: Option<String>,
    national_id: Option<String>,
    cancel: Option<String>,
}

/// `POST /sign-in`
pub async fn submit(provider: Data<Provider>, http: HttpRequest, submitted: Option<Form<SignInForm>>) -> HttpResponse {
    let fallback = Lang::choose(None, accepted(&http));
    if is_from_elsewhere(&http) {
        return pages::error_page(&provider, fallback, ErrorPage::CrossSite);
    }
    let Some(Form(submitted)) = submitted else {
        return pages::error_page(&provider, fallback, ErrorPage::Malformed);
    };
    let ticket = &submitted.ticket;
    let request = provider.tickets.change(ticket, provider.now(), |request| {
        request.level = submitted.level.unwrap_or(request.level);
    });
    let Some(request) = request else {
        return pages::error_page(&provider, fallback, ErrorPage::Expired);
    };
    if submitted.cancel.is_some() {
        return pages::redirect(&request.back.with_error("access_denied", "the user cancelled"));
    }
    let typed = submitted.person.or(submitted.national_id).unwrap_or_default();
    identify(provider, submitted.ticket, request, typed).await
}

async fn identify(provider: Data<Provider>, ticket: String, request: Request, typed: String) -> HttpResponse {
    let directory = provider.directory.clone();
    let lookup = typed.clone();
    let world = request.hint.world.clone();
    let found = web::block(move || {
        let national_id = directory.check(&lookup)?;
        let name = directory.name_of(&national_id, world.as_deref());
        Ok::<_, NotANationalId>((national_id, name))
    });
    match found.await {
        Ok(Ok((national_id, name))) => {
            let client = &request.client;
            tracing::info!(client, name, level = ?request.level, "signed in");
            finish(&provider, &request, national_id)
        }
        Ok(Err(reason)) => page(provider, ticket, request, Some(Rejected { typed, reason })).await,
        Err(_) => pages::error_page(&provider, request.lang, ErrorPage::Internal),
    }
}

/// The ticket stays good: after a second click, or Back, the page works as it did. Each code is good for one token, and
/// the client takes one answer to each of its requests.
fn finish(provider: &Provider, request: &Request, national_id: String) -> HttpResponse {
    let now = provider.now();
    let grant = AuthorizationGrant {
        client: request.client.clone(),
        redirect_uri: request.back.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        scope: request.scope.clone(),
        national_id,
        level: request.level,
        lang: request.lang,
        signed_in_at: now,
        world: request.hint.world.clone(),
        fault: request.hint.fault.filter(|_| provider.test_hints),
    };
    let code = provider.codes.put(grant, now);
    pages::redirect(&request.back.with_code(&code))
}

async fn page(provider: Data<Provider>, ticket: String, request: Request, rejected: Option<Rejected>) -> HttpResponse {
    let directory = provider.directory.clone();
    let (lang, world) = (request.lang, request.hint.world.clone());
    match web::block(move || directory.people(lang.tag(), world.as_deref())).await {
        Ok(people) => pages::sign_in(&provider, &ticket, &request, &people, rejected.as_ref()),
        Err(_) => pages::error_page(&provider, lang, ErrorPage::Internal),
    }
}

pub fn accepted(http: &HttpRequest) -> Option<&str> {
    http.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()
}

fn is_from_elsewhere(http: &HttpRequest) -> bool {
    http.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}
