//! Use cases: find clients for a system access, put a client on it, take a client off it.

use std::collections::HashSet;

use jiff::Timestamp;

use super::store::Read;
use super::{ClientAdministrator, Result, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::audit::{Action, AuditEntry};
use crate::domain::client::Client;
use crate::domain::delegation::{Delegation, Via};
use crate::domain::eligibility::{Eligibility, Standing};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::search::{Needle, SortKey, folded};

/// Which clients to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientFilter {
    /// Those on the access and those that may be added.
    #[default]
    All,
    NotAdded,
    Added,
    /// Those that lack a package.
    Lacking,
}

/// A question to the clients of an access.
#[derive(Debug, Clone)]
pub struct ClientQuery {
    /// As typed.
    pub search: String,
    pub filter: ClientFilter,
    /// From 1; a page after the last is the last.
    pub page: usize,
    /// Rows a page.
    pub size: usize,
}

/// The answer: one page of clients in Norwegian order.
#[derive(Debug)]
pub struct ClientPage {
    pub rows: Vec<ClientEntry>,
    /// The page shown, from 1.
    pub page: usize,
    pub pages: usize,
    /// How many clients search and filter find on all pages.
    pub matched: usize,
    /// How many clients the access has, and how many may be added or are, whatever the search.
    pub assigned: usize,
    pub available: usize,
    /// Not assigned clients with some but not all packages that the search finds: the first few, and how many.
    pub lacking: Vec<ClientEntry>,
    pub lacking_matched: usize,
}

/// A client as the access sees it.
#[derive(Debug, Clone)]
pub struct ClientEntry {
    pub organisation: Organisation,
    pub eligibility: Eligibility,
    pub assigned: bool,
}

/// What a change did. Doing it twice succeeds and changes nothing.
#[derive(Debug, Clone)]
pub struct Change {
    pub client: Organisation,
    pub changed: bool,
}

impl ClientEntry {
    fn passes(&self, filter: ClientFilter) -> bool {
        let eligible = self.eligibility.is_eligible();
        match filter {
            ClientFilter::All => self.assigned || eligible,
            ClientFilter::NotAdded => !self.assigned && eligible,
            ClientFilter::Added => self.assigned,
            ClientFilter::Lacking => !eligible,
        }
    }
}

/// How many lacking clients are shown below the list before a link to all of them.
const LACKING_SHOWN: usize = 5;

