//! The routes of files, sign-in, test tools and pages; those of the APIs are in `api_routes`.

mod relationships;

use std::path::Path;
use std::sync::Arc;

use actix_files::Files;
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, Data, Redirect, ServiceConfig, delete, get, post};
use actix_web::{HttpResponse, Resource};

use super::resources::{form_page, get_or_head, refuse_other_methods, resource};
use crate::auth::refuse_cross_site;
use crate::idp::{Provider, discovery, end_session, exchange, sign_in as choose_person, token as token_endpoint};
use crate::web::api::{Api, openapi, rate_limit};
use crate::web::error_pages::show_errors;
use crate::web::pages::test::multipart::MAX_FILE_SIZE;
use crate::web::pages::test::{
    api as test_api, client, clock, events, faults, index, requests as request_log, scenarios, token, token_generator,
    vendor, vendor_receipt, walkthroughs, worlds,
};
use crate::web::pages::{
    access, access_change, api_document, client_dialog, create_access, language, overview, relation_guide, represent,
    request, requests as waiting_requests, sign_in, start,
};
use crate::web::urls;

/// Every page of the portal. A route with `{parts}` is matched by a regular expression: these come last.
pub fn pages(config: &mut ServiceConfig) {
    let [create, of_clients, own] = [urls::CREATE_ACCESS, urls::CLIENT_ACCESS, urls::OWN_ACCESS].map(form_page);
    config
        .service(resource(urls::OVERVIEW, "GET, HEAD").route(get_or_head().to(overview::show)))
        .service(resource(urls::START, "GET, HEAD").route(get_or_head().to(start::show)))
        .service(resource(urls::SIGN_IN, "GET, HEAD").route(get_or_head().to(sign_in::start)))
        .service(resource(urls::SIGN_IN_CALLBACK, "GET, HEAD").route(get_or_head().to(sign_in::finish)))
        .service(resource(urls::SIGN_IN_AGAIN, "GET, HEAD").route(get_or_head().to(sign_in::again)))
        .service(resource(urls::SIGN_OUT, "POST").route(post().to(sign_in::sign_out)))
        .service(resource(urls::SIGNED_OUT, "GET, HEAD").route(get_or_head().to(sign_in::signed_out)))
        .service(
            resource(urls::REPRESENT, "GET, HEAD, POST")
                .route(get_or_head().to(represent::show))
                .route(post().to(represent::choose)),
        )
        .service(resource(urls::LANGUAGE, "POST").route(post().to(language::choose)))
        .service(resource(urls::RELATION_GUIDE, "GET, HEAD").route(get_or_head().to(relation_guide::show)))
        .service(resource(urls::API, "GET, HEAD").route(get_or_head().to(api_document::show)))
        .service(resource(urls::OPENAPI, "GET, HEAD").route(get_or_head().to(openapi::serve)))
        .service(resource(urls::REQUESTS, "GET, HEAD").route(get_or_head().to(waiting_requests::show)))
        .service(
            resource(urls::CLIENTS_REQUEST, "GET, HEAD, POST")
                .route(get_or_head().to(request::show_for_clients))
                .route(post().to(request::answer_for_clients)),
        )
        .service(
            resource(urls::OWN_REQUEST, "GET, HEAD, POST")
                .route(get_or_head().to(request::show_own))
                .route(post().to(request::answer_own)),
        )
        .service(create.route(get_or_head().to(create_access::show)).route(post().to(create_access::create)))
        .service(
            resource(urls::CLIENTS, "GET, HEAD, POST")
                .route(get_or_head().to(client_dialog::show))
                .route(post().to(client_dialog::change)),
        )
        .service(resource(urls::CONFIRM, "GET, HEAD").route(get_or_head().to(client_dialog::confirm)))
        .service(of_clients.route(get_or_head().to(access::show_for_clients)).route(post().to(access_change::change)))
        .service(own.route(get_or_head().to(access::show_own)).route(post().to(access_change::change)))
        .configure(relationships::pages);
}

/// The paths that Digdir's guides link to, each leading to the page here that does the same.
pub fn guide_links(config: &mut ServiceConfig) {
    const GUIDES: &str = "/{lang:nb|nn|en}/authorization/guides/end-user/system-user";
    for (path, page) in [
        (format!("{GUIDES}/setup-client-relationship"), urls::RELATION_GUIDE),
        (format!("{GUIDES}/accept-request"), urls::REQUESTS),
        ("/{lang:nb|nn|en}/api/authentication/systemuserapi/clientdelegation".to_owned(), urls::API),
    ] {
        let links = web::resource([format!("{path}/"), path]).default_service(refuse_other_methods("GET, HEAD"));
        config.service(links.route(get_or_head().to(move || async move { Redirect::to(page).see_other() })));
    }
}

/// The built assets, cached for ever: their names change with their content.
/// A missing one gets an error page, which sets its own caching.
pub fn files(config: &mut ServiceConfig, folder: &Path) {
    let keep = DefaultHeaders::new().add((CACHE_CONTROL, "public, max-age=31536000, immutable"));
    let files = Files::new("", folder).try_compressed();
    config.service(web::scope("/static").wrap(from_fn(show_errors)).wrap(keep).service(files));
}

