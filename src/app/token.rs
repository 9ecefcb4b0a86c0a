//! `klientportal token`: prints an access token.
//! It is signed with the embedded sign-in's key in the data folder, so a portal that runs there accepts it.

use std::sync::Arc;

use anyhow::Context;
use jiff::SignedDuration;

use super::addresses::portal_address;
use super::{data_dir, embedded_provider, world_registry};
use crate::config::{Config, TokenRequest};
use crate::domain::number::NationalId;
use crate::idp::{AccessTokenRequest, AssuranceLevel};

/// Issues a token for the portal with these settings.
pub fn issue(config: &Config, request: &TokenRequest) -> anyhow::Result<String> {
    let national_id: NationalId = request.person.parse().with_context(|| format!("--person {}", request.person))?;
    let level = AssuranceLevel::ALL.into_iter().find(|level| level.number() == request.level);
    data_dir::make_folder(&config.data)?;
    let worlds = Arc::new(world_registry::of(config)?);
    let provider = embedded_provider(config, &portal_address(config, config.listen)?, worlds)?;
    let provider = provider.context("with --oidc-issuer there is no embedded sign-in to issue tokens")?;
    let request = AccessTokenRequest {
        national_id: national_id.to_string(),
        client: request.client.clone(),
        scope: request.scopes.join(" "),
        level: level.context("--level is 0, 3 or 4")?,
        lifetime: SignedDuration::from_mins(i64::from(request.minutes)),
        world: Some(config.world.to_string()),
    };
    provider.issue_access_token(&request).context("the token could not be signed")
}
