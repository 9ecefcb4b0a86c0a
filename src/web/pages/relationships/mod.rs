//! The relationships of the represented organisation: Brukere, with those that it has given power of attorney, and
//! Fullmakter hos andre, with those that have given it.

pub mod add;
pub mod change;
pub mod detail;
pub mod dialogs;
pub mod give;
pub mod list;
pub mod powers;
pub mod removal;
mod side_pages;

use crate::service::{ConnectionProblem, ServiceError};
use crate::web::error::WebError;

/// The error of a page that only access managers may open.
fn for_managers(error: WebError) -> WebError {
    match error {
        WebError::Service(ServiceError::NoPowers) => WebError::NoAccessManagement,
        WebError::Service(ServiceError::NotFound | ServiceError::Connection(ConnectionProblem::NoRelationship)) => {
            WebError::NoRelationship
        }
        error => error,
    }
}
