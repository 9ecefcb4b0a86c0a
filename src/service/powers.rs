//! Changes of what a client gives a provider, within a transaction.
//! People, programs and events outside the portal all come here; they differ only in the author.

use jiff::Timestamp;

use super::author::Author;
use super::connection_problem::ConnectionProblem;
use super::consequences::{EndedDelegations, end_delegations, restore_packages};
use super::store::{ReadClients, Write};
use super::{Result, ServiceError};
use crate::domain::audit::{Act, ChangeId, Deed, Subject};
use crate::domain::catalogue::Catalogue;
use crate::domain::delegation::Via;
use crate::domain::giving::GivingPower;
use crate::domain::package::{AccessPackage, PackageCode};
use crate::domain::relationship::Relationship;
use crate::domain::role::ErRole;

/// Writes changes of powers, each with its audit entry and its consequences.
pub(super) struct PowerWriter<'w> {
    pub write: &'w dyn Write,
    pub catalogue: &'static Catalogue,
    pub author: Author,
    pub now: Timestamp,
}

/// What a change of powers did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Written {
    /// Id in the audit trail; `None` when it was so already.
    pub change: Option<ChangeId>,
    pub ended: EndedDelegations,
}

impl PowerWriter<'_> {
    /// Adds the provider by hand.
    pub fn add(&self, pair: Relationship) -> Result<Written> {
        let added = self.write.add_relationship(pair, self.now)?;
        self.written(added, pair, Act::Create, Subject::Relationship(pair), EndedDelegations::default())
    }

    /// Gives a package. A provider that is only registered is added silently, as at Altinn.
    pub fn give(&self, pair: Relationship, package: &AccessPackage) -> Result<Written> {
        if self.write.powers(pair)?.is_none() {
            return Err(ConnectionProblem::NoRelationship.into());
        }
        self.write.add_relationship(pair, self.now)?;
        let given = self.write.set_package(pair.provider, pair.client, &package.code, true)?;
        self.written(given, pair, Act::Give, Subject::Package(pair, package.code.clone()), EndedDelegations::default())
    }

    /// Takes a package back, or gives it back.
    pub fn take_back(&self, pair: Relationship, code: &PackageCode) -> Result<Written> {
        if !self.write.set_package(pair.provider, pair.client, code, false)? {
            return Ok(Written::default());
        }
        let is_lost = |(lost, via): &(PackageCode, Via)| lost == code && *via == Via::Direct;
        let ended = end_delegations(self.write, pair, is_lost, &self.author, self.now)?;
        self.written(true, pair, Act::TakeBack, Subject::Package(pair, code.clone()), ended)
    }

    /// Removes all that was done by hand. Registered roles stay.
    pub fn remove(&self, pair: Relationship) -> Result<Written> {
        if !self.write.remove_relationship(pair)? {
            return Ok(Written::default());
        }
        let is_lost = |(_, via): &(PackageCode, Via)| *via == Via::Direct;
        let ended = end_delegations(self.write, pair, is_lost, &self.author, self.now)?;
        self.written(true, pair, Act::Delete, Subject::Relationship(pair), ended)
    }

    /// Registers the provider in a role.
    pub fn register(&self, pair: Relationship, role: ErRole) -> Result<Written> {
        let registered = self.write.set_role(pair.provider, pair.client, role, true)?;
        self.written(registered, pair, Act::Give, Subject::Role(pair, role), EndedDelegations::default())
    }

    /// Takes the provider out of a role.
    pub fn drop_role(&self, pair: Relationship, role: ErRole) -> Result<Written> {
        if !self.write.set_role(pair.provider, pair.client, role, false)? {
            return Ok(Written::default());
        }
        let is_lost = |(_, via): &(PackageCode, Via)| *via == Via::Role(role);
        let ended = end_delegations(self.write, pair, is_lost, &self.author, self.now)?;
        self.written(true, pair, Act::TakeBack, Subject::Role(pair, role), ended)
    }

    /// Appends to the audit trail.
    pub fn audit(&self, act: Act, subject: Subject) -> Result<ChangeId> {
        Ok(self.write.append_audit(&self.author.entry(Deed::Other(act, subject), self.now), &[], &[])?)
    }

    fn written(
        &self,
        changed: bool,
        pair: Relationship,
        act: Act,
        subject: Subject,
        ended: EndedDelegations,
    ) -> Result<Written> {
        if !changed {
            return Ok(Written { change: None, ended });
        }
        restore_packages(self.write, self.catalogue, pair)?;
        Ok(Written { change: Some(self.audit(act, subject)?), ended })
    }
}

/// Checks that both are organisations here, and not the same.
pub(super) fn check_parties(read: &dyn ReadClients, pair: Relationship) -> Result<()> {
    for number in [pair.provider, pair.client] {
        if read.organisation(number)?.is_none() {
            return Err(ConnectionProblem::UnknownOrganisation.into());
        }
    }
    if pair.provider == pair.client { Err(ConnectionProblem::Oneself.into()) } else { Ok(()) }
}

/// The package with this code, if it can be given to an organisation with this power.
pub(super) fn givable_package<'c>(
    catalogue: &'c Catalogue,
    code: &PackageCode,
    giving: &GivingPower,
) -> Result<&'c AccessPackage> {
    let package = catalogue.get(code).ok_or(ConnectionProblem::UnknownPackage)?;
    let refused = |why| ServiceError::Connection(ConnectionProblem::CannotGive(why));
    giving.check_for_organisation(package).map(|()| package).map_err(refused)
}