/// The embedded provider.
/// Exempt from the cross-site check: the endpoints use no cookies, the sign-in form has a ticket and the token endpoint
/// a code.
pub fn provider(config: &mut ServiceConfig, provider: &Arc<Provider>) {
    let endpoints = web::scope("/idp")
        .app_data(Data::from(provider.clone()))
        .service(
            idp_resource("/.well-known/openid-configuration", "GET, HEAD")
                .route(get_or_head().to(discovery::configuration)),
        )
        .service(idp_resource("/jwks", "GET, HEAD").route(get_or_head().to(discovery::keys)))
        .service(idp_resource("/authorize", "GET, HEAD").route(get_or_head().to(choose_person::start)))
        .service(
            idp_resource("/sign-in", "GET, HEAD, POST")
                .route(get_or_head().to(choose_person::show))
                .route(post().to(choose_person::submit)),
        )
        .service(idp_resource("/token", "POST").route(post().to(token_endpoint::redeem)))
        .service(
            idp_resource("/endsession", "GET, HEAD, POST")
                .route(get_or_head().to(end_session::from_link))
                .route(post().to(end_session::from_form)),
        );
    config.service(endpoints);
}

/// The token exchange, at Altinn's path and within the API's limits.
pub fn token_exchange(config: &mut ServiceConfig, provider: &Arc<Provider>, api: &Api) {
    let exchange = web::resource(exchange::PATH)
        .app_data(Data::from(provider.clone()))
        .app_data(api.limiter.clone())
        .wrap(from_fn(rate_limit::limit));
    config.service(exchange.route(get().to(exchange::exchange)));
}

/// A resource that answers OPTIONS with its methods, and other methods with 405.
fn idp_resource(path: &str, methods: &'static str) -> Resource {
    let options = move || async move { HttpResponse::NoContent().insert_header((ALLOW, methods)).finish() };
    resource(path, methods).route(web::method(Method::OPTIONS).to(options))
}

/// The pages under `/test`.
pub fn test_pages(config: &mut ServiceConfig) {
    config
        .service(resource(urls::TEST, "GET, HEAD").route(get_or_head().to(index::show)))
        .service(resource(urls::TEST_BECOME, "POST").route(post().to(index::sign_in_as)))
        .service(resource(urls::TEST_CLIENT, "GET, HEAD").route(get_or_head().to(client::show)))
        .service(
            form_page(urls::TEST_SCENARIOS)
                .route(get_or_head().to(scenarios::show))
                .route(post().to(scenarios::change)),
        )
        .service(resource(urls::TEST_TOKEN, "GET, HEAD").route(get_or_head().to(token::show)))
        .service(resource(urls::TEST_REQUESTS, "GET, HEAD").route(get_or_head().to(request_log::show)))
        .service(resource(urls::TEST_UPLOAD, "POST").route(post().to(scenarios::upload)))
        .service(resource(urls::TEST_REPLACE, "GET, HEAD").route(get_or_head().to(scenarios::ask)))
        .service(resource(urls::TEST_CHECK, "POST").route(post().to(scenarios::check)))
        .service(resource(urls::TEST_EXPORT, "GET, HEAD").route(get_or_head().to(scenarios::export)))
        .service(form_page(urls::TEST_WORLDS).route(get_or_head().to(worlds::show)).route(post().to(worlds::choose)))
        .service(
            form_page(urls::TEST_WORLD_DELETE).route(get_or_head().to(worlds::ask)).route(post().to(worlds::delete)),
        )
        .service(form_page(urls::TEST_EVENTS).route(get_or_head().to(events::show)).route(post().to(events::apply)))
        .service(form_page(urls::TEST_VENDOR).route(get_or_head().to(vendor::show)).route(post().to(vendor::change)))
        .service(resource(urls::VENDOR_RECEIPT, "GET, HEAD").route(get_or_head().to(vendor_receipt::receipt)))
        .service(form_page(urls::TEST_FAULTS).route(get_or_head().to(faults::show)).route(post().to(faults::change)))
        .service(form_page(urls::TEST_CLOCK).route(get_or_head().to(clock::show)).route(post().to(clock::change)));
    walkthrough_pages(config);
}

fn walkthrough_pages(config: &mut ServiceConfig) {
    let (list, run) = (form_page(urls::TEST_WALKTHROUGHS), form_page(urls::TEST_RUN));
    config
        .service(list.route(get_or_head().to(walkthroughs::list)).route(post().to(walkthroughs::begin)))
        .service(resource(urls::TEST_RUNS_FILE, "GET, HEAD").route(get_or_head().to(walkthroughs::export_all)))
        // Before the page of a test run, whose pattern would take the file name for an id.
        .service(resource(urls::TEST_RUN_FILE, "GET, HEAD").route(get_or_head().to(walkthroughs::export)))
        .service(run.route(get_or_head().to(walkthroughs::show)).route(post().to(walkthroughs::decide)))
        .service(resource(urls::TEST_RUN_DELETE, "POST").route(post().to(walkthroughs::delete)))
        .service(resource(urls::TEST_RUN_START_OVER, "POST").route(post().to(walkthroughs::start_over)));
}

/// The test tools' API for scripts: JSON, no session, no error pages.
pub fn test_api(config: &mut ServiceConfig) {
    config.service(
        web::scope(urls::TEST_API)
            .app_data(web::PayloadConfig::new(MAX_FILE_SIZE))
            .app_data(test_api::json_errors())
            .app_data(test_api::query_errors())
            .route("/reset", post().to(test_api::reset))
            .route("/scenarios", post().to(test_api::list))
            .route("/check", post().to(test_api::check))
            .route("/generate", post().to(test_api::generate))
            .route("/load", post().to(test_api::load))
            .route("/export", post().to(test_api::export))
            .route("/events", post().to(test_api::event))
            .route("/faults", post().to(test_api::fault))
            .route("/clock", post().to(test_api::clock))
            .route("/worlds/{name}", delete().to(test_api::delete_world))
            .route("/GetEnterpriseToken", get().to(token_generator::enterprise))
            .route("/GetPersonalToken", get().to(token_generator::personal))
            .wrap(from_fn(test_api::local_only))
            .wrap(from_fn(refuse_cross_site)),
    );
}
