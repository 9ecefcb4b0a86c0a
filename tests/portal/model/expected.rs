//! The model: what there should be, by rules of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::relationships::Relationship;
use crate::support::{
    AGRICULTURE, AUDIT, BESTEMT, ESTETISK_SKAL, FIRM, FRODIG, GILD_KANNE, KLIENTKUNDE, OWN, Person, REVISORKUNDE,
    RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, TAX, access_id,
};

/// What a person may do in the firm.
#[derive(Debug, Clone, Copy)]
pub struct Powers {
    /// Answers requests, and sees every access.
    pub manages: bool,
    /// Adds and removes clients.
    pub administers: bool,
    /// Gives every package for the firm itself.
    pub gives: bool,
}

/// The managing director comes first.
pub const PEOPLE: [(Person, Powers); 4] = [
    (GILD_KANNE, Powers { manages: true, administers: true, gives: true }),
    (SITRONGUL_MEDALJONG, Powers { manages: true, administers: false, gives: false }),
    (ESTETISK_SKAL, Powers { manages: false, administers: true, gives: false }),
    (RYDDIG_PAPIRVIFTE, Powers { manages: false, administers: false, gives: false }),
];

/// What identifies a request or an access: a system, by its kind of access, and a vendor's reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub system: &'static str,
    pub reference: &'static str,
}

const AUDIT_SYSTEM: &str = "310495913_revisorsystemer";
const OWN_SYSTEM: &str = "310495921_smartcloud-lonn";

/// The first is that of the scenario's request.
pub const KEYS: [Key; 4] = [
    Key { system: AUDIT_SYSTEM, reference: "revisormedarbeider" },
    Key { system: AUDIT_SYSTEM, reference: "a" },
    Key { system: OWN_SYSTEM, reference: "a" },
    Key { system: OWN_SYSTEM, reference: "b" },
];

/// What an access has that the firm makes itself.
pub const MADE: Key = Key { system: OWN_SYSTEM, reference: FIRM };

/// Organisations that are clients of the firm in one way or another.
pub const CLIENTS: [&str; 4] = [REVISORKUNDE, BESTEMT, KLIENTKUNDE, FRODIG];

impl Key {
    /// Whether its system asks for accesses of the firm's own.
    pub fn is_own(self) -> bool {
        self.system == OWN_SYSTEM
    }

    pub fn title(self) -> String {
        match self.reference {
            "revisormedarbeider" => "Revisormedarbeider klientdelegering".to_owned(),
            FIRM => "SmartCloud Lønn".to_owned(),
            reference => format!("{} {reference}", if self.is_own() { "Egen" } else { "Kunder" }),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    New,
    Accepted,
    Rejected,
}

#[derive(Debug, Clone)]
pub struct Request {
    pub id: String,
    pub status: Status,
    pub escalated: bool,
}

#[derive(Debug, Clone)]
pub struct Access {
    pub id: String,
    pub title: String,
    /// What it was asked for with; `None` for those of the scenario.
    pub key: Option<Key>,
    pub own: bool,
    /// The packages that it needs of a client; empty if it is the firm's own.
    pub needs: &'static [&'static str],
    pub clients: BTreeSet<&'static str>,
    /// Whether the firm itself is on it.
    pub joined: bool,
}

/// What there should be.
#[derive(Debug, Clone)]
pub struct Model {
    pub requests: BTreeMap<Key, Request>,
    pub accesses: Vec<Access>,
    /// One for each of [`CLIENTS`].
    pub relationships: Vec<Relationship>,
}

impl Model {
    pub fn of_the_scenario() -> Self {
        let access = |title: &str, own, needs, clients: &[&'static str]| Access {
            id: access_id(FIRM, title),
            title: title.to_owned(),
            key: None,
            own,
            needs,
            clients: clients.iter().copied().collect(),
            joined: false,
        };
        let accesses = vec![
            access(OWN, true, &[], &[]),
            access(AUDIT, false, &["ansvarlig-revisor"], &[]),
            access(TAX, false, &["skattegrunnlag"], &[]),
            access(AGRICULTURE, false, &["jordbruk", "regnskapsforer-med-signeringsrettighet"], &[FRODIG]),
        ];
        let relationships = Relationship::of_the_scenario();
        let mut model = Self { requests: BTreeMap::new(), accesses, relationships };
        model.asked(KEYS[0], "a17b09c6-b543-5c66-a7d2-21b20de04d7c".to_owned());
        model
    }

