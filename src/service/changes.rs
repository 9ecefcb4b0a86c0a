//! Use cases: put clients on a system access, take clients off it, take a change back. One client or fifty thousand: one
//! transaction, one audit entry, and an exact account of what became of each.

use std::num::NonZeroUsize;

use jiff::Timestamp;

use super::state::{Book, Owner};
use super::{ClientAdministrator, ClientEntry, ClientFilter, Result, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, AuditEntry, ChangeId, OUTSIDE};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::person::Person;
use crate::domain::roster::{Clients, Roster};
use crate::domain::search::Needle;

/// Which clients a change is about.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These.
    Listed(Vec<OrganisationNumber>),
    /// All that search and filter find.
    Matching { search: String, filter: ClientFilter },
}

/// What a change did. Doing it twice succeeds and changes nothing.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Where the audit trail has it; `None` when there was nothing to change and nothing was refused.
    pub id: Option<ChangeId>,
    pub changed: usize,
    /// How many of the clients already were as they should be.
    pub already: usize,
    pub refused: usize,
    /// The client, where the change was about one.
    pub only: Option<Organisation>,
}

/// A change of the past, for those who want to see or undo it.
#[derive(Debug)]
pub struct PastChange {
    pub id: ChangeId,
    pub entry: AuditEntry,
    /// `None` for an event outside the portal.
    pub person: Option<Person>,
    /// The one client that it changed.
    pub only: Option<Organisation>,
    /// The refused clients as they are now: some may have got what they lacked.
    pub refused: Vec<ClientEntry>,
}

/// How many refused clients are listed with their reasons.
const REFUSED_SHOWN: usize = 100;

/// What a change will do: places in the roster.
struct Plan {
    change: Clients,
    already: usize,
    refused: Clients,
}

impl ClientAdministrator<'_> {
    /// How many clients the change would add or remove now.
    pub fn preview(self, id: AccessId, action: Action, selection: &Selection) -> Result<usize> {
        let owner = self.0.state()?;
        let book = owner.book_for_clients(id)?;
        Ok(plan(&owner.roster, book, action, selection).change.count_ones(..))
    }

    /// Adds or removes the clients. A single client that cannot be added is an error with the reason; among several the
    /// others are added and the refused ones accounted for.
    pub fn change(self, id: AccessId, action: Action, selection: &Selection, now: Timestamp) -> Result<Outcome> {
        self.carry_out(id, action, selection, None, now)
    }

    /// Takes a change back: removes what it added, adds what it removed.
    pub fn undo(self, id: AccessId, change: ChangeId, now: Timestamp) -> Result<Outcome> {
        let entry = self.0.service.store.read()?.change(id, change)?.ok_or(ServiceError::NotFound)?;
        let clients = Selection::Listed(entry.changed);
        self.carry_out(id, entry.action.reverse(), &clients, Some(change), now)
    }

    /// A change of the past.
    pub fn past_change(self, id: AccessId, change: ChangeId) -> Result<PastChange> {
        let owner = self.0.state()?;
        let book = owner.book_for_clients(id)?;
        let entry = self.0.service.store.read()?.change(id, change)?.ok_or(ServiceError::NotFound)?;
        self.told(&owner, book, change, entry)
    }

    /// What others have done with the access since a change.
    pub fn by_others_since(self, id: AccessId, change: ChangeId) -> Result<Vec<PastChange>> {
        let owner = self.0.state()?;
        let book = owner.book_for_clients(id)?;
        if book.last_change <= change {
            return Ok(Vec::new());
        }
        let entries = self.0.service.store.read()?.changes_after(id, change)?;
        let others =
            entries.into_iter().filter(|(_, entry)| entry.person != self.0.person.id && !entry.changed.is_empty());
        others.map(|(id, entry)| self.told(&owner, book, id, entry)).collect()
    }

    fn told(self, owner: &Owner, book: &Book, id: ChangeId, entry: AuditEntry) -> Result<PastChange> {
        let person = match entry.person {
            OUTSIDE => None,
            person => Some(self.0.service.representations(person)?.0),
        };
        let roster = &owner.roster;
        let only = match entry.changed[..] {
            [only] => roster.place(only).map(|place| roster.client(place).organisation),
            _ => None,
        };
        let refused = entry.refused.iter().take(REFUSED_SHOWN).filter_map(|number| roster.place(*number));
        let refused = refused.map(|place| book.entry(roster, place)).collect();
        Ok(PastChange { id, entry, person, only, refused })
    }

    fn carry_out(
        self,
        id: AccessId,
        action: Action,
        selection: &Selection,
        undoes: Option<ChangeId>,
        now: Timestamp,
    ) -> Result<Outcome> {
        let service = &self.0.service;
        let _turn = service.state.change();
        let write = service.store.write()?;
        let before = write.revision()?;
        let owner = service.state.owner_at(&*write, service.catalogue, self.0.owner.number)?;
        let (roster, book) = (&owner.roster, owner.book_for_clients(id)?);
        let mut plan = plan(roster, book, action, selection);
        if let (Action::Add, Some(every)) = (action, service.refuse_every) {
            plan.refuse(every);
        }
        let only = only(roster, book, &plan, selection, undoes)?;
        let (changed, refused) = (roster.numbers(&plan.change), roster.numbers(&plan.refused));
        let mut outcome =
            Outcome { id: None, changed: changed.len(), already: plan.already, refused: refused.len(), only };
        if changed.is_empty() && refused.is_empty() {
            return Ok(outcome);
        }
        match action {
            Action::Add => {
                let brought = roster.brought(&book.packages);
                let mut clients =
                    roster.by_number(&plan.change).map(|(number, profile)| (number, &brought[profile][..]));
                write.add(id, now, &mut clients)?;
            }
            Action::Remove => write.remove(id, &changed)?,
        }
        let (already, person) = (plan.already, self.0.person.id);
        let on_behalf_of = self.0.owner.number;
        let channel = self.0.channel.clone();
        let entry = AuditEntry {
            at: now,
            person,
            on_behalf_of,
            action,
            access: id,
            changed,
            refused,
            already,
            undoes,
            channel,
        };
        let change = write.append_audit(&entry)?;
        let after = write.commit()?;
        outcome.id = Some(change);
        service.state.follow(before, after, on_behalf_of, owner.with(book.after(action, &plan.change, change)));
        Ok(outcome)
    }
}

