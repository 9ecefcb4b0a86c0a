//! `/test/token`: issues access tokens for any person, and for any vendor.

use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::form_errors::{FormErrors, national_id};
use super::token_issuer::{TOKEN_LIFETIME, default_client};
use super::vendor_token::VendorTokenForm;
use super::{IssueTokenRequest, TokenHolder, TokenTools, ToolLayout, ToolLink, form_layout, unprocessable};
use crate::domain::system::System;
use crate::domain::world::WorldName;
use crate::i18n::Texts;
use crate::service::Service;
use crate::web::api::connections::PORTAL_SCOPE;
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
    pub people: Vec<NumberOption>,
    pub form: TokenForm,
    pub vendors: Vec<NumberOption>,
    pub vendor_form: VendorTokenForm,
    /// Empty until a form is sent.
    pub token: String,
    pub errors: FormErrors,
}

/// A person or vendor of this world.
#[derive(PartialEq, Eq)]
pub struct NumberOption {
    pub number: String,
    pub name: String,
}

/// The form, sent as a query.
#[derive(Debug, Clone, Deserialize)]
pub struct TokenForm {
    /// Absent until the form is sent.
    pub person: Option<String>,
    #[serde(default = "default_client")]
    pub client: String,
    /// Present when ticked.
    pub read: Option<String>,
    pub write: Option<String>,
    pub portal: Option<String>,
    #[serde(default = "high")]
    pub level: u8,
}

fn high() -> u8 {
    4
}

impl TokenForm {
    fn scope(&self) -> String {
        let read = self.read.as_ref().map(|_| READ_SCOPE);
        let write = self.write.as_ref().map(|_| WRITE_SCOPE);
        let portal = self.portal.as_ref().map(|_| PORTAL_SCOPE);
        read.into_iter().chain(write).chain(portal).collect::<Vec<_>>().join(" ")
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
            holder: TokenHolder::Person { national_id, level: self.level },
            client_id: self.client.clone(),
            scope: self.scope(),
            lifetime: TOKEN_LIFETIME,
            world: world.clone(),
        })
    }
}

/// Shows the forms and, if one was sent, the token.
pub async fn show(
    context: RequestContext,
    tools: Data<TokenTools>,
    form: Query<TokenForm>,
    vendor_form: Query<VendorTokenForm>,
) -> Result<Page<TokenPage>, WebError> {
    let token_issuer = tools.token_issuer()?;
    let request = match (form.person.as_deref(), vendor_form.vendor.as_deref()) {
        (Some(person), _) => form.request(context.t, person, &context.world),
        (None, Some(vendor)) => vendor_form.request(context.t, vendor, &context.world),
        (None, None) => {
            return Ok(Page::ok(page(&context, form, vendor_form, String::new(), FormErrors::default()).await?));
        }
    };
    match request {
        Ok(request) => {
            let token = token_issuer.issue(&request).map_err(WebError::Internal)?;
            Ok(Page::ok(page(&context, form, vendor_form, token, FormErrors::default()).await?))
        }
        Err(errors) => Ok(unprocessable(page(&context, form, vendor_form, String::new(), errors).await?)),
    }
}

async fn page(
    context: &RequestContext,
    form: Query<TokenForm>,
    vendor_form: Query<VendorTokenForm>,
    token: String,
    errors: FormErrors,
) -> Result<TokenPage, WebError> {
    let (people, systems) =
        context.call_service(|service: &Service| Ok((service.people()?, service.systems()?))).await?;
    let people = people
        .into_iter()
        .map(|(person, _)| NumberOption { number: person.national_id.to_string(), name: person.display_name() });
    let mut vendors: Vec<NumberOption> = Vec::new();
    for System { vendor, .. } in systems {
        let vendor = NumberOption { number: vendor.number.to_string(), name: vendor.name };
        if !vendors.contains(&vendor) {
            vendors.push(vendor);
        }
    }
    let mut form = form.into_inner();
    if form.person.is_none() {
        (form.read, form.write) = (Some("1".to_owned()), Some("1".to_owned()));
    }
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_TOKEN, &errors).await?;
    let vendor_form = vendor_form.into_inner();
    Ok(TokenPage { layout, tools, people: people.collect(), form, vendors, vendor_form, token, errors })
}
