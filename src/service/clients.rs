//! Use case: find clients for a system access.

use super::snapshot::{AccessSnapshot, ProviderSnapshot};
use super::{ClientAdministrator, Result};
use crate::domain::access::AccessId;
use crate::domain::audit::ChangeId;
use crate::domain::client::Client;
use crate::domain::client_index::{ClientIndex, ClientSet, skip_positions};
use crate::domain::eligibility::Eligibility;
use crate::domain::number::{NumberError, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::search_term::SearchTerm;

/// Which clients to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ClientFilter {
    /// Assigned clients and those that can be added.
    #[default]
    All,
    NotAdded,
    Added,
    /// Clients that lack a package, assigned or not.
    Lacking,
    /// These clients, as far as they have any of the packages or are assigned.
    Listed(Vec<OrganisationNumber>),
}

/// A query for the clients of an access.
#[derive(Debug, Clone)]
pub struct ClientQuery {
    /// As typed.
    pub search: String,
    pub filter: ClientFilter,
    /// From 1; a page after the last is the last.
    pub page: usize,
    /// Rows per page.
    pub size: usize,
}

/// One page of clients in Norwegian order.
#[derive(Debug, Default)]
pub struct ClientPage {
    pub rows: Vec<ClientEntry>,
    /// The page shown, from 1.
    pub page: usize,
    pub pages: usize,
    /// How many clients search and filter match on all pages;
    /// and how many of those can be added, and removed.
    pub matched: usize,
    pub addable: usize,
    pub removable: usize,
    /// Clients that are assigned, and that are or could be, regardless of the search.
    pub assigned: usize,
    pub available: usize,
    /// Unassigned clients with some but not all packages that the search matches:
    /// the first few, and how many.
    pub lacking: Vec<ClientEntry>,
    pub lacking_matched: usize,
    /// The organisation number searched for, if it is complete and no client has it.
    pub unknown_number: Option<OrganisationNumber>,
    /// Whether the search has nine digits that are no organisation number, because of the last one.
    pub wrong_check_digit: bool,
    pub last_change: ChangeId,
}

/// A client with its eligibility for one access.
#[derive(Debug, Clone)]
pub struct ClientEntry {
    pub organisation: Organisation,
    pub eligibility: Eligibility,
    pub assigned: bool,
}

/// Lacking clients shown below the list, before a link to all.
/// The link is for two more at least: one takes no more space than the link.
const LACKING_SHOWN: usize = 5;

impl ClientAdministrator<'_> {
    /// The clients of an access that match the query.
    pub fn clients(self, id: AccessId, query: &ClientQuery) -> Result<ClientPage> {
        let provider = self.0.provider_snapshot()?;
        let snapshot = provider.access_for_clients(id)?;
        Ok(ClientPage::of(&provider, snapshot, query))
    }

    /// How many of these clients are assigned, and how many can be added.
    pub fn count_assigned_and_addable(self, id: AccessId, clients: &[OrganisationNumber]) -> Result<(usize, usize)> {
        let provider = self.0.provider_snapshot()?;
        let snapshot = provider.access_for_clients(id)?;
        let mut chosen = provider.client_index.none();
        chosen.extend(clients.iter().filter_map(|number| provider.client_index.position(*number)));
        Ok((chosen.intersection_count(&snapshot.assigned), chosen.intersection_count(&snapshot.addable())))
    }
}

impl ClientPage {
    /// One page of the clients that match the query.
    pub(super) fn of(provider: &ProviderSnapshot, snapshot: &AccessSnapshot, query: &ClientQuery) -> Self {
        let client_index = &provider.client_index;
        let found = client_index.find(&SearchTerm::of(&query.search));
        let matching = snapshot.matching(client_index, &found, &query.filter);
        let matched = matching.count_ones(..);
        let size = query.size.max(1);
        let pages = matched.div_ceil(size).max(1);
        let page = query.page.clamp(1, pages);
        let numbers = OrganisationNumber::all_in(&query.search);
        let lacking = snapshot.lacking(&(&found & &provider.clients), numbers.is_ok());
        let is_shown = |position| provider.clients.contains(position) || snapshot.assigned.contains(position);
        let lacking_matched = lacking.count_ones(..);
        let shown = if lacking_matched == LACKING_SHOWN + 1 { lacking_matched } else { LACKING_SHOWN };
        let entry = |position| snapshot.entry(client_index, position);
        Self {
            rows: skip_positions(&matching, (page - 1) * size).take(size).map(entry).collect(),
            page,
            pages,
            matched,
            addable: matching.intersection_count(&snapshot.addable()),
            removable: matching.intersection_count(&snapshot.assigned),
            assigned: snapshot.assigned.count_ones(..),
            available: snapshot.assigned.union_count(&snapshot.eligible.every),
            lacking: lacking.ones().take(shown).map(entry).collect(),
            lacking_matched,
            unknown_number: match numbers.as_deref() {
                Ok([number]) if !client_index.position(*number).is_some_and(is_shown) => Some(*number),
                _ => None,
            },
            wrong_check_digit: numbers == Err(NumberError::Checksum),
            last_change: snapshot.last_change,
        }
    }
}

impl AccessSnapshot {
    /// The found clients that pass the filter.
    pub(super) fn matching(&self, client_index: &ClientIndex, found: &ClientSet, filter: &ClientFilter) -> ClientSet {
        let mut matching = match filter {
            ClientFilter::All => &self.assigned | &self.eligible.every,
            ClientFilter::NotAdded => self.addable(),
            ClientFilter::Added => self.assigned.clone(),
            ClientFilter::Lacking => {
                let mut lacking = &self.assigned | &self.eligible.some;
                lacking.difference_with(&self.eligible.every);
                lacking
            }
            ClientFilter::Listed(numbers) => {
                let mut listed = client_index.none();
                listed.extend(numbers.iter().filter_map(|number| client_index.position(*number)));
                listed.intersect_with(&(&self.assigned | &self.eligible.some));
                listed
            }
        };
        matching.intersect_with(found);
        matching
    }

    /// Clients that can be added.
    pub(super) fn addable(&self) -> ClientSet {
        let mut addable = self.eligible.every.clone();
        addable.difference_with(&self.assigned);
        addable
    }

    /// Unassigned clients that lack a package.
    /// A search for a complete number also finds a client without any of the packages: the person asks about that
    /// client. Otherwise it belongs to another access.
    fn lacking(&self, found: &ClientSet, by_number: bool) -> ClientSet {
        let mut lacking = if by_number { found.clone() } else { &self.eligible.some & found };
        lacking.difference_with(&self.eligible.every);
        lacking.difference_with(&self.assigned);
        lacking
    }

    /// The client at a position, with its eligibility.
    pub(super) fn entry(&self, client_index: &ClientIndex, position: usize) -> ClientEntry {
        ClientEntry { assigned: self.assigned.contains(position), ..self.entry_of(client_index.client(position)) }
    }

    /// An unassigned client with its eligibility.
    pub(super) fn entry_of(&self, client: Client) -> ClientEntry {
        let eligibility = Eligibility::of(&self.packages, &client);
        ClientEntry { organisation: client.organisation, eligibility, assigned: false }
    }
}
