//! The API's responses: lists with an `ETag`, changes, and problem+json.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CACHE_CONTROL, ContentType, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, RETRY_AFTER, VARY, WARNING,
    WWW_AUTHENTICATE,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use tracing_actix_web::RequestId;
use uuid::Uuid;

use super::access_problem::extension_of;
use super::code::Code;
use super::problem::{ApiError, TOO_LARGE};
use super::settings::Message;
use super::state::Api;
use super::validation::ValidationError;
use super::vendor::body::BodyWarning;
use crate::service::Answer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A list, or 304 Not Modified.
pub fn list(request: &HttpRequest, body: &impl Serialize) -> Result<HttpResponse, ApiError> {
    let json = json(body)?;
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&json)[..16]));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let unchanged = known.is_some_and(|known| {
        known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == "*" || tag == etag)
    });
    let mut response = HttpResponse::build(if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    response.insert_header((VARY, "authorization"));
    Ok(if unchanged { response.finish() } else { response.content_type(ContentType::json()).body(json) })
}

/// The JSON of a change's result.
pub fn json(result: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(result).map_err(|error| ApiError::Internal(error.into()))
}

/// A single thing.
pub fn one(status: StatusCode, body: &impl Serialize) -> Result<HttpResponse, ApiError> {
    let json = serde_json::to_string(body).map_err(|error| ApiError::Internal(error.into()))?;
    let mut response = HttpResponse::build(status);
    response.content_type(ContentType::json()).insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.body(json))
}

/// The result of a change.
pub fn changed(answer: Answer) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.content_type(ContentType::json()).insert_header((CACHE_CONTROL, "no-store"));
    if answer.repeated {
        response.insert_header(("idempotency-replayed", "true"));
    }
    response.body(answer.text)
}

/// Middleware that writes error bodies and adds the request id and a body's warning.
///
/// Must be outside the rate limit, whose errors it writes too.
pub async fn finish(
    api: Data<Api>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let response = next.call(request).await?;
    let id = response.request().extensions().get::<RequestId>().map(|id| **id).unwrap_or_default();
    let status = response.status();
    let mut response = if status.is_client_error() || status.is_server_error() {
        let (http, response) = response.into_parts();
        let mut error_response = error_response(response.error(), status, id, api.settings.message);
        for name in [ALLOW, WWW_AUTHENTICATE] {
            if let Some(value) = response.headers().get(&name) {
                error_response.headers_mut().insert(name, value.clone());
            }
        }
        ServiceResponse::new(http, error_response.map_into_right_body())
    } else {
        response.map_into_left_body()
    };
    let warning = response.request().extensions().get::<BodyWarning>().map(|BodyWarning(warning)| warning.clone());
    if let Some(warning) = warning {
        response.headers_mut().insert(WARNING, warning);
    }
    if let Ok(value) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}

fn error_response(error: Option<&Error>, status: StatusCode, id: Uuid, message: Message) -> HttpResponse {
    let known = error.and_then(|error| error.as_error::<ApiError>());
    log(error, known, status);
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store"));
    match known {
        Some(ApiError::Unauthorized(why)) => {
            let why = why.replace(['"', '\\'], "'");
            let challenge = format!(r#"Bearer error="invalid_token", error_description="{why}""#);
            return response.insert_header((WWW_AUTHENTICATE, challenge)).finish();
        }
        Some(ApiError::Forbidden(_)) => return response.finish(),
        Some(ApiError::TooManyRequests { retry_after }) => {
            response.insert_header((RETRY_AFTER, retry_after.to_string()));
        }
        _ if status == StatusCode::SERVICE_UNAVAILABLE => {
            response.insert_header((RETRY_AFTER, "5"));
        }
        _ => {}
    }
    let problem = problem(known, status, id, message);
    response.content_type("application/problem+json").body(problem.to_string())
}

/// The problem's JSON, with the members that Altinn's library writes.
fn problem(known: Option<&ApiError>, status: StatusCode, id: Uuid, message: Message) -> Value {
    let trace = format!("00-{}-{}-00", id.simple(), &id.simple().to_string()[..16]);
    let mut problem = match (known, known.and_then(ApiError::code)) {
        (Some(ApiError::Binding(faults)), _) => {
            let errors: Map<_, _> = faults.iter().map(|(name, fault)| ((*name).to_owned(), json!([fault]))).collect();
            let title = "One or more validation errors occurred.";
            json!({ "type": status_url(status), "title": title, "status": status.as_u16(), "errors": errors })
        }
        (Some(ApiError::PartyNotFound { party }), _) => {
            let detail = format!("No associated party information found for organisation {party}");
            json!({ "type": status_url(status), "title": "Party not found", "status": status.as_u16(), "detail": detail })
        }
        (Some(ApiError::OwnerNotFound { owner }), _) => {
            let detail = format!("No associated party information found for systemuser owner {owner}");
            json!({ "type": status_url(status), "title": "System Owner not Found", "status": status.as_u16(), "detail": detail })
        }
        (_, Some(code)) => coded_problem(code, message),
        (_, None) if status == StatusCode::PAYLOAD_TOO_LARGE => coded_problem(TOO_LARGE, message),
        _ => {
            let title = status.canonical_reason().unwrap_or_default();
            json!({ "type": status_url(status), "title": title, "status": status.as_u16() })
        }
    };
    match known {
        Some(ApiError::Validation(faults)) => {
            problem["validationErrors"] = json!(faults.iter().map(|fault| fault.to_dto()).collect::<Vec<_>>());
        }
        Some(ApiError::System(faults)) => {
            problem["validationErrors"] = json!(faults.iter().map(ValidationError::from).collect::<Vec<_>>());
        }
        Some(ApiError::Access(refused)) => {
            if let Some((name, packages)) = extension_of(refused) {
                problem[name] = json!(packages);
            }
        }
        Some(ApiError::Refused { missing, .. }) => problem["missingPackages"] = json!(missing),
        Some(ApiError::Body(why)) => problem["detail"] = json!(why),
        _ => {}
    }
    problem["traceId"] = json!(trace);
    problem
}

fn coded_problem(code: Code, message: Message) -> Value {
    let reason =
        StatusCode::from_u16(code.status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let Code { status, id: code, title } = code;
    let kind = format!("urn:altinn:error:{code}");
    match message {
        Message::Title => {
            json!({ "type": kind, "title": title, "status": status, "statusDescription": reason, "code": code })
        }
        Message::Detail => {
            json!({ "type": kind, "title": reason, "status": status, "detail": title, "code": code })
        }
    }
}

/// The `type` of a problem without a code.
fn status_url(status: StatusCode) -> String {
    format!("https://www.rfc-editor.org/rfc/rfc9110#status.{}", status.as_u16())
}

/// Logs the portal's failures as errors and the program's as information.
fn log(error: Option<&Error>, known: Option<&ApiError>, status: StatusCode) {
    let chain = match known {
        Some(error) => {
            let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
            causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
        }
        None => error.map(ToString::to_string).unwrap_or_default(),
    };
    if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED {
        tracing::error!(status = status.as_u16(), chain, "API request failed");
    } else {
        tracing::info!(status = status.as_u16(), chain, "API request refused");
    }
}
