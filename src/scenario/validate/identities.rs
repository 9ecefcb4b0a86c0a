//! Gives each access its reference and its id, once all are known.

use std::collections::BTreeSet;

use super::super::schema::SpannedString;
use super::Validator;
use super::delegations::RecordedDelegation;
use super::fields::FirstOccurrences;
use crate::domain::access::SystemAccess;
use crate::domain::access_request::{AccessKey, ExternalRef};
use crate::domain::delegation::Delegation;

/// An access without faults; its reference and id may be given in the file.
pub(super) struct ValidAccess {
    pub access: SystemAccess,
    pub id: Option<SpannedString>,
    pub external_ref: Option<SpannedString>,
    pub clients: Vec<RecordedDelegation>,
}

impl Validator<'_> {
    /// Adds the accesses to the world, with references and ids of their own.
    pub(super) fn identify_accesses(&mut self, mut valid: Vec<ValidAccess>) {
        self.give_references(&mut valid);
        let mut seen = FirstOccurrences::new();
        let mut ids = BTreeSet::new();
        for ValidAccess { mut access, id, clients, .. } in valid {
            let key = AccessKey::of(&access.system.id, access.owner, Some(access.external_ref.as_str()));
            let accepted = self.accepted.remove(&key).map(|(request, _)| request.access());
            if let Some(text) = &id {
                let Some(given) = self.uuid(text) else { continue };
                self.is_first(&mut seen, given, text);
                access.id = given.into();
                if accepted.is_some_and(|accepted| accepted != access.id) {
                    self.report(
                        text,
                        "is not the id of the accepted [[request]] with the same system, owner and reference",
                    );
                }
            } else if let Some(accepted) = accepted {
                access.id = accepted;
            } else if ids.contains(&access.id) {
                // Titles may repeat: the first access with one has the id that is derived from it.
                access.id = key.id(0).access();
            }
            ids.insert(access.id);
            let delegation = |(client, added, packages)| Delegation { access: access.id, client, added, packages };
            self.contents.delegations.extend(clients.into_iter().map(delegation));
            self.contents.accesses.push(access);
        }
        for (_, span) in std::mem::take(&mut self.accepted).into_values() {
            self.source.report_in(
                &span,
                "answered",
                "is accepted, but no [[access]] has its system, owner and reference",
            );
        }
    }

    /// Those without a reference get the owner's number, or the first free one of number-2, number-3 …
    fn give_references(&mut self, valid: &mut [ValidAccess]) {
        let mut seen = FirstOccurrences::new();
        for one in &mut *valid {
            if let Some(text) = &one.external_ref {
                one.access.external_ref = ExternalRef::of(Some(text.get_ref()), one.access.owner);
                let access = &one.access;
                let key = AccessKey::of(&access.system.id, access.owner, Some(access.external_ref.as_str()));
                self.is_first(&mut seen, key, text);
            }
        }
        let mut taken: BTreeSet<AccessKey> = seen.into_keys().collect();
        for one in valid.iter_mut().filter(|one| one.external_ref.is_none()) {
            let access = &mut one.access;
            let mut key = AccessKey::of(&access.system.id, access.owner, None);
            let mut nth = 2;
            while !taken.insert(key.clone()) {
                key.external_ref = ExternalRef::of(Some(&format!("{}-{nth}", access.owner)), access.owner);
                nth += 1;
            }
            access.external_ref = key.external_ref;
        }
    }
}
