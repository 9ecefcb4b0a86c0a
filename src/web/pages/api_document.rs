//! `/api`: the `OpenAPI` document as a page to read. English, as the document is; made from it, so that the two never part.

use askama::Template;
use serde_json::Value;

use crate::web::api::openapi::{document, whole};
use crate::web::error::WebError;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;

/// The page.
#[derive(Template)]
#[template(path = "pages/api.html")]
pub struct ApiPage {
    pub layout: Layout,
    pub title: String,
    pub introduction: Vec<Vec<Piece>>,
    pub operations: Vec<OperationView>,
}

/// A part of a text.
pub enum Piece {
    Plain(String),
    Code(String),
    Strong(String),
}

/// A path asked by a method.
pub struct OperationView {
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub text: Vec<Piece>,
    pub parameters: Vec<ParameterView>,
    pub answers: Vec<AnswerView>,
}

/// A parameter.
pub struct ParameterView {
    pub name: String,
    pub place: String,
    pub required: bool,
    pub text: Vec<Piece>,
}

/// What may be answered.
pub struct AnswerView {
    pub status: String,
    pub text: Vec<Piece>,
    /// Indented JSON; empty when there is none.
    pub example: String,
}

/// Shows the document, to anybody.
pub async fn show(context: RequestContext) -> Result<Page<ApiPage>, WebError> {
    let layout = context.signed_in_layout("API", Section::Outside).await?;
    let document = serde_json::to_value(document()).map_err(|error| WebError::Internal(error.into()))?;
    let introduction = text(&document["info"]["description"]);
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, methods)| {
        methods.as_object().into_iter().flatten().map(|(method, operation)| view(path, method, operation))
    });
    Ok(Page::ok(ApiPage {
        layout,
        title: text(&document["info"]["title"]),
        introduction: introduction.split("\n\n").map(pieces).collect(),
        operations: operations.collect(),
    }))
}

fn view(path: &str, method: &str, operation: &Value) -> OperationView {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let answers = operation["responses"].as_object().into_iter().flatten();
    OperationView {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: whole(path),
        summary: text(&operation["summary"]),
        text: pieces(&text(&operation["description"])),
        parameters: parameters.map(parameter).collect(),
        answers: answers.map(|(status, answer)| answer_view(status, answer)).collect(),
    }
}

fn parameter(parameter: &Value) -> ParameterView {
    ParameterView {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        required: parameter["required"] == true,
        text: pieces(&text(&parameter["description"])),
    }
}

fn answer_view(status: &str, answer: &Value) -> AnswerView {
    let mut contents = answer["content"].as_object().into_iter().flat_map(|content| content.values());
    let example = contents.find_map(|content| content.get("example"));
    AnswerView {
        status: status.to_owned(),
        text: pieces(&text(&answer["description"])),
        example: example.and_then(|example| serde_json::to_string_pretty(example).ok()).unwrap_or_default(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The two marks that the document's texts have: `**strong**` and code between backticks.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (number, part) in text.split('`').enumerate() {
        if number % 2 == 1 {
            pieces.push(Piece::Code(part.to_owned()));
            continue;
        }
        for (number, part) in part.split("**").enumerate().filter(|(_, part)| !part.is_empty()) {
            let part = part.to_owned();
            pieces.push(if number % 2 == 1 { Piece::Strong(part) } else { Piece::Plain(part) });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_and_leave_no_trace() {
        let shown = pieces("**Only here.** As `a` or `b`.").into_iter().map(|piece| match piece {
            Piece::Plain(text) => text,
            Piece::Code(text) => format!("<{text}>"),
            Piece::Strong(text) => format!("[{text}]"),
        });
        assert_eq!(shown.collect::<String>(), "[Only here.] As <a> or <b>.");
    }
}
