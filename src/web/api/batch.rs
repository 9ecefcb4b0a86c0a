//! `POST /clients/batch`: many clients on or off a system access in one transaction, with what became of each. Altinn has
//! no such thing: there, a program asks for one client at a time.

use std::collections::{HashMap, HashSet};

use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use jiff::Timestamp;
use uuid::Uuid;

use super::parameters::Parameters;
use super::problem::{ApiError, CLIENT_LACKS_PACKAGES, CLIENT_NOT_FOUND};
use super::requests::SentBody;
use super::token::{Caller, Writer};
use super::validation::Fault;
use super::wire::{Batch, BatchAction, BatchResult, ClientResult, MissingPackage};
use super::{answer, gate, idempotency};
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, Fate};
use crate::domain::number::OrganisationNumber;
use crate::service::{ActingAs, ClientEntry, Selection, Service, ServiceError};

/// Clients a batch.
const MOST: usize = 1000;

/// Changes many clients.
#[utoipa::path(
    post,
    path = "/clients/batch",
    tag = "Only here",
    operation_id = "changeClients",
    summary = "Put many clients on a system access, or take them off",
    description = "**Altinn has no such endpoint.** One transaction and one entry in the audit trail. Clients that cannot be \
        added are accounted for and do not keep the others from being added.",
    params(
        ("agent" = Uuid, Query, description = "The system access's id", example = "6dd11b9e-4d34-5e21-a34d-231b9850471d"),
        ("Idempotency-Key" = Option<String>, Header, description = "As for adding one client", max_length = 255, pattern = "^[!-~]+$")
    ),
    request_body = Batch,
    responses(
        (status = 200, description = "What became of each client", body = BatchResult),
        (status = 400, description = "A parameter or the body is missing or wrong", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 409, description = "A request with the key is under way", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key came with another request", body = super::schema::Problem, content_type = "application/problem+json")
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
    let fault = (!(1..=MOST).contains(&batch.clients.len())).then_some(Fault::BatchSize);
    let work = caller.ask(move |caller, service| {
        let (acting, target) = gate::enter(caller, service, agent, fault)?;
        carry_out(caller, service, &acting, target.access.id, &batch)
    });
    let about = [format!("batch?{agent:?}").as_bytes(), &body].concat();
    let answered = idempotency::once(&request, &caller, &about, work).await?;
    Ok(answer::changed(answered))
}

/// What the change did, by client.
#[derive(Default)]
struct Done {
    changed: HashSet<OrganisationNumber>,
    refused: HashSet<OrganisationNumber>,
}

fn carry_out(
    caller: &Caller,
    service: &Service,
    acting: &ActingAs,
    access: AccessId,
    batch: &Batch,
) -> Result<BatchResult, ApiError> {
    let mut seen = HashSet::new();
    let ids: Vec<Uuid> = batch.clients.iter().copied().filter(|id| seen.insert(*id)).collect();
    let organisations = service.organisations_by_id(&ids)?;
    let numbers: Vec<_> = organisations.iter().flatten().map(|organisation| organisation.number).collect();
    let action = match batch.action {
        BatchAction::Add => Action::Add,
        BatchAction::Remove => Action::Remove,
    };
    let done = done(caller.now(service)?, acting, access, action, &numbers)?;
    let entries = acting.client_administrator()?.entries(access, &numbers)?;
    let entries: HashMap<_, _> = entries.iter().map(|entry| (entry.organisation.number, entry)).collect();
    let results = ids.iter().zip(&organisations).map(|(id, organisation)| {
        let number = organisation.as_ref().map(|organisation| organisation.number);
        result(*id, action, number, &done, number.and_then(|number| entries.get(&number).copied()))
    });
    Ok(BatchResult { agent: access.uuid(), action: batch.action, results: results.collect() })
}

fn done(
    now: Timestamp,
    acting: &ActingAs,
    access: AccessId,
    action: Action,
    numbers: &[OrganisationNumber],
) -> Result<Done, ApiError> {
    let administrator = acting.client_administrator()?;
    match administrator.change(access, action, &Selection::Listed(numbers.to_vec()), now) {
        Ok(outcome) => {
            let Some(change) = outcome.id else { return Ok(Done::default()) };
            let clients = |fate| administrator.clients_of_change(access, change, fate).map(HashSet::from_iter);
            Ok(Done { changed: clients(Fate::Changed)?, refused: clients(Fate::Refused)? })
        }
        // A change about one client ends so; here it is the account of that client.
        Err(ServiceError::NotEligible(_)) => Ok(Done { refused: numbers.iter().copied().collect(), ..Done::default() }),
        Err(ServiceError::NotFound) => Ok(Done::default()),
        Err(error) => Err(error.into()),
    }
}

fn result(
    client: Uuid,
    action: Action,
    number: Option<OrganisationNumber>,
    done: &Done,
    entry: Option<&ClientEntry>,
) -> ClientResult {
    let is_in = |set: &HashSet<_>| number.is_some_and(|number| set.contains(&number));
    let stranger = entry.is_none() && action == Action::Add;
    let (outcome, code) = match entry {
        _ if is_in(&done.changed) => ("changed", None),
        Some(entry) if is_in(&done.refused) && entry.eligibility.has_some() => ("refused", Some(CLIENT_LACKS_PACKAGES)),
        _ if is_in(&done.refused) || stranger => ("refused", Some(CLIENT_NOT_FOUND)),
        _ => ("unchanged", None),
    };
    let missing = entry.filter(|_| outcome == "refused").map(|entry| MissingPackage::all(&entry.eligibility));
    ClientResult { client, outcome, code: code.map(|code| code.id), missing_packages: missing.unwrap_or_default() }
}
