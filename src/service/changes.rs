//! Use cases: add clients to a system access, remove them, undo a change.
//! One client or fifty thousand take the same path: one transaction, one audit entry, and an outcome for each client.

use jiff::Timestamp;

use super::plan::{Plan, Selection};
use super::store::{Write, WriteDelegations};
use super::{ClientAdministrator, PastChange, Result, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId, ClientChange, ClientOutcome, Deed};
use crate::domain::number::OrganisationNumber;

/// A requested change.
#[derive(Debug, Clone)]
pub struct ChangeRequest {
    pub action: Action,
    pub selection: Selection,
    pub confirmed: ConfirmedCount,
    /// The latest change that the person has seen.
    /// The outcome tells what others changed after it; `None` if nobody asks.
    pub seen: Option<ChangeId>,
}

/// How many clients a change may affect, as the person confirmed.
/// A change of none needs no confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmedCount {
    Any,
    /// So few that the portal does not ask.
    AtMost(usize),
    /// The number in the question.
    Exactly(usize),
}

/// What a change did. Repeating a change succeeds and changes nothing.
#[derive(Debug)]
pub struct Outcome {
    /// Id in the audit trail; `None` when nothing was changed or refused.
    pub id: Option<ChangeId>,
    /// The plan that was carried out.
    pub plan: Plan,
    /// Changes by others after the one that the person has seen.
    pub by_others: Vec<PastChange>,
}

impl ChangeRequest {
    /// A change of one client.
    pub fn one(action: Action, client: OrganisationNumber) -> Self {
        Self::listed(action, vec![client])
    }

    /// A change of these clients, any number of them.
    pub fn listed(action: Action, clients: Vec<OrganisationNumber>) -> Self {
        Self { action, selection: Selection::Listed(clients), confirmed: ConfirmedCount::Any, seen: None }
    }
}

impl ConfirmedCount {
    pub(super) fn allows(self, clients: usize) -> bool {
        match self {
            Self::Any => true,
            Self::AtMost(most) => clients <= most,
            Self::Exactly(number) => clients == number || clients == 0,
        }
    }
}

impl ClientAdministrator<'_> {
    /// What the change would do now.
    /// Another person may change the access before it is carried out; see [`ConfirmedCount`].
    pub fn preview(self, id: AccessId, action: Action, selection: &Selection) -> Result<Plan> {
        Plan::new(self.0.provider_snapshot()?, &*self.0.service.store.read()?, id, action, selection)
    }

    /// Adds or removes the clients.
    /// A client that cannot be added does not stop the others: the outcome lists it. [`Plan::only`] turns the refusal
    /// of a single client into an error.
    ///
    /// # Errors
    /// [`ServiceError::NotConfirmed`] when it would now be a change of another number of clients.
    pub fn change(self, id: AccessId, request: &ChangeRequest, now: Timestamp) -> Result<Outcome> {
        let _guard = self.0.service.snapshots.lock_for_write();
        self.carry_out(self.0.service.store.write()?, id, request, None, now, |_, _| Ok(false))
    }

    /// Undoes a change: removes what it added, adds what it removed.
    /// A change in which every client was refused has nothing to undo. `seen` as in [`ChangeRequest`].
    ///
    /// # Errors
    /// [`ServiceError::NoSuchChange`] when it is not there.
    pub fn undo(self, id: AccessId, change: ChangeId, seen: Option<ChangeId>, now: Timestamp) -> Result<Outcome> {
        // A foreign access is not found, whatever the change.
        self.0.provider_snapshot()?.access_for_clients(id)?;
        let _guard = self.0.service.snapshots.lock_for_write();
        let write = self.0.service.store.write()?;
        let action = write.change(id, change)?.ok_or(ServiceError::NoSuchChange)?.change.action;
        let clients = write.clients_of_change(change, ClientOutcome::Changed, usize::MAX)?;
        let request = ChangeRequest { seen, ..ChangeRequest::listed(action.reverse(), clients) };
        self.carry_out(write, id, &request, Some(change), now, |_, _| Ok(false))
    }

    /// Plans, checks and writes in one transaction. The caller holds the write lock.
    /// `also` may write more in it, and says whether it did.
    pub(super) fn carry_out(
        self,
        write: Box<dyn Write + '_>,
        id: AccessId,
        request: &ChangeRequest,
        undoes: Option<ChangeId>,
        now: Timestamp,
        also: impl FnOnce(&dyn Write, &Plan) -> Result<bool>,
    ) -> Result<Outcome> {
        let (service, action) = (&self.0.service, request.action);
        let before = write.revision()?;
        let provider = service.snapshots.provider_for_write(&*write, service.catalogue, self.0.owner.number)?;
        let mut plan = Plan::new(provider, &*write, id, action, &request.selection)?;
        if !request.confirmed.allows(plan.changed_count()) {
            return Err(ServiceError::NotConfirmed { clients: plan.changed_count() });
        }
        if let (Action::Add, Some(declines)) = (action, &service.declines) {
            plan.decline(declines);
        }
        let seen = request.seen.filter(|seen| plan.access().last_change != *seen);
        let by_others = seen
            .map_or(Ok(Vec::new()), |seen| self.read_by_others_since(&*write, &plan.provider, plan.access(), seen))?;
        let wrote_more = also(&*write, &plan)?;
        let recorded = plan.changed_count() + plan.refused_count() > 0;
        if !recorded && !wrote_more {
            return Ok(Outcome { id: None, plan, by_others });
        }
        let change = recorded.then(|| self.record(&*write, &plan, undoes, now)).transpose()?;
        let after = write.commit()?;
        let last_change = change.unwrap_or(plan.access().last_change);
        let access_after = plan.access().after_change(action, &plan.to_change, last_change);
        service.snapshots.advance(before, after, self.0.owner.number, plan.provider.with_access(access_after));
        Ok(Outcome { id: change, plan, by_others })
    }

    /// Writes the delegations and the audit entry.
    fn record(self, write: &dyn Write, plan: &Plan, undoes: Option<ChangeId>, now: Timestamp) -> Result<ChangeId> {
        write_delegations(write, plan.access().access.id, plan, now)?;
        let entry = self.0.author().entry(
            Deed::ChangeClients(ClientChange {
                access: plan.access().access.id,
                action: plan.action,
                already: plan.already_count(),
                undoes,
            }),
            now,
        );
        Ok(write.append_audit(&entry, &plan.changed_numbers(), &plan.refused_numbers())?)
    }
}

fn write_delegations(write: &dyn WriteDelegations, id: AccessId, plan: &Plan, now: Timestamp) -> Result<()> {
    match plan.action {
        Action::Add => {
            for group in plan.provider.client_index.group_by_packages(&plan.to_change, &plan.access().packages) {
                write.add(id, now, &group.packages, &group.clients)?;
            }
        }
        Action::Remove => write.remove(id, &plan.changed_numbers())?,
    }
    Ok(())
}
