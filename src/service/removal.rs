//! Use case: see what ends with a relationship, before it is removed.

use uuid::Uuid;

use super::relationships::{Deletable, organisation_by_id};
use super::store::Read;
use super::{AccessManager, Result, ServiceError};
use crate::domain::access::SystemAccess;
use crate::domain::catalogue::Catalogue;
use crate::domain::delegation::Via;
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::relationship::{Powers, Relationship, Side};

/// What ends with a relationship.
#[derive(Debug)]
pub struct Removal {
    /// The other organisation.
    pub organisation: Organisation,
    pub deletable: Deletable,
    /// The packages given by hand, by code.
    pub packages: Vec<&'static AccessPackage>,
    /// The provider's accesses that the client leaves, or stays on with fewer packages.
    pub accesses: Vec<EndingAccess>,
    /// Stands for packages and accesses: sent back with the answer, it shows that nothing has changed since.
    pub agreed: Uuid,
}

/// An access that a client leaves, or stays on with fewer packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingAccess {
    pub access: SystemAccess,
    /// False where another package stays.
    pub ends: bool,
}

impl AccessManager<'_> {
    /// What ends with a relationship.
    pub fn removal(self, side: Side, id: Uuid) -> Result<Removal> {
        let read = self.0.service.store.read()?;
        let other = organisation_by_id(&*read, id)?;
        let pair = side.relationship(self.0.owner.number, other.number);
        let powers = read.powers(pair)?.ok_or(ServiceError::NotFound)?;
        read_removal(&*read, self.0.service.catalogue, other, pair, &powers)
    }
}

/// The same, within a transaction.
pub(super) fn read_removal(
    read: &dyn Read,
    catalogue: &'static Catalogue,
    organisation: Organisation,
    pair: Relationship,
    powers: &Powers,
) -> Result<Removal> {
    let packages: Vec<_> = powers.given.iter().filter_map(|code| catalogue.get(code)).collect();
    let mut accesses = Vec::new();
    for delegation in read.delegations_of_client(pair.client)? {
        let direct = delegation.packages.iter().filter(|(_, via)| *via == Via::Direct).count();
        let access = read.access(delegation.access)?.filter(|access| access.owner == pair.provider && direct > 0);
        accesses.extend(access.map(|access| EndingAccess { access, ends: direct == delegation.packages.len() }));
    }
    let agreed = agreed(&packages, &accesses);
    Ok(Removal { organisation, deletable: Deletable::of(powers), packages, accesses, agreed })
}

fn agreed(packages: &[&AccessPackage], accesses: &[EndingAccess]) -> Uuid {
    let packages = packages.iter().map(|package| package.code.to_string());
    let accesses = accesses.iter().map(|ending| format!("{} {}", ending.access.id.uuid(), ending.ends));
    Uuid::new_v5(&Uuid::NAMESPACE_OID, packages.chain(accesses).collect::<Vec<_>>().join("\n").as_bytes())
}
