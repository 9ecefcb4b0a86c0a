//! The pages: extract, call the service once, map the answer to a view struct. Knows no SQL and no store.

pub mod api;
pub mod assets;
pub mod chrome;
pub mod error;
pub mod error_pages;
pub mod error_words;
pub mod flash;
pub mod form;
pub mod headers;
pub mod injected;
mod layout;
pub mod menu;
pub mod page;
pub mod pages;
pub mod pagination;
pub mod portal;
pub mod present;
mod service_call;
pub mod test_banner;
pub mod urls;
pub mod visit;

use actix_web::web::Redirect;

/// The answer to a form: go there with a GET.
fn redirect(to: &str) -> Redirect {
    Redirect::to(to.to_owned()).see_other()
}
