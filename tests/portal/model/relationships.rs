//! The model: what clients have given the firm, and what follows from it.

use std::collections::BTreeSet;

use super::expected::{Access, Model};
use crate::support::{BESTEMT, FRODIG, KLIENTKUNDE, KLOK_TERMOS, MUNTER_LYKT, Person, REVISORKUNDE, STILLE_TRAPP};

/// Clients with the person who gives in their name.
pub const GIVERS: [(&str, Person); 3] =
    [(KLIENTKUNDE, MUNTER_LYKT), (REVISORKUNDE, STILLE_TRAPP), (FRODIG, KLOK_TERMOS)];

/// Packages that clients give.
pub const PACKAGES: [&str; 2] = ["jordbruk", "skattegrunnlag"];

const AUDITOR: &[&str] = &["ansvarlig-revisor", "revisormedarbeider"];
const ACCOUNTANT: &[&str] =
    &["regnskapsforer-lonn", "regnskapsforer-med-signeringsrettighet", "regnskapsforer-uten-signeringsrettighet"];

/// What the firm has of a client.
#[derive(Debug, Clone)]
pub struct Relationship {
    pub client: &'static str,
    /// Packages that come with a registered role.
    pub registered: &'static [&'static str],
    /// Whether the client has added the firm by hand.
    pub added: bool,
    pub given: BTreeSet<&'static str>,
}

impl Relationship {
    pub fn of_the_scenario() -> Vec<Self> {
        let relationship = |client, registered, given: &[&'static str]| Self {
            client,
            registered,
            added: !given.is_empty(),
            given: given.iter().copied().collect(),
        };
        vec![
            relationship(REVISORKUNDE, AUDITOR, &[]),
            relationship(BESTEMT, AUDITOR, &[]),
            relationship(KLIENTKUNDE, &[], &["skattegrunnlag"]),
            relationship(FRODIG, ACCOUNTANT, &["jordbruk"]),
        ]
    }

    pub fn exists(&self) -> bool {
        self.added || !self.registered.is_empty()
    }

    pub fn holds(&self, package: &str) -> bool {
        self.registered.contains(&package) || self.given.contains(package)
    }

    fn holds_all(&self, packages: &[&str]) -> bool {
        !packages.is_empty() && packages.iter().all(|package| self.holds(package))
    }
}

impl Model {
    pub fn relationship(&self, client: &str) -> &Relationship {
        self.relationships.iter().find(|one| one.client == client).unwrap()
    }

    /// Who may be added.
    pub fn eligible(&self, access: &Access) -> BTreeSet<&'static str> {
        self.relationships.iter().filter(|one| one.holds_all(access.needs)).map(|one| one.client).collect()
    }

    /// Who is on the access and lacks a package.
    pub fn marked(&self, access: &Access) -> BTreeSet<&'static str> {
        access.clients.difference(&self.eligible(access)).copied().collect()
    }

    /// A client changes what it has given. It stays on an access while the firm has one of the packages.
    pub fn change_relationship(&mut self, client: &str, change: impl FnOnce(&mut Relationship)) {
        let relationship = self.relationships.iter_mut().find(|one| one.client == client).unwrap();
        change(relationship);
        for access in &mut self.accesses {
            if !access.needs.iter().any(|package| relationship.holds(package)) {
                access.clients.remove(client);
            }
        }
    }
}
