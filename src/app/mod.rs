//! Joins the layers: builds the portal from its parts and serves it.
//! Routes are in `routes`, the sign-in in `sign_in`, worlds in `world_registry`.

mod addresses;
mod api;
mod api_paths;
mod api_routes;
mod cleanup;
mod data_dir;
mod idp_directory;
mod log;
mod open_worlds;
mod resources;
pub mod routes;
pub mod scenario_library;
mod sign_in;
mod slow_bodies;
pub mod test_portal;
mod test_tools;
pub mod token;
mod world_files;
pub mod world_registry;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::cookie::Key;
use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::{Context, bail};
use jiff::Timestamp;
use tracing_actix_web::TracingLogger;
use url::Url;

use crate::auth::{
    OwnOrigin, PortalAddress, Sessions, SignInCookies, keep_session, refuse_cross_site, refuse_foreign_host,
    send_to_configured_address, session_cookie_middleware,
};
use crate::config::Config;
use crate::idp::{self, Provider};
use crate::service::Service;
use crate::store;
use crate::test_tools::TestTools;
use crate::web::api::Api;
use crate::web::assets;
use crate::web::error_pages::show_errors;
use crate::web::headers::{SecurityHeaders, add_security_headers};
use crate::web::pages::test;
use crate::web::pages::test::inject_faults::inject_faults;
use crate::web::pages::test::leave_lost_world::leave_lost_world;
use crate::web::pages::test::note_activity::note_activity;
use crate::web::portal::Portal;
use crate::web::urls;
use addresses::{portal_address, remote_url};
use api_paths::ignore_letter_case;
use log::RequestSpan;
use sign_in::{IDP, SignInService, embedded_provider, signing_key_file};
use slow_bodies::cut_slow_bodies;
use world_registry::WorldRegistry;

const SESSIONS: &str = "sessions.db";
const COOKIE_KEY: &str = "cookie.key";

/// A portal that listens. Await [`Application::server`] to serve.
pub struct Application {
    pub server: Server,
    /// URL for browsers.
    pub base_url: Url,
    /// URL for browsers on other machines, if it is another one.
    pub remote_url: Option<Url>,
    /// The address it listens on.
    pub address: SocketAddr,
    /// The service of the default world.
    pub service: Service,
}

impl Application {
    /// Makes the keys, binds the port, opens the data, loads a scenario if empty.
    /// Every error is worded for the operator.
    pub fn build(config: &Config) -> anyhow::Result<Self> {
        refuse_remote_sign_in(config)?;
        require_assets(&config.assets)?;
        data_dir::make_folder(&config.data)?;
        make_keys(config)?;
        let listener =
            TcpListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener.local_addr().context("the listening socket has no address")?;
        let portal = portal_address(config, address)?;
        let worlds = Arc::new(world_registry::of(config)?);
        let service = worlds.start(config.reset)?;
        let state = AppState::new(config, &portal, worlds.clone(), &service)?;
        actix_web::rt::spawn(cleanup::run(state.sessions.clone(), worlds));
        let server = HttpServer::new(move || {
            let state = state.clone();
            App::new()
                .configure(|config| state.configure_sessionless(config))
                .service(
                    web::scope("")
                        .configure(routes::pages)
                        .configure(routes::guide_links)
                        .configure(|config| state.configure_test_pages(config))
                        .default_service(web::to(HttpResponse::NotFound))
                        .wrap(from_fn(inject_faults))
                        .wrap(from_fn(note_activity))
                        .wrap(from_fn(leave_lost_world))
                        .wrap(from_fn(refuse_cross_site))
                        .wrap(from_fn(show_errors))
                        .wrap(Compress::default())
                        .wrap(from_fn(keep_session))
                        .wrap(session_cookie_middleware(state.key, state.https))
                        .wrap(from_fn(send_to_configured_address)),
                )
                .wrap(from_fn(cut_slow_bodies))
                .wrap(from_fn(refuse_foreign_host))
                .wrap(from_fn(ignore_letter_case))
                .wrap(from_fn(add_security_headers))
                .wrap(TracingLogger::<RequestSpan>::new())
        });
        // Compressed pages are sent in pieces: none may wait until the previous one is acknowledged.
        let server = server.tcp_nodelay(true).listen(listener).context("cannot serve on the socket")?.run();
        let remote_url = remote_url(address).filter(|_| config.base_url.is_none());
        Ok(Self { server, base_url: portal.any().clone(), remote_url, address, service })
    }
}

/// Issues tokens on the test pages:
/// only the embedded sign-in, where anybody can be anybody.
fn token_issuer(provider: Option<&Arc<Provider>>) -> Option<Arc<dyn test::TokenIssuer>> {
    provider.map(|provider| Arc::new(api::EmbeddedTokenIssuer(provider.clone())) as Arc<dyn test::TokenIssuer>)
}

/// State of each worker's app.
#[derive(Clone)]
struct AppState {
    portal: Data<Portal>,
    address: Data<PortalAddress>,
    origin: Data<OwnOrigin>,
    pending: Data<SignInCookies>,
    security_headers: Data<SecurityHeaders>,
    sessions: Sessions,
    key: Key,
    https: bool,
    provider: Option<Arc<Provider>>,
    api: Data<Api>,
    token_tools: Data<test::TokenTools>,
    assets: PathBuf,
    /// `None` with `--no-test-tools`.
    test_tools: Option<Data<TestTools>>,
}

