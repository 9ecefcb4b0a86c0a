//! What every page handler needs of its request: language, session and world.

use std::future::{Ready, ready};
use std::sync::{Arc, OnceLock};

use actix_web::dev::Payload;
use actix_web::http::header::{AcceptLanguage, Header, Quality, REFERER};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::error::WebError;
use super::format::Locale;
use super::injected::Injected;
use super::portal::Portal;
use super::urls;
use crate::auth::{AuthError, TypedSession};
use crate::domain::number::NationalId;
use crate::domain::person::PersonId;
use crate::domain::world::{WorldClock, WorldName};
use crate::i18n::{Lang, Texts, texts};

/// The cookie for the chosen language, also used when nobody is signed in.
pub const LANGUAGE_COOKIE: &str = "language";

/// An extractor for page handlers.
pub struct RequestContext {
    pub portal: Data<Portal>,
    pub session: TypedSession,
    pub lang: Lang,
    pub t: &'static Texts,
    pub path_and_query: String,
    /// Path of the page whose link or form led here.
    pub came_from: Option<String>,
    /// The world of the session.
    pub world: WorldName,
    /// Faults to apply to this request.
    pub(super) injected: Injected,
    /// The world's clock at the first service call.
    pub(super) clock: Arc<OnceLock<WorldClock>>,
    /// How many requests wait for the person, once a service call has told.
    pub(super) waiting: Arc<OnceLock<usize>>,
    /// Whether the browser had a session cookie, or sent a form.
    session_expected: bool,
}

impl FromRequest for RequestContext {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let session = TypedSession::from_request(request, payload).into_inner();
        ready(session.map(|session| Self::of(request, session)))
    }
}

impl RequestContext {
    fn of(request: &HttpRequest, session: TypedSession) -> Self {
        let portal = request.app_data::<Data<Portal>>().expect("the app has its portal").clone();
        let lang = chosen_language(request);
        let t = texts(lang, portal.wording);
        let path_and_query = request.uri().path_and_query().map_or(urls::START, |uri| uri.as_str()).to_owned();
        let referer = request.headers().get(REFERER).and_then(|referer| referer.to_str().ok());
        let referer = referer.and_then(|referer| url::Url::parse(referer).ok());
        let came_from = referer.map(|referer| referer.path().to_owned());
        let had_session = request.cookie(crate::auth::session_cookie(portal.https)).is_some();
        let session_expected = had_session || !request.method().is_safe();
        let chosen = session.world().filter(|_| portal.test_tools);
        let world = chosen.unwrap_or_else(|| portal.world.clone());
        let injected = request.extensions().get::<Injected>().cloned().unwrap_or_default();
        Self {
            portal,
            session,
            lang,
            t,
            path_and_query,
            came_from,
            world,
            injected,
            clock: Arc::default(),
            waiting: Arc::default(),
            session_expected,
        }
    }

    /// The signed-in person.
    pub fn person(&self) -> Result<PersonId, WebError> {
        self.session.person().map(PersonId::from).ok_or_else(|| self.signed_out())
    }

    /// The address without the "?" that a form without fields leaves behind.
    pub fn without_empty_query(&self) -> Option<&str> {
        self.path_and_query.strip_suffix('?')
    }

    /// The error when nobody is signed in.
    pub fn signed_out(&self) -> WebError {
        if self.session.is_unavailable() {
            return AuthError::Session("the session could not be read".into()).into();
        }
        WebError::SignedOut { expired: self.session_expected, return_to: self.path_and_query.clone() }
    }

    pub fn locale(&self) -> Locale {
        Locale { t: self.t, lang: self.lang, catalogue: self.portal.service.catalogue() }
    }

    /// `login_hint` for the embedded identity provider: world, person and fault.
    ///
    /// Empty for an external one.
    pub fn login_hint(&self, person: Option<&NationalId>) -> String {
        if !self.portal.can_become {
            return String::new();
        }
        let person = person.map(|national_id| format!("person:{national_id}"));
        let words = [Some(format!("within:{}", self.world)), person, self.injected.login_hint.clone()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The language chosen here or at Altinn, or else the browser's.
pub fn chosen_language(request: &HttpRequest) -> Lang {
    let cookie = request.cookie(LANGUAGE_COOKIE);
    let chosen = cookie.and_then(|cookie| Lang::from_code(cookie.value()));
    chosen.or_else(|| language_at_altinn(request)).or_else(|| browsers_language(request)).unwrap_or_default()
}

/// Altinn's cookie: `no_nb`, `no_nn` or `en`.
fn language_at_altinn(request: &HttpRequest) -> Option<Lang> {
    let cookie = request.cookie("selectedLanguage")?;
    Lang::from_code(cookie.value().trim_start_matches("no_"))
}

/// The browser's first language that the portal has; weight 0 excludes it.
fn browsers_language(request: &HttpRequest) -> Option<Lang> {
    let mut accepted = AcceptLanguage::parse(request).ok()?;
    accepted.retain(|language| language.quality > Quality::ZERO);
    accepted.ranked().iter().find_map(|language| Lang::from_code(language.item()?.primary_language()))
}
