//! A page with a message and links: errors, and "you have signed out".

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
    /// "Referanse: …", the request id of the log; empty unless it is an error.
    pub reference: String,
}

/// A link. The first is the primary button.
pub struct MessageLink {
    pub href: String,
    pub label: String,
}
