//! HTTP: the pages, the API and the test tools.
//!
//! A handler extracts the request, calls the service and fills a view struct. This layer knows no SQL.

pub mod api;
pub mod assets;
pub mod avatar;
mod build_layout;
pub mod error;
pub mod error_pages;
pub mod error_text;
pub mod flash;
mod flash_access;
pub mod form;
pub mod format;
pub mod headers;
pub mod injected;
pub mod layout;
pub mod menu;
pub mod page;
pub mod pages;
pub mod pagination;
pub mod portal;
pub mod refusal;
pub mod request_context;
mod service_call;
pub mod test_banner;
pub mod urls;

use actix_web::web::Redirect;

/// A 303 redirect, the response to a form.
fn redirect(to: &str) -> Redirect {
    Redirect::to(to.to_owned()).see_other()
}
