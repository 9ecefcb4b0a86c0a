//! A fake OpenID provider, correct until a test changes its [`Behaviour`].

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::http::KeepAlive;
use actix_web::http::header::LOCATION;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use reqwest::Url;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use serde_json::{Value, json};

/// The only registered client. All sign-ins are [`PERSON`]'s.
pub const CLIENT_ID: &str = "klientportal";
const PERSON: &str = "12836810064";

/// Changes metadata, a token's claims or header, or redirect parameters.
pub type Change = fn(&mut Value);

fn unchanged(_: &mut Value) {}

pub struct Behaviour {
    pub metadata: Change,
    pub claims: Change,
    pub header: Change,
    pub callback: Change,
    /// Index of the signing key in [`KEYS`].
    pub signs: usize,
    pub publishes: Vec<usize>,
    /// Whether all keys share a key id.
    pub one_kid: bool,
    /// Status and body that the token endpoint returns instead of tokens.
    pub token_answer: Option<(u16, &'static str)>,
    /// Accepts requests and does not answer.
    pub hangs: bool,
    /// Answers with an endless body.
    pub is_endless: bool,
    /// Another base URL to publish.
    pub named: Option<String>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            metadata: unchanged,
            claims: unchanged,
            header: unchanged,
            callback: unchanged,
            signs: 0,
            publishes: vec![0],
            one_kid: false,
            token_answer: None,
            hangs: false,
            is_endless: false,
            named: None,
        }
    }
}

struct State {
    url: String,
    behaviour: Mutex<Behaviour>,
    nonces: Mutex<HashMap<String, String>>,
    asked: Mutex<Vec<String>>,
    sent: AtomicUsize,
}

