//! `/test/requests`: shows the latest API requests.

use std::collections::HashMap;

use actix_web::web::Data;
use askama::Template;
use url::Url;

use super::{TokenTools, ToolLayout, ToolLink, tool_layout};
use crate::auth::{BaseUrl, same_origin_url};
use crate::service::Service;
use crate::test_tools::TestTools;
use crate::test_tools::request_log::LoggedRequest;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The latest requests.
#[derive(Template)]
#[template(path = "pages/test/requests.html")]
pub struct RequestsPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub rows: Vec<RequestRow>,
}

/// One request.
pub struct RequestRow {
    pub time: String,
    pub method: String,
    pub target: String,
    pub status: u16,
    /// The person, or the organisation of a program without one.
    pub sender: String,
    pub client: String,
    pub id: String,
    pub curl: String,
    /// Empty when the answer had none.
    pub warning: String,
}

/// Shows the latest requests: the world's, and those without a valid token.
pub async fn show(
    context: RequestContext,
    BaseUrl(base): BaseUrl,
    token_tools: Data<TokenTools>,
    tools: Data<TestTools>,
) -> Result<Page<RequestsPage>, WebError> {
    token_tools.token_issuer()?;
    let people = context.call_service(Service::people).await?;
    let names: HashMap<_, _> = people.into_iter().map(|(person, _)| (person.id, person.display_name())).collect();
    let row = |request: LoggedRequest| RequestRow {
        time: format::date_time_seconds(request.at),
        curl: curl(&request, &base),
        sender: request
            .person
            .and_then(|person| names.get(&person).cloned())
            .or(request.organisation.map(|number| number.to_string()))
            .unwrap_or(context.t.test.requests.unknown.to_string()),
        client: request.client.unwrap_or_default(),
        method: request.method,
        target: request.target,
        status: request.status,
        id: request.id.to_string(),
        warning: request.warning.unwrap_or_default(),
    };
    let ToolLayout { layout, tools: links } = tool_layout(&context, urls::TEST_REQUESTS).await?;
    let here = |request: &LoggedRequest| request.world.as_ref().is_none_or(|world| *world == context.world);
    let rows = tools.requests.latest().into_iter().filter(here).map(row).collect();
    Ok(Page::ok(RequestsPage { layout, tools: links, rows }))
}

/// A curl command that repeats the request, with the token in `$TOKEN`.
pub fn curl(request: &LoggedRequest, base: &Url) -> String {
    let address = same_origin_url(base, &request.target);
    let mut command = format!("curl -i -X {} {} -H \"Authorization: Bearer $TOKEN\"", request.method, quoted(&address));
    if let Some(key) = &request.idempotency_key {
        command.push_str(" -H ");
        command.push_str(&quoted(&format!("Idempotency-Key: {key}")));
    }
    if let Some(body) = &request.body {
        command.push_str(" -H 'Content-Type: application/json' --data ");
        command.push_str(&quoted(body));
    }
    command
}

/// Quotes a word for a POSIX shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
