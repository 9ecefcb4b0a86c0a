//! Use cases of the API: the owner of an access, and whole lists of its clients.

use uuid::Uuid;

use super::{ActingAs, ClientAdministrator, ClientEntry, Result, Service, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::search_term::SearchTerm;

/// Which clients to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// With at least one of the access's packages, assigned or not.
    Some,
    /// With every package, assigned or not.
    Every,
    /// With some of the packages but not all, assigned or not.
    Lacking,
    /// Assigned.
    Delegated,
    /// Assigned, with every package.
    DelegatedEvery,
    /// Assigned, but without every package any more.
    DelegatedLacking,
}

/// A query for a list.
#[derive(Debug, Clone)]
pub struct ClientListQuery {
    pub listed: ListKind,
    /// Part of a name or number; empty for all.
    pub search: String,
    /// Start after this client.
    pub after: Option<OrganisationNumber>,
    /// Page size; `None` for all.
    pub size: Option<usize>,
}

/// A list, or a page of it, in Norwegian order.
#[derive(Debug)]
pub struct ClientListPage {
    pub rows: Vec<ClientEntry>,
    /// The last client on this page, if more follow.
    pub next: Option<OrganisationNumber>,
}

/// A system access and its owner.
#[derive(Debug, Clone)]
pub struct AccessAndOwner {
    pub access: SystemAccess,
    pub owner: Organisation,
}

impl Service {
    /// The access with this id. Does not check whether the caller may know of it.
    pub fn access_and_owner(&self, id: AccessId) -> Result<AccessAndOwner> {
        let read = self.store.read()?;
        let access = read.access(id)?.ok_or(ServiceError::NotFound)?;
        let owner = read.organisation(access.owner)?.ok_or(ServiceError::NotFound)?;
        Ok(AccessAndOwner { access, owner })
    }

    /// The organisation with this number.
    pub fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>> {
        Ok(self.store.read()?.organisation(number)?)
    }

    /// The organisation with this API id.
    pub fn organisation_by_id(&self, id: Uuid) -> Result<Option<Organisation>> {
        Ok(self.organisations_by_id(&[id])?.pop().flatten())
    }

    /// The organisations with these API ids, in the order of the ids.
    pub fn organisations_by_id(&self, ids: &[Uuid]) -> Result<Vec<Option<Organisation>>> {
        Ok(self.store.read()?.organisations_by_id(ids)?)
    }
}

impl ActingAs {
    /// The owner's accesses for clients, newest first.
    pub fn accesses_for_clients(&self) -> Result<Vec<SystemAccess>> {
        if !self.permissions.overview() {
            return Err(ServiceError::NoPowers);
        }
        let provider = self.provider_snapshot()?;
        let accesses = provider.accesses.iter().map(|snapshot| &snapshot.access);
        Ok(accesses.filter(|access| access.kind == AccessKind::Clients).cloned().collect())
    }
}

impl ClientAdministrator<'_> {
    /// The clients of an access that match the query.
    /// `NotFound` when the client to start after is not a client here.
    pub fn client_list(self, id: AccessId, query: &ClientListQuery) -> Result<ClientListPage> {
        let provider = self.0.provider_snapshot()?;
        let snapshot = provider.access_for_clients(id)?;
        let client_index = &provider.client_index;
        let (some, every) = (&snapshot.eligible.some, &snapshot.eligible.every);
        let mut listed = match query.listed {
            ListKind::Some | ListKind::Lacking => some.clone(),
            ListKind::Every => every.clone(),
            ListKind::Delegated | ListKind::DelegatedEvery | ListKind::DelegatedLacking => snapshot.assigned.clone(),
        };
        match query.listed {
            ListKind::Lacking | ListKind::DelegatedLacking => listed.difference_with(every),
            ListKind::DelegatedEvery => listed.intersect_with(every),
            ListKind::Some | ListKind::Every | ListKind::Delegated => {}
        }
        listed.intersect_with(&client_index.find(&SearchTerm::of(&query.search)));
        let first = match query.after {
            Some(after) => client_index.position(after).ok_or(ServiceError::NotFound)? + 1,
            None => 0,
        };
        let size = query.size.unwrap_or(usize::MAX);
        let mut positions = listed.ones().filter(|position| *position >= first).peekable();
        let rows: Vec<_> =
            positions.by_ref().take(size).map(|position| snapshot.entry(client_index, position)).collect();
        let more = positions.peek().is_some();
        Ok(ClientListPage { next: rows.last().filter(|_| more).map(|row| row.organisation.number), rows })
    }
}
