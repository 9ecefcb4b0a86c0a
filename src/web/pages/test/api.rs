//! `POST /test/api/…`: the test tools for scripts, as JSON.
//!
//! Needs no session: the world is in the query (`?world=NAME`). Only for programs on this machine and the portal's pages.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes, Data, Json, JsonConfig, Path, Query, QueryConfig};
use actix_web::{Error, HttpResponse, ResponseError};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::scenarios::{find_scenario, read_scenario, start_over};
use super::worlds;
use crate::domain::world::{WorldClock, WorldLifetime, WorldName};
use crate::service::events::{Event, EventOutcome};
use crate::service::worlds::{ValidatedScenario, WorldsError};
use crate::service::{Service, ServiceError};
use crate::test_tools::faults::{ActiveFault, Fault};
use crate::test_tools::{GENERATED, MAX_CLIENTS, TestTools};
use crate::web::error::WebError;
use crate::web::portal::Portal;

/// The answer to a body that is empty or JSON; a scenario file is neither.
const EXPECTED_SCENARIO: &str = "expected a scenario file (TOML) as the body, or ?scenario=NAME; nothing was loaded";

/// The query: a world, and a built-in or generated scenario.
#[derive(Deserialize)]
pub struct Target {
    world: Option<WorldName>,
    scenario: Option<String>,
    /// Counts when the world is made.
    expires: Option<WorldLifetime>,
}

/// An error as JSON: status, message, and the errors in a scenario file.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TestApiError {
    status: StatusCode,
    message: String,
    faults: Vec<String>,
}

type TestApiResult<T> = Result<T, TestApiError>;

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

/// Reloads the world's scenario.
pub async fn reset(portal: Data<Portal>, target: Query<Target>) -> TestApiResult<Json<Value>> {
    let shared = portal.clone();
    let reload = move |service: Service| start_over(&shared, &service).and_then(|_| service.loaded());
    let loaded = call_world(&portal, &target, false, reload).await?;
    Ok(Json(json!({ "loaded": loaded.map(|loaded| loaded.name) })))
}

/// Loads the scenario named in the query, or the one in the body.
///
/// Creates the world if needed.
pub async fn load(portal: Data<Portal>, target: Query<Target>, body: Bytes) -> TestApiResult<Json<Value>> {
    let scenario = match target.scenario.clone() {
        Some(name) => scenario_by_name(&portal, name).await?,
        None => scenario_in_body(&portal, &body).await?,
    };
    let (loaded, now) = (scenario.contents.name.clone(), (portal.clock)());
    call_world(&portal, &target, true, move |service| service.load(&scenario, now)).await?;
    Ok(Json(json!({ "loaded": loaded })))
}

/// Lists the built-in scenarios, and the name pattern of generated ones.
pub async fn list(portal: Data<Portal>) -> Json<Value> {
    let names: Vec<_> = portal.worlds.built_in().iter().map(|scenario| scenario.name).collect();
    Json(json!({ "scenarios": names, "generated": format!("{GENERATED}N, with N clients, at most {MAX_CLIENTS}") }))
}

/// Validates the scenario in the body. Loads nothing.
pub async fn check(portal: Data<Portal>, body: Bytes) -> TestApiResult<Json<Value>> {
    let scenario = scenario_in_body(&portal, &body).await?;
    Ok(Json(json!({ "name": scenario.contents.name, "organisations": scenario.contents.organisations.len() })))
}

/// Exports a built-in or generated scenario as TOML. Loads nothing.
pub async fn generate(portal: Data<Portal>, target: Query<Target>) -> TestApiResult<HttpResponse> {
    let name = target.scenario.clone().ok_or_else(|| api_error(StatusCode::BAD_REQUEST, "expected ?scenario=NAME"))?;
    let scenario = scenario_by_name(&portal, name).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/toml")).body(scenario.source))
}

async fn scenario_by_name(portal: &Data<Portal>, name: String) -> TestApiResult<ValidatedScenario> {
    find_scenario(portal, name)
        .await?
        .map_err(|faults| TestApiError { faults, ..api_error(StatusCode::NOT_FOUND, "no such scenario") })
}

async fn scenario_in_body(portal: &Data<Portal>, body: &Bytes) -> TestApiResult<ValidatedScenario> {
    let content = body.trim_ascii();
    let is_json_list = || content.starts_with(b"[") && serde_json::from_slice::<IgnoredAny>(content).is_ok();
    if content.is_empty() || content.starts_with(b"{") || is_json_list() {
        return Err(api_error(StatusCode::UNPROCESSABLE_ENTITY, EXPECTED_SCENARIO));
    }
    let text = String::from_utf8(body.to_vec()).map_err(|_| {
        api_error(StatusCode::UNPROCESSABLE_ENTITY, "the scenario is not UTF-8 text, nothing was loaded")
    })?;
    read_scenario(portal, "body".to_owned(), text).await?.map_err(|faults| TestApiError {
        faults,
        ..api_error(StatusCode::UNPROCESSABLE_ENTITY, "the scenario has faults, nothing was loaded")
    })
}

