//! Every route of the program, in one place: files, sign-in, API, test tools, pages.

use std::path::Path;
use std::sync::Arc;

use actix_files::Files;
use actix_web::guard::{Any, Get, Head};
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig, delete, get, post};
use actix_web::{HttpResponse, Resource, Route};

use crate::auth::refuse_cross_site;
use crate::idp::{Provider, discovery, end_session, exchange, sign_in as choose_person, token as token_endpoint};
use crate::web::api::{self, Api, agents, batch, changes, lists, openapi, rate_limit, response};
use crate::web::error_pages::show_errors;
use crate::web::pages::test::log_request::log_request;
use crate::web::pages::test::multipart::MAX_FILE_SIZE;
use crate::web::pages::test::{
    api as test_api, clock, events, faults, index, requests, scenarios, token, walkthroughs, worlds,
};
use crate::web::pages::{
    access, api_document, client_dialog, language, overview, relation_guide, represent, sign_in, start,
};
use crate::web::urls;

/// Every page of the portal.
pub fn pages(config: &mut ServiceConfig) {
    config
        .service(address(urls::START, "GET, HEAD").route(read().to(start::show)))
        .service(address(urls::SIGN_IN, "GET, HEAD").route(read().to(sign_in::start)))
        .service(address(urls::SIGN_IN_CALLBACK, "GET, HEAD").route(read().to(sign_in::finish)))
        .service(address(urls::SIGN_IN_AGAIN, "GET, HEAD").route(read().to(sign_in::again)))
        .service(address(urls::SIGN_OUT, "POST").route(post().to(sign_in::sign_out)))
        .service(address(urls::SIGNED_OUT, "GET, HEAD").route(read().to(sign_in::signed_out)))
        .service(
            address(urls::REPRESENT, "GET, HEAD, POST")
                .route(read().to(represent::show))
                .route(post().to(represent::choose)),
        )
        .service(address(urls::LANGUAGE, "POST").route(post().to(language::choose)))
        .service(address(urls::RELATION_GUIDE, "GET, HEAD").route(read().to(relation_guide::show)))
        .service(address(urls::API, "GET, HEAD").route(read().to(api_document::show)))
        .service(address(urls::OPENAPI, "GET, HEAD").route(read().to(openapi::serve)))
        .service(address(urls::OVERVIEW, "GET, HEAD").route(read().to(overview::show)))
        .service(
            address(urls::CLIENTS, "GET, HEAD, POST")
                .route(read().to(client_dialog::show))
                .route(post().to(client_dialog::change)),
        )
        .service(address(urls::CONFIRM, "GET, HEAD").route(read().to(client_dialog::confirm)))
        .service(address(urls::CLIENT_ACCESS, "GET, HEAD").route(read().to(access::show_for_clients)))
        .service(address(urls::OWN_ACCESS, "GET, HEAD").route(read().to(access::show_own)));
}

/// The built files: their names change with their content, so that a browser may keep them for ever. What is not there
/// has a page, which says itself that it may not be kept.
pub fn files(config: &mut ServiceConfig, folder: &Path) {
    let keep = DefaultHeaders::new().add((CACHE_CONTROL, "public, max-age=31536000, immutable"));
    let files = Files::new("", folder).try_compressed();
    config.service(web::scope("/static").wrap(from_fn(show_errors)).wrap(keep).service(files));
}

/// The embedded provider, and the exchange of its access tokens where Altinn has it. Its endpoints use no cookies: the check
/// of where a post comes from may leave them out, as the sign-in form has its ticket and the token endpoint its code.
pub fn provider(config: &mut ServiceConfig, provider: &Arc<Provider>) {
    let endpoints = web::scope("/idp")
        .app_data(Data::from(provider.clone()))
        .service(
            idp_address("/.well-known/openid-configuration", "GET, HEAD").route(read().to(discovery::configuration)),
        )
        .service(idp_address("/jwks", "GET, HEAD").route(read().to(discovery::keys)))
        .service(idp_address("/authorize", "GET, HEAD").route(read().to(choose_person::start)))
        .service(
            idp_address("/sign-in", "GET, HEAD, POST")
                .route(read().to(choose_person::show))
                .route(post().to(choose_person::submit)),
        )
        .service(idp_address("/token", "POST").route(post().to(token_endpoint::redeem)))
        .service(
            idp_address("/endsession", "GET, HEAD, POST")
                .route(read().to(end_session::from_link))
                .route(post().to(end_session::from_form)),
        );
    let exchange = web::resource(exchange::PATH).app_data(Data::from(provider.clone()));
    config.service(endpoints).service(exchange.route(get().to(exchange::exchange)));
}

/// An address that answers OPTIONS with its methods, and others with 405.
fn idp_address(path: &str, methods: &'static str) -> Resource {
    let options = move || async move { HttpResponse::NoContent().insert_header((ALLOW, methods)).finish() };
    address(path, methods).route(web::method(Method::OPTIONS).to(options))
}

