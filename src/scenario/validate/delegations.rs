//! Validates recorded delegations: when clients were added, what they brought then.

use jiff::Timestamp;

use super::super::schema::{DelegationEntry, SpannedString};
use super::Validator;
use super::fields::FirstOccurrences;
use crate::domain::delegation::Via;
use crate::domain::number::OrganisationNumber;
use crate::domain::package::{AccessPackage, PackageCode};
use crate::domain::role::ErRole;

/// Stands in place of a role for a package given directly.
pub(in super::super) const DIRECT: &str = "direct";

/// A client with when it was added and what it brought.
pub(super) type RecordedDelegation = (OrganisationNumber, Timestamp, Vec<(PackageCode, Via)>);

impl Validator<'_> {
    /// Validates the recorded delegations of one access.
    pub(super) fn recorded_delegations(
        &mut self,
        needed: &[AccessPackage],
        delegations: &[DelegationEntry],
        seen: &mut FirstOccurrences<OrganisationNumber>,
    ) -> Vec<RecordedDelegation> {
        delegations.iter().filter_map(|entry| self.recorded_delegation(needed, entry, seen)).collect()
    }

    fn recorded_delegation(
        &mut self,
        needed: &[AccessPackage],
        entry: &DelegationEntry,
        seen: &mut FirstOccurrences<OrganisationNumber>,
    ) -> Option<RecordedDelegation> {
        let client = self.organisation(&entry.client);
        let added = self.timestamp(&entry.added);
        let brought: Vec<_> = entry.brought.iter().filter_map(|(code, via)| self.brought(needed, code, via)).collect();
        let client = client?;
        self.is_first(seen, client.number, &entry.client).then_some((client.number, added?, brought))
    }

    fn brought(&mut self, needed: &[AccessPackage], code: &str, via: &SpannedString) -> Option<(PackageCode, Via)> {
        let Some(package) = needed.iter().find(|package| package.code.as_str() == code) else {
            self.report(via, format!("`{code}` is not a package of this access"));
            return None;
        };
        let known: Vec<_> = ErRole::ALL.map(|role| (Via::Role(role), role.code())).into_iter().collect();
        let via_known = self.one_of(via, &[&known[..], &[(Via::Direct, DIRECT)]].concat())?;
        let possible = match via_known {
            Via::Role(role) => role.grants_of(code).next().is_some(),
            Via::Direct => package.assignable,
        };
        if !possible {
            self.report(via, format!("`{code}` cannot come through `{}`", via.get_ref()));
        }
        possible.then(|| (package.code.clone(), via_known))
    }
}