/// Exports the world as a scenario file.
pub async fn export(portal: Data<Portal>, target: Query<Target>) -> TestApiResult<HttpResponse> {
    let worlds = portal.worlds.clone();
    let export = move |service: Service| service.contents().map(|contents| worlds.write(&contents));
    let text = call_world(&portal, &target, false, export).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/toml")).body(text))
}

/// Applies an event.
pub async fn event(
    portal: Data<Portal>,
    target: Query<Target>,
    event: Json<Event>,
) -> TestApiResult<Json<EventOutcome>> {
    let real = (portal.clock)();
    let apply = move |service: Service| service.apply_event(&event, service.clock()?.at(real));
    call_world(&portal, &target, false, apply).await.map(Json)
}

/// Activates a fault in the world, or clears all; returns the active ones.
pub async fn fault(
    portal: Data<Portal>,
    tools: Data<TestTools>,
    target: Query<Target>,
    request: Json<FaultRequest>,
) -> TestApiResult<Json<Vec<ActiveFault>>> {
    call_world(&portal, &target, false, |_| Ok(())).await?;
    let faults = tools.faults.of_world(target.world.as_ref().unwrap_or(&portal.world));
    match (request.off, request.fault) {
        (true, _) => faults.clear(),
        (false, Some(fault)) => faults.set(fault, request.requests.unwrap_or(1)),
        (false, None) => return Err(api_error(StatusCode::BAD_REQUEST, "expected a fault, or off")),
    }
    Ok(Json(faults.active()))
}

/// Sets the world's clock; returns its time.
pub async fn clock(
    portal: Data<Portal>,
    target: Query<Target>,
    request: Json<ClockRequest>,
) -> TestApiResult<Json<Value>> {
    let clock = match *request {
        ClockRequest::Real => Ok(WorldClock::Real),
        ClockRequest::Fixed { at } => WorldClock::fixed(at),
        ClockRequest::Moved { by } => WorldClock::moved(by),
    };
    let clock = clock.map_err(|error| api_error(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()))?;
    call_world(&portal, &target, false, move |service| service.set_clock(clock)).await?;
    Ok(Json(json!({ "now": clock.at((portal.clock)()) })))
}

/// Deletes a world, and the faults that were ordered for it.
pub async fn delete_world(
    portal: Data<Portal>,
    tools: Data<TestTools>,
    name: Path<String>,
) -> TestApiResult<Json<Value>> {
    let name: WorldName = name.parse().map_err(|_| WorldsError::Unknown)?;
    worlds::delete_world(&portal, &tools, &name).await??;
    Ok(Json(json!({ "deleted": name })))
}

async fn call_world<T: Send + 'static>(
    portal: &Data<Portal>,
    target: &Target,
    make: bool,
    call: impl FnOnce(Service) -> crate::service::Result<T> + Send + 'static,
) -> TestApiResult<T> {
    let (worlds, name) = (portal.worlds.clone(), target.world.clone().unwrap_or_else(|| portal.world.clone()));
    let lifetime = target.expires;
    let result = web::block(move || {
        let world = if make { worlds.make(&name, lifetime) } else { worlds.open(&name) };
        Ok::<_, TestApiError>(call(world?)?)
    });
    result.await.map_err(|_| api_error(StatusCode::INTERNAL_SERVER_ERROR, "the portal failed"))?
}

/// Answers malformed JSON with a JSON error.
pub fn json_errors() -> JsonConfig {
    JsonConfig::default()
        .content_type_required(false)
        .error_handler(|error, _| api_error(StatusCode::BAD_REQUEST, &error.to_string()).into())
}

/// Answers a malformed query with a JSON error.
pub fn query_errors() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| api_error(StatusCode::BAD_REQUEST, &error.to_string()).into())
}

/// Refuses programs on other machines.
///
/// Browsers pass: their origin has been checked already.
pub async fn local_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let headers = request.headers();
    // "none" stands for an address that somebody typed, which is never a post.
    let site = headers.get("sec-fetch-site").filter(|site| *site != "none");
    let is_browser = site.is_some() || headers.contains_key("origin");
    let is_local = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    if is_browser || is_local {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let not_local = api_error(StatusCode::FORBIDDEN, "only for programs on the portal's own machine");
    Ok(request.error_response(not_local).map_into_right_body())
}

pub fn api_error(status: StatusCode, message: &str) -> TestApiError {
    TestApiError { status, message: message.to_owned(), faults: Vec::new() }
}

impl From<ServiceError> for TestApiError {
    fn from(error: ServiceError) -> Self {
        let message = error.to_string();
        let status = WebError::Service(error).status_code();
        api_error(status, &message)
    }
}

impl From<WorldsError> for TestApiError {
    fn from(error: WorldsError) -> Self {
        let status = match error {
            WorldsError::Unknown => StatusCode::NOT_FOUND,
            WorldsError::TooMany | WorldsError::Default => StatusCode::CONFLICT,
            WorldsError::Store(error) => return ServiceError::Store(error).into(),
            WorldsError::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        api_error(status, &error.to_string())
    }
}

impl From<WebError> for TestApiError {
    fn from(error: WebError) -> Self {
        api_error(error.status_code(), &error.to_string())
    }
}

impl ResponseError for TestApiError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(json!({ "error": self.message, "faults": self.faults }))
    }
}
