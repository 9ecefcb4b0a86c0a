//! Posts of an access's page: delete it, add or remove the own organisation.

use actix_web::web::{Path, Redirect};
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::access::{AccessId, AccessKind};
use crate::domain::audit::Action;
use crate::service::{ActingAs, Result, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::flash_access::{AccessChange, AccessDone};
use crate::web::form::ProtectedForm;
use crate::web::refusal::{Attempt, Refusal};
use crate::web::request_context::RequestContext;
use crate::web::{redirect, urls};

/// What the person pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Press {
    Delete,
    AddOwn,
    RemoveOwn,
}

/// The page's form.
#[derive(Deserialize)]
pub struct AccessForm {
    action: Press,
    /// How many clients the question named.
    #[serde(default)]
    clients: usize,
}

/// Carries out what was pressed.
pub async fn change(
    context: RequestContext,
    id: Path<Uuid>,
    form: ProtectedForm<AccessForm>,
) -> std::result::Result<Redirect, WebError> {
    let form = form.verified(&context)?;
    let (id, real) = (AccessId::from(*id), (context.portal.clock)());
    let press = form.action;
    let act = move |acting: &ActingAs| carry_out(acting, id, &form, acting.now(real)?);
    let answer = context.call_acting(act).await;
    match context.or_deleted(id, answer).await {
        Ok((_, change)) => {
            let place = if press == Press::Delete { urls::OVERVIEW.to_owned() } else { page(id) };
            context.session.put_flash(&Flash { access: Some(change), ..Flash::default() })?;
            Ok(redirect(&place))
        }
        Err(WebError::Service(error)) => {
            let refusal = Some(refusal(press, &error).ok_or(error)?);
            context.session.put_flash(&Flash { refusal, ..Flash::default() })?;
            Ok(redirect(&page(id)))
        }
        Err(error) => Err(error),
    }
}

fn carry_out(acting: &ActingAs, id: AccessId, form: &AccessForm, now: jiff::Timestamp) -> Result<AccessChange> {
    let manager = acting.access_manager()?;
    let own = |action| {
        let change = manager.change_own_organisation(id, action, now)?;
        let done = AccessDone::OwnOrganisation { action, changed: change.changed };
        Ok(AccessChange { access: id, title: String::new(), done })
    };
    match form.action {
        Press::Delete => {
            let deletion = manager.delete(id, form.clients, now)?;
            let done = AccessDone::Deleted { clients: deletion.clients };
            Ok(AccessChange { access: id, title: deletion.access.title, done })
        }
        Press::AddOwn => own(Action::Add),
        Press::RemoveOwn => own(Action::Remove),
    }
}

fn refusal(press: Press, error: &ServiceError) -> Option<Refusal> {
    let attempt = match press {
        Press::Delete => Attempt::Delete,
        Press::AddOwn => Attempt::AddOwnOrganisation,
        Press::RemoveOwn => Attempt::RemoveOwnOrganisation,
    };
    Refusal::of(attempt, error)
}

/// The page of the access; that of an own access is reached from there.
fn page(id: AccessId) -> String {
    urls::access(id, AccessKind::Clients)
}
