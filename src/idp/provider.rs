//! The provider itself: what it is told at start, and what it remembers between requests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::{header, uri::Authority};
use jiff::{SignedDuration, Timestamp};
use openidconnect::IssuerUrl;
use openidconnect::core::{CoreJsonWebKeySet, CoreRsaPrivateSigningKey};

use super::authorization_grant::AuthorizationGrant;
use super::authorize::Request;
use super::directory::Directory;
use super::key::{self, KeyError};
use super::key_ring::KeyRing;
use super::oauth_client::OAuthClient;
use super::programs::Programs;
use super::texts::Catalogue;
use super::ttl_map::TtlMap;

/// Long enough to look up a number in another window.
const TICKET_LIFETIME: SignedDuration = SignedDuration::from_mins(30);
/// A code is redeemed by a program, at once.
const CODE_LIFETIME: SignedDuration = SignedDuration::from_secs(60);
/// Longer than an assertion is valid: its id is remembered until it cannot be used again.
const ASSERTION_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
const CAPACITY: usize = 1000;

pub struct Settings {
    /// Absolute, without a slash at the end, and ending in the path where the host app mounts its routes: `/idp`.
    pub issuer: String,
    /// Whether the issuer has the host and port of each request instead; the host app refuses foreign names.
    pub follows_host: bool,
    /// PKCS#1 PEM; made when it does not exist.
    pub key_file: PathBuf,
    pub clients: Vec<OAuthClient>,
    /// Address of the stylesheet, on the provider's own origin.
    pub stylesheet: String,
    pub favicon: String,
    /// Real time: verifiers compare the tokens with their own clocks.
    pub clock: fn() -> Timestamp,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the issuer is not an absolute address")]
    Issuer(#[source] url::ParseError),
    #[error("the signing key in {} cannot be used", .file.display())]
    Key { file: PathBuf, source: KeyError },
    #[error("the texts do not load")]
    Texts(#[from] toml::de::Error),
}

pub struct Provider {
    issuer: IssuerUrl,
    follows_host: bool,
    keys: KeyRing,
    key_file: PathBuf,
    pub(super) clients: Vec<OAuthClient>,
    pub(super) directory: Arc<dyn Directory>,
    pub(super) texts: Catalogue,
    pub(super) stylesheet: String,
    pub(super) favicon: String,
    pub(super) tickets: TtlMap<Request>,
    pub(super) codes: TtlMap<AuthorizationGrant>,
    programs: Option<Arc<dyn Programs>>,
    /// The ids of used assertions.
    pub(super) assertions: TtlMap<()>,
    /// Whether `login_hint` may choose the person and inject errors.
    pub(super) test_hints: bool,
    clock: fn() -> Timestamp,
}

/// Makes the signing key if the file does not exist, which takes a second.
pub fn load_key(file: &Path) -> Result<CoreRsaPrivateSigningKey, Error> {
    key::load_or_create(file).map_err(|source| Error::Key { file: file.to_owned(), source })
}

impl Provider {
    /// Reads the keys, or makes one, which takes a second the first time.
    pub fn new(settings: Settings, directory: Arc<dyn Directory>) -> Result<Self, Error> {
        let keys = KeyRing::open(&settings.key_file);
        let keys = keys.map_err(|source| Error::Key { file: settings.key_file.clone(), source })?;
        Ok(Self {
            issuer: IssuerUrl::new(settings.issuer).map_err(Error::Issuer)?,
            follows_host: settings.follows_host,
            keys,
            key_file: settings.key_file,
            test_hints: false,
            clients: settings.clients,
            directory,
            texts: Catalogue::load()?,
            stylesheet: settings.stylesheet,
            favicon: settings.favicon,
            tickets: TtlMap::new(TICKET_LIFETIME, CAPACITY),
            codes: TtlMap::new(CODE_LIFETIME, CAPACITY),
            programs: None,
            assertions: TtlMap::new(ASSERTION_LIFETIME, CAPACITY),
            clock: settings.clock,
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn client(&self, id: &str) -> Option<&OAuthClient> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// Lets these programs fetch tokens with a signed assertion.
    #[must_use]
    pub fn with_programs(self, programs: Arc<dyn Programs>) -> Self {
        Self { programs: Some(programs), ..self }
    }

    pub(super) fn programs(&self) -> Option<&dyn Programs> {
        self.programs.as_deref()
    }

    /// Lets `login_hint` choose the person and inject errors: for tests only.
    #[must_use]
    pub fn with_test_hints(self) -> Self {
        Self { test_hints: true, ..self }
    }

    /// The key that signs.
    pub(super) fn key(&self) -> Arc<CoreRsaPrivateSigningKey> {
        self.keys.current()
    }

    pub(super) fn key_set(&self) -> CoreJsonWebKeySet {
        self.keys.set(self.now())
    }

    /// Signs with a new key from now on, at most once a minute; whether it does. Takes a second.
    pub fn rotate_key(&self) -> Result<bool, Error> {
        self.keys.rotate(self.now()).map_err(|source| Error::Key { file: self.key_file.clone(), source })
    }

    /// The issuer for a request to this host and port.
    pub(super) fn issuer(&self, host: Option<&str>) -> IssuerUrl {
        let url = self.issuer.url();
        let named = host.filter(|_| self.follows_host);
        let named = named.and_then(|host| IssuerUrl::new(format!("{}://{host}{}", url.scheme(), url.path())).ok());
        named.unwrap_or_else(|| self.issuer.clone())
    }

    pub(super) fn issuer_of(&self, http: &HttpRequest) -> IssuerUrl {
        let header = || http.headers().get(header::HOST)?.to_str().ok();
        self.issuer(http.uri().authority().map(Authority::as_str).or_else(header))
    }

    /// An endpoint's address on its own origin.
    pub(super) fn local(&self, path: &str) -> String {
        format!("{}{path}", self.issuer.url().path())
    }
}
