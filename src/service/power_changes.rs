//! Use cases: add and remove a provider, give a package, take it back, give it back, undo.

use jiff::Timestamp;
use uuid::Uuid;

use super::connection_problem::ConnectionProblem;
use super::powers::{PowerWriter, Written, check_parties, givable_package};
use super::relationships::{Deletable, organisation_by_id};
use super::removal::{Removal, read_removal};
use super::store::{Read, Write};
use super::{AccessManager, Result, ServiceError};
use crate::domain::audit::{Act, ChangeId, Deed, Subject};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{AccessPackage, PackageCode};
use crate::domain::relationship::{Relationship, Side};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerAction {
    Added,
    Given,
    TakenBack,
    Removed,
}

/// What a change of powers did.
#[derive(Debug)]
pub struct PowerChange {
    pub action: PowerAction,
    /// The other organisation.
    pub organisation: Organisation,
    /// The package that was given or taken back.
    pub package: Option<&'static AccessPackage>,
    /// Id in the audit trail; `None` when it was so already.
    pub change: Option<ChangeId>,
    /// How many delegations ended, and how many stay with fewer packages.
    pub gone: usize,
    pub reduced: usize,
}

/// What the caller has agreed to lose with a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Whatever there is.
    Everything,
    /// What the question named: [`Removal::agreed`].
    Question(Uuid),
    /// No package.
    NoPackages,
}

impl AccessManager<'_> {
    /// Adds a provider, without any power. Again changes nothing.
    pub fn add_provider(self, number: OrganisationNumber, now: Timestamp) -> Result<PowerChange> {
        self.change_powers(PowerAction::Added, None, now, |writer| {
            let pair = Relationship { provider: number, client: self.0.owner.number };
            check_parties(writer.write, pair)?;
            let provider = writer.write.organisation(number)?.ok_or(ConnectionProblem::UnknownOrganisation)?;
            Ok((provider, writer.add(pair)?))
        })
    }

    /// Gives a provider a package. Again changes nothing.
    pub fn give(self, id: Uuid, code: &PackageCode, now: Timestamp) -> Result<PowerChange> {
        let package = givable_package(self.0.service.catalogue, code, &self.0.giving)?;
        self.change_powers(PowerAction::Given, Some(package), now, |writer| {
            let (provider, pair) = self.pair(writer.write, Side::Client, id)?;
            Ok((provider, writer.give(pair, package)?))
        })
    }

    /// Takes a package back from a provider, or gives it back to a client.
    /// Changes nothing where the package is not given by hand, or not any more.
    pub fn take_back(self, side: Side, id: Uuid, code: &PackageCode, now: Timestamp) -> Result<PowerChange> {
        let package = self.0.service.catalogue.get(code).ok_or(ConnectionProblem::UnknownPackage)?;
        self.change_powers(PowerAction::TakenBack, Some(package), now, |writer| {
            let (other, pair) = self.pair(writer.write, side, id)?;
            Ok((other, writer.take_back(pair, code)?))
        })
    }

    /// Removes a relationship with all its packages. Registered roles stay.
    /// Changes nothing where there is no relationship any more.
    ///
    /// # Errors
    /// [`ConnectionProblem::NotAsAgreed`] when it would end something else than the question named.
    pub fn remove_relationship(
        self,
        side: Side,
        id: Uuid,
        agreement: Agreement,
        now: Timestamp,
    ) -> Result<PowerChange> {
        self.change_powers(PowerAction::Removed, None, now, |writer| {
            let (other, pair) = self.pair(writer.write, side, id)?;
            if let Some(powers) = writer.write.powers(pair)? {
                if Deletable::of(&powers) == Deletable::Nothing {
                    return Err(ConnectionProblem::RegisteredOnly.into());
                }
                let removal = read_removal(writer.write, self.0.service.catalogue, other.clone(), pair, &powers)?;
                agreement.check(&removal)?;
            }
            Ok((other, writer.remove(pair)?))
        })
    }

    /// Undoes a giving or a taking back of the organisation's own. Delegations that a taking back has ended stay ended.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchChange`], [`ConnectionProblem::Superseded`], and those of giving.
    pub fn undo_power(self, change: ChangeId, now: Timestamp) -> Result<PowerChange> {
        let entry = self.0.service.store.read()?.audit_entry(change)?;
        let own = entry.filter(|entry| entry.on_behalf_of == self.0.owner.number);
        let Some(Deed::Other(act, Subject::Package(pair, code))) = own.map(|entry| entry.deed) else {
            return Err(ServiceError::NoSuchChange);
        };
        let package = self.0.service.catalogue.get(&code).ok_or(ConnectionProblem::UnknownPackage)?;
        let action = if act == Act::Give { PowerAction::TakenBack } else { PowerAction::Given };
        self.change_powers(action, Some(package), now, |writer| {
            if writer.write.last_about_package(pair, &code)? != Some(change) {
                return Err(ConnectionProblem::Superseded.into());
            }
            let other = if pair.client == self.0.owner.number { pair.provider } else { pair.client };
            let other = writer.write.organisation(other)?.ok_or(ServiceError::NoSuchChange)?;
            let written = match act {
                Act::Give => writer.take_back(pair, &code)?,
                // Only the client can give it again.
                Act::TakeBack if pair.client == self.0.owner.number => {
                    givable_package(self.0.service.catalogue, &code, &self.0.giving)?;
                    writer.give(pair, package)?
                }
                _ => return Err(ServiceError::NoSuchChange),
            };
            Ok((other, written))
        })
    }

    /// One transaction, committed if something was changed.
    fn change_powers(
        self,
        action: PowerAction,
        package: Option<&'static AccessPackage>,
        now: Timestamp,
        change: impl FnOnce(&PowerWriter) -> Result<(Organisation, Written)>,
    ) -> Result<PowerChange> {
        let service = &self.0.service;
        let _guard = service.snapshots.lock_for_write();
        let write: Box<dyn Write + '_> = service.store.write()?;
        let writer = PowerWriter { write: &*write, catalogue: service.catalogue, author: self.0.author(), now };
        let (organisation, Written { change, ended }) = change(&writer)?;
        if change.is_some() {
            write.commit()?;
        }
        Ok(PowerChange { action, organisation, package, change, gone: ended.gone, reduced: ended.reduced })
    }

    fn pair(self, read: &dyn Read, side: Side, id: Uuid) -> Result<(Organisation, Relationship)> {
        let other = organisation_by_id(read, id)?;
        let pair = side.relationship(self.0.owner.number, other.number);
        check_parties(read, pair)?;
        Ok((other, pair))
    }
}

impl Agreement {
    fn check(self, removal: &Removal) -> Result<()> {
        match self {
            Self::Question(agreed) if agreed != removal.agreed => Err(ConnectionProblem::NotAsAgreed.into()),
            Self::NoPackages if !removal.packages.is_empty() => Err(ConnectionProblem::HasPackages.into()),
            Self::Everything | Self::Question(_) | Self::NoPackages => Ok(()),
        }
    }
}
