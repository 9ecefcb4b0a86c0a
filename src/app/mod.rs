//! Joins the layers: every part, route and middleware of the running portal is named here, and nowhere else.

mod addresses;
mod api;
mod files;
mod forget;
mod log;
mod people;
pub mod stage;
pub mod token;
mod tools;
pub mod world;
pub mod worlds;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use actix_files::Files;
use actix_web::cookie::Key;
use actix_web::dev::Server;
use actix_web::guard::{Any, Get, Head};
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::web::{self, Data, ServiceConfig, post};
use actix_web::{App, HttpResponse, HttpServer, Resource, Route};
use anyhow::{Context, bail};
use jiff::Timestamp;
use tracing_actix_web::TracingLogger;
use url::Url;

use crate::auth::{
    self, OwnOrigin, RelyingParty, Sessions, refuse_cross_site, refuse_foreign_host, session_middleware,
};
use crate::config::Config;
use crate::idp::{self, Provider};
use crate::service::Service;
use crate::service::worlds::Worlds;
use crate::store::SqliteSessions;
use crate::web::api::{Api, document};
use crate::web::error_pages::show_errors;
use crate::web::faults::strike;
use crate::web::headers::{Policy, secure};
use crate::web::pages::{
    access, api_document, clients, language, overview, relation_guide, represent, sign_in, start, test,
};
use crate::web::portal::Portal;
use crate::web::{assets, urls};
use addresses::{at, base_url, foreign_origin};
use log::RequestSpan;
use people::People;
use worlds::FileWorlds;

/// The embedded provider's path, below the base URL.
const IDP: &str = "/idp";
/// The portal's client id at the embedded provider.
const CLIENT_ID: &str = "klientportal";

/// A portal that listens. Await [`Application::server`] to serve.
pub struct Application {
    pub server: Server,
    /// What browsers open.
    pub base_url: Url,
    /// Where it listens.
    pub address: SocketAddr,
    /// For whom one can sign in at the embedded provider; empty with an external one.
    pub service: Service,
}

impl Application {
    /// Opens the data, loads the scenario into an empty world, binds the port. Every error is one for the operator.
    pub fn build(config: &Config) -> anyhow::Result<Self> {
        refuse_to_be_reached(config)?;
        files::make_folder(&config.data)?;
        let listener =
            TcpListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener.local_addr().context("the listening socket has no address")?;
        let base_url = base_url(config, address)?;
        let worlds = FileWorlds::new(&config.data, &config.scenario)?;
        let service = worlds.start(&config.world, config.reset)?;
        let parts = Parts::new(config, &base_url, Arc::new(worlds), &service)?;
        actix_web::rt::spawn(forget::expired(parts.sessions.clone()));
        let server = HttpServer::new(move || {
            let parts = parts.clone();
            App::new()
                .app_data(parts.portal)
                .app_data(parts.origin)
                .app_data(parts.policy)
                .configure(|config| assets_service(config, &parts.assets))
                .app_data(parts.token_tools)
                .app_data(parts.api.clone())
                .configure(|config| embedded_service(config, parts.provider.as_ref()))
                .configure(|config| tools::api(config, parts.test_tools))
                .configure(crate::web::api::configure(parts.api))
                .service(
                    web::scope("")
                        .configure(pages)
                        .configure(|config| tools::pages(config, parts.test_tools))
                        .default_service(web::to(HttpResponse::NotFound))
                        .wrap(from_fn(strike))
                        .wrap(from_fn(refuse_cross_site))
                        .wrap(from_fn(show_errors))
                        .wrap(Compress::default())
                        .wrap(session_middleware(parts.sessions, parts.key, parts.https)),
                )
                .wrap(from_fn(refuse_foreign_host))
                .wrap(from_fn(secure))
                .wrap(TracingLogger::<RequestSpan>::new())
        });
        // Compressed pages are sent in pieces: each at once, not when the browser has acknowledged the one before.
        let server = server.tcp_nodelay(true).listen(listener).context("cannot serve on the socket")?.run();
        Ok(Self { server, base_url, address, service })
    }
}

