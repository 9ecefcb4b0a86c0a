//! `/test/requests`: what programs have asked of the API.

use std::collections::HashMap;

use actix_web::web::Data;
use askama::Template;
use jiff::Timestamp;

use super::{Frame, ToolLink, Tools, frame};
use crate::auth::BaseUrl;
use crate::service::Service;
use crate::web::api::Api;
use crate::web::api::requests::Noted;
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::urls;
use crate::web::visit::Visit;

/// The latest requests.
#[derive(Template)]
#[template(path = "pages/test/requests.html")]
pub struct RequestsPage {
    pub chrome: Chrome,
    pub tools: Vec<ToolLink>,
    pub rows: Vec<RequestRow>,
}

/// One request.
pub struct RequestRow {
    pub time: String,
    pub method: String,
    pub target: String,
    pub status: u16,
    pub person: String,
    pub client: String,
    pub id: String,
    pub curl: String,
}

/// Shows the latest requests of the world, and those without a token that holds; the newest first.
pub async fn show(
    visit: Visit,
    BaseUrl(base): BaseUrl,
    tools: Data<Tools>,
    api: Data<Api>,
) -> Result<Page<RequestsPage>, WebError> {
    tools.token_issuer()?;
    let people = visit.ask(Service::people).await?;
    let names: HashMap<_, _> = people.into_iter().map(|(person, _)| (person.id, person.display_name())).collect();
    let row = |noted: Noted| RequestRow {
        time: time(noted.at),
        curl: noted.curl(&base),
        person: noted
            .person
            .and_then(|person| names.get(&person).cloned())
            .unwrap_or(visit.t.test.requests.unknown.to_string()),
        client: noted.client.unwrap_or_default(),
        method: noted.method,
        target: noted.target,
        status: noted.status,
        id: noted.id.to_string(),
    };
    let Frame { chrome, tools: links } = frame(&visit, urls::TEST_REQUESTS).await?;
    let here = |noted: &Noted| noted.world.as_ref().is_none_or(|world| *world == visit.world);
    let rows = api.requests.latest().into_iter().filter(here).map(row).collect();
    Ok(Page::ok(RequestsPage { chrome, tools: links, rows }))
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
