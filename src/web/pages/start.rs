//! `/`: what the portal is, and a link to sign in.

use askama::Template;

use crate::web::error::WebError;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// The start page.
#[derive(Template)]
#[template(path = "pages/start.html")]
pub struct StartPage {
    pub layout: Layout,
    /// The primary button: sign in, or go on.
    pub action_url: String,
    pub action_label: String,
}

/// Shows the start page, signed in or not.
pub async fn show(context: RequestContext) -> Result<Page<StartPage>, WebError> {
    let t = context.t;
    if context.person().is_err() {
        let layout = context.layout(&t.start.title, Section::Outside);
        let (action_url, action_label) = (urls::SIGN_IN.to_owned(), t.start.sign_in.to_string());
        return Ok(Page::ok(StartPage { layout, action_url, action_label }));
    }
    let layout = context.signed_in_layout(&t.start.title, Section::Outside).await?;
    let (action_url, action_label) = (urls::OVERVIEW.to_owned(), t.start.go_on.to_string());
    Ok(Page::ok(StartPage { layout, action_url, action_label }))
}
