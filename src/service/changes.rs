//! Use cases: put clients on a system access, take clients off it, take a change back. One client or fifty thousand: one
//! path, one transaction, one audit entry, and an exact account of what became of each.

use jiff::Timestamp;

use super::plan::{Plan, Selection};
use super::store::{Write, WriteDelegations};
use super::{ClientAdministrator, PastChange, Result, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, AuditEntry, ChangeId, ClientOutcome};
use crate::domain::number::OrganisationNumber;

/// A change that somebody asks for.
#[derive(Debug, Clone)]
pub struct ChangeRequest {
    pub action: Action,
    pub selection: Selection,
    pub confirmed: ConfirmedCount,
    /// The latest change that the person has seen: what others have changed since is told with the outcome. `None` where
    /// nobody is to be told.
    pub seen: Option<ChangeId>,
}

/// How many clients a change may add or remove. A change of none is always agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmedCount {
    Any,
    /// Few enough not to be asked about.
    AtMost(usize),
    /// The number that the person was asked about.
    Exactly(usize),
}

/// What a change did. Doing it twice succeeds and changes nothing.
#[derive(Debug)]
pub struct Outcome {
    /// Where the audit trail has it; `None` when there was nothing to change and nothing was refused.
    pub id: Option<ChangeId>,
    /// What was carried out.
    pub plan: Plan,
    /// What others have changed between what the person has seen and this.
    pub by_others: Vec<PastChange>,
}

impl ChangeRequest {
    /// A change of one client.
    pub fn one(action: Action, client: OrganisationNumber) -> Self {
        Self::listed(action, vec![client])
    }

    /// A change of these clients, however many of them there are to change.
    pub fn listed(action: Action, clients: Vec<OrganisationNumber>) -> Self {
        Self { action, selection: Selection::Listed(clients), confirmed: ConfirmedCount::Any, seen: None }
    }
}

impl ConfirmedCount {
    fn allows(self, clients: usize) -> bool {
        match self {
            Self::Any => true,
            Self::AtMost(most) => clients <= most,
            Self::Exactly(number) => clients == number || clients == 0,
        }
    }
}

impl ClientAdministrator<'_> {
    /// What the change would do now. Another person may change the access before it is carried out: [`ConfirmedCount`].
    pub fn preview(self, id: AccessId, action: Action, selection: &Selection) -> Result<Plan> {
        Plan::new(self.0.provider_snapshot()?, &*self.0.service.store.read()?, id, action, selection)
    }

    /// Adds or removes the clients. Those that cannot be added do not keep the others from being added: the outcome
    /// accounts for them, and [`Plan::only`] makes an error of a refused client that is the only one.
    ///
    /// # Errors
    /// [`ServiceError::NotConfirmed`] when it would now be a change of another number of clients.
    pub fn change(self, id: AccessId, request: &ChangeRequest, now: Timestamp) -> Result<Outcome> {
        let _guard = self.0.service.snapshots.lock_for_write();
        self.carry_out(self.0.service.store.write()?, id, request, None, now)
    }

    /// Takes a change back: removes what it added, adds what it removed. A change that was refused whole has nothing to
    /// take back. `seen` as in [`ChangeRequest`].
    pub fn undo(self, id: AccessId, change: ChangeId, seen: Option<ChangeId>, now: Timestamp) -> Result<Outcome> {
        let _guard = self.0.service.snapshots.lock_for_write();
        let write = self.0.service.store.write()?;
        let action = write.change(id, change)?.ok_or(ServiceError::NotFound)?.entry.action;
        let clients = write.clients_of_change(change, ClientOutcome::Changed, usize::MAX)?;
        let request = ChangeRequest { seen, ..ChangeRequest::listed(action.reverse(), clients) };
        self.carry_out(write, id, &request, Some(change), now)
    }

    /// Plans, checks and writes in one transaction. The caller holds the turn to change the store.
    fn carry_out(
        self,
        write: Box<dyn Write + '_>,
        id: AccessId,
        request: &ChangeRequest,
        undoes: Option<ChangeId>,
        now: Timestamp,
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
        let seen = request.seen.filter(|seen| plan.access().last_change > *seen);
        let by_others = seen
            .map_or(Ok(Vec::new()), |seen| self.read_by_others_since(&*write, &plan.provider, plan.access(), seen))?;
        if plan.changed_count() + plan.refused_count() == 0 {
            return Ok(Outcome { id: None, plan, by_others });
        }
        write_delegations(&*write, id, &plan, now)?;
        let entry = self.entry(&plan, undoes, now);
        let change = write.append_audit(&entry, &plan.changed_numbers(), &plan.refused_numbers())?;
        let after = write.commit()?;
        let provider_after = plan.provider.with_access(plan.access().after_change(action, &plan.to_change, change));
        service.snapshots.advance(before, after, self.0.owner.number, provider_after);
        Ok(Outcome { id: Some(change), plan, by_others })
    }

    fn entry(self, plan: &Plan, undoes: Option<ChangeId>, now: Timestamp) -> AuditEntry {
        AuditEntry {
            at: now,
            person: self.0.person.id,
            on_behalf_of: self.0.owner.number,
            action: plan.action,
            access: plan.access().access.id,
            already: plan.already_count(),
            undoes,
            channel: self.0.channel.clone(),
        }
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
