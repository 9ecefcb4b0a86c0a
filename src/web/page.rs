//! Renders a template as an HTML response.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, Responder};
use askama::Template;

use super::error::WebError;

/// Bytes; most pages fit.
const INITIAL_CAPACITY: usize = 32 * 1024;

/// A responder for a template.
pub struct Page<T> {
    template: T,
    status: StatusCode,
    form_target: Option<FormTarget>,
}

/// An origin, beside the portal's own, that a form of the page may lead to.
#[derive(Debug, Clone)]
pub struct FormTarget(pub String);

impl<T: Template> Page<T> {
    /// With status 200.
    pub fn ok(template: T) -> Self {
        Self::with_status(template, StatusCode::OK)
    }

    /// With another status.
    pub fn with_status(template: T, status: StatusCode) -> Self {
        Self { template, status, form_target: None }
    }

    /// Lets the page's forms end at this origin too.
    #[must_use]
    pub fn with_form_target(self, origin: String) -> Self {
        Self { form_target: Some(FormTarget(origin)), ..self }
    }
}

impl<T: Template> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        if let Some(target) = self.form_target {
            request.extensions_mut().insert(target);
        }
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
