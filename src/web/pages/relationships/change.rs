//! Posts of a relationship's page and of its dialog: give a package, take it back, undo.

use actix_web::web::{Path, Redirect};
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::for_managers;
use super::give::GiveQuery;
use super::side_pages::SidePages;
use crate::domain::audit::ChangeId;
use crate::domain::giving::CannotGive;
use crate::domain::package::PackageCode;
use crate::domain::relationship::Side;
use crate::i18n::fill;
use crate::service::{ActingAs, ConnectionProblem, PowerAction, PowerChange, Result, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::{Flash, PowerMessage};
use crate::web::form::ProtectedForm;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The form of the page and of the dialog; a browser sends only the pressed button.
#[derive(Debug, Deserialize)]
pub struct PowerForm {
    #[serde(default)]
    search: String,
    /// The package that is described.
    package: Option<String>,
    give: Option<String>,
    take: Option<String>,
    undo: Option<ChangeId>,
    /// Clears the search.
    clear: Option<String>,
}

/// The pressed button.
enum Press {
    Give(PackageCode),
    Take(PackageCode),
    Undo(ChangeId),
}

/// Where the form is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Page(Side),
    GiveDialog,
}

/// Changes a user's powers on its page.
pub async fn of_user(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<PowerForm>,
) -> std::result::Result<Redirect, WebError> {
    change(&context, Place::Page(Side::Client), *id, form).await
}

/// Changes a user's powers in the dialog.
pub async fn in_dialog(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<PowerForm>,
) -> std::result::Result<Redirect, WebError> {
    change(&context, Place::GiveDialog, *id, form).await
}

/// Gives power of attorney back to the organisation that gave it.
pub async fn of_received(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<PowerForm>,
) -> std::result::Result<Redirect, WebError> {
    change(&context, Place::Page(Side::Provider), *id, form).await
}

impl PowerForm {
    /// The pressed button; `None` for a search.
    fn press(&self) -> Option<Press> {
        let code = |code: &String| PackageCode::from(code.as_str());
        (self.give.as_ref().map(|give| Press::Give(code(give))))
            .or_else(|| self.take.as_ref().map(|take| Press::Take(code(take))))
            .or(self.undo.map(Press::Undo))
    }
}

impl Place {
    fn side(self) -> Side {
        match self {
            Self::Page(side) => side,
            Self::GiveDialog => Side::Client,
        }
    }

    /// Where the form is posted to.
    fn action(self, id: Uuid) -> String {
        match self {
            Self::Page(side) => side.page_url(id),
            Self::GiveDialog => urls::relationship(urls::GIVE, id),
        }
    }

    /// Where the person goes on: the same list, at the package that was changed.
    fn after(self, id: Uuid, form: &PowerForm, changed: Option<&str>) -> String {
        let search = if form.clear.is_some() { String::new() } else { form.search.clone() };
        match self {
            Self::Page(side) => {
                let address = urls::with_query(&side.page_url(id), &[("search", search)]);
                changed.map_or_else(|| address.clone(), |code| format!("{address}#held-{code}"))
            }
            Self::GiveDialog => {
                let query = GiveQuery { search, package: form.package.clone(), open: None };
                match changed {
                    Some(code) if query.package.is_none() => query.at_row(id, code),
                    _ => query.url(id),
                }
            }
        }
    }
}

async fn change(
    context: &RequestContext,
    place: Place,
    id: Uuid,
    form: ProtectedForm<PowerForm>,
) -> std::result::Result<Redirect, WebError> {
    let form = form.verified(context)?;
    let Some(press) = form.press() else { return Ok(redirect(&place.after(id, &form, None))) };
    let (side, real, undoes) = (place.side(), (context.portal.clock)(), matches!(press, Press::Undo(_)));
    let act = move |acting: &ActingAs| carry_out(acting, side, id, &press, acting.world_time(real)?);
    let (message, address) = match context.call_acting(act).await.map_err(for_managers) {
        Ok((acting, done)) => {
            let text = said(context, side, &acting.owner.display_name(), &done);
            let text = if undoes { format!("{} {text}", context.t.dialog.undone) } else { text };
            let undo = done.change.filter(|_| !undoes).map(|change| (place.action(id), change));
            let gained = done.change.is_some() && matches!(done.action, PowerAction::Added | PowerAction::Given);
            // No page is left after an addition that was undone.
            let is_gone = matches!(done.action, PowerAction::Removed);
            let changed = done.package.map(|package| package.code.as_str());
            let address = if is_gone { side.list_url().to_owned() } else { place.after(id, &form, changed) };
            (PowerMessage { text, gained, undo }, address)
        }
        Err(WebError::Service(ServiceError::Connection(problem))) => {
            let text = refused(context, problem).ok_or(WebError::BadInput)?;
            (PowerMessage { text, gained: false, undo: None }, place.after(id, &form, None))
        }
        Err(error) => return Err(error),
    };
    context.session.put_flash(&Flash { power: Some(message), ..Flash::default() })?;
    Ok(redirect(&address))
}

fn carry_out(acting: &ActingAs, side: Side, id: Uuid, press: &Press, now: Timestamp) -> Result<PowerChange> {
    let manager = acting.access_manager()?;
    // A foreign id is refused as one that does not exist.
    manager.relationship(side, id)?;
    match press {
        // A provider cannot give itself power of attorney.
        Press::Give(_) if side == Side::Provider => Err(ServiceError::NoPowers),
        Press::Give(code) => manager.give(id, code, now),
        Press::Take(code) => manager.take_back(side, id, code, now),
        Press::Undo(change) => manager.undo_power(*change, now),
    }
}

/// What was done, without the final full stop.
fn said(context: &RequestContext, side: Side, owner: &str, done: &PowerChange) -> String {
    let (t, lang) = (context.t, context.lang);
    let other = done.organisation.display_name();
    let package = done.package.map_or("", |package| format::localised(&package.name, lang));
    let is_new = done.change.is_some();
    let text = match (done.action, side) {
        (PowerAction::Added, _) if is_new => &t.users.added,
        (PowerAction::Added, _) => &t.users.already_added,
        (PowerAction::Given, _) if is_new => &t.users.gave,
        (PowerAction::Given, _) => &t.users.already_gave,
        (PowerAction::TakenBack, Side::Client) if is_new => &t.users.took,
        (PowerAction::TakenBack, Side::Client) => &t.users.already_took,
        (PowerAction::TakenBack, Side::Provider) if is_new => &t.received.took,
        (PowerAction::TakenBack, Side::Provider) => &t.received.already_took,
        (PowerAction::Removed, _) if is_new => &t.users.deleted,
        (PowerAction::Removed, _) => &t.users.already_deleted,
    };
    let client = if side == Side::Client { owner } else { &other };
    let text = fill(text, &[("user", &other), ("client", client), ("package", package)]);
    if done.gone == 0 {
        return text;
    }
    let ended = format::counted(lang, done.gone, &t.users.ended_one, &t.users.ended_many);
    format!("{text}. {}", fill(&ended, &[("name", client)]))
}

/// Why nothing was done; `None` for what the page never sends.
fn refused(context: &RequestContext, problem: ConnectionProblem) -> Option<String> {
    let t = &context.t.users;
    let reason = match problem {
        ConnectionProblem::Superseded => return Some(t.undo_gone.to_string()),
        ConnectionProblem::CannotGive(CannotGive::NotForOrganisations) => &t.not_to_organisation,
        ConnectionProblem::CannotGive(_) => &t.not_held,
        _ => return None,
    };
    Some(format!("{}. {}", t.failed_give, reason.trim_end_matches('.')))
}
