//! Tests of requests: status, expiry, keys and ids.

use super::*;
use crate::domain::package::Localised;
use crate::domain::system::{SystemId, Vendor};

fn owner() -> OrganisationNumber {
    "310495891".parse().unwrap()
}

fn request() -> AccessRequest {
    let name = Localised { nb: "S".into(), nn: "S".into(), en: "S".into() };
    let vendor = Vendor { number: owner(), name: "V".into() };
    let system = SystemSummary { id: "310495891_s".parse().unwrap(), name, vendor };
    let key = AccessKey::of(&system.id, owner(), None);
    AccessRequest {
        id: key.id(0),
        kind: AccessKind::Clients,
        system,
        owner: owner(),
        external_ref: key.external_ref,
        title: "T".into(),
        packages: vec!["ansvarlig-revisor".into()],
        redirect_url: None,
        created: Timestamp::UNIX_EPOCH,
        escalation: None,
        answer: None,
    }
}

fn after(duration: SignedDuration) -> Timestamp {
    Timestamp::UNIX_EPOCH + duration
}

#[test]
fn a_request_waits_for_180_days_and_an_answer_stands_for_ever() {
    let (new, moment) = (request(), SignedDuration::from_millis(1));
    let by = PersonId::NOBODY;
    assert_eq!(new.status(after(ANSWERABLE_FOR - moment)), RequestStatus::New);
    assert_eq!(new.status(after(ANSWERABLE_FOR)), RequestStatus::Timedout);
    assert_eq!(new.status(after(-moment)), RequestStatus::New, "a clock that was set back");
    for (approved, status) in [(true, RequestStatus::Accepted), (false, RequestStatus::Rejected)] {
        let answer = Some(RequestAnswer { approved, by, at: after(moment) });
        assert_eq!(AccessRequest { answer, ..new.clone() }.status(after(ANSWERABLE_FOR * 2)), status);
    }
}

#[test]
fn only_what_was_sent_on_and_waits_is_pending() {
    let escalation = Some(Escalation { by: PersonId::NOBODY, at: after(SignedDuration::ZERO) });
    let sent_on = AccessRequest { escalation, ..request() };
    assert!(!request().is_pending(after(SignedDuration::ZERO)));
    assert!(sent_on.is_pending(after(SignedDuration::ZERO)));
    assert!(!sent_on.is_pending(after(ANSWERABLE_FOR)));
    let answer = Some(RequestAnswer { approved: false, by: PersonId::NOBODY, at: after(SignedDuration::ZERO) });
    assert!(!AccessRequest { answer, ..sent_on }.is_pending(after(SignedDuration::ZERO)));
}

#[test]
fn an_absent_or_empty_reference_is_the_owners_number() {
    for given in [None, Some(""), Some("  "), Some("310495891")] {
        assert_eq!(ExternalRef::of(given, owner()).as_str(), "310495891");
    }
    assert_eq!(ExternalRef::of(Some(" a b "), owner()).as_str(), "a b");
}

#[test]
fn ids_differ_by_each_part_of_the_key_and_by_the_count() {
    let system: SystemId = "310495891_s".parse().unwrap();
    let id = |external_ref: &str, nth| AccessKey::of(&system, owner(), Some(external_ref)).id(nth);
    let ids = [id("a", 0), id("a", 1), id("b", 0), id("0:a", 0), id("1:a", 0)];
    let different: std::collections::BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(different.len(), ids.len());
    assert_eq!(id("a", 1), id("a", 1));
}

#[test]
fn approval_makes_an_access_with_the_requests_id() {
    let (request, at) = (request(), after(SignedDuration::from_hours(1)));
    let access = request.approved(at);
    assert_eq!((access.id.uuid(), access.created), (request.id.uuid(), at));
    assert_eq!((access.owner, access.kind, access.packages), (request.owner, request.kind, request.packages));
}
