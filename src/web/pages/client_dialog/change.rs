//! Carries out what was pressed in the dialog, and comes back to where it was.

use actix_web::web::{Path, Redirect};
use uuid::Uuid;

use super::dialog_form::{BulkAction, DialogAction, DialogForm};
use super::dialog_page::{close_url, row_id};
use super::dialog_query::DialogQuery;
use super::{ASK_ABOVE, confirm_page};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::service::{ActingAs, ChangeRequest, ConfirmedCount, Outcome, PastChange, Result, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::{Added, ByOther, Done, Flash};
use crate::web::form::ProtectedForm;
use crate::web::redirect;
use crate::web::request_context::RequestContext;

/// Fragments that get the focus after a change.
const RESULT: &str = "#result";
const LIST: &str = "#client-list";

/// Takes the form.
pub async fn change(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<DialogForm>,
) -> std::result::Result<Redirect, WebError> {
    let form = form.verified(&context)?;
    let id = AccessId::from(*id);
    let query = form.query();
    let choice = form.choice(context.session.chosen(id));
    match form.action() {
        DialogAction::Row(action, client) => {
            context.session.choose(id, &choice)?;
            row(&context, id, &form, action, client).await?;
            let gone = query.filter.loses(action) && !form.is_whole_page();
            let place = if gone { LIST.to_owned() } else { format!("#{}", row_id(client)) };
            Ok(redirect(&format!("{}{place}", query.url(id))))
        }
        DialogAction::BulkAction(BulkAction::AddAndClose) if choice.is_empty() => {
            context.session.choose(id, &choice)?;
            Ok(redirect(&close_url(id)))
        }
        DialogAction::BulkAction(bulk) => many(&context, id, &form, bulk, choice).await,
        DialogAction::Undo(past) => {
            let (seen, clock) = (form.seen, context.portal.clock);
            let undo = move |acting: &ActingAs| {
                acting.client_administrator()?.undo(id, past, seen, acting.world_time(clock())?)
            };
            let (_, outcome) = context.call_acting(undo).await?;
            after_many(&context, id, query, outcome)
        }
        DialogAction::Page(page) => {
            context.session.choose(id, &choice)?;
            tell_of_others(&context, id, form.seen).await?;
            Ok(redirect(&format!("{}{LIST}", query.at_page(page).url(id))))
        }
        DialogAction::Show => {
            context.session.choose(id, &choice)?;
            tell_of_others(&context, id, form.seen).await?;
            Ok(redirect(&query.url(id)))
        }
    }
}

/// One client: stored at once, confirmed by name.
async fn row(
    context: &RequestContext,
    id: AccessId,
    form: &DialogForm,
    action: Action,
    client: OrganisationNumber,
) -> std::result::Result<(), WebError> {
    let (request, clock) =
        (ChangeRequest { seen: form.seen, ..ChangeRequest::one(action, client) }, context.portal.clock);
    let carry_out =
        move |acting: &ActingAs| acting.client_administrator()?.change(id, &request, acting.world_time(clock())?);
    let (_, outcome) = context.call_acting(carry_out).await?;
    let own = Some(Done { row: form.is_whole_page().then_some((id, client)), ..Done::of(&outcome.plan)? });
    let flash = Flash { own, others: by_others(context, outcome.by_others), ..Flash::default() };
    Ok(context.session.put_flash(&flash)?)
}

/// Many clients: more than a few ask first.
async fn many(
    context: &RequestContext,
    id: AccessId,
    form: &DialogForm,
    bulk: BulkAction,
    choice: Vec<OrganisationNumber>,
) -> std::result::Result<Redirect, WebError> {
    let query = form.listed();
    let Some((action, selection)) = bulk.change(&query, &choice) else {
        let choice = if bulk == BulkAction::ChoosePage { choice } else { Vec::new() };
        context.session.choose(id, &choice)?;
        return Ok(redirect(&format!("{}{LIST}", query.url(id))));
    };
    let (expected, seen, clock) = (form.expected, form.seen, context.portal.clock);
    let confirmed = expected.map_or(ConfirmedCount::AtMost(ASK_ABOVE), ConfirmedCount::Exactly);
    let request = ChangeRequest { action, selection, confirmed, seen };
    let carry_out =
        move |acting: &ActingAs| acting.client_administrator()?.change(id, &request, acting.world_time(clock())?);
    match context.call_acting(carry_out).await {
        Ok((_, outcome)) => {
            context.session.choose(id, &[])?;
            // A refusal has a reason to read.
            let closes = bulk == BulkAction::AddAndClose && outcome.plan.refused_count() == 0;
            if closes { close(context, id, outcome) } else { after_many(context, id, query, outcome) }
        }
        Err(WebError::Service(ServiceError::NotConfirmed { .. })) => {
            context.session.choose(id, &choice)?;
            Ok(redirect(&confirm_page::url(id, &query, bulk, expected.is_some(), seen)))
        }
        Err(error) => Err(error),
    }
}

/// Back to the access, which says what was added.
fn close(context: &RequestContext, id: AccessId, outcome: Outcome) -> std::result::Result<Redirect, WebError> {
    let Outcome { id: change, plan, by_others: others } = outcome;
    let (changed, already) = (plan.changed_count(), plan.already_count());
    let flash = if changed + already == 1 {
        Flash { own: Some(Done::of(&plan)?), ..Flash::default() }
    } else {
        Flash { added: Some(Added { changed, already }), ..Flash::default() }
    };
    let undo = change.map(|change| (id, change));
    say(context, &Flash { undo, others: by_others(context, others), ..flash })?;
    Ok(redirect(&close_url(id)))
}

fn after_many(
    context: &RequestContext,
    id: AccessId,
    query: DialogQuery,
    outcome: Outcome,
) -> std::result::Result<Redirect, WebError> {
    let others = by_others(context, outcome.by_others);
    say(context, &Flash { nothing: outcome.id.is_none(), others, ..Flash::default() })?;
    if outcome.id.is_none() {
        return Ok(redirect(&format!("{}{LIST}", query.url(id))));
    }
    Ok(redirect(&format!("{}{RESULT}", DialogQuery { result: outcome.id, ..query }.url(id))))
}

/// The next page shows what others have done: it says so too.
async fn tell_of_others(
    context: &RequestContext,
    id: AccessId,
    seen: Option<ChangeId>,
) -> std::result::Result<(), WebError> {
    let others = move |acting: &ActingAs| -> Result<_> {
        seen.map_or(Ok(Vec::new()), |seen| acting.client_administrator()?.by_others_since(id, seen))
    };
    let (_, others) = context.call_acting(others).await?;
    say(context, &Flash { others: by_others(context, others), ..Flash::default() })
}

/// What there is to say, if anything: a session is not written to for nothing.
fn say(context: &RequestContext, flash: &Flash) -> std::result::Result<(), WebError> {
    if flash.is_empty() { Ok(()) } else { Ok(context.session.put_flash(flash)?) }
}

/// A sentence for each person and what they did, however many times they did it.
fn by_others(context: &RequestContext, others: Vec<PastChange>) -> Vec<ByOther> {
    let mut told: Vec<ByOther> = Vec::new();
    for past in others {
        let person = past.person.map_or_else(|| context.t.dialog.outside.to_string(), |person| person.display_name());
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
