//! Handles the dialog's form, and redirects back to the same list.

use actix_web::web::{Path, Redirect};
use uuid::Uuid;

use super::dialog_form::{BulkAction, DialogAction, DialogForm};
use super::dialog_page::{close_url, row_id};
use super::dialog_query::DialogQuery;
use super::{CONFIRM_ABOVE, confirm_page};
use crate::domain::access::AccessId;
use crate::domain::audit::ChangeId;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::service::{
    ActingAs, ChangeRequest, ChangedBy, ConfirmedCount, NAMED, Outcome, PastChange, Result, ServiceError,
};
use crate::web::error::WebError;
use crate::web::flash::{ChangeByOther, ClientChange, ClientsAdded, Flash};
use crate::web::form::ProtectedForm;
use crate::web::redirect;
use crate::web::request_context::RequestContext;

/// Fragments of the elements that get the focus after a change.
const RESULT: &str = "#result";
const LIST: &str = "#client-list";

/// Handles the form.
pub async fn change(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<DialogForm>,
) -> std::result::Result<Redirect, WebError> {
    let form = form.verified(&context)?;
    let id = AccessId::from(*id);
    let answer = carry_out(&context, id, form).await;
    context.or_deleted(id, answer).await
}

async fn carry_out(
    context: &RequestContext,
    id: AccessId,
    form: DialogForm,
) -> std::result::Result<Redirect, WebError> {
    let query = form.query();
    let chosen = form.chosen_after(context.session.chosen(id));
    match form.action() {
        DialogAction::Row(action, client) => {
            context.session.choose(id, &chosen)?;
            let outcome = change_one(context, id, form.seen, ChangeRequest::one(action, client)).await?;
            redirect_to_row(context, id, &form, outcome, false)
        }
        DialogAction::Bulk(BulkAction::AddAndClose) if chosen.is_empty() => {
            context.session.choose(id, &chosen)?;
            Ok(redirect(&close_url(id)))
        }
        DialogAction::Bulk(bulk) => change_many(context, id, &form, bulk, chosen).await,
        DialogAction::Undo(past) => {
            context.session.choose(id, &chosen)?;
            let (seen, clock) = (form.seen, context.portal.clock);
            let undo = move |acting: &ActingAs| {
                acting.client_administrator()?.undo(id, past, seen, acting.world_time(clock())?)
            };
            let (_, outcome) = context.call_acting(undo).await?;
            match outcome.plan.changed_count() + outcome.plan.refused_count() {
                1 => redirect_to_row(context, id, &form, outcome, true),
                _ => redirect_to_result(context, id, query, outcome),
            }
        }
        DialogAction::Page(page) => {
            context.session.choose(id, &chosen)?;
            report_others(context, id, form.seen).await?;
            Ok(redirect(&format!("{}{LIST}", query.at_page(page).url(id))))
        }
        DialogAction::Show => {
            context.session.choose(id, &chosen)?;
            report_others(context, id, form.seen).await?;
            Ok(redirect(&query.url(id)))
        }
    }
}

/// Changes one client.
async fn change_one(
    context: &RequestContext,
    id: AccessId,
    seen: Option<ChangeId>,
    request: ChangeRequest,
) -> std::result::Result<Outcome, WebError> {
    let (request, clock) = (ChangeRequest { seen, ..request }, context.portal.clock);
    let carry_out =
        move |acting: &ActingAs| acting.client_administrator()?.change(id, &request, acting.world_time(clock())?);
    let (_, outcome) = context.call_acting(carry_out).await?;
    Ok(outcome)
}

/// Back to the row of the client that was changed; the snackbar names it.
fn redirect_to_row(
    context: &RequestContext,
    id: AccessId,
    form: &DialogForm,
    outcome: Outcome,
    undoes: bool,
) -> std::result::Result<Redirect, WebError> {
    let Outcome { id: change, plan, by_others: others } = outcome;
    let (client, query) = (plan.only()?.number, form.query());
    let row = form.is_whole_page().then_some((id, client));
    let own = Some(ClientChange { undoes, row, ..ClientChange::of(&plan)? });
    // A client that lacks a package cannot be added again.
    let undo = change.filter(|_| plan.changed().all(|client| client.eligibility.is_eligible()));
    let undo = undo.map(|change| (id, change));
    put_flash(context, &Flash { own, undo, others: by_others(context, others), ..Flash::default() })?;
    let gone = query.filter.drops_after(plan.action) && !form.is_whole_page();
    let place = if gone { LIST.to_owned() } else { format!("#{}", row_id(client)) };
    Ok(redirect(&format!("{}{place}", query.url(id))))
}

