//! What becomes of delegations when powers change or systems end.

use jiff::Timestamp;

use super::Result;
use super::author::Author;
use super::store::{BroughtPackage, Write};
use crate::domain::access::{AccessId, SystemAccess};
use crate::domain::audit::{Action, ClientChange, Deed, OUTSIDE};
use crate::domain::catalogue::Catalogue;
use crate::domain::eligibility::Eligibility;
use crate::domain::number::OrganisationNumber;
use crate::domain::relationship::Relationship;
use crate::domain::system::SystemId;

/// How many delegations of a client ended, and how many stay with fewer packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct EndedDelegations {
    pub gone: usize,
    pub reduced: usize,
}

/// Takes lost packages from a client's delegations to the provider's accesses, and ends those left with none.
pub(super) fn end_delegations(
    write: &dyn Write,
    pair: Relationship,
    is_lost: impl Fn(&BroughtPackage) -> bool,
    author: &Author,
    now: Timestamp,
) -> Result<EndedDelegations> {
    let mut ended = EndedDelegations::default();
    for access in write.accesses(pair.provider)? {
        let Some(brought) = write.brought(access.id, pair.client)? else { continue };
        let (lost, kept): (Vec<_>, Vec<_>) = brought.into_iter().partition(&is_lost);
        if lost.is_empty() {
            continue;
        }
        if kept.is_empty() {
            write.remove(access.id, &[pair.client])?;
            audit_removal(write, access.id, &[pair.client], author, now)?;
            ended.gone += 1;
        } else {
            let lost: Vec<_> = lost.into_iter().map(|(code, _)| code).collect();
            write.lose(access.id, pair.client, &lost)?;
            ended.reduced += 1;
        }
    }
    Ok(ended)
}

/// Gives a client's delegations the packages that they lack and the provider holds: a client that has lost one and stayed
/// acts with it again once it is given again.
pub(super) fn restore_packages(write: &dyn Write, catalogue: &Catalogue, pair: Relationship) -> Result<()> {
    let (Some(client), Some(powers)) = (write.organisation(pair.client)?, write.powers(pair)?) else { return Ok(()) };
    for access in write.accesses(pair.provider)? {
        let Some(brought) = write.brought(access.id, pair.client)? else { continue };
        let needed: Vec<_> = access.packages.iter().filter_map(|code| catalogue.get(code)).collect();
        let mut lacking = Eligibility::of_powers(&needed, client.form, &powers.roles, &powers.given).brought();
        lacking.retain(|(code, _)| !brought.iter().any(|(known, _)| known == code));
        write.regain(access.id, pair.client, &lacking)?;
    }
    Ok(())
}

/// Deletes every access for a system, with its delegations. How many accesses, and how many delegations.
pub(super) fn delete_accesses(write: &dyn Write, system: &SystemId, now: Timestamp) -> Result<(usize, usize)> {
    let accesses = write.accesses_of_system(system, None, usize::MAX)?;
    let mut delegations = 0;
    for access in &accesses {
        delegations += delete_access(write, access, now)?;
    }
    Ok((accesses.len(), delegations))
}

/// Deletes an access outside the portal, with its delegations. How many there were.
pub(super) fn delete_access(write: &dyn Write, access: &SystemAccess, now: Timestamp) -> Result<usize> {
    let clients = write.delegated(access.id)?;
    write.delete_access(access.id, OUTSIDE, now)?;
    if !clients.is_empty() {
        audit_removal(write, access.id, &clients, &Author::outside(access.owner), now)?;
    }
    Ok(clients.len())
}

fn audit_removal(
    write: &dyn Write,
    access: AccessId,
    clients: &[OrganisationNumber],
    author: &Author,
    now: Timestamp,
) -> Result<()> {
    let change = ClientChange { access, action: Action::Remove, already: 0, undoes: None };
    write.append_audit(&author.entry(Deed::ChangeClients(change), now), clients, &[])?;
    Ok(())
}
