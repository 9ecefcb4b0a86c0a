//! Addresses of Altinn's that this portal answers with the word that they are left out.

use crate::web::api::problem::{ApiError, LEFT_OUT};

/// 501, at any method.
pub async fn say_so() -> Result<&'static str, ApiError> {
    Err(ApiError::Coded(LEFT_OUT))
}