pub struct Issuer {
    pub url: String,
    state: Arc<State>,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// Generating keys is slow, so all issuers share these two.
static KEYS: LazyLock<[String; 2]> = LazyLock::new(|| {
    std::array::from_fn(|_| {
        let key = RsaPrivateKey::new(&mut rand::rngs::OsRng, 2048).unwrap();
        key.to_pkcs1_pem(LineEnding::LF).unwrap().to_string()
    })
});

fn key(position: usize, one_kid: bool) -> CoreRsaPrivateSigningKey {
    let kid = if one_kid { "key".to_owned() } else { format!("key-{position}") };
    CoreRsaPrivateSigningKey::from_pem(&KEYS[position], Some(JsonWebKeyId::new(kid))).unwrap()
}

impl Issuer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State {
            url: url.clone(),
            behaviour: Mutex::default(),
            nonces: Mutex::default(),
            asked: Mutex::default(),
            sent: AtomicUsize::default(),
        });
        let data = Data::from(state.clone());
        let (report, reported) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let app = move || App::new().app_data(data.clone()).default_service(web::to(answer));
                let server = HttpServer::new(app).workers(1).keep_alive(KeepAlive::Disabled).disable_signals();
                let server = server.listen(listener).unwrap().run();
                report.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { url, state, server: reported.recv().unwrap(), thread: Some(thread) }
    }

    pub fn behave(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.state.behaviour.lock().unwrap());
    }

    /// Number of requests for a path.
    pub fn asked(&self, path: &str) -> usize {
        self.state.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }

    /// Bytes of endless bodies sent so far.
    pub fn sent(&self) -> usize {
        self.state.sent.load(Ordering::Relaxed)
    }

    /// An access token for the API.
    pub fn access_token(&self) -> String {
        let now = Timestamp::now().as_second();
        let claims = json!({
            "iss": self.url, "sub": "s", "pid": PERSON, "client_id": "program",
            "scope": "altinn:clientdelegations.read", "acr": "idporten-loa-high", "iat": now, "exp": now + 600,
        });
        self.state.signed(claims)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl State {
    fn signed(&self, mut claims: Value) -> String {
        let behaviour = self.behaviour.lock().unwrap();
        let key = key(behaviour.signs, behaviour.one_kid);
        let kid = serde_json::to_value(key.as_verification_key()).unwrap()["kid"].clone();
        let mut header = json!({"alg": "RS256", "kid": kid});
        (behaviour.header)(&mut header);
        (behaviour.claims)(&mut claims);
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = key.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn metadata(&self) -> Value {
        let behaviour = self.behaviour.lock().unwrap();
        let url = behaviour.named.as_ref().unwrap_or(&self.url);
        let endpoint = |path: &str| format!("{url}{path}");
        let mut metadata = json!({
            "issuer": url,
            "authorization_endpoint": endpoint("/authorize"),
            "token_endpoint": endpoint("/token"),
            "jwks_uri": endpoint("/jwks"),
            "end_session_endpoint": endpoint("/logout"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        (behaviour.metadata)(&mut metadata);
        metadata
    }

    fn keys(&self) -> Value {
        let behaviour = self.behaviour.lock().unwrap();
        let public = |position: &usize| key(*position, behaviour.one_kid).as_verification_key();
        json!({"keys": behaviour.publishes.iter().map(public).collect::<Vec<_>>()})
    }

    /// Signs in without interaction.
    fn authorize(&self, query: &HashMap<String, String>) -> HttpResponse {
        let state = query["state"].clone();
        self.nonces.lock().unwrap().insert(state.clone(), query["nonce"].clone());
        let mut answer = json!({"code": state, "state": state, "iss": self.url});
        (self.behaviour.lock().unwrap().callback)(&mut answer);
        let pairs = answer.as_object().unwrap().iter().map(|(name, value)| (name, value.as_str().unwrap()));
        let url = Url::parse_with_params(&query["redirect_uri"], pairs).unwrap();
        HttpResponse::SeeOther().insert_header((LOCATION, url.as_str())).finish()
    }

    fn tokens(&self, body: &[u8]) -> HttpResponse {
        if let Some((status, body)) = self.behaviour.lock().unwrap().token_answer {
            return HttpResponse::build(status.try_into().unwrap()).content_type("application/json").body(body);
        }
        let form: HashMap<String, String> = serde_urlencoded::from_bytes(body).unwrap();
        let now = Timestamp::now().as_second();
        let claims = json!({
            "iss": self.url, "aud": CLIENT_ID, "sub": "s", "pid": PERSON, "acr": "idporten-loa-high",
            "nonce": self.nonces.lock().unwrap()[&form["code"]], "iat": now, "exp": now + 120,
        });
        let id_token = self.signed(claims);
        HttpResponse::Ok().json(json!({"access_token": "a", "token_type": "Bearer", "id_token": id_token}))
    }
}

async fn answer(
    state: Data<State>,
    request: HttpRequest,
    query: Query<HashMap<String, String>>,
    body: Bytes,
) -> HttpResponse {
    state.asked.lock().unwrap().push(request.path().to_owned());
    let (hangs, is_endless) = {
        let behaviour = state.behaviour.lock().unwrap();
        (behaviour.hangs, behaviour.is_endless)
    };
    if hangs {
        actix_web::rt::time::sleep(Duration::from_mins(1)).await;
    }
    if is_endless {
        let spaces = stream::repeat(Bytes::from_static(&[b' '; 16 * 1024])).map(move |spaces| {
            state.sent.fetch_add(spaces.len(), Ordering::Relaxed);
            Ok::<_, actix_web::Error>(spaces)
        });
        return HttpResponse::Ok().content_type("application/json").streaming(spaces);
    }
    match request.path() {
        "/.well-known/openid-configuration" => HttpResponse::Ok().json(state.metadata()),
        "/jwks" => HttpResponse::Ok().json(state.keys()),
        "/authorize" => state.authorize(&query),
        "/token" => state.tokens(&body),
        "/logout" => {
            let to = query["post_logout_redirect_uri"].as_str();
            HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()
        }
        _ => HttpResponse::NotFound().finish(),
    }
}
