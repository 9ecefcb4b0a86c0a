//! Use case: a vendor's program asks for a system access.

use jiff::Timestamp;

use super::Result;
use super::answers::check_packages;
use super::problem::AccessProblem;
use super::store::{Read, ReadClients};
use super::vendor::ActingVendor;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessKey, AccessRequest, RequestStatus};
use crate::domain::audit::{Act, Subject};
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::redirect_url::RedirectUrl;
use crate::domain::system::System;

/// What a program asks for, as it was sent.
#[derive(Debug, Clone)]
pub struct NewRequest {
    pub kind: AccessKind,
    pub system: String,
    pub owner: String,
    /// Absent or empty stands for the owner's number.
    pub external_ref: Option<String>,
    /// By default the system's Norwegian name.
    pub title: Option<String>,
    /// Codes or urns.
    pub packages: Option<Vec<String>>,
    /// Resources; no system has any here, so none can be asked for.
    pub rights: Option<Vec<String>>,
    pub redirect_url: Option<String>,
}

/// A request that was asked for.
#[derive(Debug)]
pub struct AskedRequest {
    pub request: AccessRequest,
    /// Whether it was there before; then what was sent now is ignored.
    pub existed: bool,
}

impl ActingVendor {
    /// Makes a request, or finds the one that waits already.
    /// The checks come in Altinn's order, except that another vendor's system is refused first of all, so that nobody
    /// learns what others ask for.
    pub fn ask(&self, new: &NewRequest, now: Timestamp) -> Result<AskedRequest> {
        let _guard = self.service.snapshots.lock_for_write();
        let write = self.service.store.write()?;
        let system = self.own_system(&*write, &new.system)?;
        let owner = find_party(&*write, &new.owner)?;
        if let Some(owner) = &owner {
            let key = AccessKey::of(&system.id, owner.number, new.external_ref.as_deref());
            if let Some(request) = self.existing(&*write, &key, new.kind, now)? {
                return Ok(AskedRequest { request, existed: true });
            }
        }
        if system.deleted {
            return Err(AccessProblem::UnknownSystem.into());
        }
        let owner = owner.ok_or(AccessProblem::UnknownParty)?;
        let key = AccessKey::of(&system.id, owner.number, new.external_ref.as_deref());
        if let Some(other) = write.request_by_key(&key)? {
            return Err(taken_by(&other, now).into());
        }
        let redirect_url = check_redirect(&system, new.redirect_url.as_deref())?;
        let packages = self.check_contents(&system, new)?;
        let request = AccessRequest {
            id: key.id(write.next_nth(&key)?),
            kind: new.kind,
            title: title(&system, new.title.as_deref()),
            system: system.summary(),
            owner: owner.number,
            external_ref: key.external_ref,
            packages,
            redirect_url,
            created: now,
            escalation: None,
            answer: None,
        };
        write.add_request(&request)?;
        self.audit(&*write, Act::Create, Subject::Request(request.id), now)?;
        write.commit()?;
        Ok(AskedRequest { request, existed: false })
    }

    /// The request that answers a repeat.
    fn existing(
        &self,
        read: &dyn Read,
        key: &AccessKey,
        kind: AccessKind,
        now: Timestamp,
    ) -> Result<Option<AccessRequest>> {
        if read.access_by_key(key)?.is_some() {
            return Err(AccessProblem::AccessExists.into());
        }
        let same = read.request_by_key(key)?.filter(|request| request.kind == kind);
        match same {
            Some(request) if request.status(now) == RequestStatus::Rejected && !self.as_original => {
                Err(AccessProblem::RequestRejected.into())
            }
            same => Ok(same),
        }
    }

    fn check_contents(
        &self,
        system: &System,
        new: &NewRequest,
    ) -> std::result::Result<Vec<PackageCode>, AccessProblem> {
        let mut packages: Vec<PackageCode> = Vec::new();
        for code in new.packages.iter().flatten().map(|text| PackageCode::from(text.trim())) {
            if !packages.contains(&code) {
                packages.push(code);
            }
        }
        let rights = new.rights.as_ref().map_or(0, Vec::len);
        match new.kind {
            AccessKind::Clients if packages.is_empty() => return Err(AccessProblem::NoPackages),
            AccessKind::Own if new.packages.is_none() && new.rights.is_none() => {
                return Err(AccessProblem::UnknownRight);
            }
            AccessKind::Own if packages.is_empty() && rights == 0 => return Err(AccessProblem::NothingAskedFor),
            AccessKind::Own if rights > 0 => return Err(AccessProblem::UnknownRight),
            AccessKind::Own | AccessKind::Clients => {}
        }
        check_packages(self.service.catalogue, system, new.kind, &packages)?;
        Ok(packages)
    }
}

fn find_party(read: &dyn ReadClients, number: &str) -> Result<Option<Organisation>> {
    Ok(number.parse().ok().map(|number| read.organisation(number)).transpose()?.flatten())
}

/// Why a request of the other kind stands in the way. An accepted one has an access, which is refused before.
fn taken_by(other: &AccessRequest, now: Timestamp) -> AccessProblem {
    match other.status(now) {
        RequestStatus::New | RequestStatus::Timedout => AccessProblem::RequestWaits,
        RequestStatus::Accepted => AccessProblem::RequestAccepted,
        RequestStatus::Rejected => AccessProblem::RequestRejected,
    }
}

fn check_redirect(system: &System, given: Option<&str>) -> std::result::Result<Option<RedirectUrl>, AccessProblem> {
    let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) else { return Ok(None) };
    if system.redirect_urls.is_empty() {
        return Err(AccessProblem::SystemWithoutRedirect);
    }
    let url: RedirectUrl = given.parse().map_err(|_| AccessProblem::InvalidRedirect)?;
    if system.allows(&url) { Ok(Some(url)) } else { Err(AccessProblem::RedirectNotRegistered) }
}

fn title(system: &System, given: Option<&str>) -> String {
    let given = given.map(str::trim).filter(|given| !given.is_empty());
    given.unwrap_or(&system.name.nb).to_owned()
}
