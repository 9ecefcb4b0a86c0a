//! The app under test: provider under `/idp`, and the two ends of a sign-in as JSON.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::KeepAlive;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, Error, HttpServer};
use jiff::{SignedDuration, Timestamp};
use klientportal::app::routes;
use klientportal::auth::{BackChannel, Issuer, RelyingParty, Settings};
use klientportal::idp::{self, Directory, NotANationalId, OAuthClient, Person, Provider};
use reqwest::Url;
use tempfile::TempDir;

pub const KARI: &str = "26829398612";
pub const KARI_NAME: &str = "SITRONGUL MEDALJONG";
pub const SOMEBODY_ELSE: &str = "01810012390";

pub struct People;

impl Directory for People {
    fn people(&self, lang: &str, _: Option<&str>) -> Vec<Person> {
        vec![Person { national_id: KARI.into(), name: KARI_NAME.into(), note: format!("note in {lang} <&>") }]
    }

    fn check(&self, typed: &str) -> Result<String, NotANationalId> {
        let digits: String = typed.split_whitespace().collect();
        match digits.as_str() {
            KARI | SOMEBODY_ELSE => Ok(digits),
            "26829398613" => Err(NotANationalId::Checksum),
            "01010012356" => Err(NotANationalId::NotSynthetic),
            _ => Err(NotANationalId::Length),
        }
    }

    fn name_of(&self, national_id: &str, _: Option<&str>) -> Option<String> {
        (national_id == KARI).then(|| KARI_NAME.into())
    }
}

pub fn real_time() -> Timestamp {
    Timestamp::now()
}

pub fn ten_minutes_ago() -> Timestamp {
    Timestamp::now() - SignedDuration::from_mins(10)
}

/// Rewrites what the token endpoint answers.
pub type Tamper = fn(serde_json::Value) -> serde_json::Value;

pub struct Site {
    pub base: String,
    pub party: RelyingParty,
    pub tamper: Arc<Mutex<Option<Tamper>>>,
    listener: TcpListener,
    server: ServerHandle,
    folder: TempDir,
}

/// One key for most sites: to make one takes a while.
static SHARED_KEY: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.pem");
    provider("http://localhost/idp", &path, real_time);
    (folder, path)
});

impl Site {
    pub fn start() -> Self {
        Self::start_with(real_time)
    }

    pub fn start_with(clock: fn() -> Timestamp) -> Self {
        Self::start_at("127.0.0.1:0", clock)
    }

    pub fn start_at(address: &str, clock: fn() -> Timestamp) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let tamper = Arc::default();
        let key = SHARED_KEY.1.clone();
        let server = serve(&listener, provider(&base, &key, clock), &tamper);
        Self {
            party: RelyingParty::new(party_settings(&base)),
            base,
            tamper,
            listener,
            server,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Restarts the provider at the same address with a new key.
    pub async fn rotate_key(&mut self) {
        self.server.stop(false).await;
        let key = self.folder.path().join("next.pem");
        let provider = provider(&self.base, &key, real_time);
        self.server = serve(&self.listener, provider, &self.tamper);
    }

    /// The program ends; nobody listens any longer.
    pub async fn stop(self) -> RelyingParty {
        self.server.stop(false).await;
        self.party
    }

    pub fn tamper_with(&self, tamper: Tamper) {
        *self.tamper.lock().unwrap() = Some(tamper);
    }

    /// The address that the portal is opened at.
    pub fn portal(&self) -> Url {
        Url::parse(&self.base).unwrap()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

pub fn party_settings(base: &str) -> Settings {
    Settings {
        issuer: Issuer::fixed(format!("{base}/idp")).unwrap(),
        back_channel: BackChannel::network().unwrap(),
        client_id: "portal".into(),
        client_secret: None,
        redirect_path: "/callback",
        post_logout_path: "/bye",
        scopes: vec!["profile".into()],
        clock: real_time,
    }
}

fn provider(base: &str, key_file: &Path, clock: fn() -> Timestamp) -> Arc<Provider> {
    let settings = idp::Settings {
        issuer: format!("{base}/idp"),
        follows_host: false,
        key_file: key_file.to_owned(),
        clients: vec![OAuthClient {
            id: "portal".into(),
            redirect_uris: vec![format!("{base}/callback")],
            post_logout_redirect_uris: vec![format!("{base}/bye")],
        }],
        stylesheet: "/static/app.css".into(),
        favicon: "/static/icon.svg".into(),
        clock,
    };
    Arc::new(Provider::new(settings, Arc::new(People)).unwrap())
}

fn serve(listener: &TcpListener, provider: Arc<Provider>, tamper: &Arc<Mutex<Option<Tamper>>>) -> ServerHandle {
    let tamper = Data::from(tamper.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(tamper.clone())
            .wrap(from_fn(rewrite_tokens))
            .configure(|config| routes::provider(config, &provider))
    })
    .workers(1)
    .keep_alive(KeepAlive::Disabled)
    .disable_signals()
    .listen(listener.try_clone().unwrap())
    .unwrap()
    .run();
    let handle = server.handle();
    tokio::spawn(server);
    handle
}

async fn rewrite_tokens(
    tamper: web::Data<Mutex<Option<Tamper>>>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let tamper = *tamper.lock().unwrap();
    let is_token = request.path() == "/idp/token";
    let response = next.call(request).await?;
    let Some(tamper) = tamper.filter(|_| is_token) else {
        return Ok(response.map_into_boxed_body());
    };
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let Ok(body) = to_bytes(body).await else {
        panic!("the token endpoint's answer does not end");
    };
    let body = tamper(serde_json::from_slice(&body).unwrap());
    Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(body.to_string()))))
}
