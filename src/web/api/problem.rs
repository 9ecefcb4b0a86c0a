//! The API's errors, and the status and code of each.
//!
//! `response` writes them as problem+json.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};

use super::access_problem::code_of;
use super::code::Code;
use super::connections;
use super::dto::MissingPackage;
use super::validation::ParameterError;
use crate::auth::AuthError;
use crate::domain::number::OrganisationNumber;
use crate::service::register::SystemFault;
use crate::service::store::StoreError;
use crate::service::{AccessProblem, ConnectionProblem, ServiceError};

const fn code(status: u16, id: &'static str, title: &'static str) -> Code {
    Code { status, id, title }
}

pub const NOT_AGENT_TYPE: Code =
    code(400, "AUTH-00034", "The system user type of the provided system user GUID is not an agent.");
/// This one and the next five occur only as injected faults.
pub const DELEGATION_FAILED: Code = code(400, "AUTH-00002", "The Delegation failed.");
pub const REVOCATION_FAILED: Code = code(400, "AUTH-00031", "Party does not match delegation facilitator.");
pub const LIST_UNAUTHORIZED: Code = code(401, "AUTH-00043", "Unauthorized");
pub const LIST_FORBIDDEN: Code = code(403, "AUTH-00044", "Forbidden");
pub const LIST_FAILED: Code = code(400, "AUTH-00045", "Failed to get clients");
pub const PACKAGE_UNKNOWN: Code =
    code(400, "AUTH-00063", "One or more accesspackage is not found in the referenced system in the System Register.");
pub const CLIENT_NOT_FOUND: Code = code(400, "AUTH-00079", "Client not found.");
pub const CLIENT_LACKS_PACKAGES: Code =
    code(400, "AUTH-00080", "Client does not have the accesspackages the agent system user requires");
pub const VALIDATION: Code = code(400, "STD-00000", "One or more validation errors occurred.");
pub const TOO_MANY_REQUESTS: Code =
    code(429, "KP-00001", "More requests a minute than this token or address may make.");
pub const TOO_LARGE: Code = code(413, "KP-00002", "The body is larger than 256 KiB.");
pub const KEY_REUSED: Code = code(422, "KP-00004", "This Idempotency-Key came with another request before.");
pub const INVALID_BODY: Code = code(400, "KP-00005", "The body is not the JSON that the document describes.");
pub const BUSY: Code = code(503, "KP-00006", "The portal is busy. Try again in a moment.");
pub const INTERNAL_ERROR: Code = code(500, "KP-00007", "The portal failed. Its log has the reason under this traceId.");
pub const DISK_FULL: Code = code(507, "KP-00011", "The portal's disk is full. Nothing was changed.");
pub const ISSUER_UNAVAILABLE: Code = code(503, "KP-00008", "The token's issuer cannot be asked for its keys.");
pub const VENDOR_UNKNOWN: Code = code(401, "AUTH-00023", "The token names no vendor: it has no claim consumer.");
pub const LEFT_OUT: Code =
    code(501, "KP-00010", "Altinn has this address; this portal leaves it out. See docs/api.md.");
pub const INVALID_KEY: Code = code(400, "KP-00009", "An Idempotency-Key has from 1 to 255 visible characters.");

