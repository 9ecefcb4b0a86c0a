//! What outside events do to delegations.

use jiff::Timestamp;

use super::Result;
use super::outside_event::EventOutcome;
use super::store::{Write, WriteAudit};
use crate::domain::access::SystemAccess;
use crate::domain::audit::{Action, AuditEntry, Channel, ClientChange, Deed, OUTSIDE};
use crate::domain::delegation::Via;
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::role::ErRole;
use crate::domain::system::SystemId;

/// Removes the packages that came through a role, and delegations left with none.
pub(super) fn remove_role_packages(
    write: &dyn Write,
    provider: OrganisationNumber,
    client: OrganisationNumber,
    role: ErRole,
    now: Timestamp,
) -> Result<EventOutcome> {
    let mut outcome = EventOutcome::changed();
    for access in write.accesses(provider)? {
        let Some(brought) = write.brought(access.id, client)? else { continue };
        let (lost, kept): (Vec<_>, Vec<_>) = brought.into_iter().partition(|(_, via)| *via == Via::Role(role));
        if lost.is_empty() {
            continue;
        }
        if kept.is_empty() {
            write.remove(access.id, &[client])?;
            audit_removal(write, &access, &[client], now)?;
            outcome.delegations_gone += 1;
        } else {
            let lost: Vec<_> = lost.into_iter().map(|(code, _)| code).collect();
            write.lose(access.id, client, &lost)?;
            outcome.delegations_reduced += 1;
        }
    }
    Ok(outcome)
}

/// Removes a package given by hand from the client's delegations.
/// The client stays on every access, even without packages.
pub(super) fn revoke_package(
    write: &dyn Write,
    provider: OrganisationNumber,
    client: OrganisationNumber,
    package: &PackageCode,
) -> Result<EventOutcome> {
    let mut outcome = EventOutcome::changed();
    for access in write.accesses(provider)? {
        let Some(brought) = write.brought(access.id, client)? else { continue };
        if brought.contains(&(package.clone(), Via::Direct)) {
            write.lose(access.id, client, std::slice::from_ref(package))?;
            outcome.delegations_reduced += 1;
        }
    }
    Ok(outcome)
}

/// Deletes every access for a system, with its delegations.
pub(super) fn delete_accesses(write: &dyn Write, system: &SystemId, now: Timestamp) -> Result<EventOutcome> {
    let accesses = write.accesses_of_system(system, None, usize::MAX)?;
    let mut outcome = EventOutcome { accesses_gone: accesses.len(), ..EventOutcome::changed() };
    for access in accesses {
        let clients = write.delegated(access.id)?;
        outcome.delegations_gone += clients.len();
        write.delete_access(access.id, OUTSIDE, now)?;
        if !clients.is_empty() {
            audit_removal(write, &access, &clients, now)?;
        }
    }
    Ok(outcome)
}

/// Records removed delegations, with the outside as the actor.
fn audit_removal(
    write: &dyn WriteAudit,
    access: &SystemAccess,
    clients: &[OrganisationNumber],
    now: Timestamp,
) -> Result<()> {
    let entry = AuditEntry {
        at: now,
        person: OUTSIDE,
        on_behalf_of: access.owner,
        deed: Deed::ChangeClients(ClientChange { access: access.id, action: Action::Remove, already: 0, undoes: None }),
        channel: Channel::Outside,
    };
    write.append_audit(&entry, clients, &[])?;
    Ok(())
}
