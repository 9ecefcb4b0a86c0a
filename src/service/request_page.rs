//! Use case: see a request, in whatever state it is.

use jiff::Timestamp;

use super::store::Read;
use super::{ActingAs, FinalState, Result, Service, ServiceError};
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessRequest, RequestId, RequestStatus};
use crate::domain::giving::CannotGive;
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::person::{Person, PersonId};
use crate::domain::redirect_url::RedirectUrl;

/// What a person finds at a request's address.
#[derive(Debug)]
pub enum RequestLookup {
    /// No request of this kind has the id.
    Unknown,
    /// The person has no relation to the party.
    NoRelation,
    Found(Box<RequestPage>),
}

/// A request as a person of the party sees it.
#[derive(Debug)]
pub struct RequestPage {
    pub request: AccessRequest,
    /// The organisation that is asked. The person may represent it, but may have chosen another.
    pub party: Organisation,
    pub packages: Vec<RequestedPackage>,
    pub state: RequestState,
}

/// A package that the system asks for.
#[derive(Debug)]
pub struct RequestedPackage {
    pub package: &'static AccessPackage,
    /// Why the person cannot give it; `None` if nothing stands in the way. Clients give theirs themselves.
    pub obstacle: Option<CannotGive>,
}

/// What the person can do with a request, and what has been done.
#[derive(Debug, PartialEq, Eq)]
pub enum RequestState {
    /// Waits for this person, who may approve or reject it.
    MayApprove,
    /// The same, but a package stands in the way of approval; the person may reject it.
    MayReject,
    /// The person may only send it on.
    MayEscalate,
    /// It was sent on, and this person may not approve it.
    Escalated { by: Option<Person>, at: Timestamp },
    /// It waits for no answer any more.
    Ended(FinalState),
}

impl RequestPage {
    /// Whether the own organisation can join the access, beside its clients.
    pub fn own_organisation_may_join(&self) -> bool {
        self.request.kind == AccessKind::Clients && self.packages.iter().all(|asked| asked.package.assignable)
    }

    /// The packages that this person cannot give, with the reasons.
    pub fn obstacles(&self) -> impl Iterator<Item = (&'static AccessPackage, CannotGive)> {
        self.packages.iter().filter_map(|asked| asked.obstacle.map(|obstacle| (asked.package, obstacle)))
    }
}

impl Service {
    /// The request with this id, for a person who need not have chosen its party.
    pub fn request_page(
        &self,
        person: PersonId,
        kind: AccessKind,
        id: RequestId,
        now: Timestamp,
    ) -> Result<RequestLookup> {
        let read = self.store.read()?;
        let Some(request) = read.request(id)?.filter(|request| request.kind == kind) else {
            return Ok(RequestLookup::Unknown);
        };
        let acting = match self.acting_as(person, request.owner) {
            Err(ServiceError::NotRepresented) => return Ok(RequestLookup::NoRelation),
            acting => acting?,
        };
        let packages = acting.packages_to_give(request.kind, &request.packages);
        let state = acting.state_of(&*read, &request, &packages, now)?;
        Ok(RequestLookup::Found(Box::new(RequestPage { request, party: acting.owner, packages, state })))
    }
}

impl Service {
    /// Where a person is sent after answering: the address that the vendor named in this request, once it is answered.
    pub fn address_after_answer(&self, id: RequestId) -> Result<Option<RedirectUrl>> {
        let request = self.request(id)?;
        Ok(request.filter(|request| request.answer.is_some()).and_then(|request| request.redirect_url))
    }
}

impl ActingAs {
    fn state_of(
        &self,
        read: &dyn Read,
        request: &AccessRequest,
        packages: &[RequestedPackage],
        now: Timestamp,
    ) -> Result<RequestState> {
        if request.status(now) != RequestStatus::New {
            return Ok(RequestState::Ended(final_state(read, request, now)?));
        }
        if self.permissions.access_management {
            let can_give_all = packages.iter().all(|asked| asked.obstacle.is_none());
            return Ok(if can_give_all { RequestState::MayApprove } else { RequestState::MayReject });
        }
        match request.escalation {
            Some(escalation) => Ok(RequestState::Escalated { by: read.person(escalation.by)?, at: escalation.at }),
            None => Ok(RequestState::MayEscalate),
        }
    }
}

/// How a request ended, with the person who answered it.
pub(super) fn final_state(read: &dyn Read, request: &AccessRequest, now: Timestamp) -> Result<FinalState> {
    let answered = match request.answer {
        Some(answer) => read.person(answer.by)?.map(|person| (person, answer.at)),
        None => None,
    };
    Ok(FinalState { status: request.status(now), answered })
}
