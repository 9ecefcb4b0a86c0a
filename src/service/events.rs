//! Outside events: what clients and vendors do in the registers, without the portal. Each is one use case and one
//! transaction; where a delegation goes with it, an audit entry says so.
//!
//! The consequences are those of the original: a client that drops its provider from a role takes along the packages that
//! came by the role, and a delegation that has none left goes. A package taken back by hand is lost, but the client
//! stays, and is shown as having lost it. A changed org form touches no delegation: eligibility is asked for anew.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::consequences::{delete_system, drop_role, take_back};
pub use super::outside_event::{Event, EventOutcome, ImpossibleEvent};
use super::store::{ReadClients, Write};
use super::{Result, Service, ServiceError};
use crate::domain::access::SystemAccess;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;

/// The first eight digits of the number that is tried first for a new client without one.
const FIRST_STEM: u32 = 31_900_000;

/// Who and what events can be about, as far as a page can offer it.
#[derive(Debug, Default)]
pub struct EventParties {
    /// The first few hundred: a world may have thousands.
    pub organisations: Vec<Organisation>,
    /// Those that have system accesses.
    pub providers: Vec<Organisation>,
    /// Vendor and system's name.
    pub systems: Vec<(Organisation, String)>,
}

/// Most organisations that are offered.
const OFFERED: usize = 300;

impl Service {
    /// Who and what events can be about in this world.
    pub fn event_parties(&self) -> Result<EventParties> {
        let read = self.store.read()?;
        let mut parties = EventParties { organisations: read.organisations(OFFERED)?, ..EventParties::default() };
        let (mut owners, mut systems) = (BTreeSet::new(), BTreeSet::new());
        for SystemAccess { owner, system, .. } in read.all_accesses()? {
            owners.insert(owner);
            systems.insert((system.vendor.number, system.name));
        }
        parties.providers = read.organisations_by_number(&owners.into_iter().collect::<Vec<_>>())?;
        let vendors: Vec<_> = systems.iter().map(|(vendor, _)| *vendor).collect();
        let vendors = read.organisations_by_number(&vendors)?;
        let vendor = |number| vendors.iter().find(|vendor| vendor.number == number).cloned();
        parties.systems = systems.into_iter().filter_map(|(number, system)| Some((vendor(number)?, system))).collect();
        Ok(parties)
    }

    /// Lets an event happen.
    pub fn apply_event(&self, event: &Event, now: Timestamp) -> Result<EventOutcome> {
        let _turn = self.state.change();
        let write = self.store.write()?;
        let outcome = self.carry_out(&*write, event, now)?;
        if outcome.changed {
            write.commit()?;
        }
        Ok(outcome)
    }

    fn carry_out(&self, write: &dyn Write, event: &Event, now: Timestamp) -> Result<EventOutcome> {
        match event {
            Event::RegisterRole { provider, client, role } => {
                known_pair(write, *provider, *client)?;
                Ok(changed(write.set_role(*provider, *client, *role, true)?))
            }
            Event::DropRole { provider, client, role } => {
                known_pair(write, *provider, *client)?;
                if !write.set_role(*provider, *client, *role, false)? {
                    return Ok(EventOutcome::default());
                }
                drop_role(write, *provider, *client, *role, now)
            }
            Event::GivePackage { provider, client, package } => {
                known_pair(write, *provider, *client)?;
                self.assignable(package)?;
                Ok(changed(write.set_package(*provider, *client, package, true)?))
            }
            Event::TakeBackPackage { provider, client, package } => {
                known_pair(write, *provider, *client)?;
                if !write.set_package(*provider, *client, package, false)? {
                    return Ok(EventOutcome::default());
                }
                take_back(write, *provider, *client, package)
            }
            Event::ChangeForm { client, form } => {
                let organisation = known(write, *client)?;
                write.set_form(*client, *form)?;
                Ok(changed(organisation.form != *form))
            }
            Event::NewClient { .. } => self.new_client(write, event),
            Event::DeleteSystem { vendor, system } => delete_system(write, *vendor, system, now),
        }
    }

    fn assignable(&self, package: &PackageCode) -> Result<()> {
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
        known(write, *provider)?;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
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
            self.assignable(package)?;
            write.set_package(*provider, number, package, true)?;
        }
        Ok(EventOutcome { new_client: Some(number), ..changed(true) })
    }
}

fn changed(changed: bool) -> EventOutcome {
    if changed { EventOutcome::change() } else { EventOutcome::default() }
}

fn known(read: &dyn ReadClients, number: OrganisationNumber) -> Result<Organisation> {
    read.organisation(number)?.ok_or(ServiceError::ImpossibleEvent(ImpossibleEvent::UnknownOrganisation))
}

fn known_pair(read: &dyn ReadClients, provider: OrganisationNumber, client: OrganisationNumber) -> Result<()> {
    known(read, provider)?;
    known(read, client)?;
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
