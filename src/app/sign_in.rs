//! Joins the sign-in: the embedded provider or one elsewhere, and the portal as its client.

use std::sync::Arc;

use anyhow::Context;
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

/// Whose sign-in counts, and how it is reached.
pub struct SignInService {
    pub issuer: Issuer,
    pub back_channel: BackChannel,
}

impl SignInService {
    /// The issuer of the settings; without one, the embedded provider.
    pub fn new(config: &Config, portal: &PortalAddress, provider: Option<&Arc<Provider>>) -> anyhow::Result<Self> {
        match (&config.oidc_issuer, provider) {
            (None, Some(provider)) => Ok(Self::embedded(portal, provider)),
            (issuer, _) => Self::at(issuer.clone().unwrap_or_default(), "--oidc-issuer"),
        }
    }

    /// A provider that is reached over the network. `flag` is where its address comes from.
    pub fn at(issuer: String, flag: &str) -> anyhow::Result<Self> {
        let issuer = Issuer::fixed(issuer).with_context(|| format!("{flag} is no address"))?;
        Ok(Self { issuer, back_channel: BackChannel::network()? })
    }

    fn embedded(portal: &PortalAddress, provider: &Arc<Provider>) -> Self {
        let provider = provider.clone();
        let issuer = Issuer::Embedded { portal: portal.clone(), path: IDP };
        Self { issuer, back_channel: BackChannel::InProcess(Arc::new(move |request| provider.answer(&request))) }
    }

    /// The portal as a client of the provider.
    pub fn relying_party(&self, config: &Config) -> RelyingParty {
        RelyingParty::new(Settings {
            issuer: self.issuer.clone(),
            back_channel: self.back_channel.clone(),
            client_id: config.oidc_client_id.clone().unwrap_or_else(|| CLIENT_ID.to_owned()),
            client_secret: config.oidc_client_secret.clone(),
            redirect_path: urls::SIGN_IN_CALLBACK,
            post_logout_path: urls::SIGNED_OUT,
            scopes: vec!["profile".to_owned()],
        })
    }
}

/// The embedded provider, unless another one is in the settings.
pub fn embedded_provider(
    config: &Config,
    portal: &PortalAddress,
    worlds: Arc<dyn Worlds>,
) -> anyhow::Result<Option<Arc<Provider>>> {
    if config.oidc_issuer.is_some() {
        return Ok(None);
    }
    let settings = idp::Settings {
        issuer: same_origin_url(portal.any(), IDP),
        follows_host: portal.configured().is_none(),
        key_file: config.data.join("sign-in.pem"),
        clients: clients(config),
        stylesheet: assets::STYLE.to_owned(),
        favicon: assets::FAVICON.to_owned(),
        clock: Timestamp::now,
    };
    let people = Arc::new(IdpDirectory { worlds, world: config.world.clone() });
    let provider = Provider::new(settings, people).context("the embedded sign-in cannot start")?;
    Ok(Some(Arc::new(if config.no_test_tools { provider } else { provider.with_test_hints() })))
}

/// The portal itself at every own name, other portals, and programs.
fn clients(config: &Config) -> Vec<idp::OAuthClient> {
    let others: Vec<_> = config.sign_in_for.iter().flat_map(with_loopback_names).collect();
    let at = |path: &str| others.iter().map(|portal| same_origin_url(portal, path)).chain([path.to_owned()]).collect();
    let own = idp::OAuthClient {
        id: CLIENT_ID.to_owned(),
        redirect_uris: at(urls::SIGN_IN_CALLBACK),
        post_logout_redirect_uris: at(urls::SIGNED_OUT),
    };
    let programs = config.api.clients.iter().map(|(id, redirect_uri)| idp::OAuthClient {
        id: id.clone(),
        redirect_uris: vec![redirect_uri.to_string()],
        post_logout_redirect_uris: Vec::new(),
    });
    std::iter::once(own).chain(programs).collect()
}
