//! A question before something that cannot be taken back, as a page of its own.

use askama::Template;

use super::{ToolLayout, ToolLink, tool_layout};
use crate::i18n::fill;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;

/// What is asked, and the form that says yes.
pub struct Question {
    pub heading: String,
    pub text: String,
    /// Where the form is posted to.
    pub action: String,
    /// The hidden fields of the form.
    pub fields: Vec<(&'static str, String)>,
    pub yes: String,
    pub cancel_url: String,
}

/// The page with the question.
#[derive(Template)]
#[template(path = "pages/test/question.html")]
pub struct QuestionPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub question: Question,
}

impl Question {
    /// Asks before a scenario replaces a world that others use.
    pub fn replacing_world(context: &RequestContext, action: String, load: Option<String>, cancel_url: String) -> Self {
        let t = &context.t.test.scenarios;
        let world = [("world", context.world.as_str())];
        let sure = ("sure", "yes".to_owned());
        Self {
            heading: fill(&t.replace_heading, &world),
            text: fill(&t.replace_text, &world),
            action,
            fields: std::iter::once(sure).chain(load.map(|name| ("load", name))).collect(),
            yes: t.replace_yes.to_string(),
            cancel_url,
        }
    }

    /// The page, as part of the tool at this URL.
    pub async fn page(self, context: &RequestContext, address: &str) -> Result<Page<QuestionPage>, WebError> {
        let ToolLayout { mut layout, tools } = tool_layout(context, address).await?;
        layout.title = fill(&context.t.common.title_suffix, &[("title", &self.heading)]);
        Ok(Page::ok(QuestionPage { layout, tools, question: self }))
    }
}
