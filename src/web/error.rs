//! What can go wrong between a request and its page, and the one match from it to status and words.
//!
//! A handler answers with a [`WebError`]; the middleware in `error_pages` turns it into a page in the portal's layout.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, ResponseError};

use super::urls;
use crate::auth::AuthError;
use crate::domain::organisation::Organisation;
use crate::service::ServiceError;
use crate::service::store::StoreError;

/// Why a handler did not answer with its page.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The service refused or failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Sign-in, session or origin.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// Nobody is signed in; `expired` when the browser thought that somebody was. The way back after signing in.
    #[error("nobody is signed in")]
    SignedOut { expired: bool, return_to: String },
    /// The person has yet to choose whom to represent.
    #[error("nobody is represented")]
    ChooseFirst { return_to: String },
    /// The access belongs to another organisation that the person may represent. The way back after choosing it.
    #[error("the access belongs to another organisation of the person's")]
    OtherOwner { owner: Box<Organisation>, return_to: String },
    /// The form's token is missing or of another session.
    #[error("the form token does not fit the session")]
    FormToken,
    /// An address, query or form that no page of the portal makes.
    #[error("the request has a wrong form")]
    BadInput,
    /// The portal itself failed.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl WebError {
    /// The address to go to instead, where that is the whole answer.
    fn redirect(&self) -> Option<String> {
        match self {
            Self::SignedOut { expired: false, return_to } => Some(urls::returning(urls::SIGN_IN, return_to)),
            Self::ChooseFirst { return_to } => Some(urls::returning(urls::REPRESENT, return_to)),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Service(error) => match error {
                ServiceError::NotFound => StatusCode::NOT_FOUND,
                ServiceError::NoPowers | ServiceError::NotRepresented => StatusCode::FORBIDDEN,
                ServiceError::UnknownPerson => StatusCode::UNAUTHORIZED,
                ServiceError::NotForClients
                | ServiceError::NotEligible(_)
                | ServiceError::Declined(_)
                | ServiceError::NotAgreed { .. } => StatusCode::CONFLICT,
                ServiceError::ImpossibleEvent(_) => StatusCode::UNPROCESSABLE_ENTITY,
                ServiceError::Store(StoreError::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE,
                ServiceError::Store(StoreError::Failed(_)) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Auth(error) => error.status_code(),
            Self::SignedOut { .. } => StatusCode::UNAUTHORIZED,
            Self::FormToken | Self::OtherOwner { .. } => StatusCode::FORBIDDEN,
            Self::ChooseFirst { .. } => StatusCode::SEE_OTHER,
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
