//! The test tools' routes, all of them: without test mode there is none.

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, get, post};

use crate::auth::refuse_cross_site;
use crate::config::Config;
use crate::web::pages::test::{api, clock, events, faults, index, scenarios, worlds};
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
    config
        .app_data(web::PayloadConfig::new(LARGEST_SCENARIO))
        .route(urls::TEST, get().to(index::show))
        .route(urls::TEST_BECOME, post().to(index::become_person))
        .service(
            web::resource(urls::TEST_SCENARIOS).route(get().to(scenarios::show)).route(post().to(scenarios::change)),
        )
        .route(urls::TEST_UPLOAD, post().to(scenarios::upload))
        .route(urls::TEST_EXPORT, get().to(scenarios::export))
        .service(web::resource(urls::TEST_WORLDS).route(get().to(worlds::show)).route(post().to(worlds::choose)))
        .service(web::resource(urls::TEST_EVENTS).route(get().to(events::show)).route(post().to(events::happen)))
        .service(web::resource(urls::TEST_FAULTS).route(get().to(faults::show)).route(post().to(faults::change)))
        .service(web::resource(urls::TEST_CLOCK).route(get().to(clock::show)).route(post().to(clock::change)));
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
