//! Use cases: approve a request, reject it, send it on.
//! Whoever answers second is told who was first, and changes nothing.

use jiff::Timestamp;

use super::problem::AccessProblem;
use super::request_page::final_state;
use super::store::{ReadRequests, Write};
use super::{AccessManager, ActingAs, Result, ServiceError};
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessRequest, Escalation, RequestAnswer, RequestId, RequestStatus};
use crate::domain::audit::{Act, Deed, Subject};
use crate::domain::catalogue::Catalogue;
use crate::domain::package::PackageCode;
use crate::domain::system::System;

impl AccessManager<'_> {
    /// Approves a request: makes the access, with the request's id and without clients. All or nothing.
    pub fn approve(self, kind: AccessKind, id: RequestId, now: Timestamp) -> Result<AccessRequest> {
        self.0.answer(kind, id, now, true)
    }

    /// Rejects a request.
    pub fn reject(self, kind: AccessKind, id: RequestId, now: Timestamp) -> Result<AccessRequest> {
        self.0.answer(kind, id, now, false)
    }
}

impl ActingAs {
    /// Sends a request on to those who may approve it; any relation to the party is enough.
    /// One that was sent on already stays as it is.
    pub fn escalate(&self, kind: AccessKind, id: RequestId, now: Timestamp) -> Result<AccessRequest> {
        let _guard = self.service.snapshots.lock_for_write();
        let write = self.service.store.write()?;
        let mut request = self.waiting_request(&*write, kind, id, now)?;
        if request.escalation.is_some() {
            return Ok(request);
        }
        let escalation = Escalation { by: self.person.id, at: now };
        write.escalate_request(id, escalation)?;
        self.audit(&*write, Act::Escalate, id, now)?;
        write.commit()?;
        request.escalation = Some(escalation);
        Ok(request)
    }

    fn answer(&self, kind: AccessKind, id: RequestId, now: Timestamp, approved: bool) -> Result<AccessRequest> {
        let _guard = self.service.snapshots.lock_for_write();
        let write = self.service.store.write()?;
        let mut request = self.waiting_request(&*write, kind, id, now)?;
        if approved {
            self.check_approvable(&*write, &request)?;
            write.add_access(&request.approved(now))?;
        }
        let answer = RequestAnswer { approved, by: self.person.id, at: now };
        write.answer_request(id, answer)?;
        self.audit(&*write, if approved { Act::Approve } else { Act::Reject }, id, now)?;
        write.commit()?;
        request.answer = Some(answer);
        Ok(request)
    }

    /// The party's request, if it waits for an answer.
    fn waiting_request(
        &self,
        write: &dyn Write,
        kind: AccessKind,
        id: RequestId,
        now: Timestamp,
    ) -> Result<AccessRequest> {
        let request = request_of_kind(write, kind, id)?;
        if request.owner != self.owner.number {
            return Err(AccessProblem::WrongParty.into());
        }
        if request.status(now) != RequestStatus::New {
            return Err(AccessProblem::NotNew(Box::new(final_state(write, &request, now)?)).into());
        }
        Ok(request)
    }

    /// What may have changed since the request was made, and what the person can give.
    fn check_approvable(&self, write: &dyn Write, request: &AccessRequest) -> Result<()> {
        let system = write.system(&request.system.id)?.filter(|system| !system.deleted);
        let system = system.ok_or(AccessProblem::UnknownSystem)?;
        if write.access_by_key(&request.key())?.is_some() {
            return Err(AccessProblem::AccessExists.into());
        }
        check_packages(self.service.catalogue, &system, request.kind, &request.packages)?;
        self.check_giving(request.kind, &request.packages)?;
        self.service.check_not_declined()
    }

    fn audit(&self, write: &dyn Write, act: Act, request: RequestId, now: Timestamp) -> Result<()> {
        write.append_audit(&self.author().entry(Deed::Other(act, Subject::Request(request)), now), &[], &[])?;
        Ok(())
    }
}

/// The request with this id and kind.
pub(super) fn request_of_kind(read: &dyn ReadRequests, kind: AccessKind, id: RequestId) -> Result<AccessRequest> {
    let found = read.request(id)?.filter(|request| request.kind == kind);
    found.ok_or_else(|| ServiceError::Problem(unknown_request(kind)))
}

fn unknown_request(kind: AccessKind) -> AccessProblem {
    match kind {
        AccessKind::Own => AccessProblem::UnknownRequest,
        AccessKind::Clients => AccessProblem::UnknownClientsRequest,
    }
}

/// Whether a system may ask for these packages.
pub(super) fn check_packages(
    catalogue: &Catalogue,
    system: &System,
    kind: AccessKind,
    packages: &[PackageCode],
) -> std::result::Result<(), AccessProblem> {
    let of = |refused: &dyn Fn(&PackageCode) -> bool| -> Vec<PackageCode> {
        packages.iter().filter(|code| refused(code)).cloned().collect()
    };
    let foreign = of(&|code| !system.packages.contains(code) || catalogue.get(code).is_none());
    if !foreign.is_empty() {
        return Err(AccessProblem::PackagesNotInSystem(foreign));
    }
    match kind {
        AccessKind::Own => {
            let refused = of(&|code| catalogue.get(code).is_some_and(|package| !package.assignable));
            if refused.is_empty() { Ok(()) } else { Err(AccessProblem::PackagesNotAssignable(refused)) }
        }
        AccessKind::Clients => {
            let refused = of(&|code| catalogue.get(code).is_some_and(|package| !package.delegable));
            if refused.is_empty() { Ok(()) } else { Err(AccessProblem::PackagesNotDelegable(refused)) }
        }
    }
}
