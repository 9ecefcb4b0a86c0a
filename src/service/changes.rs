//! Use cases: put clients on a system access, take clients off it, take a change back. One client or fifty thousand: one
//! transaction, one audit entry, and an exact account of what became of each.

use std::num::NonZeroUsize;

use jiff::Timestamp;

use super::state::Book;
use super::store::Read;
use super::{ClientAdministrator, ClientFilter, Result, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, AuditEntry, ChangeId, Fate};
use crate::domain::client::Client;
use crate::domain::eligibility::Eligibility;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
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

/// What a change will do: places in the roster.
struct Plan {
    change: Clients,
    already: usize,
    refused: Clients,
    /// Those asked for that are in no roster: they were clients when the page was made, or the page is not ours.
    strangers: Vec<OrganisationNumber>,
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
        let read = self.0.service.store.read()?;
        let action = read.change(id, change)?.ok_or(ServiceError::NotFound)?.entry.action;
        let clients = Selection::Listed(read.clients_of_change(change, Fate::Changed, usize::MAX)?);
        drop(read);
        self.carry_out(id, action.reverse(), &clients, Some(change), now)
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
        plan.account_for_strangers(&*write, action)?;
        let only = match only(&*write, roster, book, action, &plan, selection) {
            // Who takes back a change of one client is told what became of it, as with many.
            Err(ServiceError::NotEligible(_) | ServiceError::Refused(_)) if undoes.is_some() => None,
            only => only?,
        };
        let (changed, refused) = (roster.numbers(&plan.change), roster.numbers(&plan.refused));
        let refused = [refused, plan.strangers].concat();
        let mut outcome =
            Outcome { id: None, changed: changed.len(), already: plan.already, refused: refused.len(), only };
        if changed.is_empty() && refused.is_empty() {
            return Ok(outcome);
        }
        match action {
            Action::Add => {
                let brought = roster.brought(&book.packages);
                let clients = roster.by_number(&plan.change);
                write.add(id, now, &mut clients.map(|(number, profile)| (number, &brought[profile][..])))?;
            }
            Action::Remove => write.remove(id, &changed)?,
        }
        let entry = AuditEntry {
            at: now,
            person: self.0.person.id,
            on_behalf_of: self.0.owner.number,
            action,
            access: id,
            already: plan.already,
            undoes,
            channel: self.0.channel.clone(),
        };
        let change = write.append_audit(&entry, &changed, &refused)?;
        let after = write.commit()?;
        outcome.id = Some(change);
        let owner_after = owner.with(book.after(action, &plan.change, change));
        service.state.follow(before, after, self.0.owner.number, owner_after);
        Ok(outcome)
    }
}

/// The client of a change about one, as a row's button makes it: unknown or refused it is an error.
fn only(
    read: &dyn Read,
    roster: &Roster,
    book: &Book,
    action: Action,
    plan: &Plan,
    selection: &Selection,
) -> Result<Option<Organisation>> {
    let Selection::Listed(listed) = selection else { return Ok(None) };
    let [number] = listed[..] else { return Ok(None) };
    let Some(place) = roster.place(number) else {
        let client = Client::without_powers(read.organisation(number)?.ok_or(ServiceError::NotFound)?);
        return match action {
            Action::Add => Err(refused(book, &client)),
            Action::Remove => Ok(Some(client.organisation)),
        };
    };
    let client = roster.client(place);
    if !plan.refused.contains(place) {
        return Ok(Some(client.organisation));
    }
    if book.eligible.every.contains(place) {
        return Err(ServiceError::Refused(Box::new(client.organisation)));
    }
    Err(refused(book, &client))
}

fn refused(book: &Book, client: &Client) -> ServiceError {
    let eligibility = Eligibility::of(&book.packages, client);
    ServiceError::NotEligible(Box::new((client.organisation.clone(), eligibility)))
}

impl Plan {
    /// Accounts for those in no roster. A number that is nobody's is no client to give an account of.
    fn account_for_strangers(&mut self, read: &dyn Read, action: Action) -> Result<()> {
        for stranger in std::mem::take(&mut self.strangers) {
            match (read.organisation(stranger)?, action) {
                (Some(_), Action::Add) => self.strangers.push(stranger),
                (Some(_), Action::Remove) => self.already += 1,
                (None, _) => {}
            }
        }
        Ok(())
    }

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
    let mut strangers = Vec::new();
    let wanted = match selection {
        Selection::Listed(numbers) => {
            let mut wanted = roster.none();
            for number in numbers {
                match roster.place(*number) {
                    Some(place) => wanted.insert(place),
                    None => strangers.push(*number),
                }
            }
            strangers.sort_unstable();
            strangers.dedup();
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
            Plan { change, already: wanted.intersection_count(&book.assigned), refused, strangers }
        }
        Action::Remove => {
            let change = &book.assigned & &wanted;
            let already = match selection {
                Selection::Listed(_) => wanted.count_ones(..) - change.count_ones(..),
                Selection::Matching { .. } => 0,
            };
            Plan { change, already, refused: roster.none(), strangers }
        }
    }
}
