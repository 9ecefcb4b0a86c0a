//! The life of a system access, from request to deletion, in steps that a kill may interrupt.

use klientportal::domain::access::AccessKind;
use klientportal::domain::access_request::AccessKey;
use reqwest::{Method, RequestBuilder};
use rusqlite::Connection;
use serde_json::json;
use uuid::Uuid;

use super::actors::{Actors, press};
use crate::api::vendor::{OWN_REQUESTS, REQUESTS_FOR_CLIENTS, ROOT};
use crate::relationships::user;
use crate::support::{Database, FIRM, KLIENTKUNDE};

use Step::{
    AddClient, Approve, Ask, Create, Delete, Escalate, GiveByPage, GiveByProgram, Join, Leave, Reject, TakeBackByPage,
    TakeBackByProgram, Withdraw,
};

const UI: &str = "/accessmanagement/ui/systemuser";
const SYSTEM: &str = "310495948_skattesystemer";
/// What the system needs; no client has given it.
const PACKAGE: &str = "merverdiavgift";
const VISIBLE_SYSTEM: &str = "310495921_smartcloud-lonn";

/// A change: one request and one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Ask,
    Escalate,
    Approve,
    Reject,
    Withdraw,
    Create,
    Join,
    Leave,
    GiveByPage,
    GiveByProgram,
    AddClient,
    TakeBackByPage,
    TakeBackByProgram,
    Delete,
}

impl Step {
    /// Its action in the audit trail. A package that is taken back also removes the client, in an entry of its own.
    fn action(self) -> &'static str {
        match self {
            Ask | Create => "create",
            Escalate => "escalate",
            Approve => "approve",
            Reject => "reject",
            Withdraw | Delete => "delete",
            Join | GiveByPage | GiveByProgram => "give",
            Leave | TakeBackByPage | TakeBackByProgram => "take-back",
            AddClient => "add-clients",
        }
    }

    /// True if it gives the package, false if it takes it back.
    fn gives_package(self) -> Option<bool> {
        match self {
            GiveByPage | GiveByProgram => Some(true),
            TakeBackByPage | TakeBackByProgram => Some(false),
            _ => None,
        }
    }
}

/// What is stored of an access and its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Stored {
    /// "new", "escalated", "accepted" or "rejected".
    request: Option<&'static str>,
    access: bool,
    own_organisation: bool,
    client: bool,
}

impl Stored {
    fn after(self, step: Step) -> Self {
        match step {
            Ask => Self { request: Some("new"), ..self },
            Escalate => Self { request: Some("escalated"), ..self },
            Approve => Self { request: Some("accepted"), access: true, ..self },
            Reject => Self { request: Some("rejected"), ..self },
            Withdraw => Self { request: None, ..self },
            Create => Self { access: true, ..self },
            Join => Self { own_organisation: true, ..self },
            Leave => Self { own_organisation: false, ..self },
            GiveByPage | GiveByProgram => self,
            AddClient => Self { client: true, ..self },
            TakeBackByPage | TakeBackByProgram => Self { client: false, ..self },
            Delete => Self::default(),
        }
    }

    fn read(world: &Connection, id: Uuid) -> Self {
        let query = "SELECT
                (SELECT coalesce(answer, iif(escalated IS NULL, 'new', 'escalated')) FROM access_request WHERE id = ?1),
                EXISTS (SELECT 1 FROM system_access WHERE id = ?1),
                EXISTS (SELECT 1 FROM system_access WHERE id = ?1 AND own_organisation IS NOT NULL),
                EXISTS (SELECT 1 FROM delegation JOIN delegation_package USING (access, client)
                    JOIN system_access ON key = access WHERE id = ?1)";
        let columns = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let (request, access, own_organisation, client): (Option<String>, _, _, _) =
            world.query_row(query, [id], columns).unwrap();
        let known =
            |status: String| ["new", "escalated", "accepted", "rejected"].into_iter().find(|known| *known == status);
        Self { request: request.and_then(known), access, own_organisation, client }
    }
}

/// Somebody who walks through a life again and again until the portal is killed.
pub struct Life {
    name: &'static str,
    steps: &'static [Step],
    key: AccessKey,
    kind: AccessKind,
    actors: Actors,
    /// Steps in the audit trail.
    stored: usize,
}

impl Life {
    /// One for each way through a life.
    pub fn all(actors: &Actors) -> Vec<Self> {
        let of = |name, kind, steps| Self {
            name,
            steps,
            key: match name {
                "made" => AccessKey::of(&VISIBLE_SYSTEM.parse().unwrap(), FIRM.parse().unwrap(), None),
                name => AccessKey::of(&SYSTEM.parse().unwrap(), FIRM.parse().unwrap(), Some(name)),
            },
            kind,
            actors: actors.clone(),
            stored: 0,
        };
        let with_client: &[_] = &[
            Ask,
            Approve,
            Join,
            GiveByPage,
            AddClient,
            TakeBackByProgram,
            GiveByProgram,
            AddClient,
            Leave,
            Delete,
            TakeBackByPage,
        ];
        vec![
            of("with-client", AccessKind::Clients, with_client),
            of("refused", AccessKind::Clients, &[Ask, Escalate, Reject, Withdraw]),
            of("own", AccessKind::Own, &[Ask, Escalate, Approve, Delete]),
            of("own-refused", AccessKind::Own, &[Ask, Reject, Withdraw]),
            of("made", AccessKind::Own, &[Create, Delete]),
        ]
    }

