//! `/`: what the portal is and the way in.

use askama::Template;

use crate::web::chrome::{Chrome, Section};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::urls;
use crate::web::visit::Visit;

/// The start page.
#[derive(Template)]
#[template(path = "pages/start.html")]
pub struct StartPage {
    pub chrome: Chrome,
    /// Where the one primary button leads, and its text: sign in, or go on.
    pub action_url: String,
    pub action_label: String,
}

/// Shows the start page, signed in or not.
pub async fn show(visit: Visit) -> Result<Page<StartPage>, WebError> {
    let t = visit.t;
    if visit.person().is_err() {
        let chrome = visit.chrome(&t.start.title, Section::Outside);
        let (action_url, action_label) = (urls::SIGN_IN.to_owned(), t.start.sign_in.to_string());
        return Ok(Page::ok(StartPage { chrome, action_url, action_label }));
    }
    let chrome = visit.signed_in_chrome(&t.start.title, Section::Outside).await?;
    let (action_url, action_label) = (urls::OVERVIEW.to_owned(), t.start.go_on.to_string());
    Ok(Page::ok(StartPage { chrome, action_url, action_label }))
}
