//! What the routes are made of: resources that answer other methods with 405 and the methods that they have.

use actix_web::guard::{Any, Get, Head};
use actix_web::http::header::ALLOW;
use actix_web::{HttpResponse, Resource, Route, web};

/// A resource that names its methods when asked with another one.
pub fn resource(path: &str, methods: &'static str) -> Resource {
    web::resource(path).default_service(refuse_other_methods(methods))
}

/// A page with a form that posts to the page itself.
pub fn form_page(path: &str) -> Resource {
    resource(path, "GET, HEAD, POST")
}

/// The answer to any other method, which names those that there are.
pub fn refuse_other_methods(methods: &'static str) -> Route {
    web::to(move || async move { HttpResponse::MethodNotAllowed().insert_header((ALLOW, methods)).finish() })
}

/// GET or HEAD.
pub fn get_or_head() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}
