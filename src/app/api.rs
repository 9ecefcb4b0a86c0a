//! Joins the API: whose tokens it takes, and its switches as the flags have them.

use std::sync::Arc;

use actix_web::web::Data;
use anyhow::Context;
use jiff::SignedDuration;

use super::sign_in::SignInService;
use crate::auth::{BearerVerifier, PortalAddress};
use crate::config::{ApiAvailable, ApiExistence, ApiMessage, Config};
use crate::idp::{Level, Order, Provider};
use crate::test_tools::TestTools;
use crate::web::api::interceptor::Interceptor;
use crate::web::api::{Api, ApiSettings, Available, Existence, Message};
use crate::web::pages::test::inject_api_faults::FaultInjector;
use crate::web::pages::test::{MintRequest, TokenMinter};

/// The API with the settings. The tokens of the sign-in count unless another issuer is named.
pub fn api(
    config: &Config,
    address: &PortalAddress,
    sign_in: &SignInService,
    tools: Option<&Data<TestTools>>,
) -> anyhow::Result<Api> {
    let settings = &config.api;
    let other = settings.issuer.clone().map(|issuer| SignInService::at(issuer, "--api-issuer")).transpose()?;
    let SignInService { issuer, channel } = other.as_ref().unwrap_or(sign_in);
    let verifier = BearerVerifier::new(issuer.clone(), channel.clone(), settings.audience.clone());
    let switches = ApiSettings {
        available: match settings.available {
            ApiAvailable::Eligible => Available::Eligible,
            ApiAvailable::Any => Available::Any,
        },
        message: match settings.message {
            ApiMessage::Title => Message::Title,
            ApiMessage::Detail => Message::Detail,
        },
        existence: match settings.existence {
            ApiExistence::Hidden => Existence::Hidden,
            ApiExistence::Revealed => Existence::Revealed,
        },
        page_size: settings.page_size,
        requests_a_minute: (settings.rate > 0).then_some(settings.rate),
    };
    let interceptor = tools.map(|tools| Box::new(FaultInjector(tools.clone())) as Box<dyn Interceptor>);
    Ok(Api::new(verifier, switches, address.clone(), interceptor))
}

/// The embedded provider, as the page for tokens wants to know it.
pub struct EmbeddedTokenMinter(pub Arc<Provider>);

impl TokenMinter for EmbeddedTokenMinter {
    fn mint(&self, order: &MintRequest) -> anyhow::Result<String> {
        let level = Level::ALL.into_iter().find(|level| level.number() == order.level).context("no such level")?;
        let order = Order {
            national_id: order.national_id.to_string(),
            client: order.client.clone(),
            scope: order.scope.clone(),
            level,
            lifetime: SignedDuration::from_hours(8),
            within: Some(order.world.to_string()),
        };
        Ok(self.0.mint(&order)?)
    }
}