impl AppState {
    /// Adds what all handlers share, and the routes without a browser session.
    fn configure_sessionless(&self, config: &mut ServiceConfig) {
        config
            .app_data(self.portal.clone())
            .app_data(self.address.clone())
            .app_data(self.origin.clone())
            .app_data(self.pending.clone())
            .app_data(Data::new(self.sessions.clone()))
            .app_data(self.security_headers.clone())
            .app_data(self.token_tools.clone())
            .app_data(self.api.clone());
        routes::files(config, &self.assets);
        if let Some(provider) = &self.provider {
            routes::provider(config, provider);
            routes::token_exchange(config, provider, &self.api);
        }
        if let Some(tools) = &self.test_tools {
            config.app_data(tools.clone());
            routes::test_api(config);
        }
        api_routes::api(config, &self.api);
    }

    fn configure_test_pages(&self, config: &mut ServiceConfig) {
        if self.test_tools.is_some() {
            routes::test_pages(config);
        }
    }

    fn new(
        config: &Config,
        address: &PortalAddress,
        worlds: Arc<WorldRegistry>,
        service: &Service,
    ) -> anyhow::Result<Self> {
        let file = config.data.join(SESSIONS);
        let records =
            store::open_sessions(&file).with_context(|| format!("cannot open the sessions in {}", file.display()))?;
        let https = address.any().scheme() == "https";
        let key = data_dir::cookie_key(&config.data.join(COOKIE_KEY))?;
        let provider = embedded_provider(config, address, worlds.clone())?;
        let sign_in = SignInService::new(config, address, provider.as_ref())?;
        let test_tools = test_tools::of(config, worlds.clone());
        let api = api::api(config, address, &sign_in, test_tools.as_ref())?;
        let relying_party = Arc::new(sign_in.relying_party(config));
        if config.oidc_issuer.is_some() {
            actix_web::rt::spawn(sign_in::fetch_metadata(relying_party.clone()));
        }
        let token_tools =
            test::TokenTools { token_issuer: token_issuer(provider.as_ref().filter(|_| !config.no_test_tools)) };
        let sessions = Sessions::new(records, Timestamp::now);
        let portal = Portal {
            worlds,
            world: config.world.clone(),
            service: service.clone(),
            test_tools: test_tools.is_some(),
            can_become: test_tools.is_some() && provider.is_some(),
            relying_party: relying_party.clone(),
            wording: config.wording,
            https,
            clock: Timestamp::now,
        };
        Ok(Self {
            portal: Data::new(portal),
            address: Data::new(address.clone()),
            origin: Data::new(OwnOrigin::new(address.clone()).exempting(IDP).serving_at_every_name(urls::OPENAPI)),
            pending: Data::new(SignInCookies::new(key.clone(), https, Timestamp::now)),
            security_headers: Data::new(SecurityHeaders::new(relying_party, https)),
            key,
            https,
            sessions,
            provider,
            api: Data::new(api),
            token_tools: Data::new(token_tools),
            assets: config.assets.clone(),
            test_tools,
        })
    }
}

/// Makes the file of the sessions, which lets nobody in but its owner.
fn make_sessions_file(file: &Path) -> anyhow::Result<()> {
    if !file.exists() {
        data_dir::make_database(file, |new| store::open_sessions(new).map(drop))
            .with_context(|| format!("cannot make {}", file.display()))?;
    }
    data_dir::make_private(file).with_context(|| format!("cannot write {}", file.display()))
}

/// Refuses to serve without assets.
/// A build with `KLIENTPORTAL_SKIP_ASSETS` may have none.
fn require_assets(folder: &Path) -> anyhow::Result<()> {
    let name = assets::STYLE.rsplit('/').next().unwrap_or_default();
    if !folder.join(name).is_file() {
        bail!(
            "stylesheet, script and icons are not in {}; install Node.js 20 or later with npm and build without \
             KLIENTPORTAL_SKIP_ASSETS, or name their folder with --assets",
            folder.display()
        );
    }
    Ok(())
}

/// Makes the keys before the port opens.
/// A program that finds it open may ask for a token at once, also by `klientportal token`.
fn make_keys(config: &Config) -> anyhow::Result<()> {
    data_dir::cookie_key(&config.data.join(COOKIE_KEY))?;
    make_sessions_file(&config.data.join(SESSIONS))?;
    if config.oidc_issuer.is_none() {
        idp::load_key(&signing_key_file(config)).context("the embedded sign-in cannot start")?;
    }
    Ok(())
}

/// Refuses a remote address: the embedded sign-in asks for no password.
fn refuse_remote_sign_in(config: &Config) -> anyhow::Result<()> {
    if config.oidc_issuer.is_none() && !config.listen.ip().is_loopback() && !config.allow_remote_sign_in {
        bail!(
            "{} can be reached from other machines, and the embedded sign-in lets anybody become anybody; \
             listen on 127.0.0.1, give --oidc-issuer, or allow it with --allow-remote-sign-in",
            config.listen
        );
    }
    Ok(())
}
