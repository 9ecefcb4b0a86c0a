//! Asking the service on behalf of a request: off the async threads, with its world, its person and its faults.

use std::sync::OnceLock;

use actix_web::web;
use jiff::Timestamp;

use super::error::WebError;
use super::request_context::RequestContext;
use crate::domain::access::AccessId;
use crate::domain::number::OrganisationNumber;
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::{Person, PersonId};
use crate::domain::world::WorldClock;
use crate::service::{self, ActingAs, Representation, Service, ServiceError};

impl RequestContext {
    /// Asks the service off the async threads.
    pub async fn call_service<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Service) -> service::Result<T> + Send + 'static,
    ) -> Result<T, WebError> {
        let (portal, world, clock) = (self.portal.clone(), self.world.clone(), self.clock.clone());
        let declines = self.injected.declines.clone();
        let answer = web::block(move || {
            let mut service = portal.service_of(&world).pinned()?;
            note_clock(&service, &clock)?;
            if let Some(declines) = declines {
                service = service.declining(declines);
            }
            question(&service)
        });
        Ok(answer.await.map_err(|error| WebError::Internal(error.into()))??)
    }

    /// What time it is in the world: for what the portal writes down.
    pub async fn now(&self) -> Result<Timestamp, WebError> {
        let real = (self.portal.clock)();
        self.call_service(move |service| Ok(service.clock()?.at(real))).await
    }

    /// What the world's clock says; a page that has asked nothing else of the service looks here.
    pub fn clock(&self) -> WorldClock {
        let look = || self.portal.service_of(&self.world).clock();
        *self.clock.get_or_init(|| {
            look().unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "the world's clock cannot be read");
                WorldClock::default()
            })
        })
    }

    /// Asks the service on behalf of the organisation that the signed-in person represents.
    pub async fn call_acting<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ActingAs) -> service::Result<T> + Send + 'static,
    ) -> Result<(ActingAs, T), WebError> {
        let actor = self.actor()?;
        self.acted(self.call_service(move |service| actor.call(service, question)).await)
    }

    /// Asks on behalf of the represented organisation for what is usually in memory. If it is, the answer is given on the
    /// async thread: a change of threads takes longer than the answer.
    pub async fn call_acting_cached<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ActingAs) -> service::Result<T> + Send + 'static,
    ) -> Result<(ActingAs, T), WebError> {
        let actor = self.actor()?;
        if self.world == self.portal.world {
            let service = self.portal.service.pinned()?;
            if service.is_cached(actor.person, actor.organisation)? {
                note_clock(&service, &self.clock)?;
                return self.acted(actor.call(&service, question).map_err(WebError::from));
            }
        }
        self.call_acting(question).await
    }

    /// The answer about an access; where it is refused and the person sees the access for another organisation, the
    /// offer to represent that one.
    pub async fn or_other_owner<T>(&self, id: AccessId, answer: Result<T, WebError>) -> Result<T, WebError> {
        let Err(refused @ WebError::Service(ServiceError::NotFound | ServiceError::NoPowers)) = answer else {
            return answer;
        };
        let actor = self.actor()?;
        let (person, level, represented) = (actor.person, actor.level, actor.organisation);
        let owner = self.call_service(move |service| service.owner_seen_by(person, level, id)).await?;
        match owner.filter(|owner| owner.number != represented) {
            Some(owner) => Err(WebError::OtherOwner { owner: owner.into(), return_to: self.here.clone() }),
            None => Err(refused),
        }
    }

    /// On whose behalf the session asks.
    fn actor(&self) -> Result<Actor, WebError> {
        let signed_in = self.session.signed_in().ok_or_else(|| self.signed_out())?;
        let organisation = self.session.represented().ok_or_else(|| self.choose_first())?;
        Ok(Actor { person: signed_in.person.into(), organisation, level: signed_in.level })
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

    /// The signed-in person, and the organisations that the person may represent.
    pub async fn representations(&self) -> Result<(Person, Vec<Representation>), WebError> {
        let person = self.person()?;
        self.call_service(move |service| service.representations(person)).await
    }
}

/// The signed-in person and the organisation represented, as the session has them.
struct Actor {
    person: PersonId,
    organisation: OrganisationNumber,
    level: AuthenticationLevel,
}

impl Actor {
    fn call<T>(
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
