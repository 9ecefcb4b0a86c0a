//! Use cases of client delegation, as methods of a service over one world's store.
//! One use case is one function, one transaction and, if it changes anything, one audit entry. Time comes in as a
//! parameter. Knows no SQL and no HTTP.

mod access;
mod access_store;
mod acting;
mod acting_systems;
mod answers;
mod asking;
mod author;
mod changes;
mod client_list;
mod clients;
mod connection_problem;
mod consequences;
mod deletion;
mod error;
pub mod events;
mod history;
mod list_page;
mod look_up;
mod once;
pub mod outside_event;
mod overview;
mod own_access;
mod own_organisation;
mod pending;
mod plan;
mod power_changes;
mod powers;
pub mod problem;
pub mod register;
mod relationship_store;
mod relationships;
mod removal;
mod representation;
mod request_page;
pub mod sessions;
mod snapshot;
pub mod store;
mod store_error;
mod system_fault;
mod vendor;
mod world;
pub mod worlds;

use std::sync::Arc;

pub use access::AccessDetail;
pub use acting::{AccessManager, ActingAs, ClientAdministrator};
pub use acting_systems::{ActingPackage, ActingSystem};
pub use asking::{AskedRequest, NewRequest};
pub use changes::{ChangeRequest, ConfirmedCount, Outcome};
pub use client_list::{AccessAndOwner, ClientListPage, ClientListQuery, ListKind};
pub use clients::{ClientEntry, ClientFilter, ClientPage, ClientQuery};
pub use connection_problem::ConnectionProblem;
pub use deletion::Deletion;
pub use error::{Result, ServiceError};
pub use history::{ChangedBy, NAMED, PastChange};
pub use list_page::ListPage;
pub use look_up::{LookUp, LookUpState, LookedUp};
pub use once::{Answer, IdempotentRequest};
pub use overview::{Overview, OverviewEntry, OverviewPages};
pub use own_access::{AccessOffer, NewOwnAccess, SystemChoice};
pub use own_organisation::{OwnOrganisation, OwnOrganisationChange};
pub use plan::{Declines, Plan, Selection};
pub use power_changes::{Agreement, PowerAction, PowerChange};
pub use problem::{AccessProblem, FinalState};
pub use relationships::{
    Deletable, OfferedPackage, RelationshipDetail, RelationshipPage, RelationshipQuery, RelationshipRow,
};
pub use removal::{EndingAccess, Removal};
pub use representation::Representation;
pub use request_page::{RequestLookup, RequestPage, RequestState, RequestedPackage};
pub use snapshot::ClientCounts;
pub use vendor::{ActingVendor, VendorPage};

use crate::domain::audit::Channel;
use crate::domain::catalogue::Catalogue;
use crate::domain::giving::GivingPower;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::package::Localised;
use crate::domain::permission::Permissions;
use crate::domain::person::{Person, PersonId};
use snapshot::{ProviderSnapshot, SnapshotCache};
use store::Store;

/// The delegation service over one world's store.
#[derive(Clone)]
pub struct Service {
    store: Arc<dyn Store>,
    snapshots: Arc<SnapshotCache>,
    catalogue: &'static Catalogue,
    /// Decides on clients that the rules allow to be added.
    declines: Option<Declines>,
    /// Declines with this code to approve, make, delete or join an access.
    declines_accesses: Option<&'static str>,
    /// Revision of every read; `None` to ask the store each time.
    pinned_revision: Option<u64>,
}

impl Service {
    /// The service over a store, with the catalogue of its packages.
    pub fn new(store: Arc<dyn Store>, catalogue: &'static Catalogue) -> Self {
        Self {
            store,
            snapshots: Arc::default(),
            catalogue,
            declines: None,
            declines_accesses: None,
            pinned_revision: None,
        }
    }

    /// Pins the current revision, so that all reads of one request see the same state.
    /// It also saves asking the store at every step.
    pub fn pinned(&self) -> Result<Self> {
        Ok(Self { pinned_revision: Some(self.store.revision()?), ..self.clone() })
    }

    /// The same service, with a rule that declines clients.
    #[must_use]
    pub fn declining(self, declines: Declines) -> Self {
        Self { declines: Some(declines), ..self }
    }

    /// The same service, declining with Altinn's code to approve, make or delete an access, and to add or
    /// remove its owner, as a register behind the portal may do.
    #[must_use]
    pub fn declining_accesses(self, code: &'static str) -> Self {
        Self { declines_accesses: Some(code), ..self }
    }

    /// Whether this person's snapshots are cached: then reading will not block.
    pub fn is_cached(&self, person: PersonId, organisation: OrganisationNumber) -> Result<bool> {
        Ok(self.snapshots.contains(self.revision()?, person, organisation))
    }

    /// The revision that reads see: a number that grows with each change.
    pub fn revision(&self) -> Result<u64> {
        self.pinned_revision.map_or_else(|| Ok(self.store.revision()?), Ok)
    }

    /// The access packages.
    pub fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }

    /// All people who can sign in, each with the note of the sign-in page.
    pub fn people(&self) -> Result<Vec<(Person, Localised)>> {
        Ok(self.store.read()?.people()?)
    }

    /// The person with this national id.
    pub fn person_by_national_id(&self, national_id: &NationalId) -> Result<Option<Person>> {
        Ok(self.store.read()?.person_by_national_id(national_id)?)
    }

    /// A person and the organisations that the person may represent.
    pub fn representations(&self, person: PersonId) -> Result<(Person, Vec<Representation>)> {
        let snapshot =
            self.snapshots.person(&*self.store, self.revision()?, person)?.ok_or(ServiceError::UnknownPerson)?;
        Ok((snapshot.person.clone(), snapshot.representations.clone()))
    }

    /// The person acting for the organisation, as far as their roles allow.
    pub fn acting_as(&self, person: PersonId, organisation: OrganisationNumber) -> Result<ActingAs> {
        let snapshot =
            self.snapshots.person(&*self.store, self.revision()?, person)?.ok_or(ServiceError::UnknownPerson)?;
        let mut representations = snapshot.representations.iter();
        let chosen = representations.find(|one| one.organisation.number == organisation);
        let Representation { organisation, roles, packages } = chosen.ok_or(ServiceError::NotRepresented)?;
        let permissions = Permissions::of(roles);
        Ok(ActingAs {
            service: self.clone(),
            person: snapshot.person.clone(),
            owner: organisation.clone(),
            permissions,
            giving: GivingPower::of(permissions, packages),
            can_represent_others: snapshot.representations.len() > 1,
            channel: Channel::default(),
        })
    }

    /// Refuses a change of an access that is declined behind the portal.
    fn check_not_declined(&self) -> Result<()> {
        self.declines_accesses.map_or(Ok(()), |code| Err(AccessProblem::Declined { code }.into()))
    }

    fn provider_snapshot(&self, number: OrganisationNumber) -> Result<Arc<ProviderSnapshot>> {
        self.snapshots.provider(&*self.store, self.revision()?, self.catalogue, number)
    }
}
