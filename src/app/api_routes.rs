//! The routes of the APIs for programs.

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig, delete, get, post, put};
use actix_web::{HttpResponse, Resource};

use super::resources::refuse_other_methods;
use crate::web::api::vendor::requests::{self, clients, own};
use crate::web::api::vendor::{left_out, system_users, systems};
use crate::web::api::{self, Api, agents, batch, changes, connections, lists, rate_limit, response};
use crate::web::pages::test::log_request::log_request;

/// The APIs for programs.
pub fn api(config: &mut ServiceConfig, state: &Data<Api>) {
    let authentication = web::scope(api::ROOT)
        .service(web::scope(api::CLIENT_DELEGATION).configure(client_delegation))
        .service(web::scope("/systemuser").configure(vendor_requests).configure(system_users))
        .service(web::scope("/systemregister").configure(system_register));
    let access_management = web::scope(connections::ROOT).configure(relationships);
    for scope in [authentication, access_management] {
        config.service(
            scope
                .app_data(state.limiter.clone())
                .app_data(state.clone())
                .app_data(PayloadConfig::new(api::BODY_LIMIT))
                .default_service(web::to(HttpResponse::NotFound))
                .wrap(from_fn(rate_limit::limit))
                .wrap(from_fn(response::finish))
                .wrap(from_fn(log_request)),
        );
    }
    for root in super::api_paths::ROOTS {
        let nothing = web::scope(root).default_service(web::to(HttpResponse::NotFound));
        config.service(nothing.app_data(state.clone()).wrap(from_fn(response::finish)));
    }
}

fn relationships(config: &mut ServiceConfig) {
    let whole = api_resource(connections::CONNECTIONS, "GET, POST, DELETE")
        .route(get().to(connections::relationships::list))
        .route(post().to(connections::relationships::add))
        .route(delete().to(connections::relationships::remove));
    let packages = format!("{}/accesspackages", connections::CONNECTIONS);
    let check = api_resource(&format!("{packages}/delegationcheck"), "GET");
    let packages = api_resource(&packages, "GET, POST, DELETE")
        .route(get().to(connections::packages::list))
        .route(post().to(connections::packages::give))
        .route(delete().to(connections::packages::take_back));
    config.service(check.route(get().to(connections::packages::check))).service(packages).service(whole);
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
