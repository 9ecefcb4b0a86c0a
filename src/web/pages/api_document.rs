//! `/api`: the `OpenAPI` document as a page, in English like the document.

use askama::Template;
use serde_json::Value;

use crate::web::api::openapi::{document, full_path};
use crate::web::error::WebError;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;

/// The API's documentation.
#[derive(Template)]
#[template(path = "pages/api.html")]
pub struct ApiPage {
    pub layout: Layout,
    pub title: String,
    pub introduction: Vec<Vec<TextSpan>>,
    pub operations: Vec<OperationView>,
}

/// A part of a text with one format.
pub enum TextSpan {
    Plain(String),
    Code(String),
    Strong(String),
}

/// A path and method.
pub struct OperationView {
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub text: Vec<TextSpan>,
    pub parameters: Vec<ParameterView>,
    pub responses: Vec<ResponseView>,
}

/// A parameter.
pub struct ParameterView {
    pub name: String,
    pub location: String,
    pub required: bool,
    pub text: Vec<TextSpan>,
}

/// A possible response.
pub struct ResponseView {
    pub status: String,
    pub text: Vec<TextSpan>,
    /// Indented JSON; empty when there is none.
    pub example: String,
}

/// Shows the document; needs no sign-in.
pub async fn show(context: RequestContext) -> Result<Page<ApiPage>, WebError> {
    let layout = context.signed_in_layout("API", Section::Outside).await?;
    let document = serde_json::to_value(document()).map_err(|error| WebError::Internal(error.into()))?;
    let introduction = text(&document["info"]["description"]);
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, methods)| {
        // Beside its operations, a path may have a base address of its own.
        let operations = methods.as_object().into_iter().flatten().filter(|(key, _)| *key != "servers");
        operations.map(|(method, operation)| view(path, method, operation))
    });
    Ok(Page::ok(ApiPage {
        layout,
        title: text(&document["info"]["title"]),
        introduction: introduction.split("\n\n").map(spans).collect(),
        operations: operations.collect(),
    }))
}

fn view(path: &str, method: &str, operation: &Value) -> OperationView {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let responses = operation["responses"].as_object().into_iter().flatten();
    OperationView {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: full_path(path),
        summary: text(&operation["summary"]),
        text: spans(&text(&operation["description"])),
        parameters: parameters.map(parameter).collect(),
        responses: responses.map(|(status, response)| response_view(status, response)).collect(),
    }
}

fn parameter(parameter: &Value) -> ParameterView {
    ParameterView {
        name: text(&parameter["name"]),
        location: text(&parameter["in"]),
        required: parameter["required"] == true,
        text: spans(&text(&parameter["description"])),
    }
}

fn response_view(status: &str, response: &Value) -> ResponseView {
    let mut contents = response["content"].as_object().into_iter().flat_map(|content| content.values());
    let example = contents.find_map(|content| content.get("example"));
    ResponseView {
        status: status.to_owned(),
        text: spans(&text(&response["description"])),
        example: example.and_then(|example| serde_json::to_string_pretty(example).ok()).unwrap_or_default(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Parses the document's Markdown: only `**strong**` and `code`.
fn spans(text: &str) -> Vec<TextSpan> {
    let mut spans = Vec::new();
    for (number, part) in text.split('`').enumerate() {
        if number % 2 == 1 {
            spans.push(TextSpan::Code(part.to_owned()));
            continue;
        }
        for (number, part) in part.split("**").enumerate().filter(|(_, part)| !part.is_empty()) {
            let part = part.to_owned();
            spans.push(if number % 2 == 1 { TextSpan::Strong(part) } else { TextSpan::Plain(part) });
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_and_leave_no_trace() {
        let shown = spans("**Only here.** As `a` or `b`.").into_iter().map(|span| match span {
            TextSpan::Plain(text) => text,
            TextSpan::Code(text) => format!("<{text}>"),
            TextSpan::Strong(text) => format!("[{text}]"),
        });
        assert_eq!(shown.collect::<String>(), "[Only here.] As <a> or <b>.");
    }
}
