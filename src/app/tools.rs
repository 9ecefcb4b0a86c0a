//! The test tools' routes, all of them: without test mode there is none.

use std::sync::LazyLock;

use actix_web::Resource;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, post};

use super::{address, read, world};
use crate::auth::refuse_cross_site;
use crate::config::Config;
use crate::domain::world::GENERATED;
use crate::service::faults::FaultBook;
use crate::walkthrough::{self, Walkthrough};
use crate::web::pages::test::multipart::LARGEST_FILE;
use crate::web::pages::test::{api, clock, events, faults, index, requests, scenarios, token, walkthroughs, worlds};
use crate::web::portal::Tools;
use crate::web::urls;

/// The smallest of the generated scenarios.
const SMALLEST: &str = "generated-0";

/// The tools' state; `None` where they are left out.
pub fn of(config: &Config) -> Option<Tools> {
    let can_become = config.oidc_issuer.is_none();
    (!config.no_test_tools).then(|| Tools { faults: FaultBook::default(), can_become, walkthroughs: || &WALKTHROUGHS })
}

/// Those that are built in. The people of a generated world are the same whatever its size, so that none of thousands of
/// clients is made to look a walkthrough through.
static WALKTHROUGHS: LazyLock<Vec<Walkthrough>> = LazyLock::new(|| {
    let scenario = |named: &str| world::read(if named.starts_with(GENERATED) { SMALLEST } else { named }).ok();
    walkthrough::all(&scenario).unwrap_or_else(|error| {
        tracing::error!(%error, "the walkthroughs cannot be read");
        Vec::new()
    })
});

/// The pages under `/test`.
pub fn pages(config: &mut ServiceConfig, on: bool) {
    if !on {
        return;
    }
    config
        .service(address(urls::TEST, "GET, HEAD").route(read().to(index::show)))
        .service(address(urls::TEST_BECOME, "POST").route(post().to(index::become_person)))
        .service(two(urls::TEST_SCENARIOS).route(read().to(scenarios::show)).route(post().to(scenarios::change)))
        .service(address(urls::TEST_TOKEN, "GET, HEAD").route(read().to(token::show)))
        .service(address(urls::TEST_REQUESTS, "GET, HEAD").route(read().to(requests::show)))
        .service(address(urls::TEST_UPLOAD, "POST").route(post().to(scenarios::upload)))
        .service(address(urls::TEST_CHECK, "POST").route(post().to(scenarios::check)))
        .service(address(urls::TEST_EXPORT, "GET, HEAD").route(read().to(scenarios::export)))
        .service(two(urls::TEST_WORLDS).route(read().to(worlds::show)).route(post().to(worlds::choose)))
        .service(two(urls::TEST_EVENTS).route(read().to(events::show)).route(post().to(events::happen)))
        .service(two(urls::TEST_FAULTS).route(read().to(faults::show)).route(post().to(faults::change)))
        .service(two(urls::TEST_CLOCK).route(read().to(clock::show)).route(post().to(clock::change)));
    walkthrough_pages(config);
}

fn walkthrough_pages(config: &mut ServiceConfig) {
    let (list, round) = (two(urls::TEST_WALKTHROUGHS), two(urls::TEST_ROUND));
    config
        .service(list.route(read().to(walkthroughs::list)).route(post().to(walkthroughs::begin)))
        .service(address(urls::TEST_ROUNDS_FILE, "GET, HEAD").route(read().to(walkthroughs::export_all)))
        // Before the page of a round, whose pattern takes a file's name for an id.
        .service(address(urls::TEST_ROUND_FILE, "GET, HEAD").route(read().to(walkthroughs::export)))
        .service(round.route(read().to(walkthroughs::show)).route(post().to(walkthroughs::decide)))
        .service(address(urls::TEST_ROUND_DELETE, "POST").route(post().to(walkthroughs::delete)))
        .service(address(urls::TEST_ROUND_START_OVER, "POST").route(post().to(walkthroughs::start_over)));
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
            .app_data(web::PayloadConfig::new(LARGEST_FILE))
            .app_data(api::json_errors())
            .route("/reset", post().to(api::reset))
            .route("/scenarios", post().to(api::list))
            .route("/check", post().to(api::check))
            .route("/generate", post().to(api::generate))
            .route("/load", post().to(api::load))
            .route("/export", post().to(api::export))
            .route("/events", post().to(api::event))
            .route("/faults", post().to(api::fault))
            .route("/clock", post().to(api::clock))
            .wrap(from_fn(api::only_near))
            .wrap(from_fn(refuse_cross_site)),
    );
}
