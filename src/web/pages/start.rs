//! `/`: what the portal is and the way in.

use askama::Template;

use crate::web::chrome::Chrome;

/// The start page.
#[derive(Template)]
#[template(path = "pages/start.html")]
pub struct StartPage {
    pub chrome: Chrome,
    /// Where the one primary button leads, and its text: sign in, or go on.
    pub action_url: String,
    pub action_label: String,
}
