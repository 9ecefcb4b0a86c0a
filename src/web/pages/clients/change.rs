//! Carries out what was pressed in the dialog, and comes back to where it was.

use actix_web::web::{Path, Redirect};
use uuid::Uuid;

use super::press::{Bulk, DialogForm, Press};
use super::show::{close_url, row_id};
use super::state::DialogState;
use super::{ASK_ABOVE, confirm};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::service::{ActingAs, Agreed, ChangeRequest, Outcome, PastChange, Result, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::{Added, ByOther, Done, Flash};
use crate::web::form::ProtectedForm;
use crate::web::redirect;
use crate::web::visit::Visit;

/// Fragments that get the focus after a change.
const RESULT: &str = "#result";
const LIST: &str = "#client-list";

/// Takes the form.
pub async fn change(
    visit: Visit,
    id: Path<Uuid>,
    form: ProtectedForm<DialogForm>,
) -> std::result::Result<Redirect, WebError> {
    let form = form.verified(&visit)?;
    let id = AccessId::from(*id);
    let state = form.state();
    let choice = form.choice(visit.session.chosen(id));
    match form.press() {
        Press::Row(action, client) => {
            visit.session.choose(id, &choice)?;
            row(&visit, id, &form, action, client).await?;
            let gone = state.filter.loses(action) && !form.is_whole_page();
            let place = if gone { LIST.to_owned() } else { format!("#{}", row_id(client)) };
            Ok(redirect(&format!("{}{place}", state.url(id))))
        }
        Press::Bulk(Bulk::AddAndClose) if choice.is_empty() => {
            visit.session.choose(id, &choice)?;
            Ok(redirect(&close_url(id)))
        }
        Press::Bulk(bulk) => many(&visit, id, &form, bulk, choice).await,
        Press::Undo(past) => {
            let (seen, clock) = (form.seen, visit.portal.clock);
            let undo = move |acting: &ActingAs| {
                acting.client_administrator()?.undo(id, past, seen, acting.world_time(clock())?)
            };
            let (_, outcome) = visit.ask_acting(undo).await?;
            after_many(&visit, id, state, outcome)
        }
        Press::Page(page) => {
            visit.session.choose(id, &choice)?;
            tell_of_others(&visit, id, form.seen).await?;
            Ok(redirect(&format!("{}{LIST}", state.at_page(page).url(id))))
        }
        Press::Show => {
            visit.session.choose(id, &choice)?;
            tell_of_others(&visit, id, form.seen).await?;
            Ok(redirect(&state.url(id)))
        }
    }
}

/// One client: stored at once, confirmed by name.
async fn row(
    visit: &Visit,
    id: AccessId,
    form: &DialogForm,
    action: Action,
    client: OrganisationNumber,
) -> std::result::Result<(), WebError> {
    let (request, clock) =
        (ChangeRequest { seen: form.seen, ..ChangeRequest::one(action, client) }, visit.portal.clock);
    let carry_out =
        move |acting: &ActingAs| acting.client_administrator()?.change(id, &request, acting.world_time(clock())?);
    let (_, outcome) = visit.ask_acting(carry_out).await?;
    let own = Some(Done { row: form.is_whole_page().then_some((id, client)), ..Done::of(&outcome.plan)? });
    let flash = Flash { own, others: by_others(visit, outcome.by_others), ..Flash::default() };
    Ok(visit.session.put_flash(&flash)?)
}

/// Many clients: more than a few ask first.
async fn many(
    visit: &Visit,
    id: AccessId,
    form: &DialogForm,
    bulk: Bulk,
    choice: Vec<OrganisationNumber>,
) -> std::result::Result<Redirect, WebError> {
    let state = form.listed();
    let Some((action, selection)) = bulk.change(&state, &choice) else {
        let choice = if bulk == Bulk::ChoosePage { choice } else { Vec::new() };
        visit.session.choose(id, &choice)?;
        return Ok(redirect(&format!("{}{LIST}", state.url(id))));
    };
    let (expected, seen, clock) = (form.expected, form.seen, visit.portal.clock);
    let agreed = expected.map_or(Agreed::AtMost(ASK_ABOVE), Agreed::Exactly);
    let request = ChangeRequest { action, selection, agreed, seen };
    let carry_out =
        move |acting: &ActingAs| acting.client_administrator()?.change(id, &request, acting.world_time(clock())?);
    match visit.ask_acting(carry_out).await {
        Ok((_, outcome)) => {
            visit.session.choose(id, &[])?;
            // A refusal has a reason to read.
            let closes = bulk == Bulk::AddAndClose && outcome.plan.refused_count() == 0;
            if closes { close(visit, id, outcome) } else { after_many(visit, id, state, outcome) }
        }
        Err(WebError::Service(ServiceError::NotAgreed { .. })) => {
            visit.session.choose(id, &choice)?;
            Ok(redirect(&confirm::url(id, &state, bulk, expected.is_some(), seen)))
        }
        Err(error) => Err(error),
    }
}

/// Back to the access, which says what was added.
fn close(visit: &Visit, id: AccessId, outcome: Outcome) -> std::result::Result<Redirect, WebError> {
    let Outcome { id: change, plan, by_others: others } = outcome;
    let (changed, already) = (plan.changed_count(), plan.already_count());
    let flash = if changed + already == 1 {
        Flash { own: Some(Done::of(&plan)?), ..Flash::default() }
    } else {
        Flash { added: Some(Added { changed, already }), ..Flash::default() }
    };
    let undo = change.map(|change| (id, change));
    say(visit, &Flash { undo, others: by_others(visit, others), ..flash })?;
    Ok(redirect(&close_url(id)))
}

fn after_many(
    visit: &Visit,
    id: AccessId,
    state: DialogState,
    outcome: Outcome,
) -> std::result::Result<Redirect, WebError> {
    let others = by_others(visit, outcome.by_others);
    say(visit, &Flash { nothing: outcome.id.is_none(), others, ..Flash::default() })?;
    if outcome.id.is_none() {
        return Ok(redirect(&format!("{}{LIST}", state.url(id))));
    }
    Ok(redirect(&format!("{}{RESULT}", DialogState { result: outcome.id, ..state }.url(id))))
}

/// The next page shows what others have done: it says so too.
async fn tell_of_others(visit: &Visit, id: AccessId, seen: Option<ChangeId>) -> std::result::Result<(), WebError> {
    let others = move |acting: &ActingAs| -> Result<_> {
        seen.map_or(Ok(Vec::new()), |seen| acting.client_administrator()?.by_others_since(id, seen))
    };
    let (_, others) = visit.ask_acting(others).await?;
    say(visit, &Flash { others: by_others(visit, others), ..Flash::default() })
}

/// What there is to say, if anything: a session is not written to for nothing.
fn say(visit: &Visit, flash: &Flash) -> std::result::Result<(), WebError> {
    if flash.is_empty() { Ok(()) } else { Ok(visit.session.put_flash(flash)?) }
}

/// A sentence for each person and what they did, however many times they did it.
fn by_others(visit: &Visit, others: Vec<PastChange>) -> Vec<ByOther> {
    let mut told: Vec<ByOther> = Vec::new();
    for past in others {
        let person = past.person.map_or_else(|| visit.t.dialog.outside.to_string(), |person| person.display_name());
        let (action, count) = (past.recorded.entry.action, past.recorded.changed);
        if let Some(one) = told.iter_mut().find(|one| one.person == person && one.action == action) {
            (one.count, one.client) = (one.count + count, None);
        } else {
            let client = past.only.map(|client| client.display_name());
            told.push(ByOther { person, action, client, count });
        }
    }
    told
}
