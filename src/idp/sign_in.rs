//! Choosing who to be: from the client's request, through the form, back to the client with a code.

use actix_web::http::header;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::authorize::{self, Refusal, Request};
use super::claims::Level;
use super::directory::NotANationalId;
use super::grant::Grant;
use super::hint::{Fault as SignInFault, Hint};
use super::lang::Lang;
use super::pages::{self, Fault, Rejected};
use super::provider::Provider;

/// `GET /authorize`
pub async fn start(provider: Data<Provider>, http: HttpRequest) -> HttpResponse {
    let query: authorize::Query = match serde_urlencoded::from_str(http.query_string()) {
        Ok(query) => query,
        Err(_) => {
            return pages::fault(&provider, Lang::choose(None, accepted(&http)), Fault::Malformed);
        }
    };
    let lang = Lang::choose(query.ui_locales.as_deref(), accepted(&http));
    let origin = provider.issuer_of(&http).url().origin().ascii_serialization();
    match authorize::check(query, lang, &provider.clients, &origin) {
        Ok(request) => begin(provider, request).await,
        Err(Refusal::UnknownClient) => pages::fault(&provider, lang, Fault::UnknownClient),
        Err(Refusal::UnknownRedirectUri) => pages::fault(&provider, lang, Fault::RedirectUri),
        Err(Refusal::Back(back, error, description)) => {
            tracing::warn!(error, description, "authorization request refused");
            pages::redirect(&back.with_error(error, description))
        }
    }
}

async fn begin(provider: Data<Provider>, request: Request) -> HttpResponse {
    let hint = if provider.obeys_hints { request.hint.clone() } else { Hint::default() };
    if hint.fault == Some(SignInFault::Denied) {
        return pages::redirect(&request.back.with_error("access_denied", "a fault on demand"));
    }
    if hint.fault == Some(SignInFault::RotatedKey) {
        let rotating = provider.clone();
        let rotated = web::block(move || rotating.rotate_key()).await;
        if !matches!(rotated, Ok(Ok(()))) {
            return pages::fault(&provider, request.lang, Fault::Internal);
        }
    }
    let ticket = provider.tickets.put(request.clone(), provider.now());
    match hint.person {
        Some(national_id) => identify(provider, ticket, request, national_id).await,
        None => page(provider, ticket, request, None).await,
    }
}

#[derive(Deserialize)]
pub struct Shown {
    ticket: String,
    lang: Option<String>,
}

/// `GET /sign-in`: the page again, in another language.
pub async fn show(provider: Data<Provider>, http: HttpRequest, shown: Option<Query<Shown>>) -> HttpResponse {
    let fallback = Lang::choose(None, accepted(&http));
    let Some(Query(Shown { ticket, lang })) = shown else {
        return pages::fault(&provider, fallback, Fault::Malformed);
    };
    let chosen = lang.as_deref().and_then(Lang::from_tag);
    let request = provider.tickets.change(&ticket, provider.now(), |request| {
        request.lang = chosen.unwrap_or(request.lang);
    });
    match request {
        Some(request) => page(provider, ticket, request, None).await,
        None => pages::fault(&provider, chosen.unwrap_or(fallback), Fault::Expired),
    }
}

/// The form: one button a person, one for the typed number, one to cancel.
#[derive(Deserialize)]
pub struct Submitted {
    ticket: String,
    level: Option<Level>,
    person: Option<String>,
    national_id: Option<String>,
    cancel: Option<String>,
}

/// `POST /sign-in`
pub async fn submit(provider: Data<Provider>, http: HttpRequest, submitted: Option<Form<Submitted>>) -> HttpResponse {
    let fallback = Lang::choose(None, accepted(&http));
    if is_from_elsewhere(&http) {
        return pages::fault(&provider, fallback, Fault::CrossSite);
    }
    let Some(Form(submitted)) = submitted else {
        return pages::fault(&provider, fallback, Fault::Malformed);
    };
    let ticket = &submitted.ticket;
    let request = provider.tickets.change(ticket, provider.now(), |request| {
        request.level = submitted.level.unwrap_or(request.level);
    });
    let Some(request) = request else {
        return pages::fault(&provider, fallback, Fault::Expired);
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
    let within = request.hint.within.clone();
    let found = web::block(move || {
        let national_id = directory.check(&lookup)?;
        let name = directory.name_of(&national_id, within.as_deref());
        Ok::<_, NotANationalId>((national_id, name))
    });
    match found.await {
        Ok(Ok((national_id, name))) => {
            let client = &request.client;
            tracing::info!(client, name, level = ?request.level, "signed in");
            finish(&provider, &request, national_id)
        }
        Ok(Err(reason)) => page(provider, ticket, request, Some(Rejected { typed, reason })).await,
        Err(_) => pages::fault(&provider, request.lang, Fault::Internal),
    }
}

/// The ticket stays good: after a second click, or Back, the page works as it did. Each code is good for one token, and
/// the client takes one answer to each of its requests.
fn finish(provider: &Provider, request: &Request, national_id: String) -> HttpResponse {
    let now = provider.now();
    let grant = Grant {
        client: request.client.clone(),
        redirect_uri: request.back.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        scope: request.scope.clone(),
        national_id,
        level: request.level,
        lang: request.lang,
        signed_in_at: now,
        within: request.hint.within.clone(),
        fault: request.hint.fault.filter(|_| provider.obeys_hints),
    };
    let code = provider.grants.put(grant, now);
    pages::redirect(&request.back.with_code(&code))
}

async fn page(provider: Data<Provider>, ticket: String, request: Request, rejected: Option<Rejected>) -> HttpResponse {
    let directory = provider.directory.clone();
    let (lang, within) = (request.lang, request.hint.within.clone());
    match web::block(move || directory.people(lang.tag(), within.as_deref())).await {
        Ok(people) => pages::sign_in(&provider, &ticket, &request, &people, rejected.as_ref()),
        Err(_) => pages::fault(&provider, lang, Fault::Internal),
    }
}

pub fn accepted(http: &HttpRequest) -> Option<&str> {
    http.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()
}

fn is_from_elsewhere(http: &HttpRequest) -> bool {
    http.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}