/// Changes many clients; asks first above [`CONFIRM_ABOVE`].
async fn change_many(
    context: &RequestContext,
    id: AccessId,
    form: &DialogForm,
    bulk: BulkAction,
    chosen: Vec<OrganisationNumber>,
) -> std::result::Result<Redirect, WebError> {
    let query = form.listed();
    let Some((action, selection)) = bulk.change(&query, &chosen) else {
        let chosen = if bulk == BulkAction::ChoosePage { chosen } else { Vec::new() };
        context.session.choose(id, &chosen)?;
        return Ok(redirect(&format!("{}{LIST}", query.url(id))));
    };
    let (expected, seen, clock) = (form.expected, form.seen, context.portal.clock);
    let confirmed = expected.map_or(ConfirmedCount::AtMost(CONFIRM_ABOVE), ConfirmedCount::Exactly);
    let request = ChangeRequest { action, selection, confirmed, seen };
    let carry_out =
        move |acting: &ActingAs| acting.client_administrator()?.change(id, &request, acting.world_time(clock())?);
    match context.call_acting(carry_out).await {
        Ok((_, outcome)) => {
            context.session.choose(id, &[])?;
            // Stay open if clients were refused, to show the reasons.
            let closes = bulk == BulkAction::AddAndClose && outcome.plan.refused_count() == 0;
            if closes { close(context, id, outcome) } else { redirect_to_result(context, id, query, outcome) }
        }
        Err(WebError::Service(ServiceError::NotConfirmed { .. })) => {
            context.session.choose(id, &chosen)?;
            Ok(redirect(&confirm_page::url(id, &query, bulk, expected.is_some(), seen)))
        }
        Err(error) => Err(error),
    }
}

/// Closes the dialog; the access page shows what was added.
fn close(context: &RequestContext, id: AccessId, outcome: Outcome) -> std::result::Result<Redirect, WebError> {
    let Outcome { id: change, plan, by_others: others } = outcome;
    let (changed, already) = (plan.changed_count(), plan.already_count());
    let flash = if changed + already == 1 {
        Flash { own: Some(ClientChange::of(&plan)?), ..Flash::default() }
    } else {
        let named = if changed <= NAMED { plan.changed().collect() } else { Vec::new() };
        let named = named.iter().map(|client| client.organisation.display_name()).collect();
        Flash { added: Some(ClientsAdded { changed, already, named }), ..Flash::default() }
    };
    let undo = change.map(|change| (id, change));
    put_flash(context, &Flash { undo, others: by_others(context, others), ..flash })?;
    Ok(redirect(&close_url(id)))
}

fn redirect_to_result(
    context: &RequestContext,
    id: AccessId,
    query: DialogQuery,
    outcome: Outcome,
) -> std::result::Result<Redirect, WebError> {
    let others = by_others(context, outcome.by_others);
    put_flash(context, &Flash { nothing: outcome.id.is_none(), others, ..Flash::default() })?;
    if outcome.id.is_none() {
        return Ok(redirect(&format!("{}{LIST}", query.url(id))));
    }
    Ok(redirect(&format!("{}{RESULT}", DialogQuery { result: outcome.id, ..query }.url(id))))
}

/// Puts changes by others since `seen` into the next page's message.
async fn report_others(
    context: &RequestContext,
    id: AccessId,
    seen: Option<ChangeId>,
) -> std::result::Result<(), WebError> {
    let others = move |acting: &ActingAs| -> Result<_> {
        seen.map_or(Ok(Vec::new()), |seen| acting.client_administrator()?.by_others_since(id, seen))
    };
    let (_, others) = context.call_acting(others).await?;
    put_flash(context, &Flash { others: by_others(context, others), ..Flash::default() })
}

/// Stores the message, unless it is empty: then the session needs no write.
fn put_flash(context: &RequestContext, flash: &Flash) -> std::result::Result<(), WebError> {
    if flash.is_empty() { Ok(()) } else { Ok(context.session.put_flash(flash)?) }
}

/// Sums up the changes by person and action.
fn by_others(context: &RequestContext, others: Vec<PastChange>) -> Vec<ChangeByOther> {
    let mut merged: Vec<ChangeByOther> = Vec::new();
    for past in others {
        let person = match past.actor {
            ChangedBy::Person(person) => person.display_name(),
            ChangedBy::Client(client) => client.display_name(),
            ChangedBy::Outside => context.t.dialog.outside.to_string(),
        };
        let (action, count) = (past.recorded.change.action, past.recorded.changed);
        if let Some(one) = merged.iter_mut().find(|one| one.person == person && one.action == action) {
            one.count += count;
            // A client only removes itself.
            one.client = one.client.take().filter(|client| *client == one.person);
        } else {
            let client = past.named.first().filter(|_| count == 1).map(Organisation::display_name);
            merged.push(ChangeByOther { person, action, client, count });
        }
    }
    merged
}
