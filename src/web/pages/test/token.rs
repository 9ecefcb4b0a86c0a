//! `/test/token`: an access token for anybody, made on the page.

use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::{MintOrder, Tools};
use crate::domain::number::NationalId;
use crate::web::chrome::{Chrome, Section};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::visit::Visit;

/// The form and, once it was sent, the token.
#[derive(Template)]
#[template(path = "pages/test_token.html")]
pub struct TokenPage {
    pub chrome: Chrome,
    pub people: Vec<PersonOption>,
    pub form: TokenForm,
    /// Something in the form is wrong.
    pub wrong: bool,
    /// Empty before the form is sent.
    pub token: String,
}

/// Somebody of this world.
pub struct PersonOption {
    pub national_id: String,
    pub name: String,
}

/// What the form says: in the query, as nothing is changed.
#[derive(Debug, Clone, Deserialize)]
pub struct TokenForm {
    #[serde(default)]
    pub person: String,
    #[serde(default = "program")]
    pub client: String,
    /// Present when ticked.
    pub read: Option<String>,
    pub write: Option<String>,
    #[serde(default = "high")]
    pub level: u8,
}

fn program() -> String {
    "klientportal-test".to_owned()
}

fn high() -> u8 {
    4
}

impl TokenForm {
    fn scope(&self) -> String {
        let read = self.read.as_ref().map(|_| "altinn:clientdelegations.read");
        let write = self.write.as_ref().map(|_| "altinn:clientdelegations.write");
        read.into_iter().chain(write).collect::<Vec<_>>().join(" ")
    }

    fn order(&self) -> Option<MintOrder> {
        let national_id: NationalId = self.person.parse().ok()?;
        let order = MintOrder { national_id, client: self.client.clone(), scope: self.scope(), level: self.level };
        (!order.client.trim().is_empty() && [0, 3, 4].contains(&order.level)).then_some(order)
    }
}

/// Shows the form and, if it was sent, the token.
pub async fn show(visit: Visit, tools: Data<Tools>, form: Query<TokenForm>) -> Result<Page<TokenPage>, WebError> {
    let minter = tools.minter()?;
    let mut form = form.into_inner();
    let sent = !form.person.is_empty();
    let order = form.order();
    let token = order.as_ref().map(|order| minter.mint(order)).transpose().map_err(WebError::Internal)?;
    if !sent {
        (form.read, form.write) = (Some("1".to_owned()), Some("1".to_owned()));
    }
    let people = visit.ask(crate::service::Service::people).await?;
    let people = people
        .into_iter()
        .map(|(person, _)| PersonOption { national_id: person.national_id.to_string(), name: person.display_name() });
    Ok(Page::ok(TokenPage {
        chrome: visit.chrome(&visit.t.api_tools.token_title, Section::Outside),
        people: people.collect(),
        wrong: sent && order.is_none(),
        form,
        token: token.unwrap_or_default(),
    }))
}
