//! Systems and requests of the suite's world.

use uuid::Uuid;

use super::{at, audit, first_person, number, organisation, package, second_person, words};
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessKey, AccessRequest, Escalation};
use crate::domain::audit::{Action, AuditEntry, ChangeId, Channel, ClientChange, Deed};
use crate::domain::number::OrganisationNumber;
use crate::domain::system::{OAuthClient, System, SystemId, Vendor};
use crate::service::store::Store;

pub fn system_id(name: &str) -> SystemId {
    SystemId::of(number(1), name)
}

/// A system with everything that one can have.
pub fn system(name: &str) -> System {
    let client = |nth, public_key: Option<&str>| OAuthClient {
        id: Uuid::new_v5(&Uuid::nil(), format!("{name} {nth}").as_bytes()),
        public_key: public_key.map(Into::into),
    };
    System {
        id: system_id(name),
        name: words(name),
        description: words("Et system"),
        vendor: Vendor { number: number(1), name: organisation(1).name },
        packages: vec![package("skattegrunnlag"), package("ansvarlig-revisor")],
        visible: true,
        redirect_urls: vec!["https://vendor.no/b?x".parse().unwrap(), "https://vendor.no/a".parse().unwrap()],
        oauth_clients: vec![client(1, Some("{\"kty\": \"RSA\"}")), client(0, None)],
        deleted: false,
    }
}

/// A system with as little as possible.
pub fn bare_system(name: &str) -> System {
    let (redirect_urls, oauth_clients) = (Vec::new(), Vec::new());
    System { packages: Vec::new(), visible: false, redirect_urls, oauth_clients, deleted: true, ..system(name) }
}

pub fn request(external_ref: &str, created: i64) -> AccessRequest {
    let key = AccessKey::of(&system_id("System"), number(0), Some(external_ref));
    AccessRequest {
        id: key.id(0),
        kind: AccessKind::Clients,
        system: system("System").summary(),
        owner: number(0),
        external_ref: key.external_ref,
        title: external_ref.into(),
        packages: vec![package("skattegrunnlag"), package("ansvarlig-revisor")],
        redirect_url: None,
        created: at(created),
        escalation: None,
        answer: None,
    }
}

/// Sent on by the second person.
pub fn escalated(external_ref: &str, created: i64) -> AccessRequest {
    let escalation = Some(Escalation { by: second_person().id, at: at(created + 1) });
    AccessRequest { escalation, ..request(external_ref, created) }
}

pub fn client_change() -> ClientChange {
    ClientChange { access: audit(), action: Action::Add, already: 3, undoes: None }
}

/// An audit entry to append.
pub fn entry() -> AuditEntry {
    AuditEntry {
        at: at(60),
        person: first_person().id,
        on_behalf_of: number(0),
        deed: Deed::ChangeClients(client_change()),
        channel: Channel::Api { client: "program".into() },
    }
}

/// Appends a change of these clients and commits.
pub fn recorded(store: &dyn Store, changed: &[OrganisationNumber], refused: &[OrganisationNumber]) -> ChangeId {
    let write = store.write().unwrap();
    let change = write.append_audit(&entry(), changed, refused).unwrap();
    write.commit().unwrap();
    change
}
