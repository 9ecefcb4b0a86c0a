//! Plans a change: what happens to each client, and why.
//! The same plan is shown as a preview and carried out.

use std::sync::Arc;

use super::snapshot::{AccessSnapshot, ProviderSnapshot};
use super::store::ReadClients;
use super::{ClientEntry, ClientFilter, Result, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::Action;
use crate::domain::client::Client;
use crate::domain::client_index::ClientSet;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::search_term::SearchTerm;

/// The clients to change.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These.
    Listed(Vec<OrganisationNumber>),
    /// All clients that search and filter match.
    Matching { search: String, filter: ClientFilter },
}

/// Declines a client that the rules allow, as a register behind the portal may do.
/// Gets the client's index among those that would be added, in Norwegian order.
pub type Declines = Arc<dyn Fn(usize) -> bool + Send + Sync>;

/// The outcome of a change for each client.
/// Holds a few bits per client; names and reasons are looked up on demand.
#[derive(Debug)]
pub struct Plan {
    pub action: Action,
    pub(super) provider: Arc<ProviderSnapshot>,
    snapshot: Arc<AccessSnapshot>,
    pub(super) to_change: ClientSet,
    already: ClientSet,
    refused: ClientSet,
    /// Requested organisations that are not clients, by number:
    /// they were when the page was made, or the request is forged. Adding refuses them; for removing they count as
    /// already removed.
    non_clients: Vec<Organisation>,
    /// Requested numbers without an organisation; in no count.
    pub unknown: Vec<OrganisationNumber>,
}

impl Plan {
    /// Plans a change of the provider's access.
    /// `read` finds organisations that are not clients.
    pub(super) fn new(
        provider: Arc<ProviderSnapshot>,
        read: &dyn ReadClients,
        id: AccessId,
        action: Action,
        selection: &Selection,
    ) -> Result<Self> {
        let snapshot = provider.access_for_clients(id)?.clone();
        let (wanted, others) = provider.select(&snapshot, selection);
        let non_clients = if others.is_empty() { Vec::new() } else { read.organisations_by_number(&others)? };
        let is_unknown =
            |number: &OrganisationNumber| non_clients.binary_search_by_key(number, |known| known.number).is_err();
        let unknown = others.into_iter().filter(is_unknown).collect();
        let (to_change, already, refused) = match action {
            Action::Add => {
                let mut refused = wanted.clone();
                refused.difference_with(&snapshot.assigned);
                refused.difference_with(&snapshot.eligible.every);
                (&snapshot.addable() & &wanted, &snapshot.assigned & &wanted, refused)
            }
            Action::Remove => {
                let already = wanted.difference(&snapshot.assigned).collect();
                (&snapshot.assigned & &wanted, already, provider.client_index.none())
            }
        };
        // A search also matches clients that are as requested; nobody asked about them.
        let already = match selection {
            Selection::Listed(_) => already,
            Selection::Matching { .. } => provider.client_index.none(),
        };
        Ok(Self { action, provider, snapshot, to_change, already, refused, non_clients, unknown })
    }

    /// Moves clients that the rule declines from changed to refused.
    pub(super) fn decline(&mut self, declines: &Declines) {
        let positions = self.to_change.ones().enumerate();
        let refused: Vec<_> = positions.filter(|(index, _)| declines(*index)).map(|(_, position)| position).collect();
        for position in refused {
            self.to_change.remove(position);
            self.refused.insert(position);
        }
    }

    /// How many clients it adds or removes.
    pub fn changed_count(&self) -> usize {
        self.to_change.count_ones(..)
    }

    /// How many clients already are as requested.
    pub fn already_count(&self) -> usize {
        self.already.count_ones(..) + self.non_clients_if(Action::Remove).len()
    }

    /// How many clients it refuses.
    pub fn refused_count(&self) -> usize {
        self.refused.count_ones(..) + self.non_clients_if(Action::Add).len()
    }

    /// The clients that it adds or removes, in Norwegian order.
    pub fn changed(&self) -> impl Iterator<Item = ClientEntry> {
        self.entries(&self.to_change)
    }

    /// The clients that already are as requested:
    /// clients in Norwegian order, then other organisations by number.
    pub fn already(&self) -> impl Iterator<Item = ClientEntry> {
        self.entries(&self.already).chain(self.non_client_entries(Action::Remove))
    }

    /// The clients that it refuses, in the same order.
    /// Each says which packages it lacks; one that lacks none was declined.
    pub fn refused(&self) -> impl Iterator<Item = ClientEntry> {
        self.entries(&self.refused).chain(self.non_client_entries(Action::Add))
    }

    /// The numbers of the clients that it adds or removes, ascending.
    pub fn changed_numbers(&self) -> Vec<OrganisationNumber> {
        self.provider.client_index.numbers(&self.to_change)
    }

    /// The numbers of the clients that it refuses.
    pub fn refused_numbers(&self) -> Vec<OrganisationNumber> {
        let non_clients = self.non_clients_if(Action::Add).iter().map(|organisation| organisation.number);
        self.provider.client_index.numbers(&self.refused).into_iter().chain(non_clients).collect()
    }

    /// The client of a change of one client.
    ///
    /// # Errors
    /// [`ServiceError::NotEligible`] or [`ServiceError::Declined`] when it is refused, [`ServiceError::NotFound`] when no
    /// organisation has the number.
    pub fn only(&self) -> Result<Organisation> {
        if let Some(ClientEntry { organisation, eligibility, .. }) = self.refused().next() {
            return Err(if eligibility.is_eligible() {
                ServiceError::Declined(Box::new(organisation))
            } else {
                ServiceError::NotEligible(Box::new((organisation, eligibility)))
            });
        }
        let client = self.changed().chain(self.already()).next();
        client.map(|client| client.organisation).ok_or(ServiceError::NotFound)
    }

    /// The access as it is before the change.
    pub(super) fn access(&self) -> &AccessSnapshot {
        &self.snapshot
    }

    fn entries(&self, clients: &ClientSet) -> impl Iterator<Item = ClientEntry> {
        clients.ones().map(|position| self.snapshot.entry(&self.provider.client_index, position))
    }

    /// The requested organisations that are not clients, if the plan has this action.
    fn non_clients_if(&self, action: Action) -> &[Organisation] {
        if self.action == action { &self.non_clients } else { &[] }
    }

    fn non_client_entries(&self, action: Action) -> impl Iterator<Item = ClientEntry> {
        self.non_clients_if(action).iter().map(|one| self.snapshot.entry_of(Client::without_powers(one.clone())))
    }
}

impl ProviderSnapshot {
    /// The selected clients, and the selected numbers that no client has, ascending.
    fn select(&self, snapshot: &AccessSnapshot, selection: &Selection) -> (ClientSet, Vec<OrganisationNumber>) {
        match selection {
            Selection::Listed(numbers) => {
                let (mut wanted, mut others) = (self.client_index.none(), Vec::new());
                for number in numbers {
                    match self.client_index.position(*number) {
                        Some(position) => wanted.insert(position),
                        None => others.push(*number),
                    }
                }
                others.sort_unstable();
                others.dedup();
                (wanted, others)
            }
            Selection::Matching { search, filter } => {
                let found = self.client_index.find(&SearchTerm::of(search));
                (snapshot.matching(&self.client_index, &found, filter), Vec::new())
            }
        }
    }
}
