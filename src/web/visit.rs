//! One request of one browser: its language, its session, and for whom its person acts.

use std::future::{Ready, ready};
use std::sync::{Arc, OnceLock};

use actix_web::dev::Payload;
use actix_web::http::header::{AcceptLanguage, Header, Quality};
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use jiff::Timestamp;

use super::chrome::{Account, Avatar, Chrome, Crumb, Section};
use super::error::WebError;
use super::faults::Struck;
use super::flash::Flash;
use super::notes::notes;
use super::portal::{Portal, Tools};
use super::{present, urls};
use crate::auth::TypedSession;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::PersonId;
use crate::domain::world::{WorldClock, WorldName};
use crate::i18n::{Lang, Texts, fill, texts};
use crate::service::faults::Fault;
use crate::service::{self, ActingAs, Representation, Service, ServiceError};

/// The cookie that remembers the chosen language, signed in or not.
pub const LANGUAGE_COOKIE: &str = "language";

/// An extractor that every page's handler takes.
pub struct Visit {
    pub portal: Data<Portal>,
    pub session: TypedSession,
    pub lang: Lang,
    pub t: &'static Texts,
    /// Path and query.
    pub here: String,
    /// The world that the session is in.
    pub world: WorldName,
    /// Faults on demand that hit this very request.
    struck: Vec<Fault>,
    /// The world's clock when the service was asked first.
    clock: Arc<OnceLock<WorldClock>>,
    /// Whether a missing session needs a word: the browser had one, or a form was sent.
    lost: bool,
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let session = TypedSession::from_request(request, payload).into_inner();
        ready(session.map(|session| Self::of(request, session)))
    }
}

impl Visit {
    fn of(request: &HttpRequest, session: TypedSession) -> Self {
        let portal = request.app_data::<Data<Portal>>().expect("the app has its portal").clone();
        let lang = chosen_language(request);
        let t = texts(lang, portal.wording);
        let here = request.uri().path_and_query().map_or(urls::START, |here| here.as_str()).to_owned();
        let had_session = request.cookie(crate::auth::session_cookie(portal.https)).is_some();
        let lost = had_session || !request.method().is_safe();
        let chosen = portal.tools.as_ref().and_then(|_| session.world());
        let world = chosen.unwrap_or_else(|| portal.world.clone());
        let struck = request.extensions().get::<Struck>().map(|struck| struck.0.clone()).unwrap_or_default();
        Self { portal, session, lang, t, here, world, struck, clock: Arc::default(), lost }
    }

    /// The signed-in person.
    pub fn person(&self) -> Result<PersonId, WebError> {
        self.session.person().map(PersonId::from).ok_or_else(|| self.signed_out())
    }

    /// What to answer when nobody is signed in.
    pub fn signed_out(&self) -> WebError {
        WebError::SignedOut { expired: self.lost, return_to: self.here.clone() }
    }

