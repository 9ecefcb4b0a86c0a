//! Joins the layers: every part, route and middleware of the running portal is named here, and nowhere else.

mod addresses;
mod api;
mod files;
mod forget;
mod log;
mod people;
mod sign_in;
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
    OwnOrigin, PendingSignIns, PortalAddress, Sessions, refuse_cross_site, refuse_foreign_host,
    send_to_configured_address, session_middleware,
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
use crate::web::kept::{Kept, send_again};
use crate::web::pages::{
    access, api_document, clients, language, overview, relation_guide, represent, sign_in as sign_in_pages, start, test,
};
use crate::web::portal::Portal;
use crate::web::urls;
use addresses::{foreign_origin, portal_address, seen_from_elsewhere};
use log::RequestSpan;
use sign_in::{IDP, SignInService, embedded_provider};
use worlds::FileWorlds;

/// A portal that listens. Await [`Application::server`] to serve.
pub struct Application {
    pub server: Server,
    /// What browsers open.
    pub base_url: Url,
    /// What browsers on other machines open, if it is another address.
    pub elsewhere: Option<Url>,
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
        let portal = portal_address(config, address)?;
        let worlds = FileWorlds::new(&config.data, &config.scenario)?;
        let service = worlds.start(&config.world, config.reset)?;
        let parts = Parts::new(config, &portal, Arc::new(worlds), &service)?;
        actix_web::rt::spawn(forget::expired(parts.sessions.clone()));
        let server = HttpServer::new(move || {
            let parts = parts.clone();
            App::new()
                .app_data(parts.portal)
                .app_data(parts.address)
                .app_data(parts.origin)
                .app_data(parts.pending)
                .app_data(parts.policy)
                .app_data(parts.kept)
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
                        .wrap(from_fn(send_again))
                        .wrap(session_middleware(parts.sessions, parts.key, parts.https))
                        .wrap(from_fn(send_to_configured_address)),
                )
                .wrap(from_fn(refuse_foreign_host))
                .wrap(from_fn(secure))
                .wrap(TracingLogger::<RequestSpan>::new())
        });
        // Compressed pages are sent in pieces: each at once, not when the browser has acknowledged the one before.
        let server = server.tcp_nodelay(true).listen(listener).context("cannot serve on the socket")?.run();
        let elsewhere = seen_from_elsewhere(address).filter(|_| config.base_url.is_none());
        Ok(Self { server, base_url: portal.any().clone(), elsewhere, address, service })
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
    address: Data<PortalAddress>,
    origin: Data<OwnOrigin>,
    pending: Data<PendingSignIns>,
    policy: Data<Policy>,
    kept: Data<Kept>,
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
    fn new(
        config: &Config,
        address: &PortalAddress,
        worlds: Arc<dyn Worlds>,
        service: &Service,
    ) -> anyhow::Result<Self> {
        let records = SqliteSessions::open(&config.data.join("sessions.db"))
            .with_context(|| format!("cannot open the sessions in {}", config.data.display()))?;
        let sign_out_target = config.oidc_issuer.as_deref().and_then(foreign_origin);
        let policy = Policy::new(sign_out_target.as_deref()).context("the issuer makes no policy")?;
        let https = address.any().scheme() == "https";
        let key = files::cookie_key(&config.data.join("cookie.key"))?;
        let provider = embedded_provider(config, address, worlds.clone())?;
        let sign_in = SignInService::new(config, address, provider.as_ref())?;
        let api = api::api(config, address, &sign_in)?;
        let token_tools = test::Tools { minter: minter(provider.as_ref().filter(|_| !config.no_test_tools)) };
        let portal = Portal {
            worlds,
            world: config.world.clone(),
            service: service.clone(),
            tools: tools::of(config),
            relying_party: Arc::new(sign_in.relying_party(config)),
            wording: config.wording,
            https,
            clock: Timestamp::now,
        };
        Ok(Self {
            portal: Data::new(portal),
            address: Data::new(address.clone()),
            origin: Data::new(OwnOrigin::new(address.clone()).exempting(IDP).serving_at_every_name(urls::OPENAPI)),
            pending: Data::new(PendingSignIns::new(key.clone(), https, Timestamp::now)),
            policy: Data::new(policy),
            kept: Data::default(),
            sessions: Sessions::new(Arc::new(records), Timestamp::now),
            key,
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
        .service(address(urls::SIGN_IN, "GET, HEAD").route(read().to(sign_in_pages::start)))
        .service(address(urls::SIGN_IN_CALLBACK, "GET, HEAD").route(read().to(sign_in_pages::finish)))
        .service(address(urls::SIGN_IN_AGAIN, "GET, HEAD").route(read().to(sign_in_pages::again)))
        .service(address(urls::SIGN_OUT, "POST").route(post().to(sign_in_pages::sign_out)))
        .service(address(urls::SIGNED_OUT, "GET, HEAD").route(read().to(sign_in_pages::signed_out)))
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
