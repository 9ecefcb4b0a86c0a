//! `POST /test/api/…`: the tools for scripts, as JSON. No session: the world is in the query (`?world=NAME`). Only for
//! programs on this machine and for the portal's own pages.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes, Data, Json, JsonConfig, Query};
use actix_web::{Error, HttpResponse, ResponseError};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::scenarios::{checked, named, start_over};
use crate::domain::world::{WorldClock, WorldName};
use crate::service::events::{Event, EventOutcome};
use crate::service::worlds::{ValidatedScenario, WorldsError};
use crate::service::{Service, ServiceError};
use crate::test_tools::faults::{ActiveFault, Fault};
use crate::test_tools::{GENERATED, MAX_CLIENTS, TestTools};
use crate::web::error::WebError;
use crate::web::portal::Portal;

/// Which world, and which scenario that is there without a file.
#[derive(Deserialize)]
pub struct Target {
    world: Option<WorldName>,
    scenario: Option<String>,
}

/// Why a script does not get what it asked for: status and a sentence; for a scenario file its faults.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    status: StatusCode,
    message: String,
    faults: Vec<String>,
}

type Answer<T> = Result<T, ApiError>;

/// `{"fault": "slow", "milliseconds": 500, "requests": 3}`, or `{"off": true}`.
#[derive(Deserialize)]
pub struct FaultRequest {
    #[serde(default)]
    off: bool,
    #[serde(flatten)]
    fault: Option<Fault>,
    requests: Option<u32>,
}

/// `{"clock": "real"}`, `{"clock": "fixed", "at": "2026-03-01T09:00:00Z"}` or `{"clock": "moved", "by": "72h"}`.
#[derive(Deserialize)]
#[serde(tag = "clock", rename_all = "lowercase")]
pub enum ClockRequest {
    Real,
    Fixed { at: Timestamp },
    Moved { by: SignedDuration },
}

/// Loads the world's scenario once more.
pub async fn reset(portal: Data<Portal>, target: Query<Target>) -> Answer<Json<Value>> {
    let again = portal.clone();
    let ask = move |service: Service| start_over(&again, &service).and_then(|_| service.loaded());
    let loaded = ask_world(&portal, &target, false, ask).await?;
    Ok(Json(json!({ "loaded": loaded.map(|loaded| loaded.name) })))
}

/// Loads the scenario in the query, or the one that is the body. A world that does not exist is made.
pub async fn load(portal: Data<Portal>, target: Query<Target>, body: Bytes) -> Answer<Json<Value>> {
    let scenario = match target.scenario.clone() {
        Some(name) => ready(&portal, name).await?,
        None => sent(&portal, &body).await?,
    };
    let (loaded, now) = (scenario.contents.name.clone(), (portal.clock)());
    ask_world(&portal, &target, true, move |service| service.load(&scenario, now)).await?;
    Ok(Json(json!({ "loaded": loaded })))
}

/// The names of the scenarios that there are without a file; any number of clients can be generated.
pub async fn list(portal: Data<Portal>) -> Json<Value> {
    let names: Vec<_> = portal.worlds.built_in().iter().map(|scenario| scenario.name).collect();
    Json(json!({ "scenarios": names, "generated": format!("{GENERATED}N, with N clients, at most {MAX_CLIENTS}") }))
}

/// Whether the scenario that is the body is without fault. Loads nothing.
pub async fn check(portal: Data<Portal>, body: Bytes) -> Answer<Json<Value>> {
    let scenario = sent(&portal, &body).await?;
    Ok(Json(json!({ "name": scenario.contents.name, "organisations": scenario.contents.organisations.len() })))
}

/// The file of a scenario that is there without one, such as `?scenario=generated-50`. Loads nothing.
pub async fn generate(portal: Data<Portal>, target: Query<Target>) -> Answer<HttpResponse> {
    let name = target.scenario.clone().ok_or_else(|| refused(StatusCode::BAD_REQUEST, "expected ?scenario=NAME"))?;
    let scenario = ready(&portal, name).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/toml")).body(scenario.source))
}

/// The scenario of this name.
async fn ready(portal: &Data<Portal>, name: String) -> Answer<ValidatedScenario> {
    named(portal, name)
        .await?
        .map_err(|faults| ApiError { faults, ..refused(StatusCode::NOT_FOUND, "no such scenario") })
}