/// The Client Delegation API.
pub fn api(config: &mut ServiceConfig, state: Data<Api>) {
    let clients = api_address("/clients", "GET, POST, DELETE")
        .route(get().to(lists::delegated))
        .route(post().to(changes::add))
        .route(delete().to(changes::remove));
    config.service(
        web::scope(api::BASE)
            .service(api_address("/agents", "GET").route(get().to(agents::list)))
            .service(api_address("/clients/available", "GET").route(get().to(lists::available)))
            .service(api_address("/clients/batch", "POST").route(post().to(batch::change)))
            .service(clients)
            .app_data(state.limiter.clone())
            .app_data(state)
            .app_data(PayloadConfig::new(api::BODY_LIMIT))
            .default_service(web::to(HttpResponse::NotFound))
            .wrap(from_fn(rate_limit::limit))
            .wrap(from_fn(response::finish))
            .wrap(from_fn(log_request)),
    );
}

/// An address with or without a slash at the end.
fn api_address(path: &str, methods: &'static str) -> Resource {
    web::resource([path.to_owned(), format!("{path}/")]).default_service(refuse_other_methods(methods))
}

/// The pages under `/test`.
pub fn test_pages(config: &mut ServiceConfig) {
    config
        .service(address(urls::TEST, "GET, HEAD").route(read().to(index::show)))
        .service(address(urls::TEST_BECOME, "POST").route(post().to(index::sign_in_as)))
        .service(two(urls::TEST_SCENARIOS).route(read().to(scenarios::show)).route(post().to(scenarios::change)))
        .service(address(urls::TEST_TOKEN, "GET, HEAD").route(read().to(token::show)))
        .service(address(urls::TEST_REQUESTS, "GET, HEAD").route(read().to(requests::show)))
        .service(address(urls::TEST_UPLOAD, "POST").route(post().to(scenarios::upload)))
        .service(address(urls::TEST_CHECK, "POST").route(post().to(scenarios::check)))
        .service(address(urls::TEST_EXPORT, "GET, HEAD").route(read().to(scenarios::export)))
        .service(two(urls::TEST_WORLDS).route(read().to(worlds::show)).route(post().to(worlds::choose)))
        .service(two(urls::TEST_EVENTS).route(read().to(events::show)).route(post().to(events::apply)))
        .service(two(urls::TEST_FAULTS).route(read().to(faults::show)).route(post().to(faults::change)))
        .service(two(urls::TEST_CLOCK).route(read().to(clock::show)).route(post().to(clock::change)));
    walkthrough_pages(config);
}

fn walkthrough_pages(config: &mut ServiceConfig) {
    let (list, run) = (two(urls::TEST_WALKTHROUGHS), two(urls::TEST_RUN));
    config
        .service(list.route(read().to(walkthroughs::list)).route(post().to(walkthroughs::begin)))
        .service(address(urls::TEST_RUNS_FILE, "GET, HEAD").route(read().to(walkthroughs::export_all)))
        // Before the page of a test run, whose pattern takes a file's name for an id.
        .service(address(urls::TEST_RUN_FILE, "GET, HEAD").route(read().to(walkthroughs::export)))
        .service(run.route(read().to(walkthroughs::show)).route(post().to(walkthroughs::decide)))
        .service(address(urls::TEST_RUN_DELETE, "POST").route(post().to(walkthroughs::delete)))
        .service(address(urls::TEST_RUN_START_OVER, "POST").route(post().to(walkthroughs::start_over)));
}

/// A page with a form that comes back to it.
fn two(path: &str) -> Resource {
    address(path, "GET, HEAD, POST")
}

/// The same for scripts: JSON, no session, no pages around the errors.
pub fn test_api(config: &mut ServiceConfig) {
    config.service(
        web::scope(urls::TEST_API)
            .app_data(web::PayloadConfig::new(MAX_FILE_SIZE))
            .app_data(test_api::json_errors())
            .route("/reset", post().to(test_api::reset))
            .route("/scenarios", post().to(test_api::list))
            .route("/check", post().to(test_api::check))
            .route("/generate", post().to(test_api::generate))
            .route("/load", post().to(test_api::load))
            .route("/export", post().to(test_api::export))
            .route("/events", post().to(test_api::event))
            .route("/faults", post().to(test_api::fault))
            .route("/clock", post().to(test_api::clock))
            .wrap(from_fn(test_api::local_only))
            .wrap(from_fn(refuse_cross_site)),
    );
}

/// An address that, asked by another method, says which it takes.
fn address(path: &str, methods: &'static str) -> Resource {
    web::resource(path).default_service(refuse_other_methods(methods))
}

fn refuse_other_methods(methods: &'static str) -> Route {
    web::to(move || async move { HttpResponse::MethodNotAllowed().insert_header((ALLOW, methods)).finish() })
}

/// To see a page, or only its headers.
fn read() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}
