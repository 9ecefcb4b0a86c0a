//! `…/users/{id}/delete` and `…/received-from/{id}/delete`: asks before all that was given is deleted.

use actix_web::web::{Path, Query, Redirect};
use serde::Deserialize;
use uuid::Uuid;

use super::detail::{DetailPage, Over, page};
use super::dialogs::RemovalDialog;
use super::for_managers;
use super::side_pages::SidePages;
use crate::domain::relationship::Side;
use crate::i18n::{Texts, fill};
use crate::service::{ActingAs, Agreement, ConnectionProblem, Deletable, PowerChange, Removal, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::{Flash, PowerMessage};
use crate::web::form::ProtectedForm;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect};

/// Whether the answer came too late: what it was about has changed.
#[derive(Deserialize)]
pub struct RemovalQuery {
    changed: Option<String>,
}

/// What the person has agreed to.
#[derive(Deserialize)]
pub struct RemovalForm {
    agreed: Uuid,
}

/// Asks before a user is deleted.
pub async fn ask_user(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<RemovalQuery>,
) -> Result<DetailPage, WebError> {
    ask(&context, Side::Client, *id, query.changed.is_some()).await
}

/// Asks before all power of attorney from another organisation is given back.
pub async fn ask_received(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<RemovalQuery>,
) -> Result<DetailPage, WebError> {
    ask(&context, Side::Provider, *id, query.changed.is_some()).await
}

/// Deletes a user.
pub async fn remove_user(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<RemovalForm>,
) -> Result<Redirect, WebError> {
    remove(&context, Side::Client, *id, form).await
}

/// Gives back all power of attorney from another organisation.
pub async fn remove_received(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<RemovalForm>,
) -> Result<Redirect, WebError> {
    remove(&context, Side::Provider, *id, form).await
}

async fn ask(context: &RequestContext, side: Side, id: Uuid, changed: bool) -> Result<DetailPage, WebError> {
    let load = move |acting: &ActingAs| {
        let manager = acting.access_manager()?;
        Ok((manager.relationship(side, id)?, manager.removal(side, id)?))
    };
    let (acting, (detail, removal)) = context.call_acting(load).await.map_err(for_managers)?;
    let owner = acting.owner.display_name();
    let roles: Vec<_> = detail.powers.roles.iter().map(|role| format::er_role(context.t, *role).to_owned()).collect();
    let mut dialog = dialog(context, side, &owner, &removal);
    if removal.deletable != Deletable::All {
        dialog.kept = fill(&context.t.users.delete_kept, &[("role", &format::list(context.t, roles))]);
    }
    if changed {
        dialog.changed = context.t.users.delete_changed.to_string();
    }
    Ok(Page::ok(page(context, &acting, side, &detail, "", Over::Removal(dialog))))
}

fn dialog(context: &RequestContext, side: Side, owner: &str, removal: &Removal) -> RemovalDialog {
    let t = context.t;
    let (id, other) = (removal.organisation.uuid(), removal.organisation.display_name());
    let (heading, not_allowed, text, lost, client) = match side {
        Side::Client => (
            &t.users.delete_heading,
            &t.users.delete_not_allowed,
            fill(&t.users.delete_text, &[("user", &other), ("name", owner)]),
            &t.users.delete_accesses,
            owner,
        ),
        Side::Provider => (
            &t.received.delete_heading,
            &t.received.delete_not_allowed,
            fill(&t.received.delete_text, &[("client", &other), ("name", owner)]),
            &t.users.delete_accesses,
            other.as_str(),
        ),
    };
    let may = removal.deletable != Deletable::Nothing;
    RemovalDialog {
        heading: (if may { heading } else { not_allowed }).to_string(),
        changed: String::new(),
        text: if may { text } else { String::new() },
        ends: ends(context, removal, &fill(lost, &[("name", client)])),
        kept: String::new(),
        close_url: side.page_url(id),
        action: side.removal_url(id),
        agreed: may.then(|| removal.agreed.to_string()),
    }
}

/// What ends: packages, accesses that the client leaves, and those that lose a package.
fn ends(context: &RequestContext, removal: &Removal, lost: &str) -> Vec<(String, Vec<String>)> {
    let t = &context.t.users;
    let package = |package| format::package_name(context.locale(), package).to_owned();
    let packages = removal.packages.iter().map(|one| package(&one.code)).collect();
    let accesses = |ends: bool| {
        let of_kind = removal.accesses.iter().filter(move |one| one.ends == ends);
        of_kind.map(|one| one.access.title.clone()).collect()
    };
    let parts: [(String, Vec<String>); 3] = [
        (t.delete_packages.to_string(), packages),
        (lost.to_owned(), accesses(true)),
        (t.delete_reduced.to_string(), accesses(false)),
    ];
    parts.into_iter().filter(|(_, items)| !items.is_empty()).collect()
}

async fn remove(
    context: &RequestContext,
    side: Side,
    id: Uuid,
    form: ProtectedForm<RemovalForm>,
) -> Result<Redirect, WebError> {
    let RemovalForm { agreed } = form.verified(context)?;
    let real = (context.portal.clock)();
    let carry_out = move |acting: &ActingAs| {
        let (manager, agreement) = (acting.access_manager()?, Agreement::Question(agreed));
        // A foreign id is refused as one that does not exist.
        manager.relationship(side, id)?;
        manager.remove_relationship(side, id, agreement, acting.world_time(real)?)
    };
    let question = side.removal_url(id);
    match context.call_acting(carry_out).await.map_err(for_managers) {
        Ok((_, done)) => {
            let message = PowerMessage { text: removed(context.t, side, &done), gained: false, undo: None };
            context.session.put_flash(&Flash { power: Some(message), ..Flash::default() })?;
            Ok(redirect(side.list_url()))
        }
        Err(WebError::Service(ServiceError::Connection(ConnectionProblem::NotAsAgreed))) => {
            Ok(redirect(&format!("{question}?changed=1")))
        }
        Err(WebError::Service(ServiceError::Connection(ConnectionProblem::RegisteredOnly))) => Ok(redirect(&question)),
        Err(error) => Err(error),
    }
}

fn removed(t: &Texts, side: Side, done: &PowerChange) -> String {
    let other = done.organisation.display_name();
    let text = match (side, done.change.is_some()) {
        (Side::Client, true) => &t.users.deleted,
        (Side::Client, false) => &t.users.already_deleted,
        (Side::Provider, true) => &t.received.deleted,
        (Side::Provider, false) => &t.received.already_deleted,
    };
    fill(text, &[("user", &other), ("client", &other)])
}
