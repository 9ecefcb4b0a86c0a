//! The errors of page handlers, and the status of each.
//!
//! The middleware in `error_pages` turns a [`WebError`] into a page.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, ResponseError};

use super::urls;
use crate::auth::AuthError;
use crate::domain::organisation::Organisation;
use crate::service::ServiceError;
use crate::service::store::StoreError;
use crate::service::worlds::WorldsError;

/// Why a handler could not show its page.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The service refused or failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Sign-in, session or origin check failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// Nobody is signed in; `expired`: the browser expected a session.
    #[error("nobody is signed in")]
    SignedOut { expired: bool, return_to: String },
    /// The person has not chosen an organisation to represent.
    #[error("nobody is represented")]
    ChooseOrganisation { return_to: String },
    /// The access belongs to another organisation that the person may represent.
    #[error("the access belongs to another organisation of the person's")]
    OtherOwner { owner: Box<Organisation>, return_to: String },
    /// The form token is missing or belongs to another session.
    #[error("the form token does not fit the session")]
    FormToken,
    /// A URL, query or form that the portal's own pages never send.
    #[error("the request has a wrong form")]
    BadInput,
    /// The portal itself failed.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl From<WorldsError> for WebError {
    fn from(error: WorldsError) -> Self {
        match error {
            WorldsError::Unknown => ServiceError::NotFound.into(),
            WorldsError::Store(error) => ServiceError::Store(error).into(),
            error => Self::Internal(error.into()),
        }
    }
}

impl WebError {
    /// Where to redirect, if the error is answered with a redirect alone.
    fn redirect(&self) -> Option<String> {
        match self {
            Self::SignedOut { expired: false, return_to } => Some(urls::with_return_to(urls::SIGN_IN, return_to)),
            Self::ChooseOrganisation { return_to } => Some(urls::with_return_to(urls::REPRESENT, return_to)),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Service(error) => match error {
                ServiceError::NotFound | ServiceError::NoSuchChange => StatusCode::NOT_FOUND,
                ServiceError::NoPowers | ServiceError::NotRepresented => StatusCode::FORBIDDEN,
                ServiceError::UnknownPerson => StatusCode::UNAUTHORIZED,
                ServiceError::NotForClients
                | ServiceError::NotEligible(_)
                | ServiceError::Declined(_)
                | ServiceError::NotConfirmed { .. }
                | ServiceError::KeyReused
                | ServiceError::Connection(_)
                | ServiceError::Problem(_) => StatusCode::CONFLICT,
                ServiceError::ImpossibleEvent(_) | ServiceError::InvalidSystem(_) => StatusCode::UNPROCESSABLE_ENTITY,
                ServiceError::Store(StoreError::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE,
                ServiceError::Store(StoreError::Full(_)) => StatusCode::INSUFFICIENT_STORAGE,
                ServiceError::Store(StoreError::Unwritable(_) | StoreError::Failed(_)) => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            },
            Self::Auth(error) => error.status_code(),
            Self::SignedOut { .. } => StatusCode::UNAUTHORIZED,
            Self::FormToken | Self::OtherOwner { .. } => StatusCode::FORBIDDEN,
            Self::ChooseOrganisation { .. } => StatusCode::SEE_OTHER,
            Self::BadInput => StatusCode::BAD_REQUEST,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        if self.redirect().is_some() { StatusCode::SEE_OTHER } else { self.status() }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(address) = self.redirect() {
            response.insert_header((LOCATION, address));
        }
        response.finish()
    }
}
