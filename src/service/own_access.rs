//! Use case: a firm makes an own access to a system that its vendor shows to everybody.

use jiff::Timestamp;

use super::answers::check_packages;
use super::problem::AccessProblem;
use super::store::{ReadSystems, Write};
use super::{AccessManager, ActingAs, RequestedPackage, Result, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::access_request::AccessKey;
use crate::domain::audit::{Act, Deed, Subject};
use crate::domain::catalogue::Catalogue;
use crate::domain::collation::SortKey;
use crate::domain::giving::CannotGive;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::{AccessPackage, Localised, PackageCode};
use crate::domain::permission::Permissions;
use crate::domain::person::Person;
use crate::domain::role::PersonRole;
use crate::domain::search_term::SearchTerm;
use crate::domain::system::{System, SystemId};

/// A system that a firm can choose.
#[derive(Debug, Clone)]
pub struct SystemChoice {
    pub system: System,
    /// The access that the firm has made to it: there is at most one.
    pub existing: Option<AccessId>,
}

/// What an own access to a system would get.
#[derive(Debug)]
pub struct AccessOffer {
    pub choice: SystemChoice,
    pub packages: Vec<RequestedPackage>,
}

/// What the firm wants, as the person has seen it.
#[derive(Debug, Clone)]
pub struct NewOwnAccess {
    pub system: SystemId,
    pub title: String,
    /// All that the access gets.
    pub packages: Vec<PackageCode>,
}

impl SystemChoice {
    /// Whether a search finds it, by its name in any language or by its vendor.
    pub fn is_found_by(&self, term: &SearchTerm) -> bool {
        let System { name: Localised { nb, nn, en }, vendor, .. } = &self.system;
        let name = format!("{nb} {nn} {en} {}", vendor.name);
        term.finds(&Organisation { number: vendor.number, name, form: OrgForm::AS })
    }
}

impl AccessManager<'_> {
    /// The systems to choose from, by Norwegian name.
    pub fn system_choices(self) -> Result<Vec<SystemChoice>> {
        let read = self.0.service.store.read()?;
        let accesses = read.accesses(self.0.owner.number)?;
        let existing = |system: &System| {
            let key = self.key(&system.id);
            let made =
                |access: &&SystemAccess| access.system.id == key.system && access.external_ref == key.external_ref;
            accesses.iter().find(made).map(|access| access.id)
        };
        let visible = read.systems()?.into_iter().filter(is_offered);
        let mut choices: Vec<_> = visible.map(|system| SystemChoice { existing: existing(&system), system }).collect();
        choices.sort_by_cached_key(|choice| SortKey::of(&choice.system.name.nb));
        Ok(choices)
    }

    /// What an access to this system would get, and what stands in the way.
    pub fn access_offer(self, system: &SystemId) -> Result<AccessOffer> {
        let read = self.0.service.store.read()?;
        let system = offered(&*read, system)?;
        let existing = read.access_by_key(&self.key(&system.id))?.map(|access| access.id);
        let packages = self.0.packages_to_give(AccessKind::Own, &system.packages);
        Ok(AccessOffer { choice: SystemChoice { system, existing }, packages })
    }

    /// Makes the access, with all of the system's packages. All or nothing.
    ///
    /// # Errors
    /// [`ServiceError::PackagesChanged`] when the system's packages are not those that the person has seen.
    pub fn create(self, new: &NewOwnAccess, now: Timestamp) -> Result<SystemAccess> {
        let acting = self.0;
        let _guard = acting.service.snapshots.lock_for_write();
        let write = acting.service.store.write()?;
        let system = offered(&*write, &new.system)?;
        let key = self.key(&system.id);
        if write.access_by_key(&key)?.is_some() {
            return Err(AccessProblem::AccessExists.into());
        }
        if new.packages != system.packages {
            return Err(ServiceError::PackagesChanged);
        }
        check_packages(acting.service.catalogue, &system, AccessKind::Own, &system.packages)?;
        acting.check_giving(AccessKind::Own, &system.packages)?;
        acting.service.check_not_declined()?;
        let access = SystemAccess {
            id: key.id(write.next_nth(&key)?).access(),
            owner: acting.owner.number,
            kind: AccessKind::Own,
            title: new.title.clone(),
            system: system.summary(),
            external_ref: key.external_ref,
            packages: system.packages,
            created: now,
            own_organisation: None,
        };
        write.add_access(&access)?;
        acting.audit_access(&*write, Act::Create, access.id, now)?;
        write.commit()?;
        Ok(access)
    }

    /// The key of an access that the firm makes itself: its number is the reference, so there is one for each system.
    fn key(self, system: &SystemId) -> AccessKey {
        AccessKey::of(system, self.0.owner.number, None)
    }
}

impl ActingAs {
    /// The people of the organisation whose roles give this power, each with the first of those roles.
    pub fn people_with(&self, power: fn(Permissions) -> bool) -> Result<Vec<(Person, PersonRole)>> {
        let people = self.service.store.read()?.people_with_roles_in(self.owner.number)?.into_iter();
        let able = people.filter_map(|(person, roles)| {
            let role = roles.into_iter().find(|role| power(Permissions::of(&[*role])))?;
            Some((person, role))
        });
        Ok(able.collect())
    }

    /// These packages of an access, with what stands in the way of giving them. Clients give theirs themselves.
    pub(super) fn packages_to_give(&self, kind: AccessKind, codes: &[PackageCode]) -> Vec<RequestedPackage> {
        let catalogue: &'static Catalogue = self.service.catalogue;
        let obstacle = |package| match kind {
            AccessKind::Own => self.giving.check(package).err(),
            AccessKind::Clients => None,
        };
        let packages = codes.iter().filter_map(|code| catalogue.get(code));
        packages.map(|package| RequestedPackage { package, obstacle: obstacle(package) }).collect()
    }

    /// Those of these packages that the person cannot give, with the reasons.
    pub(super) fn obstacles(
        &self,
        kind: AccessKind,
        codes: &[PackageCode],
    ) -> Vec<(&'static AccessPackage, CannotGive)> {
        let packages = self.packages_to_give(kind, codes).into_iter();
        packages.filter_map(|asked| Some((asked.package, asked.obstacle?))).collect()
    }

    /// Whether the person can give all of these packages.
    pub(super) fn check_giving(&self, kind: AccessKind, codes: &[PackageCode]) -> Result<()> {
        let obstacles = self.obstacles(kind, codes);
        if obstacles.is_empty() {
            return Ok(());
        }
        let obstacles = obstacles.into_iter().map(|(package, why)| (package.code.clone(), why)).collect();
        Err(AccessProblem::CannotGivePackages(obstacles).into())
    }

    /// Records what the person did with an access as a whole.
    pub(super) fn audit_access(&self, write: &dyn Write, act: Act, access: AccessId, now: Timestamp) -> Result<()> {
        write.append_audit(&self.author().entry(Deed::Other(act, Subject::Access(access)), now), &[], &[])?;
        Ok(())
    }
}

fn is_offered(system: &System) -> bool {
    system.visible && !system.deleted
}

/// The system with this id, if firms can choose it.
fn offered(read: &dyn ReadSystems, id: &SystemId) -> Result<System> {
    Ok(read.system(id)?.filter(is_offered).ok_or(AccessProblem::UnknownSystem)?)
}