    /// Asks the service off the async threads.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Service) -> service::Result<T> + Send + 'static,
    ) -> Result<T, WebError> {
        let (portal, world, clock) = (self.portal.clone(), self.world.clone(), self.clock.clone());
        let refuse = self.struck.iter().find_map(|fault| match fault {
            Fault::RefuseAdds { every } => Some(*every),
            _ => None,
        });
        let answer = web::block(move || {
            let mut service = portal.service_of(&world).for_one_question()?;
            note_clock(&service, &clock)?;
            if let Some(every) = refuse {
                service = service.refusing(every);
            }
            question(&service)
        });
        Ok(answer.await.map_err(|error| WebError::Internal(error.into()))??)
    }

    /// What time it is in the world: for what the portal writes down.
    pub async fn now(&self) -> Result<Timestamp, WebError> {
        let real = (self.portal.clock)();
        self.ask(move |service| Ok(service.clock()?.at(real))).await
    }

    /// What time it is in the world, as far as this request has come to know.
    pub fn clock(&self) -> WorldClock {
        self.clock.get().copied().unwrap_or_default()
    }

    /// The test tools, if there are any.
    pub fn tools(&self) -> Result<&Tools, WebError> {
        self.portal.tools.as_ref().ok_or(WebError::Service(ServiceError::NotFound))
    }

    /// What the embedded identity provider is told beforehand of a sign-in; an external one is told nothing.
    pub fn sign_in_hint(&self, person: Option<&NationalId>) -> String {
        if !self.portal.tools.as_ref().is_some_and(|tools| tools.can_become) {
            return String::new();
        }
        let person = person.map(|national_id| format!("person:{national_id}"));
        let fault = self.struck.iter().find(|fault| fault.is_of_provider());
        let fault = fault.map(|fault| format!("fault:{}", fault.code().trim_start_matches("sign-in-")));
        let words = [Some(format!("within:{}", self.world)), person, fault];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Asks the service on behalf of the organisation that the signed-in person represents.
    pub async fn ask_acting<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ActingAs) -> service::Result<T> + Send + 'static,
    ) -> Result<(ActingAs, T), WebError> {
        let asker = self.asker()?;
        self.acted(self.ask(move |service| asker.ask(service, question)).await)
    }

    /// Asks on behalf of the represented organisation what needs no more than is in memory as a rule: then at once, as
    /// to change threads takes longer than the answer.
    pub async fn glance_acting<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ActingAs) -> service::Result<T> + Send + 'static,
    ) -> Result<(ActingAs, T), WebError> {
        let asker = self.asker()?;
        if self.world == self.portal.world {
            let service = self.portal.service.for_one_question()?;
            if service.has_in_memory(asker.person, asker.organisation)? {
                note_clock(&service, &self.clock)?;
                return self.acted(asker.ask(&service, question).map_err(WebError::from));
            }
        }
        self.ask_acting(question).await
    }

    /// On whose behalf the session asks.
    fn asker(&self) -> Result<Asker, WebError> {
        let signed_in = self.session.signed_in().ok_or_else(|| self.signed_out())?;
        let organisation = self.session.represented().ok_or_else(|| self.choose_first())?;
        Ok(Asker { person: signed_in.person.into(), organisation, level: AuthenticationLevel(signed_in.level) })
    }

    fn acted<T>(&self, answer: Result<T, WebError>) -> Result<T, WebError> {
        match answer {
            Err(WebError::Service(ServiceError::NotRepresented)) => Err(self.choose_first()),
            answer => answer,
        }
    }

    fn choose_first(&self) -> WebError {
        WebError::ChooseFirst { return_to: self.here.clone() }
    }

    /// A person and whom the person may represent.
    pub async fn representations(&self) -> Result<(crate::domain::person::Person, Vec<Representation>), WebError> {
        let person = self.person()?;
        self.ask(move |service| service.representations(person)).await
    }

    /// The frame of a page that belongs to nobody in particular.
    pub fn chrome(&self, title: &str, section: Section) -> Chrome {
        Chrome {
            t: self.t,
            lang: self.lang,
            wording: self.portal.wording,
            title: fill(&self.t.common.title_suffix, &[("title", title)]),
            crumbs: Vec::new(),
            section,
            may_see_accesses: false,
            user: None,
            account: None,
            can_change_account: false,
            form_token: self.session.signed_in().and_then(|_| self.session.form_token().ok()).unwrap_or_default(),
            here: self.here.clone(),
            strip_notes: notes(self),
            tools_url: self.portal.tools.as_ref().map(|_| urls::tools(&self.here)),
            guide_url: self.guide_url(section),
            flash: self.session.take_flash::<Flash>().map(|flash| flash.worded(self.t, self.lang)),
        }
    }

    /// The guide leads back to where it was opened from; the guide itself is no such place.
    fn guide_url(&self, section: Section) -> String {
        if section == Section::RelationGuide {
            return self.here.clone();
        }
        urls::returning(urls::RELATION_GUIDE, &self.here)
    }

    /// The frame of a page for anybody: with whom the user represents, if somebody is signed in.
    pub async fn signed_in_chrome(&self, title: &str, section: Section) -> Result<Chrome, WebError> {
        match self.glance_acting(|_| Ok(())).await {
            Ok((acting, ())) => {
                let chrome = self.acting_chrome(&acting, title, &[]);
                Ok(Chrome { section, guide_url: self.guide_url(section), crumbs: Vec::new(), ..chrome })
            }
            Err(
                WebError::SignedOut { .. }
                | WebError::ChooseFirst { .. }
                | WebError::Service(ServiceError::UnknownPerson),
            ) => Ok(self.chrome(title, section)),
            Err(error) => Err(error),
        }
    }

    /// The frame of a page about the represented organisation. The last crumb is the page itself.
    pub fn acting_chrome(&self, acting: &ActingAs, title: &str, crumbs: &[(&str, Option<&str>)]) -> Chrome {
        let start = (self.t.common.start.as_str(), Some(urls::START));
        let management = (self.t.side.access_management.as_str(), None);
        let crumb = |(label, href): (&str, Option<&str>)| Crumb { label: label.into(), href: href.map(Into::into) };
        let owner = acting.owner.display_name();
        Chrome {
            crumbs: [start, management].into_iter().chain(crumbs.iter().copied()).map(crumb).collect(),
            may_see_accesses: acting.permissions.overview(),
            user: Some(acting.person.display_name()),
            account: Some(Account {
                number: present::number(self.t, acting.owner.number),
                avatar: Avatar::of(&owner),
                name: owner,
            }),
            can_change_account: acting.can_change,
            ..self.chrome(title, Section::SystemAccesses)
        }
    }
}

/// A person and whom the person represents, as the session has it.
struct Asker {
    person: PersonId,
    organisation: OrganisationNumber,
    level: AuthenticationLevel,
}

impl Asker {
    fn ask<T>(
        &self,
        service: &Service,
        question: impl FnOnce(&ActingAs) -> service::Result<T>,
    ) -> service::Result<(ActingAs, T)> {
        let acting = service.acting_as(self.person, self.organisation)?.signed_in_at(self.level);
        let answer = question(&acting)?;
        Ok((acting, answer))
    }
}

fn note_clock(service: &Service, clock: &OnceLock<WorldClock>) -> service::Result<()> {
    if clock.get().is_none() {
        // A concurrent question of the same request has seen the same clock.
        let _ = clock.set(service.clock()?);
    }
    Ok(())
}

fn chosen_language(request: &HttpRequest) -> Lang {
    let cookie = request.cookie(LANGUAGE_COOKIE);
    let chosen = cookie.and_then(|cookie| Lang::from_code(cookie.value()));
    chosen.or_else(|| browsers_language(request)).unwrap_or_default()
}

/// The browser's best language that the portal has; a weight of 0 means not that one.
fn browsers_language(request: &HttpRequest) -> Option<Lang> {
    let mut accepted = AcceptLanguage::parse(request).ok()?;
    accepted.retain(|language| language.quality > Quality::ZERO);
    accepted.ranked().iter().find_map(|language| Lang::from_code(language.item()?.primary_language()))
}
