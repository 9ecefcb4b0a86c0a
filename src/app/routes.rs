//! Every route of the program: files, sign-in, API, test tools, pages.

mod relationships;

use std::path::Path;
use std::sync::Arc;

use actix_files::Files;
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, Data, PayloadConfig, Redirect, ServiceConfig, delete, get, post, put};
use actix_web::{HttpResponse, Resource};

use super::resources::{form_page, get_or_head, refuse_other_methods, resource};
use crate::auth::refuse_cross_site;
use crate::idp::{Provider, discovery, end_session, exchange, sign_in as choose_person, token as token_endpoint};
use crate::web::api::vendor::requests::{self, clients, own};
use crate::web::api::vendor::{left_out, system_users, systems};
use crate::web::api::{self, Api, agents, batch, changes, lists, openapi, rate_limit, response};
use crate::web::error_pages::show_errors;
use crate::web::pages::test::log_request::log_request;
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

/// Every page of the portal.
pub fn pages(config: &mut ServiceConfig) {
    config
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
        .configure(relationships::pages)
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
        .service(resource(urls::OVERVIEW, "GET, HEAD").route(get_or_head().to(overview::show)))
        .service(
            resource(urls::CLIENTS, "GET, HEAD, POST")
                .route(get_or_head().to(client_dialog::show))
                .route(post().to(client_dialog::change)),
        )
        .service(resource(urls::CONFIRM, "GET, HEAD").route(get_or_head().to(client_dialog::confirm)))
        .service(
            resource(urls::CREATE_ACCESS, "GET, HEAD, POST")
                .route(get_or_head().to(create_access::show))
                .route(post().to(create_access::create)),
        )
        .service(
            resource(urls::CLIENT_ACCESS, "GET, HEAD, POST")
                .route(get_or_head().to(access::show_for_clients))
                .route(post().to(access_change::change)),
        )
        .service(
            resource(urls::OWN_ACCESS, "GET, HEAD, POST")
                .route(get_or_head().to(access::show_own))
                .route(post().to(access_change::change)),
        );
}

/// The paths that Digdir's guides link to, each leading to the page here that does the same.
pub fn guide_links(config: &mut ServiceConfig) {
    const GUIDES: &str = "/{lang:nb|nn|en}/authorization/guides/end-user/system-user";
    for (path, page) in [
        (format!("{GUIDES}/setup-client-relationship"), urls::RELATION_GUIDE),
        (format!("{GUIDES}/accept-request"), urls::OVERVIEW),
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

/// The APIs for programs.
pub fn api(config: &mut ServiceConfig, state: Data<Api>) {
    config.service(
        web::scope(api::ROOT)
            .service(web::scope(api::CLIENT_DELEGATION).configure(client_delegation))
            .service(web::scope("/systemuser").configure(vendor_requests).configure(system_users))
            .service(web::scope("/systemregister").configure(system_register))
            .app_data(state.limiter.clone())
            .app_data(state)
            .app_data(PayloadConfig::new(api::BODY_LIMIT))
            .default_service(web::to(HttpResponse::NotFound))
            .wrap(from_fn(rate_limit::limit))
            .wrap(from_fn(response::finish))
            .wrap(from_fn(log_request)),
    );
    let nothing = web::scope(super::api_paths::ROOT).default_service(web::to(HttpResponse::NotFound));
    config.service(nothing.wrap(from_fn(response::finish)));
}

fn client_delegation(config: &mut ServiceConfig) {
    let clients = api_resource("/clients", "GET, POST, DELETE")
        .route(get().to(lists::delegated))
        .route(post().to(changes::add))
        .route(delete().to(changes::remove));
    config
        .service(api_resource("/agents", "GET").route(get().to(agents::list)))
        .service(api_resource("/clients/available", "GET").route(get().to(lists::available)))
        .service(api_resource("/clients/batch", "POST").route(post().to(batch::change)))
        .service(clients);
}

fn vendor_requests(config: &mut ServiceConfig) {
    const BY_REFERENCE: &str = "byexternalref/{system}/{owner}/{reference}";
    const BY_SYSTEM: &str = "bysystem/{system}";
    let below = |path: &str| api_resource(&format!("/request/vendor{path}"), "GET");
    let one = api_resource("/request/vendor/{id}", "GET, DELETE").route(get().to(own::show));
    config
        .service(api_resource("/request/vendor", "POST").route(post().to(own::ask)))
        .service(api_resource("/request/vendor/agent", "POST").route(post().to(clients::ask)))
        .service(below(&format!("/agent/{BY_REFERENCE}")).route(get().to(clients::show_by_reference)))
        .service(below(&format!("/agent/{BY_SYSTEM}")).route(get().to(clients::list)))
        .service(below("/agent/{id}").route(get().to(clients::show)))
        .service(below(&format!("/{BY_REFERENCE}")).route(get().to(own::show_by_reference)))
        .service(below(&format!("/{BY_SYSTEM}")).route(get().to(own::list)))
        .service(one.route(delete().to(requests::withdraw)));
}

fn system_users(config: &mut ServiceConfig) {
    config
        .service(api_resource("/vendor/byquery", "GET").route(get().to(system_users::by_query)))
        .service(api_resource("/vendor/bysystem/{system}", "GET").route(get().to(system_users::by_system)))
        .service(api_resource("/byExternalId", "GET").route(get().to(system_users::by_external_id)))
        .service(left_out("/changerequest{rest:.*}"));
}

fn system_register(config: &mut ServiceConfig) {
    let one = api_resource("/vendor/{system}", "GET, DELETE")
        .route(get().to(systems::show))
        .route(delete().to(systems::remove))
        .route(put().to(left_out::say_so));
    config
        .service(api_resource("/vendor", "POST").route(post().to(systems::register)).route(get().to(left_out::say_so)))
        .service(one)
        .service(left_out("/vendor/{system}/{part:rights|accesspackages|changelog}"))
        .service(left_out("/{system}/{part:rights|accesspackages}"))
        .service(left_out("/{system}"))
        .service(left_out(""));
}

/// An address of Altinn's that is answered with the word that it is left out.
fn left_out(path: &str) -> Resource {
    web::resource([path.to_owned(), format!("{path}/")]).default_service(web::to(left_out::say_so))
}

/// A resource with or without a trailing slash.
fn api_resource(path: &str, methods: &'static str) -> Resource {
    web::resource([path.to_owned(), format!("{path}/")]).default_service(refuse_other_methods(methods))
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