/// The scenario that was sent.
async fn sent(portal: &Data<Portal>, body: &Bytes) -> Answer<ValidatedScenario> {
    let text = String::from_utf8(body.to_vec())
        .map_err(|_| refused(StatusCode::UNPROCESSABLE_ENTITY, "the scenario is not UTF-8 text, nothing was loaded"))?;
    checked(portal, "body".to_owned(), text).await?.map_err(|faults| ApiError {
        faults,
        ..refused(StatusCode::UNPROCESSABLE_ENTITY, "the scenario has faults, nothing was loaded")
    })
}

/// The world as a scenario file.
pub async fn export(portal: Data<Portal>, target: Query<Target>) -> Answer<HttpResponse> {
    let worlds = portal.worlds.clone();
    let written = move |service: Service| service.contents().map(|contents| worlds.write(&contents));
    let text = ask_world(&portal, &target, false, written).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/toml")).body(text))
}

/// Lets an event happen.
pub async fn event(portal: Data<Portal>, target: Query<Target>, event: Json<Event>) -> Answer<Json<EventOutcome>> {
    let real = (portal.clock)();
    let happen = move |service: Service| service.apply_event(&event, service.clock()?.at(real));
    ask_world(&portal, &target, false, happen).await.map(Json)
}

/// Switches a fault on for everybody in the world, or all off; answers with what is on.
pub async fn fault(
    portal: Data<Portal>,
    tools: Data<TestTools>,
    target: Query<Target>,
    order: Json<FaultRequest>,
) -> Answer<Json<Vec<ActiveFault>>> {
    ask_world(&portal, &target, false, |_| Ok(())).await?;
    let faults = tools.faults.of_world(target.world.as_ref().unwrap_or(&portal.world));
    match (order.off, order.fault) {
        (true, _) => faults.clear(),
        (false, Some(fault)) => faults.set(fault, order.requests.unwrap_or(1)),
        (false, None) => return Err(refused(StatusCode::BAD_REQUEST, "expected a fault, or off")),
    }
    Ok(Json(faults.active()))
}

/// Sets the world's clock; answers with its time.
pub async fn clock(portal: Data<Portal>, target: Query<Target>, order: Json<ClockRequest>) -> Answer<Json<Value>> {
    let clock = match *order {
        ClockRequest::Real => WorldClock::Real,
        ClockRequest::Fixed { at } => WorldClock::Fixed(at),
        ClockRequest::Moved { by } => WorldClock::Moved(by),
    };
    ask_world(&portal, &target, false, move |service| service.set_clock(clock)).await?;
    Ok(Json(json!({ "now": clock.at((portal.clock)()) })))
}

async fn ask_world<T: Send + 'static>(
    portal: &Data<Portal>,
    target: &Target,
    make: bool,
    question: impl FnOnce(Service) -> crate::service::Result<T> + Send + 'static,
) -> Answer<T> {
    let (worlds, name) = (portal.worlds.clone(), target.world.clone().unwrap_or_else(|| portal.world.clone()));
    let asked = web::block(move || {
        let world = if make { worlds.make(&name) } else { worlds.open(&name) };
        Ok::<_, ApiError>(question(world?)?)
    });
    asked.await.map_err(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "the portal failed"))?
}

/// Malformed JSON is answered as JSON.
pub fn json_errors() -> JsonConfig {
    JsonConfig::default()
        .content_type_required(false)
        .error_handler(|error, _| refused(StatusCode::BAD_REQUEST, &error.to_string()).into())
}

/// Lets in programs on this machine, and browsers, whose origin has been checked before.
pub async fn only_near(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let headers = request.headers();
    let is_browser = headers.contains_key("sec-fetch-site") || headers.contains_key("origin");
    let is_here = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    if is_browser || is_here {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let refused = refused(StatusCode::FORBIDDEN, "only for programs on the portal's own machine");
    Ok(request.error_response(refused).map_into_right_body())
}

fn refused(status: StatusCode, message: &str) -> ApiError {
    ApiError { status, message: message.to_owned(), faults: Vec::new() }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        let message = error.to_string();
        let status = WebError::Service(error).status_code();
        refused(status, &message)
    }
}

impl From<WorldsError> for ApiError {
    fn from(error: WorldsError) -> Self {
        let status = match error {
            WorldsError::Unknown => StatusCode::NOT_FOUND,
            WorldsError::TooMany => StatusCode::CONFLICT,
            WorldsError::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        refused(status, &error.to_string())
    }
}

impl From<WebError> for ApiError {
    fn from(error: WebError) -> Self {
        refused(error.status_code(), &error.to_string())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(json!({ "error": self.message, "faults": self.faults }))
    }
}