impl ClientAdministrator<'_> {
    /// The access and the clients that the query finds for it.
    pub fn clients(self, id: AccessId, query: &ClientQuery) -> Result<(SystemAccess, ClientPage)> {
        let read = self.0.service.store.read()?;
        let access = self.access_for_clients(&*read, id)?;
        let page = self.page(&*read, &access, query)?;
        Ok((access, page))
    }

    /// Puts a client on an access, if it brings every package.
    pub fn add(self, id: AccessId, client: OrganisationNumber, now: Timestamp) -> Result<Change> {
        let write = self.0.service.store.write()?;
        let access = self.access_for_clients(&*write, id)?;
        let client = write.client(self.0.owner.number, client)?.ok_or(ServiceError::NotFound)?;
        let eligibility = Eligibility::of(&self.0.packages(&access), &client);
        let number = client.organisation.number;
        if write.delegated(id)?.contains(&number) {
            return Ok(Change { client: client.organisation, changed: false });
        }
        if !eligibility.is_eligible() {
            return Err(ServiceError::NotEligible(Box::new((client.organisation, eligibility))));
        }
        let changed = write.add_delegation(&delegation(id, number, &eligibility, now))?;
        if changed {
            write.append_audit(&self.audit(Action::AddClient, id, number, now))?;
        }
        write.commit()?;
        Ok(Change { client: client.organisation, changed })
    }

    /// Takes a client off an access. One that is no client any more can still be taken off.
    pub fn remove(self, id: AccessId, client: OrganisationNumber, now: Timestamp) -> Result<Change> {
        let write = self.0.service.store.write()?;
        self.access_for_clients(&*write, id)?;
        let client = write.organisation(client)?.ok_or(ServiceError::NotFound)?;
        let changed = write.remove_delegation(id, client.number)?;
        if !changed && write.client(self.0.owner.number, client.number)?.is_none() {
            return Err(ServiceError::NotFound);
        }
        if changed {
            write.append_audit(&self.audit(Action::RemoveClient, id, client.number, now))?;
        }
        write.commit()?;
        Ok(Change { client, changed })
    }

    fn access_for_clients(self, read: &dyn Read, id: AccessId) -> Result<SystemAccess> {
        let access = read.access(self.0.owner.number, id)?.ok_or(ServiceError::NotFound)?;
        if access.kind == AccessKind::Clients { Ok(access) } else { Err(ServiceError::NotForClients) }
    }

    /// Everybody who has some package of the access or is on it, in Norwegian order.
    fn entries(self, read: &dyn Read, access: &SystemAccess) -> Result<Vec<ClientEntry>> {
        let needed = self.0.packages(access);
        let mut assigned: HashSet<_> = read.delegated(access.id)?.into_iter().collect();
        let mut entries = Vec::new();
        for client in read.clients(self.0.owner.number)? {
            let eligibility = Eligibility::of(&needed, &client);
            let assigned = assigned.remove(&client.organisation.number);
            if assigned || eligibility.has_some() {
                entries.push(ClientEntry { organisation: client.organisation, eligibility, assigned });
            }
        }
        for number in assigned {
            let organisation = read.organisation(number)?.ok_or(ServiceError::NotFound)?;
            let client = Client { organisation, roles: Vec::new(), direct: Vec::new() };
            let eligibility = Eligibility::of(&needed, &client);
            entries.push(ClientEntry { organisation: client.organisation, eligibility, assigned: true });
        }
        entries.sort_by_cached_key(|entry| (SortKey::of(&entry.organisation.name), entry.organisation.number));
        Ok(entries)
    }

    pub(super) fn page(self, read: &dyn Read, access: &SystemAccess, query: &ClientQuery) -> Result<ClientPage> {
        let entries = self.entries(read, access)?;
        let assigned = entries.iter().filter(|entry| entry.assigned).count();
        let available = entries.iter().filter(|entry| entry.passes(ClientFilter::All)).count();
        let needle = Needle::of(&query.search);
        let found = |entry: &&ClientEntry| {
            needle.finds(&folded(&entry.organisation.name), &entry.organisation.number.to_string())
        };
        let lacking =
            || entries.iter().filter(|entry| !entry.assigned && entry.passes(ClientFilter::Lacking)).filter(found);
        let matching = || entries.iter().filter(|entry| entry.passes(query.filter)).filter(found);
        let matched = matching().count();
        let pages = matched.div_ceil(query.size.max(1)).max(1);
        let page = query.page.clamp(1, pages);
        Ok(ClientPage {
            rows: matching().skip((page - 1) * query.size).take(query.size).cloned().collect(),
            page,
            pages,
            matched,
            assigned,
            available,
            lacking: lacking().take(LACKING_SHOWN).cloned().collect(),
            lacking_matched: lacking().count(),
        })
    }

    fn audit(self, action: Action, access: AccessId, client: OrganisationNumber, at: Timestamp) -> AuditEntry {
        AuditEntry { at, person: self.0.person.id, on_behalf_of: self.0.owner.number, action, access, client }
    }
}

fn delegation(access: AccessId, client: OrganisationNumber, held: &Eligibility, added: Timestamp) -> Delegation {
    let packages = held.held().map(|(code, standing)| match standing {
        Standing::ThroughRole(role) => (code.clone(), Via::Role(role)),
        Standing::Direct | Standing::Missing(_) => (code.clone(), Via::Direct),
    });
    Delegation { access, client, added, packages: packages.collect() }
}
