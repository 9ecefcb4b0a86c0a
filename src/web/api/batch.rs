//! `POST /clients/batch`: adds or removes many clients in one transaction.
//!
//! Altinn has no such endpoint: there, a program changes one client at a time.

use std::collections::{HashMap, HashSet};

use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use uuid::Uuid;

use super::caller::{Caller, Writer};
use super::code::Code;
use super::dto::{Batch, BatchAction, BatchResult, ClientResult, MissingPackage};
use super::parameters::Parameters;
use super::problem::{ApiError, CLIENT_LACKS_PACKAGES, CLIENT_NOT_FOUND};
use super::validation::ParameterError;
use super::{authorize, idempotency, response};
use crate::domain::access::AccessId;
use crate::domain::audit::Action;
use crate::domain::organisation::Organisation;
use crate::service::{ActingAs, Answer, ChangeRequest, ClientEntry, IdempotentRequest, Plan, Service};

/// Clients per batch.
const MAX_CLIENTS: usize = 1000;

/// The request body as sent, kept in the request's extensions for the request log.
pub struct SentBody(pub Bytes);

/// Changes many clients.
#[utoipa::path(
    post,
    path = "/clients/batch",
    tag = "Only here",
    operation_id = "changeClients",
    summary = "Add many clients to a system access, or remove them",
    description = "**Altinn has no such endpoint.** One transaction and one entry in the audit trail. Clients that cannot be \
        added are reported, and the others are added.",
    params(
        ("agent" = Uuid, Query, description = "The system access's id", example = "6dd11b9e-4d34-5e21-a34d-231b9850471d"),
        super::schema::IdempotencyHeader
    ),
    request_body = Batch,
    responses(
        (status = 200, description = "The result for each client", body = BatchResult),
        (status = 400, description = "A parameter or the body is missing or wrong", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was used for another request", body = super::schema::Problem, content_type = "application/problem+json")
    )
)]
pub async fn change(
    request: HttpRequest,
    caller: Writer,
    query: Parameters,
    body: Bytes,
) -> Result<HttpResponse, ApiError> {
    request.extensions_mut().insert(SentBody(body.clone()));
    let [agent] = query.ids(["agent"])?;
    let batch: Batch = serde_json::from_slice(&body).map_err(|error| ApiError::Body(error.to_string()))?;
    let fault = (!(1..=MAX_CLIENTS).contains(&batch.clients.len())).then_some(ParameterError::BatchSize);
    let once = idempotency::of(&request, &caller, &[format!("batch?{agent:?}").as_bytes(), &body].concat())?;
    let work = caller.call_service(move |caller, service| {
        let (acting, target) = authorize::authorize(caller, service, agent, fault)?;
        carry_out(caller, service, &acting, target.access.id, &batch, once.as_ref())
    });
    Ok(response::changed(work.await?))
}

fn carry_out(
    caller: &Caller,
    service: &Service,
    acting: &ActingAs,
    access: AccessId,
    batch: &Batch,
    once: Option<&IdempotentRequest>,
) -> Result<Answer, ApiError> {
    let mut seen = HashSet::new();
    let ids: Vec<Uuid> = batch.clients.iter().copied().filter(|id| seen.insert(*id)).collect();
    let organisations = service.organisations_by_id(&ids)?;
    let numbers: Vec<_> = organisations.iter().flatten().map(|organisation| organisation.number).collect();
    let action = match batch.action {
        BatchAction::Add => Action::Add,
        BatchAction::Remove => Action::Remove,
    };
    let clients: Vec<_> = ids.into_iter().zip(organisations).collect();
    idempotency::change(acting, access, &ChangeRequest::listed(action, numbers), once, caller.now(service)?, |plan| {
        let results = client_results(plan, &clients);
        response::json(&BatchResult { agent: access.uuid(), action: batch.action, results })
    })
}

/// The result for each client, by its id.
fn client_results(plan: &Plan, clients: &[(Uuid, Option<Organisation>)]) -> Vec<ClientResult> {
    let changed: HashSet<_> = plan.changed_numbers().into_iter().collect();
    let refused: HashMap<_, _> = plan.refused().map(|entry| (entry.organisation.number, entry)).collect();
    let results = clients.iter().map(|(id, organisation)| match organisation {
        Some(client) if changed.contains(&client.number) => client_result(*id, "changed", None),
        Some(client) => match refused.get(&client.number) {
            Some(entry) => refused_client(*id, entry),
            None => client_result(*id, "unchanged", None),
        },
        None if plan.action == Action::Add => client_result(*id, "refused", Some(CLIENT_NOT_FOUND)),
        None => client_result(*id, "unchanged", None),
    });
    results.collect()
}

fn client_result(client: Uuid, outcome: &'static str, code: Option<Code>) -> ClientResult {
    ClientResult { client, outcome, code: code.map(|code| code.id), missing_packages: Vec::new() }
}

fn refused_client(client: Uuid, entry: &ClientEntry) -> ClientResult {
    let code = if entry.eligibility.has_some() { CLIENT_LACKS_PACKAGES } else { CLIENT_NOT_FOUND };
    let missing_packages = MissingPackage::all(&entry.eligibility);
    ClientResult { missing_packages, ..client_result(client, "refused", Some(code)) }
}