    /// The id of the request and of the access after so many steps: each round makes another, from 1.
    fn id(&self, steps: usize) -> Uuid {
        self.key.id(u32::try_from(steps / self.steps.len()).unwrap() + 1).uuid()
    }

    fn request(&self, step: Step, id: Uuid) -> RequestBuilder {
        let actors = &self.actors;
        let (request_page, access_page, requests) = match self.kind {
            AccessKind::Clients => ("agentrequest", format!("{UI}/{id}/agentdelegation"), REQUESTS_FOR_CLIENTS),
            AccessKind::Own => ("request", format!("{UI}/{id}"), OWN_REQUESTS),
        };
        let id = id.to_string();
        let answer = |answer| {
            let fields = [("id", id.as_str()), ("skiplogout", "true"), ("answer", answer)];
            press(&actors.firm, &format!("{UI}/{request_page}"), &fields)
        };
        let on_access = |action| {
            let clients = if self.steps.contains(&AddClient) { "1" } else { "0" };
            press(&actors.firm, &access_page, &[("action", action), ("clients", clients)])
        };
        match step {
            Ask => {
                let body = json!({
                    "systemId": SYSTEM,
                    "partyOrgNo": FIRM,
                    "externalRef": self.name,
                    "accessPackages": [{"urn": format!("urn:altinn:accesspackage:{PACKAGE}")}],
                });
                actors.call(Method::POST, &format!("{ROOT}{requests}"), &actors.vendor).body(body.to_string())
            }
            Escalate => answer("escalate"),
            Approve => answer("approve"),
            Reject => answer("reject"),
            Withdraw => actors.call(Method::DELETE, &format!("{ROOT}{OWN_REQUESTS}/{id}"), &actors.vendor),
            Create => {
                let fields = [("system", VISIBLE_SYSTEM), ("package", "a-ordning"), ("package", "lonn")];
                press(&actors.firm, &format!("{UI}/create"), &fields)
            }
            Join => on_access("add-own"),
            Leave => on_access("remove-own"),
            GiveByPage => press(&actors.client, &user(FIRM), &[("give", PACKAGE)]),
            GiveByProgram => actors.change_package(Method::POST, PACKAGE),
            AddClient => press(&actors.firm, &format!("{access_page}/clients"), &[("add", KLIENTKUNDE)]),
            TakeBackByPage => press(&actors.client, &user(FIRM), &[("take", PACKAGE)]),
            TakeBackByProgram => actors.change_package(Method::DELETE, PACKAGE),
            Delete => on_access("delete"),
        }
    }

    /// Works until a step is not acknowledged; how many were.
    pub async fn work(&self) -> usize {
        for acknowledged in 0.. {
            let done = self.stored + acknowledged;
            let step = self.steps[done % self.steps.len()];
            let Ok(answer) = self.request(step, self.id(done)).send().await else { return acknowledged };
            let status = answer.status().as_u16();
            assert!(status < 400, "{} {step:?}: {status}", self.name);
        }
        unreachable!("a step fails at the latest when the portal is killed")
    }

    /// Every acknowledged step is in the trail and its effect in the tables, and the last one whole or not at all.
    pub fn check(&mut self, database: &Database, acknowledged: usize) {
        let expected = self.stored + acknowledged;
        let ids: Vec<_> =
            (0..=expected / self.steps.len() + 1).map(|round| self.id(round * self.steps.len())).collect();
        let world = database.world();
        let actions = self.actions(&world, &ids);
        let stored = actions.len();
        assert!((expected..=expected + 1).contains(&stored), "{}: {stored} of {expected} steps", self.name);
        let steps: Vec<_> = self.steps.iter().cycle().copied().take(stored).collect();
        assert_eq!(actions, steps.iter().map(|step| step.action()).collect::<Vec<_>>(), "{}", self.name);
        let of_current = steps.iter().copied().fold(Stored::default(), Stored::after);
        for id in ids {
            // Nothing is left of earlier rounds.
            let expected = if id == self.id(stored) { of_current } else { Stored::default() };
            assert_eq!(Stored::read(&world, id), expected, "{} after {:?}", self.name, steps.last());
        }
        if self.gives_package() {
            let given = steps.iter().rev().find_map(|step| step.gives_package()).unwrap_or_default();
            assert_eq!(is_package_given(&world), given, "after {:?}", steps.last());
        }
        self.stored = stored;
    }

    fn gives_package(&self) -> bool {
        self.steps.contains(&GiveByPage)
    }

    /// The actions in the audit trail about these ids and, if they belong to this life, the package.
    fn actions(&self, world: &Connection, ids: &[Uuid]) -> Vec<String> {
        let query = "SELECT action, coalesce(request, access), package FROM audit
            WHERE action <> 'remove-clients' ORDER BY id";
        let mut statement = world.prepare(query).unwrap();
        let columns = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let rows = statement.query_map([], columns).unwrap().map(Result::unwrap);
        let is_own = |(_, id, package): &(String, Option<Uuid>, Option<String>)| {
            id.is_some_and(|id| ids.contains(&id)) || self.gives_package() && package.as_deref() == Some(PACKAGE)
        };
        rows.filter(is_own).map(|(action, ..)| action).collect()
    }
}

fn is_package_given(world: &Connection) -> bool {
    let query = "SELECT EXISTS (SELECT 1 FROM client_package WHERE provider = ?1 AND client = ?2 AND package = ?3)";
    world.query_row(query, (FIRM, KLIENTKUNDE, PACKAGE), |row| row.get(0)).unwrap()
}
