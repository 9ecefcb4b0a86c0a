//! Outside events: what clients and vendors do in the registers.
//! Each is one use case and one transaction. An audit entry records the delegations that it ends.
//!
//! The consequences are those of Altinn: when a client removes its provider from a role, the packages that came through
//! the role are lost, and a delegation left with none ends. When it takes back a package given by hand, the client
//! stays on the access and is shown as having lost it. A changed org form ends no delegation: eligibility is worked out
//! on every read.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::consequences::{delete_accesses, remove_role_packages, revoke_package};
pub use super::outside_event::{Event, EventOutcome, ImpossibleEvent};
use super::store::{ReadClients, Write};
use super::{Result, Service, ServiceError};
use crate::domain::access_request::{AccessRequest, RequestId, RequestStatus};
use crate::domain::audit::{Act, Subject};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::spelling::composed;
use crate::domain::system::{System, SystemId};

/// First eight digits of the first number to try for a new client without one.
const FIRST_STEM: u32 = 31_900_000;

/// What a form offers for events.
#[derive(Debug, Default)]
pub struct EventOptions {
    /// At most [`MAX_OFFERED`]: a world may have thousands.
    pub organisations: Vec<Organisation>,
    /// Those that have system accesses.
    pub providers: Vec<Organisation>,
    /// Those that are not deleted, by vendor.
    pub systems: Vec<System>,
    /// Those that the vendor can withdraw, newest first.
    pub requests: Vec<AccessRequest>,
}

/// Most organisations that a form offers.
const MAX_OFFERED: usize = 300;

impl Service {
    /// What a form can offer for events in this world.
    pub fn event_options(&self, now: Timestamp) -> Result<EventOptions> {
        let read = self.store.read()?;
        let organisations = read.organisations(MAX_OFFERED)?;
        let owners: BTreeSet<_> = read.all_accesses()?.into_iter().map(|access| access.owner).collect();
        let providers = read.organisations_by_number(&owners.into_iter().collect::<Vec<_>>())?;
        let mut systems: Vec<_> = read.systems()?.into_iter().filter(|system| !system.deleted).collect();
        systems.sort_by(|a, b| (a.vendor.number, &a.name.nb).cmp(&(b.vendor.number, &b.name.nb)));
        let is_open = |request: &AccessRequest| request.status(now) != RequestStatus::Accepted;
        let requests = read.all_requests()?.into_iter().rev().filter(is_open).collect();
        Ok(EventOptions { organisations, providers, systems, requests })
    }

    /// Applies an event.
    pub fn apply_event(&self, event: &Event, now: Timestamp) -> Result<EventOutcome> {
        let _guard = self.snapshots.lock_for_write();
        let write = self.store.write()?;
        let outcome = self.apply(&*write, event, now)?;
        if outcome.changed {
            write.commit()?;
        }
        Ok(outcome)
    }

    fn apply(&self, write: &dyn Write, event: &Event, now: Timestamp) -> Result<EventOutcome> {
        match event {
            Event::RegisterRole { provider, client, role } => {
                check_pair(write, *provider, *client)?;
                Ok(outcome_of(write.set_role(*provider, *client, *role, true)?))
            }
            Event::DropRole { provider, client, role } => {
                check_pair(write, *provider, *client)?;
                if !write.set_role(*provider, *client, *role, false)? {
                    return Ok(EventOutcome::default());
                }
                remove_role_packages(write, *provider, *client, *role, now)
            }
            Event::GivePackage { provider, client, package } => {
                check_pair(write, *provider, *client)?;
                self.check_assignable(package)?;
                Ok(outcome_of(write.set_package(*provider, *client, package, true)?))
            }
            Event::TakeBackPackage { provider, client, package } => {
                check_pair(write, *provider, *client)?;
                if !write.set_package(*provider, *client, package, false)? {
                    return Ok(EventOutcome::default());
                }
                revoke_package(write, *provider, *client, package)
            }
            Event::ChangeForm { client, form } => {
                let organisation = find_organisation(write, *client)?;
                write.set_form(*client, *form)?;
                Ok(outcome_of(organisation.form != *form))
            }
            Event::NewClient { .. } => self.new_client(write, event),
            Event::DeleteSystem { vendor, system } => self.delete_system(write, *vendor, system, now),
            Event::ChangeSystem { system, packages } => self.change_system(write, system, packages, now),
            Event::WithdrawRequest { request } => self.withdraw_request(write, *request, now),
        }
    }

