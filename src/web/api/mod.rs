//! The Client Delegation API: Altinn's contract over the portal's own service, for programs with a bearer token. No cookie,
//! session or page of the portal reaches in here, and errors have a form of their own.

mod agents;
mod answer;
mod batch;
mod changes;
pub mod document;
mod faults;
mod gate;
mod idempotency;
mod limits;
mod lists;
mod parameters;
mod problem;
pub mod requests;
mod settings;
mod token;
mod validation;
mod wire;

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig, delete, get, post};
use actix_web::{HttpResponse, Resource, Scope};

use crate::auth::{BearerVerifier, PortalAddress};
use idempotency::Replays;
use limits::Limiter;
use requests::RequestLog;
pub use settings::{Available, Existence, Message, Switches};

/// Where the API is, as at Altinn.
pub const BASE: &str = "/authentication/api/v1/enduser/systemuser";

/// Bytes that a request's body may have.
pub const BODY_LIMIT: usize = 256 * 1024;

/// What the API's handlers share.
pub struct Api {
    verifier: BearerVerifier,
    switches: Switches,
    /// For the addresses that answers name.
    address: PortalAddress,
    limiter: Limiter,
    replays: Replays,
    pub requests: RequestLog,
}

impl Api {
    /// The API that takes the tokens which the verifier takes.
    pub fn new(verifier: BearerVerifier, switches: Switches, address: PortalAddress) -> Self {
        let limiter = Limiter::new(switches.requests_a_minute);
        Self { verifier, switches, address, limiter, replays: Replays::default(), requests: RequestLog::default() }
    }
}

/// Mounts the API. Needs the portal among the app's data.
pub fn configure(api: Data<Api>) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config.service(
            scope()
                .app_data(api)
                .app_data(PayloadConfig::new(BODY_LIMIT))
                .default_service(web::to(HttpResponse::NotFound))
                .wrap(from_fn(limits::limit))
                .wrap(from_fn(answer::finish)),
        );
    }
}

fn scope() -> Scope {
    let clients = resource("/clients", "GET, POST, DELETE")
        .route(get().to(lists::delegated))
        .route(post().to(changes::add))
        .route(delete().to(changes::remove));
    web::scope(BASE)
        .service(resource("/agents", "GET").route(get().to(agents::list)))
        .service(resource("/clients/available", "GET").route(get().to(lists::available)))
        .service(resource("/clients/batch", "POST").route(post().to(batch::change)))
        .service(clients)
}

/// A resource with or without a slash at the end, which says by what methods it can be asked.
fn resource(path: &str, methods: &'static str) -> Resource {
    let refuse = move || async move { HttpResponse::MethodNotAllowed().insert_header(("allow", methods)).finish() };
    web::resource([path.to_owned(), format!("{path}/")]).default_service(web::to(refuse))
}
