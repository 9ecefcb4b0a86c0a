//! Builds the API: token issuer, and settings from the flags.

use std::sync::Arc;

use actix_web::web::Data;
use anyhow::Context;
use jiff::Timestamp;

use super::sign_in::SignInService;
use crate::auth::{BearerVerifier, PortalAddress};
use crate::config::Config;
use crate::idp::{AccessTokenRequest, AssuranceLevel, MachineTokenRequest, Provider};
use crate::test_tools::TestTools;
use crate::web::api::interceptor::Interceptor;
use crate::web::api::{Api, ApiSettings};
use crate::web::pages::test::inject_api_faults::FaultInjector;
use crate::web::pages::test::{IssueTokenRequest, TokenHolder, TokenIssuer};

/// The API. Accepts the sign-in's tokens unless another issuer is configured.
pub fn api(
    config: &Config,
    address: &PortalAddress,
    sign_in: &SignInService,
    tools: Option<&Data<TestTools>>,
) -> anyhow::Result<Api> {
    let settings = &config.api;
    let other = settings.issuer.clone().map(|issuer| SignInService::at(issuer, "--api-issuer")).transpose()?;
    let SignInService { issuer, back_channel } = other.as_ref().unwrap_or(sign_in);
    let verifier = BearerVerifier::new(issuer.clone(), back_channel.clone(), settings.audience.clone(), Timestamp::now);
    let switches = ApiSettings {
        available: settings.available,
        message: settings.message,
        existence: settings.existence,
        requests: settings.requests,
        page_size: settings.page_size,
        requests_per_minute: (settings.rate > 0).then_some(settings.rate),
    };
    let interceptor = tools.map(|tools| Box::new(FaultInjector(tools.clone())) as Box<dyn Interceptor>);
    Ok(Api::new(verifier, switches, address.clone(), interceptor))
}

/// Issues the token page's tokens through the embedded provider.
pub struct EmbeddedTokenIssuer(pub Arc<Provider>);

impl TokenIssuer for EmbeddedTokenIssuer {
    fn issue(&self, request: &IssueTokenRequest) -> anyhow::Result<String> {
        let (client, scope) = (request.client_id.clone(), request.scope.clone());
        let (lifetime, world) = (request.lifetime, Some(request.world.to_string()));
        let token = match &request.holder {
            TokenHolder::Person { national_id, level } => {
                let level =
                    AssuranceLevel::ALL.into_iter().find(|known| known.number() == *level).context("no such level")?;
                let national_id = national_id.to_string();
                self.0.issue_access_token(&AccessTokenRequest { national_id, client, scope, level, lifetime, world })?
            }
            TokenHolder::Organisation(number) => {
                let organisation = number.to_string();
                self.0.issue_machine_token(&MachineTokenRequest { organisation, client, scope, lifetime, world })?
            }
        };
        Ok(token)
    }

    fn rotate_key(&self) -> anyhow::Result<bool> {
        Ok(self.0.rotate_key()?)
    }
}
