//! Use cases on the register of systems.

use std::collections::HashSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::problem::AccessProblem;
use super::store::{Read, Write};
pub use super::system_fault::SystemFault;
use super::vendor::ActingVendor;
use super::{Result, Service, ServiceError};
use crate::domain::access_request::{AccessRequest, RequestId};
use crate::domain::audit::{Act, Subject};
use crate::domain::catalogue::Catalogue;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::redirect_url::RedirectUrl;
use crate::domain::system::{InvalidSystemId, OAuthClient, System, SystemId, Vendor};

/// A system to register, as it was sent.
#[derive(Debug, Clone)]
pub struct NewSystem {
    pub id: String,
    pub name: Localised,
    pub description: Localised,
    /// Codes or urns.
    pub packages: Vec<String>,
    /// Resources; none is known here.
    pub rights: Vec<String>,
    pub oauth_clients: Vec<Uuid>,
    pub visible: bool,
    pub redirect_urls: Vec<String>,
}

impl Service {
    /// All systems, deleted ones too, in the order in which they were registered.
    pub fn systems(&self) -> Result<Vec<System>> {
        Ok(self.store.read()?.systems()?)
    }

    /// The request with this id, of any vendor and kind.
    pub fn request(&self, id: RequestId) -> Result<Option<AccessRequest>> {
        Ok(self.store.read()?.request(id)?)
    }

    /// All requests, oldest first.
    pub fn all_requests(&self) -> Result<Vec<AccessRequest>> {
        Ok(self.store.read()?.all_requests()?)
    }
}

impl ActingVendor {
    /// The vendor's system with this id; a deleted one is unknown.
    pub fn system(&self, id: &str) -> Result<System> {
        let system = self.own_system(&*self.service.store.read()?, id)?;
        if system.deleted { Err(AccessProblem::UnknownSystem.into()) } else { Ok(system) }
    }

    /// Registers a system, or tells every reason against it.
    pub fn register_system(&self, new: &NewSystem, now: Timestamp) -> Result<System> {
        let _guard = self.service.snapshots.lock_for_write();
        let write = self.service.store.write()?;
        let system = self.check_new(&*write, new)?;
        write.add_system(&system)?;
        self.audit(&*write, Act::Create, Subject::System(system.id.clone()), now)?;
        write.commit()?;
        Ok(system)
    }

    /// Removes a system: it gets no requests and no tokens any more. Its accesses stay.
    pub fn remove_system(&self, id: &str, now: Timestamp) -> Result<()> {
        let _guard = self.service.snapshots.lock_for_write();
        let write = self.service.store.write()?;
        let system = self.own_system(&*write, id)?;
        if system.deleted {
            return Err(AccessProblem::UnknownSystem.into());
        }
        self.remove_in(&*write, &system.id, now)?;
        write.commit()?;
        Ok(())
    }

    /// The same, within a transaction.
    pub(super) fn remove_in(&self, write: &dyn Write, system: &SystemId, now: Timestamp) -> Result<()> {
        write.delete_system(system)?;
        self.audit(write, Act::Delete, Subject::System(system.clone()), now)
    }

    fn check_new(&self, read: &dyn Read, new: &NewSystem) -> Result<System> {
        let mut faults = Vec::new();
        let vendor = read.organisation(self.number)?;
        if vendor.is_none() {
            faults.push(SystemFault::UnknownVendor);
        }
        let id = self.check_id(read, &new.id, &mut faults)?;
        for client in &new.oauth_clients {
            if read.system_of_oauth_client(*client)?.is_some() {
                faults.push(SystemFault::OAuthClientTaken(*client));
            }
        }
        check_rights(&new.rights, &mut faults);
        let packages = check_packages(self.service.catalogue, new, &mut faults);
        let redirect_urls = check_redirects(&new.redirect_urls, &mut faults);
        let (Some(vendor), Some(id), []) = (vendor, id, &faults[..]) else {
            return Err(ServiceError::InvalidSystem(faults));
        };
        let mut clients = HashSet::new();
        let oauth_clients = new.oauth_clients.iter().filter(|client| clients.insert(**client));
        Ok(System {
            id,
            name: new.name.clone(),
            description: new.description.clone(),
            vendor: Vendor { number: vendor.number, name: vendor.name },
            packages,
            visible: new.visible,
            redirect_urls,
            oauth_clients: oauth_clients.map(|id| OAuthClient { id: *id, public_key: None }).collect(),
            deleted: false,
        })
    }

    fn check_id(&self, read: &dyn Read, text: &str, faults: &mut Vec<SystemFault>) -> Result<Option<SystemId>> {
        let fault = match text.parse::<SystemId>() {
            Err(InvalidSystemId::Spaces) => SystemFault::Spaces,
            Err(InvalidSystemId::NoVendor) => SystemFault::NotTheVendorsId,
            Ok(id) if id.vendor() != Some(self.number) => SystemFault::NotTheVendorsId,
            Ok(id) if read.system(&id)?.is_some() => SystemFault::IdTaken,
            Ok(id) => return Ok(Some(id)),
        };
        faults.push(fault);
        Ok(None)
    }
}

fn check_rights(rights: &[String], faults: &mut Vec<SystemFault>) {
    let mut seen = HashSet::new();
    for right in rights {
        let fault = if seen.insert(right) { SystemFault::UnknownResource } else { SystemFault::DuplicateRight };
        faults.push(fault(right.clone()));
    }
}

fn check_packages(catalogue: &Catalogue, new: &NewSystem, faults: &mut Vec<SystemFault>) -> Vec<PackageCode> {
    let mut packages = Vec::new();
    for code in new.packages.iter().map(|text| PackageCode::from(text.trim())) {
        match catalogue.get(&code) {
            None => faults.push(SystemFault::UnknownPackage(code)),
            Some(_) if packages.contains(&code) => faults.push(SystemFault::DuplicatePackage(code)),
            Some(package) if new.visible && !package.assignable => faults.push(SystemFault::NotAssignable(code)),
            Some(_) => packages.push(code),
        }
    }
    packages
}

fn check_redirects(texts: &[String], faults: &mut Vec<SystemFault>) -> Vec<RedirectUrl> {
    let mut urls = Vec::new();
    for text in texts {
        match text.parse::<RedirectUrl>() {
            Ok(url) if !url.is_vendor_receipt() => urls.push(url),
            _ => faults.push(SystemFault::InvalidRedirect(text.clone())),
        }
    }
    urls
}
