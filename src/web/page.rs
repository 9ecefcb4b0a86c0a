//! The one way in which a template becomes an answer.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;

use super::error::WebError;

/// Bytes that most pages fit in.
const INITIAL_CAPACITY: usize = 32 * 1024;

/// A page to send.
pub struct Page<T> {
    template: T,
    status: StatusCode,
}

impl<T: Template> Page<T> {
    /// A page that answers what was asked.
    pub fn ok(template: T) -> Self {
        Self::with_status(template, StatusCode::OK)
    }

    /// A page that says why not.
    pub fn with_status(template: T, status: StatusCode) -> Self {
        Self { template, status }
    }
}

impl<T: Template> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut html = String::with_capacity(INITIAL_CAPACITY);
        match self.template.render_into(&mut html) {
            // Pages show what one person may see: never kept by anything on the way.
            Ok(()) => HttpResponse::build(self.status)
                .insert_header(ContentType::html())
                .insert_header((CACHE_CONTROL, "no-store"))
                .body(html),
            Err(error) => HttpResponse::from_error(WebError::Internal(error.into())),
        }
    }
}
