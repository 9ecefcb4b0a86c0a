//! Builds the sign-in: the provider, embedded or external, and its relying party.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use jiff::Timestamp;

use super::addresses::with_loopback_names;
use super::idp_directory::IdpDirectory;
use crate::auth::{BackChannel, Issuer, PortalAddress, RelyingParty, Settings, same_origin_url};
use crate::config::Config;
use crate::idp::{self, Provider};
use crate::service::worlds::Worlds;
use crate::web::{assets, urls};

/// The embedded provider's path.
pub const IDP: &str = "/idp";
/// The portal's client id at the embedded provider.
const CLIENT_ID: &str = "klientportal";

const METADATA_RETRY: Duration = Duration::from_secs(30);

/// An issuer and the way to reach it.
pub struct SignInService {
    pub issuer: Issuer,
    pub back_channel: BackChannel,
}

impl SignInService {
    /// The configured issuer, or the embedded provider.
    pub fn new(config: &Config, portal: &PortalAddress, provider: Option<&Arc<Provider>>) -> anyhow::Result<Self> {
        match (&config.oidc_issuer, provider) {
            (None, Some(provider)) => Ok(Self::embedded(portal, provider)),
            (issuer, _) => Self::at(issuer.clone().unwrap_or_default(), "--oidc-issuer"),
        }
    }

    /// An issuer over the network. `flag` names the setting in errors.
    pub fn at(issuer: String, flag: &str) -> anyhow::Result<Self> {
        let issuer = Issuer::fixed(issuer).with_context(|| format!("{flag} is no address"))?;
        Ok(Self { issuer, back_channel: BackChannel::network()? })
    }

    fn embedded(portal: &PortalAddress, provider: &Arc<Provider>) -> Self {
        let provider = provider.clone();
        let issuer = Issuer::Embedded { portal: portal.clone(), path: IDP };
        Self { issuer, back_channel: BackChannel::InProcess(Arc::new(move |request| provider.answer(&request))) }
    }

    /// The portal as a relying party.
    pub fn relying_party(&self, config: &Config) -> RelyingParty {
        RelyingParty::new(Settings {
            issuer: self.issuer.clone(),
            back_channel: self.back_channel.clone(),
            client_id: config.oidc_client_id.clone().unwrap_or_else(|| CLIENT_ID.to_owned()),
            client_secret: config.oidc_client_secret.clone(),
            redirect_path: urls::SIGN_IN_CALLBACK,
            post_logout_path: urls::SIGNED_OUT,
            scopes: vec!["profile".to_owned()],
            clock: Timestamp::now,
        })
    }
}

/// Fetches an external provider's metadata until it succeeds.
/// Pages need its origins for their content security policy.
pub async fn fetch_metadata(relying_party: Arc<RelyingParty>) {
    while !relying_party.fetch_metadata().await {
        actix_web::rt::time::sleep(METADATA_RETRY).await;
    }
}

/// The embedded provider, unless an external one is configured.
pub fn embedded_provider(
    config: &Config,
    portal: &PortalAddress,
    worlds: Arc<dyn Worlds>,
) -> anyhow::Result<Option<Arc<Provider>>> {
    if config.oidc_issuer.is_some() {
        return Ok(None);
    }
    check_clients(config)?;
    let settings = idp::Settings {
        issuer: same_origin_url(portal.any(), IDP),
        follows_host: portal.configured().is_none(),
        key_file: signing_key_file(config),
        clients: clients(config),
        stylesheet: assets::STYLE.to_owned(),
        favicon: assets::FAVICON.to_owned(),
        clock: Timestamp::now,
    };
    let people = Arc::new(IdpDirectory { worlds, world: config.world.clone() });
    let provider = Provider::new(settings, people.clone()).context("the embedded sign-in cannot start")?;
    let provider = provider.with_programs(people);
    Ok(Some(Arc::new(if config.no_test_tools { provider } else { provider.with_test_hints() })))
}

/// File of the embedded provider's key.
pub fn signing_key_file(config: &Config) -> PathBuf {
    config.data.join("sign-in.pem")
}

/// OAuth clients of the embedded provider:
/// this portal, other portals, and programs.
fn clients(config: &Config) -> Vec<idp::OAuthClient> {
    let others: Vec<_> = config.sign_in_for.iter().flat_map(with_loopback_names).collect();
    let at = |path: &str| others.iter().map(|portal| same_origin_url(portal, path)).chain([path.to_owned()]).collect();
    let own = idp::OAuthClient {
        id: CLIENT_ID.to_owned(),
        redirect_uris: at(urls::SIGN_IN_CALLBACK),
        post_logout_redirect_uris: at(urls::SIGNED_OUT),
    };
    let ids: BTreeSet<_> = config.api.clients.iter().map(|(id, _)| id).collect();
    let programs = ids.into_iter().map(|id| idp::OAuthClient {
        id: id.clone(),
        redirect_uris: addresses_of(id, &config.api.clients),
        post_logout_redirect_uris: addresses_of(id, &config.api.post_logout),
    });
    std::iter::once(own).chain(programs).collect()
}

fn addresses_of(id: &str, given: &[(String, String)]) -> Vec<String> {
    given.iter().filter(|(of, _)| of == id).map(|(_, address)| address.clone()).collect()
}

/// Refuses settings of programs that would be ignored silently.
fn check_clients(config: &Config) -> anyhow::Result<()> {
    let api = &config.api;
    if let Some((id, _)) = api.post_logout.iter().find(|(id, _)| !api.clients.iter().any(|(known, _)| known == id)) {
        bail!("--api-client-post-logout {id}: there is no --api-client {id}");
    }
    if api.clients.iter().any(|(id, _)| id == CLIENT_ID) {
        bail!("--api-client {CLIENT_ID}: that is the portal's own id; choose another");
    }
    Ok(())
}
