//! The one way in which a template becomes an answer.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;

use super::error::WebError;
use super::kept::MadeOf;
use super::visit::Visit;

/// Bytes that most pages fit in.
const ROOM: usize = 32 * 1024;

/// A page to send.
pub struct Page<T> {
    template: T,
    status: StatusCode,
    made_of: Option<MadeOf>,
}

impl<T: Template> Page<T> {
    /// A page that answers what was asked.
    pub fn ok(template: T) -> Self {
        Self::with_status(template, StatusCode::OK)
    }

    /// A page that says why not.
    pub fn with_status(template: T, status: StatusCode) -> Self {
        Self { template, status, made_of: None }
    }

    /// A page that shows nothing but the world, the session and what the request names: it is kept, to be sent again.
    #[must_use]
    pub fn kept(self, visit: &Visit) -> Self {
        Self { made_of: visit.made_of(), ..self }
    }
}

impl<T: Template> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut html = String::with_capacity(ROOM);
        match self.template.render_into(&mut html) {
            Ok(()) => {
                let mut response = HttpResponse::build(self.status)
                    .insert_header(ContentType::html())
                    // Pages show what one person may see: never kept by anything on the way.
                    .insert_header((CACHE_CONTROL, "no-store"))
                    .body(html);
                if let Some(made_of) = self.made_of {
                    response.extensions_mut().insert(made_of);
                }
                response
            }
            Err(error) => HttpResponse::from_error(WebError::Internal(error.into())),
        }
    }
}
