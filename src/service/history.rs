//! Use cases: see past changes, one's own and those of others.

use super::snapshot::{AccessSnapshot, ProviderSnapshot};
use super::store::Read;
use super::{ClientAdministrator, ClientEntry, Result, Service, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::{AuditEntry, ChangeId, ClientOutcome, OUTSIDE, RecordedChange};
use crate::domain::client::Client;
use crate::domain::collation::SortKey;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::person::Person;

/// A past change with everything needed to show or undo it.
#[derive(Debug)]
pub struct PastChange {
    pub recorded: RecordedChange,
    pub actor: ChangedBy,
    /// The clients that it changed, in Norwegian order, if they are few enough to be named.
    pub named: Vec<Organisation>,
    /// The refused clients with their eligibility now:
    /// some may have got what they lacked.
    pub refused: Vec<ClientEntry>,
}

/// Who made a change, as the access's owner may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedBy {
    /// Somebody of the owner's own.
    Person(Person),
    /// The client itself, which took a power back.
    Client(Organisation),
    /// An event outside the portal.
    Outside,
}

/// Most clients that a change names.
pub const NAMED: usize = 20;

/// Most refused clients that are listed with their reasons.
const REFUSED_SHOWN: usize = 100;

impl Service {
    /// What was done for an organisation, the latest first. Does not check whether the caller may know of it.
    pub fn activity(&self, organisation: OrganisationNumber, limit: usize) -> Result<Vec<AuditEntry>> {
        Ok(self.store.read()?.activity(organisation, limit)?)
    }
}

impl ClientAdministrator<'_> {
    /// A past change of an access.
    pub fn past_change(self, id: AccessId, change: ChangeId) -> Result<PastChange> {
        let provider = self.0.provider_snapshot()?;
        let snapshot = provider.access_for_clients(id)?;
        let read = self.0.service.store.read()?;
        let recorded = read.change(id, change)?.ok_or(ServiceError::NotFound)?;
        to_past_change(&*read, &provider, snapshot, recorded)
    }

    /// Changes of an access by others after this one.
    pub fn by_others_since(self, id: AccessId, change: ChangeId) -> Result<Vec<PastChange>> {
        let provider = self.0.provider_snapshot()?;
        let snapshot = provider.access_for_clients(id)?;
        if snapshot.last_change == change {
            return Ok(Vec::new());
        }
        self.read_by_others_since(&*self.0.service.store.read()?, &provider, snapshot, change)
    }

    /// The same, read in a transaction that changes the access.
    pub(super) fn read_by_others_since(
        self,
        read: &dyn Read,
        provider: &ProviderSnapshot,
        snapshot: &AccessSnapshot,
        change: ChangeId,
    ) -> Result<Vec<PastChange>> {
        let others = read.changes_by_others(snapshot.access.id, change, self.0.person.id)?.into_iter();
        others.map(|one| to_past_change(read, provider, snapshot, one)).collect()
    }
}

fn to_past_change(
    read: &dyn Read,
    provider: &ProviderSnapshot,
    snapshot: &AccessSnapshot,
    recorded: RecordedChange,
) -> Result<PastChange> {
    let actor = match recorded.person {
        OUTSIDE => ChangedBy::Outside,
        _ if recorded.on_behalf_of != snapshot.access.owner => {
            ChangedBy::Client(read.organisation(recorded.on_behalf_of)?.ok_or(ServiceError::NotFound)?)
        }
        person => ChangedBy::Person(read.person(person)?.ok_or(ServiceError::UnknownPerson)?),
    };
    let entries = |outcome, limit| -> Result<Vec<ClientEntry>> {
        let clients = read.clients_of_change(recorded.id, outcome, limit)?;
        let positions = clients.iter().filter_map(|number| provider.client_index.position(*number));
        let mut entries: Vec<_> = positions.map(|position| snapshot.entry(&provider.client_index, position)).collect();
        // Former clients are in no index.
        let former: Vec<_> =
            clients.into_iter().filter(|number| provider.client_index.position(*number).is_none()).collect();
        let former = if former.is_empty() { Vec::new() } else { read.organisations_by_number(&former)? };
        entries.extend(former.into_iter().map(|one| snapshot.entry_of(Client::without_powers(one))));
        entries.sort_by_cached_key(|client| SortKey::of(&client.organisation.name));
        Ok(entries)
    };
    let few = (1..=NAMED).contains(&recorded.changed);
    let named = if few { entries(ClientOutcome::Changed, NAMED)? } else { Vec::new() };
    let refused = if recorded.refused > 0 { entries(ClientOutcome::Refused, REFUSED_SHOWN)? } else { Vec::new() };
    let named = named.into_iter().map(|client| client.organisation).collect();
    Ok(PastChange { recorded, actor, named, refused })
}