    fn delete_system(
        &self,
        write: &dyn Write,
        vendor: OrganisationNumber,
        name: &str,
        now: Timestamp,
    ) -> Result<EventOutcome> {
        let is_it = |system: &System| {
            !system.deleted && system.vendor.number == vendor && [system.id.as_str(), &system.name.nb].contains(&name)
        };
        let system = write.systems()?.into_iter().find(is_it).ok_or(ImpossibleEvent::UnknownSystem)?;
        self.outside_vendor(vendor).remove_in(write, &system.id, now)?;
        delete_accesses(write, &system.id, now)
    }

    fn change_system(
        &self,
        write: &dyn Write,
        id: &SystemId,
        packages: &[PackageCode],
        now: Timestamp,
    ) -> Result<EventOutcome> {
        let system = write.system(id)?.filter(|system| !system.deleted).ok_or(ImpossibleEvent::UnknownSystem)?;
        let mut wanted: Vec<PackageCode> = Vec::new();
        for code in packages {
            let package = self.catalogue.get(code).ok_or(ImpossibleEvent::UnknownPackage)?;
            if system.visible && !package.assignable {
                return Err(ImpossibleEvent::NotAssignable.into());
            }
            if !wanted.contains(code) {
                wanted.push(code.clone());
            }
        }
        if wanted == system.packages {
            return Ok(EventOutcome::default());
        }
        write.set_system_packages(id, &wanted)?;
        self.outside_vendor(system.vendor.number).audit(write, Act::Change, Subject::System(id.clone()), now)?;
        Ok(EventOutcome::changed())
    }

    fn withdraw_request(&self, write: &dyn Write, id: RequestId, now: Timestamp) -> Result<EventOutcome> {
        let request = write.request(id)?.ok_or(ImpossibleEvent::UnknownRequest)?;
        match self.outside_vendor(request.system.vendor.number).withdraw_in(write, id, now) {
            Err(ServiceError::Problem(_)) => Err(ImpossibleEvent::UnknownRequest.into()),
            done => done.map(|()| EventOutcome::changed()),
        }
    }

    fn check_assignable(&self, package: &PackageCode) -> Result<()> {
        match self.catalogue.get(package) {
            Some(package) if package.assignable => Ok(()),
            Some(_) => Err(ImpossibleEvent::NotAssignable.into()),
            None => Err(ImpossibleEvent::UnknownPackage.into()),
        }
    }

    fn new_client(&self, write: &dyn Write, event: &Event) -> Result<EventOutcome> {
        let Event::NewClient { provider, name, form, number, role, package } = event else {
            return Ok(EventOutcome::default());
        };
        find_organisation(write, *provider)?;
        let name = composed(name).split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        if name.is_empty() {
            return Err(ImpossibleEvent::Nameless.into());
        }
        if role.is_none() && package.is_none() {
            return Err(ImpossibleEvent::NoClient.into());
        }
        let number = match number {
            Some(number) if write.organisation(*number)?.is_some() => {
                return Err(ImpossibleEvent::KnownOrganisation.into());
            }
            Some(number) => *number,
            None => free_number(write)?,
        };
        write.add_organisation(&Organisation { number, name, form: *form })?;
        if let Some(role) = role {
            write.set_role(*provider, number, *role, true)?;
        }
        if let Some(package) = package {
            self.check_assignable(package)?;
            write.set_package(*provider, number, package, true)?;
        }
        Ok(EventOutcome { new_client: Some(number), ..outcome_of(true) })
    }
}

fn outcome_of(changed: bool) -> EventOutcome {
    if changed { EventOutcome::changed() } else { EventOutcome::default() }
}

fn find_organisation(read: &dyn ReadClients, number: OrganisationNumber) -> Result<Organisation> {
    read.organisation(number)?.ok_or(ServiceError::ImpossibleEvent(ImpossibleEvent::UnknownOrganisation))
}

fn check_pair(read: &dyn ReadClients, provider: OrganisationNumber, client: OrganisationNumber) -> Result<()> {
    find_organisation(read, provider)?;
    find_organisation(read, client)?;
    if provider == client { Err(ImpossibleEvent::OwnClient.into()) } else { Ok(()) }
}

fn free_number(read: &dyn ReadClients) -> Result<OrganisationNumber> {
    for stem in FIRST_STEM.. {
        if let Some(number) = OrganisationNumber::from_stem(stem)
            && read.organisation(number)?.is_none()
        {
            return Ok(number);
        }
    }
    Err(ImpossibleEvent::KnownOrganisation.into())
}