/// The client of a change about one, as a row's button makes it: unknown or refused it is an error.
fn only(
    roster: &Roster,
    book: &Book,
    plan: &Plan,
    selection: &Selection,
    undoes: Option<ChangeId>,
) -> Result<Option<Organisation>> {
    let Selection::Listed(listed) = selection else { return Ok(None) };
    let [number] = listed[..] else { return Ok(None) };
    let place = roster.place(number).ok_or(ServiceError::NotFound)?;
    let entry = book.entry(roster, place);
    if plan.refused.contains(place) && undoes.is_none() {
        if entry.eligibility.is_eligible() {
            return Err(ServiceError::Refused(Box::new(entry.organisation)));
        }
        return Err(ServiceError::NotEligible(Box::new((entry.organisation, entry.eligibility))));
    }
    Ok(Some(entry.organisation))
}

impl Plan {
    /// Refuses every nth of what would be done, and always the first: a fault that a tester asked for.
    fn refuse(&mut self, every: NonZeroUsize) {
        let refused: Vec<_> = self.change.ones().step_by(every.get()).collect();
        for place in refused {
            self.change.remove(place);
            self.refused.insert(place);
        }
    }
}

fn plan(roster: &Roster, book: &Book, action: Action, selection: &Selection) -> Plan {
    let wanted = match selection {
        Selection::Listed(numbers) => {
            let mut wanted = roster.none();
            wanted.extend(numbers.iter().filter_map(|number| roster.place(*number)));
            wanted
        }
        Selection::Matching { search, filter } => book.matching(&roster.find(&Needle::of(search)), *filter),
    };
    match action {
        Action::Add => {
            let change = &book.addable() & &wanted;
            let mut refused = wanted.clone();
            refused.difference_with(&book.assigned);
            refused.difference_with(&book.eligible.every);
            Plan { change, already: wanted.intersection_count(&book.assigned), refused }
        }
        Action::Remove => {
            let change = &book.assigned & &wanted;
            let already = match selection {
                Selection::Listed(_) => wanted.count_ones(..) - change.count_ones(..),
                Selection::Matching { .. } => 0,
            };
            Plan { change, already, refused: roster.none() }
        }
    }
}

impl Book {
    fn after(&self, action: Action, changed: &Clients, last_change: ChangeId) -> Self {
        let mut after = Self { last_change, ..self.clone() };
        match action {
            Action::Add => after.assigned.union_with(changed),
            Action::Remove => after.assigned.difference_with(changed),
        }
        after
    }
}
