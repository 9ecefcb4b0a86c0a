//! `/test/token`: issues access tokens for any person.

use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::form_errors::{FormErrors, national_id};
use super::{IssueTokenRequest, TokenTools, ToolLayout, ToolLink, form_layout, unprocessable};
use crate::domain::world::WorldName;
use crate::i18n::Texts;
use crate::service::Service;
use crate::web::api::{READ_SCOPE, WRITE_SCOPE};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// The form and, once sent, the token.
#[derive(Template)]
#[template(path = "pages/test/token.html")]
pub struct TokenPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub people: Vec<PersonOption>,
    pub form: TokenForm,
    /// Empty until the form is sent.
    pub token: String,
    pub errors: FormErrors,
}

/// A person of this world.
pub struct PersonOption {
    pub national_id: String,
    pub name: String,
}

/// The form, sent as a query.
#[derive(Debug, Clone, Deserialize)]
pub struct TokenForm {
    /// Absent until the form is sent.
    pub person: Option<String>,
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
        let read = self.read.as_ref().map(|_| READ_SCOPE);
        let write = self.write.as_ref().map(|_| WRITE_SCOPE);
        read.into_iter().chain(write).collect::<Vec<_>>().join(" ")
    }

    fn request(&self, t: &Texts, person: &str, world: &WorldName) -> Result<IssueTokenRequest, FormErrors> {
        let mut errors = FormErrors::default();
        let national_id = errors.number("person", person, &|fault| national_id(t, fault));
        if self.client.trim().is_empty() {
            errors.add("client", &t.test.form.program);
        }
        if ![0, 3, 4].contains(&self.level) {
            errors.add("level-4", &t.test.form.choose);
        }
        let (Some(national_id), true) = (national_id, errors.is_empty()) else { return Err(errors) };
        Ok(IssueTokenRequest {
            national_id,
            client_id: self.client.clone(),
            scope: self.scope(),
            level: self.level,
            world: world.clone(),
        })
    }
}

/// Shows the form and, if sent, the token.
pub async fn show(
    context: RequestContext,
    tools: Data<TokenTools>,
    form: Query<TokenForm>,
) -> Result<Page<TokenPage>, WebError> {
    let token_issuer = tools.token_issuer()?;
    let Some(person) = form.person.as_deref() else {
        let form = TokenForm { read: Some("1".to_owned()), write: Some("1".to_owned()), ..form.into_inner() };
        return Ok(Page::ok(page(&context, form, String::new(), FormErrors::default()).await?));
    };
    match form.request(context.t, person, &context.world) {
        Ok(request) => {
            let token = token_issuer.issue(&request).map_err(WebError::Internal)?;
            Ok(Page::ok(page(&context, form.into_inner(), token, FormErrors::default()).await?))
        }
        Err(errors) => Ok(unprocessable(page(&context, form.into_inner(), String::new(), errors).await?)),
    }
}

async fn page(
    context: &RequestContext,
    form: TokenForm,
    token: String,
    errors: FormErrors,
) -> Result<TokenPage, WebError> {
    let people = context.call_service(Service::people).await?.into_iter();
    let people = people
        .map(|(person, _)| PersonOption { national_id: person.national_id.to_string(), name: person.display_name() });
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_TOKEN, &errors).await?;
    Ok(TokenPage { layout, tools, people: people.collect(), form, token, errors })
}
