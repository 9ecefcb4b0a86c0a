//! Calls the service for a request, with its world, its person and its faults.

use std::sync::OnceLock;

use actix_web::web;
use jiff::Timestamp;

use super::error::WebError;
use super::injected::Injected;
use super::request_context::RequestContext;
use crate::domain::access::AccessId;
use crate::domain::number::OrganisationNumber;
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::{Person, PersonId};
use crate::domain::world::WorldClock;
use crate::service::{self, ActingAs, Representation, Service, ServiceError};

impl RequestContext {
    /// Calls the service on a blocking thread.
    pub async fn call_service<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Service) -> service::Result<T> + Send + 'static,
    ) -> Result<T, WebError> {
        let (portal, world, clock) = (self.portal.clone(), self.world.clone(), self.clock.clone());
        let Injected { declines, declines_accesses, .. } = self.injected.clone();
        let result = web::block(move || {
            let mut service = portal.service_of(&world)?.pinned()?;
            remember_clock(&service, &clock)?;
            if let Some(declines) = declines {
                service = service.declining(declines);
            }
            if let Some(code) = declines_accesses {
                service = service.declining_accesses(code);
            }
            Ok(call(&service)?)
        });
        result.await.map_err(|error| WebError::Internal(error.into()))?
    }

    /// The time in the world, for recording changes.
    pub async fn now(&self) -> Result<Timestamp, WebError> {
        let real = (self.portal.clock)();
        self.call_service(move |service| Ok(service.clock()?.at(real))).await
    }

    /// The world's clock.
    ///
    /// Reads it on the async thread if no service call has been made yet.
    pub fn clock(&self) -> WorldClock {
        let look = || Ok(self.portal.service_of(&self.world)?.clock()?);
        *self.clock.get_or_init(|| {
            look().unwrap_or_else(|error: WebError| {
                tracing::error!(error = &error as &dyn std::error::Error, "the world's clock cannot be read");
                WorldClock::default()
            })
        })
    }

    /// Calls the service as the person acting for the represented organisation.
    pub async fn call_acting<T: Send + 'static>(
        &self,
        call: impl FnOnce(&ActingAs) -> service::Result<T> + Send + 'static,
    ) -> Result<(ActingAs, T), WebError> {
        let (actor, call) = (self.actor()?, self.counting_waiting(call));
        self.require_representation(self.call_service(move |service| actor.call(service, call)).await)
    }

    /// Like [`Self::call_acting`], but on the async thread if data is cached.
    ///
    /// For calls answered from memory: switching threads would take longer than the call.
    pub async fn call_acting_cached<T: Send + 'static>(
        &self,
        call: impl FnOnce(&ActingAs) -> service::Result<T> + Send + 'static,
    ) -> Result<(ActingAs, T), WebError> {
        let actor = self.actor()?;
        if self.world == self.portal.world {
            let service = self.portal.service.pinned()?;
            if service.is_cached(actor.person, actor.organisation)? {
                remember_clock(&service, &self.clock)?;
                let answer = actor.call(&service, self.counting_waiting(call));
                return self.require_representation(answer.map_err(WebError::from));
            }
        }
        self.call_acting(call).await
    }

    /// Counts the waiting requests for the menu before the call: a change that is stored must not fail for the count.
    fn counting_waiting<T, F: FnOnce(&ActingAs) -> service::Result<T>>(
        &self,
        call: F,
    ) -> impl FnOnce(&ActingAs) -> service::Result<T> + use<T, F> {
        let (waiting, real) = (self.waiting.clone(), (self.portal.clock)());
        move |acting| {
            let count = acting.pending_count(acting.now(real)?)?;
            // Fails only if a concurrent call of this request has set it already.
            let _ = waiting.set(count);
            call(acting)
        }
    }

    /// The answer about an access; where it is refused and the person sees the access for another organisation, the
    /// offer to represent that one.
    pub async fn or_other_owner<T>(&self, id: AccessId, answer: Result<T, WebError>) -> Result<T, WebError> {
        let answer = self.or_deleted(id, answer).await;
        let Err(refused @ WebError::Service(ServiceError::NotFound | ServiceError::NoPowers)) = answer else {
            return answer;
        };
        let actor = self.actor()?;
        let (person, level, represented) = (actor.person, actor.level, actor.organisation);
        let owner = self.call_service(move |service| service.owner_seen_by(person, level, id)).await?;
        match owner.filter(|owner| owner.number != represented) {
            Some(owner) => Err(WebError::OtherOwner { owner: owner.into(), return_to: self.path_and_query.clone() }),
            None => Err(refused),
        }
    }

    /// The answer about an access; where it is not found because somebody deleted it, who did and when.
    pub async fn or_deleted<T>(&self, id: AccessId, answer: Result<T, WebError>) -> Result<T, WebError> {
        let Err(missing @ WebError::Service(ServiceError::NotFound)) = answer else { return answer };
        let Actor { person, level, .. } = self.actor()?;
        match self.call_service(move |service| service.deleted_access_seen_by(person, level, id)).await? {
            Some((access, by)) => Err(WebError::Deleted { access: access.into(), by: by.map(Into::into) }),
            None => Err(missing),
        }
    }

    /// The session's person, organisation and level.
    fn actor(&self) -> Result<Actor, WebError> {
        let signed_in = self.session.signed_in().ok_or_else(|| self.signed_out())?;
        let organisation = self.session.represented().ok_or_else(|| self.choose_organisation())?;
        Ok(Actor { person: signed_in.person.into(), organisation, level: signed_in.level })
    }

    fn require_representation<T>(&self, result: Result<T, WebError>) -> Result<T, WebError> {
        match result {
            Err(WebError::Service(ServiceError::NotRepresented)) => Err(self.choose_organisation()),
            result => result,
        }
    }

    fn choose_organisation(&self) -> WebError {
        WebError::ChooseOrganisation { return_to: self.path_and_query.clone() }
    }

    /// The signed-in person, and the organisations that they may represent.
    pub async fn representations(&self) -> Result<(Person, Vec<Representation>), WebError> {
        let person = self.person()?;
        self.call_service(move |service| service.representations(person)).await
    }
}

/// The signed-in person and the represented organisation, from the session.
struct Actor {
    person: PersonId,
    organisation: OrganisationNumber,
    level: AuthenticationLevel,
}

impl Actor {
    fn call<T>(
        &self,
        service: &Service,
        call: impl FnOnce(&ActingAs) -> service::Result<T>,
    ) -> service::Result<(ActingAs, T)> {
        let acting = service.acting_as(self.person, self.organisation)?.signed_in_at(self.level);
        let value = call(&acting)?;
        Ok((acting, value))
    }
}

fn remember_clock(service: &Service, clock: &OnceLock<WorldClock>) -> service::Result<()> {
    if clock.get().is_none() {
        // Fails only if a concurrent call of this request has set it already.
        let _ = clock.set(service.clock()?);
    }
    Ok(())
}
