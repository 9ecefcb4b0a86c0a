//! Renders a template as an HTML response.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;

use super::error::WebError;

/// Bytes; most pages fit.
const INITIAL_CAPACITY: usize = 32 * 1024;

/// A responder for a template.
pub struct Page<T> {
    template: T,
    status: StatusCode,
}

impl<T: Template> Page<T> {
    /// With status 200.
    pub fn ok(template: T) -> Self {
        Self::with_status(template, StatusCode::OK)
    }

    /// With another status.
    pub fn with_status(template: T, status: StatusCode) -> Self {
        Self { template, status }
    }
}

impl<T: Template> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut html = String::with_capacity(INITIAL_CAPACITY);
        match self.template.render_into(&mut html) {
            // Pages are personal: no cache may store them.
            Ok(()) => HttpResponse::build(self.status)
                .insert_header(ContentType::html())
                .insert_header((CACHE_CONTROL, "no-store"))
                .body(html),
            Err(error) => HttpResponse::from_error(WebError::Internal(error.into())),
        }
    }
}
