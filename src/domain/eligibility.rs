//! The central rule: which clients can be added to a system access.
//!
//! The provider must hold every package of the access for the client, through an ER role or given directly (Altinn
//! client delegation guide). The answer is never a bare yes or no, and the same answer drives the list, the button, the
//! explanation and the refusal.

use super::client::Client;
use super::delegation::Via;
use super::organisation::OrgForm;
use super::package::{AccessPackage, PackageCode};
use super::role::{ErRole, ROLE_GRANTS};

/// How the provider holds one package for a client, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageStatus {
    /// Automatically, through a role in Enhetsregisteret.
    ThroughRole(ErRole),
    /// Given by the client by hand.
    Direct,
    /// Not held.
    Missing(Missing),
}

/// Why the provider does not hold a package, and so what the client must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The client must register the provider in this role.
    Role(ErRole),
    /// The role is registered, but gives the package only for other org forms.
    OrgForm { role: ErRole, forms: &'static [OrgForm] },
    /// The client must give the package directly.
    Direct,
    /// No ER role gives it, and no client can give it.
    Unobtainable,
}

/// The status of each needed package for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility(Vec<(PackageCode, PackageStatus)>);

impl Eligibility {
    /// The eligibility of a client for an access with these packages.
    pub fn of(needed: &[&AccessPackage], client: &Client) -> Self {
        Self::of_powers(needed, client.organisation.form, &client.roles, &client.direct)
    }

    /// The same, from the client's form, roles and directly given packages alone.
    pub fn of_powers(needed: &[&AccessPackage], form: OrgForm, roles: &[ErRole], direct: &[PackageCode]) -> Self {
        let answer = |package: &&AccessPackage| (package.code.clone(), status(package, form, roles, direct));
        Self(needed.iter().map(answer).collect())
    }

    /// Whether every package is held.
    /// False for an access that needs none: it takes no clients.
    pub fn is_eligible(&self) -> bool {
        !self.0.is_empty() && self.missing().next().is_none()
    }

    /// Whether at least one package is held: then the missing ones are explained.
    pub fn has_some(&self) -> bool {
        self.missing().count() < self.0.len()
    }

    /// The packages that are held, and how.
    pub fn held(&self) -> impl Iterator<Item = (&PackageCode, PackageStatus)> {
        self.0.iter().filter(|(_, status)| !matches!(status, PackageStatus::Missing(_))).map(|(code, how)| (code, *how))
    }

    /// The packages that are held, as a delegation records them.
    pub fn brought(&self) -> Vec<(PackageCode, Via)> {
        let via = |(code, status): &(PackageCode, PackageStatus)| match status {
            PackageStatus::ThroughRole(role) => Some((code.clone(), Via::Role(*role))),
            PackageStatus::Direct => Some((code.clone(), Via::Direct)),
            PackageStatus::Missing(_) => None,
        };
        self.0.iter().filter_map(via).collect()
    }

    /// The packages that are missing, and why.
    pub fn missing(&self) -> impl Iterator<Item = (&PackageCode, Missing)> {
        self.0.iter().filter_map(|(code, status)| match status {
            PackageStatus::Missing(why) => Some((code, *why)),
            _ => None,
        })
    }
}

fn status(package: &AccessPackage, form: OrgForm, roles: &[ErRole], direct: &[PackageCode]) -> PackageStatus {
    let code = package.code.as_str();
    if let Some(role) = roles.iter().find(|role| role.gives(code, form)) {
        return PackageStatus::ThroughRole(*role);
    }
    if package.assignable && direct.contains(&package.code) {
        return PackageStatus::Direct;
    }
    PackageStatus::Missing(why_missing(package, form, roles))
}

/// Names what the client can do first: give the package, else register the role.
fn why_missing(package: &AccessPackage, form: OrgForm, roles: &[ErRole]) -> Missing {
    if package.assignable {
        return Missing::Direct;
    }
    let code = package.code.as_str();
    if let Some(grant) = roles.iter().find_map(|role| role.grants_of(code).next()) {
        return Missing::OrgForm { role: grant.role, forms: grant.forms };
    }
    match ROLE_GRANTS.iter().find(|grant| grant.packages.contains(&code)) {
        Some(grant) if grant.forms.is_empty() || grant.forms.contains(&form) => Missing::Role(grant.role),
        Some(grant) => Missing::OrgForm { role: grant.role, forms: grant.forms },
        None => Missing::Unobtainable,
    }
}

#[cfg(test)]
#[path = "eligibility_tests.rs"]
mod tests;