/// Why an API request failed.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The token is missing or invalid. Empty body.
    #[error("no valid token: {0}")]
    Unauthorized(String),
    /// The token lacks the scope, or the person the permission. Empty body.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// Malformed parameters, reported as ASP.NET does.
    #[error("parameters that cannot be read")]
    Binding(Vec<(&'static str, String)>),
    /// Parameters with well-formed but invalid values.
    #[error("parameters that are wrong")]
    Validation(Vec<ParameterError>),
    /// No organisation has the number. Has no code.
    #[error("no such party")]
    PartyNotFound { party: String },
    /// The owner of the system access is not in the register. Has no code.
    #[error("no such owner")]
    OwnerNotFound { owner: OrganisationNumber },
    /// A problem with a code and nothing else.
    #[error("{}", .0.id)]
    Coded(Code),
    /// A client that cannot be added, with what it lacks.
    #[error("{}", .code.id)]
    Refused { code: Code, missing: Vec<MissingPackage> },
    /// A documented refusal of a request, an access or a system.
    #[error(transparent)]
    Access(AccessProblem),
    /// A documented refusal of a change of a relationship.
    #[error(transparent)]
    Connection(ConnectionProblem),
    /// A system that cannot be registered; every reason.
    #[error("a system that cannot be registered")]
    System(Vec<SystemFault>),
    /// A malformed body, and where it is malformed.
    #[error("a body that cannot be read: {0}")]
    Body(String),
    /// The token's issuer does not answer, so the token cannot be verified.
    #[error("the token's issuer does not answer")]
    IssuerUnavailable(#[source] AuthError),
    /// Too many requests: retry after this many seconds.
    #[error("too many requests")]
    TooManyRequests { retry_after: u64 },
    /// The portal itself failed.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::Coded(CLIENT_NOT_FOUND),
            ServiceError::UnknownPerson => Self::Forbidden("the person is nobody here"),
            ServiceError::NotRepresented => Self::Forbidden("the person is nothing in the organisation"),
            ServiceError::NoPowers => Self::Forbidden("the person may not administer clients"),
            ServiceError::NotForClients => Self::Coded(NOT_AGENT_TYPE),
            ServiceError::NotEligible(refused) => {
                let (_, eligibility) = &*refused;
                let code = if eligibility.has_some() { CLIENT_LACKS_PACKAGES } else { CLIENT_NOT_FOUND };
                Self::Refused { code, missing: MissingPackage::all(eligibility) }
            }
            // An injected fault: the client lacks nothing.
            ServiceError::Declined(_) => Self::Refused { code: CLIENT_LACKS_PACKAGES, missing: Vec::new() },
            ServiceError::ImpossibleEvent(error) => Self::Internal(error.into()),
            ServiceError::KeyReused => Self::Coded(KEY_REUSED),
            ServiceError::Problem(problem) => Self::Access(problem),
            ServiceError::Connection(problem) => Self::Connection(problem),
            ServiceError::InvalidSystem(faults) => Self::System(faults),
            // Only the portal asks for confirmation of a count, and undoes changes.
            ServiceError::NotConfirmed { .. } | ServiceError::NoSuchChange => Self::Internal(error.into()),
            ServiceError::Store(error) => Self::Store(error),
        }
    }
}

impl ApiError {
    /// The problem's code, if it has one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Coded(code) | Self::Refused { code, .. } => Some(*code),
            Self::Validation(_) | Self::System(_) => Some(VALIDATION),
            Self::Access(problem) => Some(code_of(problem)),
            Self::Connection(problem) => Some(connections::problem::code_of(*problem)),
            Self::Body(_) => Some(INVALID_BODY),
            Self::IssuerUnavailable(_) => Some(ISSUER_UNAVAILABLE),
            Self::TooManyRequests { .. } => Some(TOO_MANY_REQUESTS),
            Self::Store(StoreError::Full(_)) => Some(DISK_FULL),
            Self::Internal(_) | Self::Store(StoreError::Unwritable(_) | StoreError::Failed(_)) => Some(INTERNAL_ERROR),
            Self::Store(StoreError::Busy(_)) => Some(BUSY),
            Self::Unauthorized(_)
            | Self::Forbidden(_)
            | Self::Binding(_)
            | Self::PartyNotFound { .. }
            | Self::OwnerNotFound { .. } => None,
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Binding(_) => StatusCode::BAD_REQUEST,
            Self::PartyNotFound { .. } | Self::OwnerNotFound { .. } => StatusCode::NOT_FOUND,
            _ => {
                let status = self.code().and_then(|code| StatusCode::from_u16(code.status).ok());
                status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let Self::TooManyRequests { retry_after } = self {
            response.insert_header((RETRY_AFTER, retry_after.to_string()));
        }
        response.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_and_code(error: ServiceError) -> (u16, &'static str) {
        let error = ApiError::from(error);
        (error.status_code().as_u16(), error.code().map_or("", |code| code.id))
    }

    #[test]
    fn every_error_of_the_service_has_its_status_and_code() {
        assert_eq!(status_and_code(ServiceError::NotFound), (400, "AUTH-00079"));
        assert_eq!(status_and_code(ServiceError::NotForClients), (400, "AUTH-00034"));
        for refused in [ServiceError::UnknownPerson, ServiceError::NotRepresented, ServiceError::NoPowers] {
            assert_eq!(status_and_code(refused), (403, ""));
        }
        assert_eq!(status_and_code(ServiceError::Store(StoreError::Busy("held".into()))), (503, "KP-00006"));
        assert_eq!(status_and_code(ServiceError::Store(StoreError::Failed("broken".into()))), (500, "KP-00007"));
    }
}