    /// A request was made.
    pub fn asked(&mut self, key: Key, id: String) {
        self.requests.insert(key, Request { id, status: Status::New, escalated: false });
    }

    /// The request with this key, while it waits.
    pub fn waiting(&mut self, key: Key) -> Option<&mut Request> {
        self.requests.get_mut(&key).filter(|request| request.status == Status::New)
    }

    pub fn may_approve(key: Key, powers: Powers) -> bool {
        powers.manages && (powers.gives || !key.is_own())
    }

    pub fn approve(&mut self, key: Key, powers: Powers) {
        let Some(request) = self.waiting(key).filter(|_| Self::may_approve(key, powers)) else { return };
        request.status = Status::Accepted;
        let id = request.id.clone();
        let needs: &[_] = if key.is_own() { &[] } else { &["revisormedarbeider"] };
        let (title, own) = (key.title(), key.is_own());
        self.accesses.push(Access { id, title, key: Some(key), own, needs, clients: BTreeSet::new(), joined: false });
    }

    /// Whether the firm has made its access.
    pub fn has_made(&self) -> bool {
        self.accesses.iter().any(|access| access.key == Some(MADE))
    }

    /// The firm made it.
    pub fn made(&mut self, id: String) {
        let (title, key) = (MADE.title(), Some(MADE));
        self.accesses.push(Access { id, title, key, own: true, needs: &[], clients: BTreeSet::new(), joined: false });
    }

    /// An access was deleted, and its request with it.
    pub fn deleted(&mut self, access: &Access) {
        self.accesses.retain(|one| one.id != access.id);
        self.requests.retain(|_, request| request.id != access.id);
    }

    pub fn reject(&mut self, key: Key, powers: Powers) {
        if let Some(request) = self.waiting(key).filter(|_| powers.manages) {
            request.status = Status::Rejected;
        }
    }

    pub fn escalate(&mut self, key: Key) {
        if let Some(request) = self.waiting(key) {
            request.escalated = true;
        }
    }

    /// Adds a client to the nth access for clients, or removes it.
    pub fn change_client(&mut self, nth: usize, client: &'static str, add: bool) {
        let Some(access) = self.for_clients(nth).cloned() else { return };
        let is_eligible = self.eligible(&access).contains(client);
        let Some(access) = self.for_clients(nth) else { return };
        if !add {
            access.clients.remove(client);
        } else if is_eligible {
            access.clients.insert(client);
        }
    }

    /// The nth access for clients, if there are any.
    pub fn for_clients(&mut self, nth: usize) -> Option<&mut Access> {
        let mut accesses: Vec<_> = self.accesses.iter_mut().filter(|access| !access.own).collect();
        let nth = nth % accesses.len().max(1);
        (nth < accesses.len()).then(|| accesses.swap_remove(nth))
    }

    /// The requests that the access managers find in their list.
    pub fn pending(&self) -> impl Iterator<Item = (&Key, &Request)> {
        self.requests.iter().filter(|(_, request)| request.status == Status::New && request.escalated)
    }
}

impl Access {
    /// Its page.
    pub fn path(&self) -> String {
        let page = if self.own { "" } else { "/agentdelegation" };
        format!("/accessmanagement/ui/systemuser/{}{page}", self.id)
    }

    /// Whether the firm can give every package of it.
    pub fn joinable(&self) -> bool {
        self.title == TAX
    }
}
