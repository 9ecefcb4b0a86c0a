//! Outside events: what clients and vendors do in the registers.
//! Each is one use case and one transaction, recorded in the audit trail as done by nobody in the portal.
//!
//! Those about relationships write what people write in the portal (`powers.rs`): a package that is taken back, or came
//! through a role that ends, is lost, and a delegation left with none ends. A changed org form ends no delegation:
//! eligibility is worked out on every read.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::author::Author;
use super::connection_problem::ConnectionProblem;
use super::consequences::{delete_access, delete_accesses};
pub use super::outside_event::{Event, EventOutcome, ImpossibleEvent};
use super::powers::{PowerWriter, Written, check_parties, givable_package};
use super::store::{ReadClients, Write};
use super::{Result, Service, ServiceError};
use crate::domain::access::SystemAccess;
use crate::domain::access_request::{AccessRequest, RequestId, RequestStatus};
use crate::domain::audit::{Act, Subject};
use crate::domain::giving::{CannotGive, GivingPower};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::PackageCode;
use crate::domain::relationship::Relationship;
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
    pub accesses: Vec<SystemAccess>,
}

/// Most organisations that a form offers.
const MAX_OFFERED: usize = 300;

impl Service {
    /// What a form can offer for events in this world.
    pub fn event_options(&self, now: Timestamp) -> Result<EventOptions> {
        let read = self.store.read()?;
        let organisations = read.organisations(MAX_OFFERED)?;
        let accesses = read.all_accesses()?;
        let owners: BTreeSet<_> = accesses.iter().map(|access| access.owner).collect();
        let providers = read.organisations_by_number(&owners.into_iter().collect::<Vec<_>>())?;
        let mut systems: Vec<_> = read.systems()?.into_iter().filter(|system| !system.deleted).collect();
        systems.sort_by(|a, b| (a.vendor.number, &a.name.nb).cmp(&(b.vendor.number, &b.name.nb)));
        let is_open = |request: &AccessRequest| request.status(now) != RequestStatus::Accepted;
        let requests = read.all_requests()?.into_iter().rev().filter(is_open).collect();
        Ok(EventOptions { organisations, providers, systems, requests, accesses })
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
            Event::ChangeForm { client, form } => self.change_form(write, *client, *form, now),
            Event::NewClient { .. } => self.new_client(write, event, now),
            Event::DeleteSystem { vendor, system } => self.delete_system(write, *vendor, system, now),
            Event::DeleteAccess { access } => {
                let access = write.access(*access)?.ok_or(ImpossibleEvent::UnknownAccess)?;
                let delegations_gone = delete_access(write, &access, now)?;
                Ok(EventOutcome { accesses_gone: 1, delegations_gone, ..EventOutcome::changed() })
            }
            Event::ChangeSystem { system, packages } => self.change_system(write, system, packages, now),
            Event::WithdrawRequest { request } => self.withdraw_request(write, *request, now),
            Event::RegisterRole { provider, client, .. }
            | Event::DropRole { provider, client, .. }
            | Event::AddRelationship { provider, client }
            | Event::RemoveRelationship { provider, client }
            | Event::GivePackage { provider, client, .. }
            | Event::TakeBackPackage { provider, client, .. } => {
                let pair = Relationship { provider: *provider, client: *client };
                let written = self.change_relationship(write, event, pair, now).map_err(impossible)?;
                Ok(EventOutcome {
                    changed: written.change.is_some(),
                    delegations_gone: written.ended.gone,
                    delegations_reduced: written.ended.reduced,
                    ..EventOutcome::default()
                })
            }
        }
    }

    fn change_relationship(
        &self,
        write: &dyn Write,
        event: &Event,
        pair: Relationship,
        now: Timestamp,
    ) -> Result<Written> {
        check_parties(write, pair)?;
        let writer = self.outside_writer(write, pair.client, now);
        match event {
            Event::RegisterRole { role, .. } => writer.register(pair, *role),
            Event::DropRole { role, .. } => writer.drop_role(pair, *role),
            Event::AddRelationship { .. } => writer.add(pair),
            Event::RemoveRelationship { .. } => writer.remove(pair),
            Event::GivePackage { package, .. } => self.give_outside(&writer, pair, package),
            Event::TakeBackPackage { package, .. } => writer.take_back(pair, package),
            _ => Ok(Written::default()),
        }
    }

    /// Gives a package, and adds the provider first where that is to be done.
    fn give_outside(&self, writer: &PowerWriter, pair: Relationship, package: &PackageCode) -> Result<Written> {
        let package = givable_package(self.catalogue, package, &GivingPower::of_anybody())?;
        if writer.write.powers(pair)?.is_none() {
            writer.add(pair)?;
        }
        writer.give(pair, package)
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
        let (accesses_gone, delegations_gone) = delete_accesses(write, &system.id, now)?;
        Ok(EventOutcome { delegations_gone, accesses_gone, ..EventOutcome::changed() })
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

    fn new_client(&self, write: &dyn Write, event: &Event, now: Timestamp) -> Result<EventOutcome> {
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
        let writer = self.outside_writer(write, number, now);
        writer.audit(Act::Create, Subject::Organisation(number))?;
        let pair = Relationship { provider: *provider, client: number };
        if let Some(role) = role {
            writer.register(pair, *role)?;
        }
        if let Some(package) = package {
            self.give_outside(&writer, pair, package).map_err(impossible)?;
        }
        Ok(EventOutcome { new_client: Some(number), ..EventOutcome::changed() })
    }

    fn change_form(
        &self,
        write: &dyn Write,
        client: OrganisationNumber,
        form: OrgForm,
        now: Timestamp,
    ) -> Result<EventOutcome> {
        if find_organisation(write, client)?.form == form {
            return Ok(EventOutcome::default());
        }
        write.set_form(client, form)?;
        self.outside_writer(write, client, now).audit(Act::Change, Subject::Organisation(client))?;
        Ok(EventOutcome::changed())
    }

    fn outside_writer<'w>(&self, write: &'w dyn Write, client: OrganisationNumber, now: Timestamp) -> PowerWriter<'w> {
        PowerWriter { write, catalogue: self.catalogue, author: Author::outside(client), now }
    }
}

/// The same refusal, as that of an event.
fn impossible(error: ServiceError) -> ServiceError {
    let ServiceError::Connection(problem) = error else { return error };
    match problem {
        ConnectionProblem::UnknownOrganisation => ImpossibleEvent::UnknownOrganisation.into(),
        ConnectionProblem::Oneself => ImpossibleEvent::OwnClient.into(),
        ConnectionProblem::UnknownPackage => ImpossibleEvent::UnknownPackage.into(),
        ConnectionProblem::CannotGive(CannotGive::NotForOrganisations) => ImpossibleEvent::NotForOrganisations.into(),
        ConnectionProblem::CannotGive(_) => ImpossibleEvent::NotAssignable.into(),
        problem => problem.into(),
    }
}

fn find_organisation(read: &dyn ReadClients, number: OrganisationNumber) -> Result<Organisation> {
    read.organisation(number)?.ok_or(ServiceError::ImpossibleEvent(ImpossibleEvent::UnknownOrganisation))
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
