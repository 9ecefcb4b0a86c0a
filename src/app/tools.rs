//! The test tools' routes, all of them: without test mode there is none.

use actix_web::Resource;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, post};

use super::{address, read};
use crate::auth::refuse_cross_site;
use crate::config::Config;
use crate::web::pages::test::{api, clock, events, faults, index, requests, scenarios, token, worlds};
use crate::web::portal::Tools;
use crate::web::urls;

/// Largest scenario that can be sent, in bytes: fifty thousand clients.
const LARGEST_SCENARIO: usize = 32 * 1024 * 1024;

/// The tools' state; `None` where they are left out.
pub fn of(config: &Config) -> Option<Tools> {
    let can_become = config.oidc_issuer.is_none();
    (!config.no_test_tools).then(|| Tools { can_become, ..Tools::default() })
}

/// The pages under `/test`.
pub fn pages(config: &mut ServiceConfig, on: bool) {
    if !on {
        return;
    }
    let upload = web::PayloadConfig::new(LARGEST_SCENARIO);
    config
        .service(address(urls::TEST, "GET, HEAD").route(read().to(index::show)))
        .service(address(urls::TEST_BECOME, "POST").route(post().to(index::become_person)))
        .service(two(urls::TEST_SCENARIOS).route(read().to(scenarios::show)).route(post().to(scenarios::change)))
        .service(address(urls::TEST_TOKEN, "GET, HEAD").route(read().to(token::show)))
        .service(address(urls::TEST_REQUESTS, "GET, HEAD").route(read().to(requests::show)))
        .service(address(urls::TEST_UPLOAD, "POST").app_data(upload).route(post().to(scenarios::upload)))
        .service(address(urls::TEST_EXPORT, "GET, HEAD").route(read().to(scenarios::export)))
        .service(two(urls::TEST_WORLDS).route(read().to(worlds::show)).route(post().to(worlds::choose)))
        .service(two(urls::TEST_EVENTS).route(read().to(events::show)).route(post().to(events::happen)))
        .service(two(urls::TEST_FAULTS).route(read().to(faults::show)).route(post().to(faults::change)))
        .service(two(urls::TEST_CLOCK).route(read().to(clock::show)).route(post().to(clock::change)));
}

/// A page with a form that comes back to it.
fn two(path: &str) -> Resource {
    address(path, "GET, HEAD, POST")
}

/// The same for scripts: JSON, no session, no pages around the errors.
pub fn api(config: &mut ServiceConfig, on: bool) {
    if !on {
        return;
    }
    config.service(
        web::scope(urls::TEST_API)
            .app_data(web::PayloadConfig::new(LARGEST_SCENARIO))
            .app_data(api::json_errors())
            .route("/reset", post().to(api::reset))
            .route("/load", post().to(api::load))
            .route("/export", post().to(api::export))
            .route("/events", post().to(api::event))
            .route("/faults", post().to(api::fault))
            .route("/clock", post().to(api::clock))
            .wrap(from_fn(api::only_near))
            .wrap(from_fn(refuse_cross_site)),
    );
}