/// Whoever can become anybody may have anybody's token too; an external sign-in leaves no such thing.
fn minter(provider: Option<&Arc<Provider>>) -> Option<Arc<dyn test::Minter>> {
    provider.map(|provider| Arc::new(api::EmbeddedMinter(provider.clone())) as Arc<dyn test::Minter>)
}

/// What each worker's app is made of.
#[derive(Clone)]
struct Parts {
    portal: Data<Portal>,
    origin: Data<OwnOrigin>,
    policy: Data<Policy>,
    sessions: Sessions,
    key: Key,
    https: bool,
    provider: Option<Arc<Provider>>,
    api: Data<Api>,
    token_tools: Data<test::Tools>,
    assets: PathBuf,
    test_tools: bool,
}

impl Parts {
    fn new(config: &Config, base_url: &Url, worlds: Arc<dyn Worlds>, service: &Service) -> anyhow::Result<Self> {
        let records = SqliteSessions::open(&config.data.join("sessions.db"))
            .with_context(|| format!("cannot open the sessions in {}", config.data.display()))?;
        let issuer = config.oidc_issuer.clone().unwrap_or_else(|| at(base_url, IDP));
        let policy = Policy::new(foreign_origin(base_url, &issuer).as_deref()).context("the issuer makes no policy")?;
        let https = base_url.scheme() == "https";
        let provider = embedded_provider(config, base_url, worlds.clone())?;
        let api = api::api(config, base_url, &issuer)?;
        let token_tools = test::Tools {
            minter: minter(provider.as_ref().filter(|_| !config.no_test_tools)),
            base_url: base_url.to_string(),
        };
        let portal = Portal {
            worlds,
            world: config.world.clone(),
            service: service.clone(),
            tools: tools::of(config),
            relying_party: Arc::new(relying_party(config, base_url, issuer)?),
            wording: config.wording,
            https,
            clock: Timestamp::now,
        };
        Ok(Self {
            portal: Data::new(portal),
            origin: Data::new(OwnOrigin::new(base_url).exempting(IDP)),
            policy: Data::new(policy),
            sessions: Sessions::new(Arc::new(records), Timestamp::now),
            key: files::cookie_key(&config.data.join("cookie.key"))?,
            https,
            provider,
            api: Data::new(api),
            token_tools: Data::new(token_tools),
            assets: config.assets.clone(),
            test_tools: !config.no_test_tools,
        })
    }
}

/// The embedded sign-in asks for no password: only the machine itself may reach it, unless the operator says otherwise.
fn refuse_to_be_reached(config: &Config) -> anyhow::Result<()> {
    if config.oidc_issuer.is_none() && !config.listen.ip().is_loopback() && !config.allow_remote_sign_in {
        bail!(
            "{} can be reached from other machines, and the embedded sign-in lets anybody become anybody; \
             listen on 127.0.0.1, give --oidc-issuer, or allow it with --allow-remote-sign-in",
            config.listen
        );
    }
    Ok(())
}

/// Every page of the portal.
fn pages(config: &mut ServiceConfig) {
    config
        .service(address(urls::START, "GET, HEAD").route(read().to(start::show)))
        .service(address(urls::SIGN_IN, "GET, HEAD").route(read().to(sign_in::start)))
        .service(address(urls::SIGN_IN_CALLBACK, "GET, HEAD").route(read().to(sign_in::finish)))
        .service(address(urls::SIGN_OUT, "POST").route(post().to(sign_in::sign_out)))
        .service(address(urls::SIGNED_OUT, "GET, HEAD").route(read().to(sign_in::signed_out)))
        .service(
            address(urls::REPRESENT, "GET, HEAD, POST")
                .route(read().to(represent::show))
                .route(post().to(represent::choose)),
        )
        .service(address(urls::LANGUAGE, "POST").route(post().to(language::choose)))
        .service(address(urls::RELATION_GUIDE, "GET, HEAD").route(read().to(relation_guide::show)))
        .service(address(urls::API, "GET, HEAD").route(read().to(api_document::show)))
        .service(address(urls::OPENAPI, "GET, HEAD").route(read().to(document::serve)))
        .service(address(urls::OVERVIEW, "GET, HEAD").route(read().to(overview::show)))
        .service(
            address(urls::CLIENTS, "GET, HEAD, POST").route(read().to(clients::show)).route(post().to(clients::change)),
        )
        .service(address(urls::CONFIRM, "GET, HEAD").route(read().to(clients::confirm)))
        .service(address(urls::CLIENT_ACCESS, "GET, HEAD").route(read().to(access::show_for_clients)))
        .service(address(urls::OWN_ACCESS, "GET, HEAD").route(read().to(access::show_own)));
}

