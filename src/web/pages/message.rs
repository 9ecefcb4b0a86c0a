//! A page that says one thing and the way on: errors, and "you have signed out".

use askama::Template;

use crate::web::layout::Layout;

/// A heading, a sentence, links.
#[derive(Template)]
#[template(path = "pages/message.html")]
pub struct MessagePage {
    pub layout: Layout,
    pub heading: String,
    pub text: String,
    pub links: Vec<MessageLink>,
    /// "Referanse: …", the request id that the log has too; empty where nothing went wrong.
    pub reference: String,
}

/// A way on. The first is the primary button, the rest are links.
pub struct MessageLink {
    pub href: String,
    pub label: String,
}
