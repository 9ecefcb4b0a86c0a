//! `…/agentdelegation/clients/confirm`: confirms the exact number of clients.

use actix_web::Either;
use actix_web::web::{Path, Query, Redirect};
use serde::Deserialize;
use uuid::Uuid;

use super::bulk_buttons::bulk_id;
use super::dialog_form::BulkAction;
use super::dialog_page::page;
use super::dialog_query::{DialogQuery, Filter};
use super::view::{ClientsPage, DialogBody, Question};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::i18n::fill;
use crate::service::{ActingAs, Result};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::pages::access::AssignedQuery;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The change to confirm.
#[derive(Deserialize)]
pub struct ConfirmQuery {
    bulk: BulkAction,
    #[serde(default)]
    search: String,
    #[serde(default)]
    filter: Filter,
    size: Option<usize>,
    page: Option<usize>,
    /// Present if the user confirmed, but the number has changed since.
    changed: Option<String>,
    /// The latest change that the user's page showed.
    seen: Option<ChangeId>,
}

/// The URL of the question.
///
/// `changed`: the user confirmed a number that is no longer right.
pub fn url(id: AccessId, query: &DialogQuery, bulk: BulkAction, changed: bool, seen: Option<ChangeId>) -> String {
    let mut pairs = query.pairs();
    pairs.push(("bulk", bulk.code().to_owned()));
    pairs.push(("changed", if changed { "1".to_owned() } else { String::new() }));
    pairs.push(("seen", seen.map(|seen| seen.uuid().to_string()).unwrap_or_default()));
    format!("{}#question", urls::with_query(&urls::confirm(id), &pairs))
}

/// Shows the question, or redirects to the list if there is nothing to change.
pub async fn confirm(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<ConfirmQuery>,
) -> std::result::Result<Either<Page<ClientsPage>, Redirect>, WebError> {
    let ConfirmQuery { bulk, search, filter, size, page: at, changed, seen } = query.into_inner();
    let (id, query) = (AccessId::from(*id), DialogQuery { search, filter, page: at, size, result: None });
    let (action, selection) = bulk.change(&query, &context.session.chosen(id)).ok_or(WebError::BadInput)?;
    let load = move |acting: &ActingAs| -> Result<_> {
        let count = acting.client_administrator()?.preview(id, action, &selection)?.changed_count();
        Ok((acting.access(id, &AssignedQuery::first_page().client_query())?, count))
    };
    let answer = context.call_acting(load).await;
    let (acting, (detail, count)) = context.or_other_owner(id, answer).await?;
    if count == 0 {
        return Ok(Either::Right(redirect(&query.url(id))));
    }
    let title = detail.access.title.clone();
    let mut question = question(&context, id, &query, bulk, action, count, &title);
    question.fields.extend(seen.map(|seen| ("seen", seen.uuid().to_string())));
    if changed.is_some() {
        question.text = format!("{} {}", context.t.dialog.count_changed, question.text);
    }
    let body = (DialogBody::Confirm(question), context.session.take_flash());
    Ok(Either::Left(page(&context, &acting, detail, body)))
}

fn question(
    context: &RequestContext,
    id: AccessId,
    query: &DialogQuery,
    bulk: BulkAction,
    action: Action,
    count: usize,
    access: &str,
) -> Question {
    let t = &context.t.dialog;
    let (heading, text, yes) = match action {
        Action::Add => (&t.confirm_add_heading, &t.confirm_add, &t.confirm_add_yes),
        Action::Remove => (&t.confirm_remove_heading, &t.confirm_remove, &t.confirm_remove_yes),
    };
    let clients = format::counted(context.lang, count, &t.count_one, &t.count_many);
    let values = [("clients", clients.as_str()), ("access", access)];
    let mut fields = query.pairs();
    fields.retain(|(name, value)| !value.is_empty() && *name != "page");
    fields.push(("at", query.page.unwrap_or(1).to_string()));
    fields.push(("expected", count.to_string()));
    fields.push(("bulk", bulk.code().to_owned()));
    Question {
        heading: fill(heading, &values),
        text: fill(text, &values),
        fields,
        yes: fill(yes, &values),
        removes: action == Action::Remove,
        closes: bulk == BulkAction::AddAndClose,
        cancel_url: format!("{}#{}", query.url(id), bulk_id(bulk)),
    }
}
