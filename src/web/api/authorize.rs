//! Checks that the caller may administer the clients of a system access.
//!
//! In Altinn's order: all errors in the query together, then the caller's rights.

use uuid::Uuid;

use super::caller::Caller;
use super::interceptor::UpstreamFailure;
use super::problem::ApiError;
use super::settings::Existence;
use super::validation::ParameterError;
use crate::domain::access::{AccessId, AccessKind};
use crate::service::{AccessAndOwner, ActingAs, Service, ServiceError};

/// The caller as administrator of the access's clients.
///
/// `other` is an error found elsewhere in the query, reported together with those of `agent`.
pub fn authorize(
    caller: &Caller,
    service: &Service,
    agent: Option<Uuid>,
    other: Option<ParameterError>,
) -> Result<(ActingAs, AccessAndOwner), ApiError> {
    let found = match agent {
        Some(id) => find(caller, service, AccessId::from(id))?,
        None => Err(ParameterError::AgentMissing),
    };
    let (acting, target) = match (found, other) {
        (Ok(found), None) => found,
        (found, other) => return Err(ApiError::Validation(found.err().into_iter().chain(other).collect())),
    };
    let interceptor = caller.api.interceptor.as_ref();
    let failure = interceptor.and_then(|interceptor| interceptor.upstream_failure(&caller.world, &caller.method));
    if let Some(UpstreamFailure::OwnerNotFound) = failure {
        return Err(ApiError::OwnerNotFound { owner: target.owner.number });
    }
    let acting = acting?;
    acting.client_administrator()?;
    match failure {
        Some(UpstreamFailure::Coded(code)) => Err(ApiError::Coded(code)),
        Some(UpstreamFailure::OwnerNotFound) | None => Ok((acting, target)),
    }
}

type Acting = Result<ActingAs, ServiceError>;

fn find(
    caller: &Caller,
    service: &Service,
    id: AccessId,
) -> Result<Result<(Acting, AccessAndOwner), ParameterError>, ApiError> {
    let target = match service.access_and_owner(id) {
        Err(ServiceError::NotFound) => return Ok(Err(ParameterError::AgentUnknown)),
        target => target?,
    };
    let acting = match caller.acting_for(service, target.owner.number) {
        Err(ServiceError::Store(error)) => return Err(ApiError::Store(error)),
        acting => acting,
    };
    let hidden =
        caller.api.settings.existence == Existence::Hidden && !may_know(acting.as_ref().ok(), target.access.kind);
    Ok(match target.access.kind {
        _ if hidden => Err(ParameterError::AgentUnknown),
        AccessKind::Own => Err(ParameterError::AgentNotForClients),
        AccessKind::Clients => Ok((acting, target)),
    })
}

/// Whether the portal would show the access to the person.
fn may_know(acting: Option<&ActingAs>, kind: AccessKind) -> bool {
    acting.is_some_and(|acting| match kind {
        AccessKind::Own => acting.permissions.access_management,
        AccessKind::Clients => acting.permissions.overview() || acting.permissions.level_too_low,
    })
}
