//! `klientportal token`: prints an access token.
//! It is signed with the embedded sign-in's key in the data folder, so a portal that runs there accepts it.

use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::SignedDuration;

use super::addresses::portal_address;
use super::api::EmbeddedTokenIssuer;
use super::{data_dir, embedded_provider, world_registry};
use crate::config::{Config, TokenRequest};
use crate::idp::{API_SCOPES, AssuranceLevel};
use crate::web::api::vendor::VENDOR_SCOPES;
use crate::web::pages::test::{IssueTokenRequest, TokenHolder, TokenIssuer};

/// Issues a token for the portal with these settings.
pub fn issue(config: &Config, request: &TokenRequest) -> anyhow::Result<String> {
    let holder = holder(request)?;
    data_dir::make_folder(&config.data)?;
    let worlds = Arc::new(world_registry::of(config)?);
    let provider = embedded_provider(config, &portal_address(config, config.listen)?, worlds)?;
    let provider = provider.context("with --oidc-issuer there is no embedded sign-in to issue tokens")?;
    let request = IssueTokenRequest {
        scope: if request.scopes.is_empty() { default_scope(&holder) } else { request.scopes.join(" ") },
        holder,
        client_id: request.client.clone(),
        lifetime: SignedDuration::from_mins(i64::from(request.minutes)),
        world: config.world.clone(),
    };
    EmbeddedTokenIssuer(provider).issue(&request).context("the token could not be issued")
}

fn holder(request: &TokenRequest) -> anyhow::Result<TokenHolder> {
    if let Some(vendor) = &request.vendor {
        let number = vendor.parse().with_context(|| format!("--vendor {vendor}"))?;
        return Ok(TokenHolder::Organisation(number));
    }
    let person = request.person.as_deref().unwrap_or_default();
    if !AssuranceLevel::ALL.into_iter().any(|level| level.number() == request.level) {
        bail!("--level is 0, 3 or 4");
    }
    let national_id = person.parse().with_context(|| format!("--person {person}"))?;
    Ok(TokenHolder::Person { national_id, level: request.level })
}

fn default_scope(holder: &TokenHolder) -> String {
    let scopes: &[&str] = match holder {
        TokenHolder::Person { .. } => &API_SCOPES,
        TokenHolder::Organisation(_) => &VENDOR_SCOPES,
    };
    scopes.join(" ")
}
