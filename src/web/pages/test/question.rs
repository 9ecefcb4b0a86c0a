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
    pub action: &'static str,
    /// The hidden fields of the form.
    pub fields: Vec<(&'static str, String)>,
    pub yes: String,
    pub cancel_url: &'static str,
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
    /// The page, as part of the tool at this URL.
    pub async fn page(self, context: &RequestContext, address: &str) -> Result<Page<QuestionPage>, WebError> {
        let ToolLayout { mut layout, tools } = tool_layout(context, address).await?;
        layout.title = fill(&context.t.common.title_suffix, &[("title", &self.heading)]);
        Ok(Page::ok(QuestionPage { layout, tools, question: self }))
    }
}
