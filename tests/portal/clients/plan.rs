//! Plans, confirmation and undo in the service, without pages.

use std::thread;

use jiff::Timestamp;
use klientportal::app::scenario_library;
use klientportal::domain::access::AccessId;
use klientportal::domain::audit::Action;
use klientportal::domain::eligibility::Missing;
use klientportal::domain::number::OrganisationNumber;
use klientportal::domain::person::PersonId;
use klientportal::scenario::package_catalogue;
use klientportal::service::worlds::ValidatedScenario;
use klientportal::service::{
    ActingAs, ChangeRequest, ClientEntry, ClientFilter, ConfirmedCount, Selection, Service, ServiceError,
};
use klientportal::store::open_world;
use tempfile::TempDir;

use crate::support::{
    AUDIT, AUDITED, BESTEMT, ESTETISK_SKAL, FIRM, GILD_KANNE, KLIENTKUNDE, Person, REVISORKUNDE, REVISORSYSTEMER,
};

const NOBODY: &str = "213008900";

/// A service with the guide's scenario in a temporary store.
fn guide() -> (Service, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let service =
        Service::new(open_world(&folder.path().join("world.db")).unwrap().store, package_catalogue::embedded());
    let scenario = scenario_library::read("veiledning").unwrap();
    let checked = ValidatedScenario { contents: (*scenario).clone(), source: String::new() };
    service.load(&checked, Timestamp::UNIX_EPOCH).unwrap();
    (service, folder)
}

fn acting(service: &Service, person: Person) -> ActingAs {
    let person = PersonId::of(&person.national_id.parse().unwrap());
    service.acting_as(person, number(FIRM)).unwrap()
}

fn number(text: &str) -> OrganisationNumber {
    text.parse().unwrap()
}

fn audit() -> AccessId {
    AccessId::of(number(FIRM), AUDIT)
}

fn numbers(entries: impl Iterator<Item = ClientEntry>) -> Vec<String> {
    entries.map(|entry| entry.organisation.number.to_string()).collect()
}

/// A request to add all clients.
fn all(agreed: ConfirmedCount) -> ChangeRequest {
    let selection = Selection::Matching { search: String::new(), filter: ClientFilter::All };
    ChangeRequest { action: Action::Add, selection, confirmed: agreed, seen: None }
}

#[test]
fn a_preview_tells_what_would_become_of_each_client_and_why() {
    let (service, _folder) = guide();
    let acting = acting(&service, GILD_KANNE);
    let administrator = acting.client_administrator().unwrap();
    let now = Timestamp::UNIX_EPOCH;
    administrator.change(audit(), &ChangeRequest::one(Action::Add, number(REVISORKUNDE)), now).unwrap();
    let asked = [NOBODY, REVISORSYSTEMER, KLIENTKUNDE, BESTEMT, REVISORKUNDE, BESTEMT].map(number).to_vec();
    let plan = administrator.preview(audit(), Action::Add, &Selection::Listed(asked.clone())).unwrap();
    assert_eq!((plan.changed_count(), plan.already_count(), plan.refused_count()), (1, 1, 2));
    assert_eq!((numbers(plan.changed()), numbers(plan.already())), (vec![BESTEMT.into()], vec![REVISORKUNDE.into()]));
    assert_eq!(numbers(plan.refused()), [KLIENTKUNDE, REVISORSYSTEMER]);
    for refused in plan.refused() {
        let reasons: Vec<_> = refused.eligibility.missing().map(|(code, why)| (code.as_str(), why)).collect();
        assert!(matches!(reasons[..], [("ansvarlig-revisor", Missing::Role(_))]), "{reasons:?}");
    }
    assert_eq!(plan.unknown, [number(NOBODY)]);
    let done = administrator.change(audit(), &ChangeRequest::listed(Action::Add, asked.clone()), now).unwrap().plan;
    assert_eq!(done.changed_numbers(), plan.changed_numbers());
    assert_eq!(done.refused_numbers(), plan.refused_numbers());
    let back = administrator.preview(audit(), Action::Remove, &Selection::Listed(asked)).unwrap();
    assert_eq!((back.changed_count(), back.already_count(), back.refused_count()), (2, 2, 0));
    assert_eq!(numbers(back.already()), [KLIENTKUNDE, REVISORSYSTEMER]);
}

#[test]
fn a_change_of_another_number_than_was_agreed_to_is_refused_whole() {
    let (service, _folder) = guide();
    let acting = acting(&service, GILD_KANNE);
    let administrator = acting.client_administrator().unwrap();
    let change = |agreed| administrator.change(audit(), &all(agreed), Timestamp::UNIX_EPOCH);
    for agreed in [ConfirmedCount::AtMost(11), ConfirmedCount::Exactly(11), ConfirmedCount::Exactly(13)] {
        assert!(matches!(change(agreed), Err(ServiceError::NotConfirmed { clients: 12 })), "{agreed:?}");
    }
    assert_eq!(service.contents().unwrap(), guide().0.contents().unwrap());
    assert_eq!(change(ConfirmedCount::Exactly(12)).unwrap().plan.changed_count(), AUDITED.len());
    assert!(change(ConfirmedCount::Exactly(12)).unwrap().id.is_none(), "a change of none is agreed to");
}

#[test]
fn a_change_that_several_undo_at_once_is_undone_once() {
    let (service, _folder) = guide();
    let change = acting(&service, GILD_KANNE)
        .client_administrator()
        .unwrap()
        .change(audit(), &all(ConfirmedCount::Any), Timestamp::UNIX_EPOCH)
        .unwrap();
    let undo = |person| {
        let acting = acting(&service, person);
        let seen = change.id;
        acting.client_administrator().unwrap().undo(audit(), change.id.unwrap(), seen, Timestamp::UNIX_EPOCH).unwrap()
    };
    let outcomes = thread::scope(|scope| {
        let people = [GILD_KANNE, ESTETISK_SKAL, GILD_KANNE, ESTETISK_SKAL];
        let undoing = people.map(|person| scope.spawn(move || undo(person)));
        undoing.map(|thread| thread.join().unwrap())
    });
    let mut counts: Vec<_> =
        outcomes.iter().map(|outcome| (outcome.id.is_some(), outcome.plan.changed_count())).collect();
    counts.sort_unstable();
    assert_eq!(counts, [(false, 0), (false, 0), (false, 0), (true, AUDITED.len())]);
    let told = outcomes.iter().flat_map(|outcome| &outcome.by_others).map(|past| past.recorded.changed);
    assert!(told.clone().count() <= 2 && told.clone().all(|changed| changed == AUDITED.len()), "the other person's");
}
