//! Carries out what was pressed in the dialog, and comes back to where it was.

use actix_web::web::{Path, Redirect};
use uuid::Uuid;

use super::press::{Bulk, DialogForm, Press};
use super::state::DialogState;
use super::{ASK_ABOVE, confirm};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::service::{ActingAs, Outcome, PastChange, Result, Selection};
use crate::web::error::WebError;
use crate::web::flash::{ByOther, Done, Flash};
use crate::web::form::ProtectedForm;
use crate::web::redirect;
use crate::web::visit::Visit;

/// Fragments that get the focus after a change.
const RESULT: &str = "#result";
const LIST: &str = "#client-list";

/// What the service did, and what others have done meanwhile.
type Told = (Outcome, Vec<PastChange>);

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
            Ok(redirect(&format!("{}#{}", state.url(id), super::show::row_id(client))))
        }
        Press::Bulk(bulk) => many(&visit, id, &form, bulk, choice).await,
        Press::Undo(past) => {
            let now = visit.now().await?;
            let undo = move |acting: &ActingAs| acting.client_administrator()?.undo(id, past, now);
            let (_, outcome) = visit.ask_acting(undo).await?;
            after_many(&visit, id, state, &outcome)
        }
        Press::Page(page) => {
            visit.session.choose(id, &choice)?;
            Ok(redirect(&format!("{}{LIST}", state.at_page(page).url(id))))
        }
        Press::Show => {
            visit.session.choose(id, &choice)?;
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
    let (seen, now) = (form.seen, visit.now().await?);
    let carry_out = move |acting: &ActingAs| -> Result<Told> {
        let others = others_since(acting, id, seen)?;
        let listed = Selection::Listed(vec![client]);
        Ok((acting.client_administrator()?.change(id, action, &listed, now)?, others))
    };
    let (_, (outcome, others)) = visit.ask_acting(carry_out).await?;
    let client = outcome.only.map(|client| client.display_name()).unwrap_or_default();
    let own = Some(Done { action, changed: outcome.changed > 0, client });
    let others = others.into_iter().map(|past| by_other(visit, past)).collect();
    let flash = Flash { own, others, ..Flash::default() };
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
        let choice = if bulk == Bulk::ChoosePage { [choice, form.shown()].concat() } else { Vec::new() };
        visit.session.choose(id, &choice)?;
        return Ok(redirect(&format!("{}{LIST}", state.url(id))));
    };
    let (expected, now) = (form.expected, visit.now().await?);
    let carry_out = move |acting: &ActingAs| -> Result<Option<Outcome>> {
        let administrator = acting.client_administrator()?;
        let count = administrator.preview(id, action, &selection)?;
        let agreed = count <= ASK_ABOVE || expected == Some(count);
        agreed.then(|| administrator.change(id, action, &selection, now)).transpose()
    };
    let (_, outcome) = visit.ask_acting(carry_out).await?;
    if let Some(outcome) = outcome {
        visit.session.choose(id, &[])?;
        return after_many(visit, id, state, &outcome);
    }
    visit.session.choose(id, &choice)?;
    Ok(redirect(&confirm::url(id, &state, bulk)))
}

fn after_many(
    visit: &Visit,
    id: AccessId,
    state: DialogState,
    outcome: &Outcome,
) -> std::result::Result<Redirect, WebError> {
    if outcome.id.is_none() {
        visit.session.put_flash(&Flash { nothing: true, ..Flash::default() })?;
        return Ok(redirect(&format!("{}{LIST}", state.url(id))));
    }
    Ok(redirect(&format!("{}{RESULT}", DialogState { result: outcome.id, ..state }.url(id))))
}

fn others_since(acting: &ActingAs, id: AccessId, seen: Option<ChangeId>) -> Result<Vec<PastChange>> {
    seen.map_or(Ok(Vec::new()), |seen| acting.client_administrator()?.by_others_since(id, seen))
}

fn by_other(visit: &Visit, past: PastChange) -> ByOther {
    ByOther {
        person: past.person.map_or_else(|| visit.t.dialog.outside.clone(), |person| person.display_name()),
        action: past.recorded.entry.action,
        client: past.only.map(|client| client.display_name()),
        count: past.recorded.changed,
    }
}