/// An address that, asked by another method, says which it takes.
fn address(path: &str, methods: &'static str) -> Resource {
    let refuse = move || async move { HttpResponse::MethodNotAllowed().insert_header((ALLOW, methods)).finish() };
    web::resource(path).default_service(web::to(refuse))
}

/// To see a page, or only its headers.
fn read() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}

/// The built files: their names change with their content, so that a browser may keep them for ever. What is not there
/// has a page, which says itself that it may not be kept.
fn assets_service(config: &mut ServiceConfig, folder: &std::path::Path) {
    let keep = DefaultHeaders::new().add((CACHE_CONTROL, "public, max-age=31536000, immutable"));
    let files = Files::new("", folder).try_compressed();
    config.service(web::scope("/static").wrap(from_fn(show_errors)).wrap(keep).service(files));
}

fn embedded_service(config: &mut ServiceConfig, provider: Option<&Arc<Provider>>) {
    if let Some(provider) = provider {
        config.configure(idp::configure(provider.clone()));
    }
}

fn embedded_provider(
    config: &Config,
    base_url: &Url,
    worlds: Arc<dyn Worlds>,
) -> anyhow::Result<Option<Arc<Provider>>> {
    if config.oidc_issuer.is_some() {
        return Ok(None);
    }
    let portals = || std::iter::once(base_url).chain(&config.sign_in_for);
    let own = idp::Client {
        id: CLIENT_ID.to_owned(),
        redirect_uris: portals().map(|portal| at(portal, urls::SIGN_IN_CALLBACK)).collect(),
        post_logout_redirect_uris: portals().map(|portal| at(portal, urls::SIGNED_OUT)).collect(),
    };
    let programs = config.api.clients.iter().map(|(id, redirect_uri)| idp::Client {
        id: id.clone(),
        redirect_uris: vec![redirect_uri.to_string()],
        post_logout_redirect_uris: Vec::new(),
    });
    let settings = idp::Settings {
        issuer: at(base_url, IDP),
        key_file: config.data.join("sign-in.pem"),
        clients: std::iter::once(own).chain(programs).collect(),
        stylesheet: assets::STYLE.to_owned(),
        favicon: assets::FAVICON.to_owned(),
        clock: Timestamp::now,
    };
    let people = Arc::new(People { worlds, world: config.world.clone() });
    let provider = Provider::new(settings, people).context("the embedded sign-in cannot start")?;
    Ok(Some(Arc::new(if config.no_test_tools { provider } else { provider.obeying_hints() })))
}

fn relying_party(config: &Config, base_url: &Url, issuer: String) -> anyhow::Result<RelyingParty> {
    let settings = auth::Settings {
        issuer,
        client_id: config.oidc_client_id.clone().unwrap_or_else(|| CLIENT_ID.to_owned()),
        client_secret: config.oidc_client_secret.clone(),
        redirect_uri: at(base_url, urls::SIGN_IN_CALLBACK),
        post_logout_redirect_uri: at(base_url, urls::SIGNED_OUT),
        scopes: vec!["profile".to_owned()],
    };
    RelyingParty::new(settings).context("the sign-in settings are wrong")
}
