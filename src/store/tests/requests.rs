//! Systems, requests, and the trail that is about any subject.

use uuid::Uuid;

use super::changes::change;
use super::samples::{bare_system, escalated, request, system, system_id};
use super::{Opened, access, at, contents, entry, first_person, number, package, pair, second_person};
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessKey, AccessRequest, Escalation, RequestAnswer, RequestId};
use crate::domain::audit::{Act, AuditEntry, Channel, Deed, OUTSIDE, Subject};
use crate::domain::role::ErRole;
use crate::domain::system::System;
use crate::service::store::Store;

type World = Opened<dyn Store>;

fn found(world: &World, id: RequestId) -> Option<AccessRequest> {
    world.store.read().unwrap().request(id).unwrap()
}

pub fn a_system_is_found_by_its_id_and_by_its_programs(world: &World) {
    let read = world.store.read().unwrap();
    assert_eq!(read.system(&system_id("System")).unwrap(), Some(system("System")));
    assert_eq!(read.system(&system_id("none")).unwrap(), None);
    assert_eq!(read.systems().unwrap(), [system("System"), bare_system("Annet")]);
    for client in system("System").oauth_clients {
        assert_eq!(read.system_of_oauth_client(client.id).unwrap(), Some(system("System")));
    }
    assert_eq!(read.system_of_oauth_client(Uuid::from_u128(1)).unwrap(), None);
}

pub fn a_system_changes_its_packages_and_is_marked_as_deleted(world: &World) {
    let packages = [package("jordbruk"), package("a-ordning")];
    change(world, |write| {
        write.set_system_packages(&system_id("System"), &packages).unwrap();
        write.delete_system(&system_id("System")).unwrap();
    });
    let read = world.store.read().unwrap();
    let changed = read.system(&system_id("System")).unwrap().unwrap();
    assert_eq!((changed.packages, changed.deleted), (packages.to_vec(), true));
    assert_eq!(read.all_accesses().unwrap(), contents().accesses);
    assert_eq!(read.all_requests().unwrap(), contents().requests);
    assert!(world.store.write().unwrap().set_system_packages(&system_id("none"), &[]).is_err());
}

pub fn an_id_a_key_and_a_program_belong_to_one(world: &World) {
    let write = world.store.write().unwrap();
    assert!(write.add_system(&system("System")).is_err());
    let new = System { id: system_id("Nytt"), ..system("System") };
    assert!(write.add_system(&new).is_err(), "its programs are another's");
    drop(write);
    let write = world.store.write().unwrap();
    assert!(write.add_request(&request("venter", 70)).is_err());
    let same_key = AccessRequest { id: Uuid::from_u128(1).into(), ..request("venter", 70) };
    assert!(write.add_request(&same_key).is_err());
    let mut same_key = access("Revisjon", AccessKind::Own, 70);
    assert!(write.add_access(&same_key).is_err());
    same_key.id = Uuid::from_u128(1).into();
    assert!(write.add_access(&same_key).is_err());
    drop(write);
    change(world, |write| write.add_access(&request("venter", 13).approved(at(70))).unwrap());
}

pub fn a_request_is_found_by_its_id_and_by_its_key(world: &World) {
    let read = world.store.read().unwrap();
    for request in contents().requests {
        assert_eq!(read.request(request.id).unwrap().as_ref(), Some(&request));
        assert_eq!(read.request_by_key(&request.key()).unwrap(), Some(request));
    }
    let access = &contents().accesses[0];
    let key = AccessKey { external_ref: access.external_ref.clone(), ..request("x", 0).key() };
    assert_eq!(read.access_by_key(&key).unwrap().as_ref(), Some(access));
    for other in [
        AccessKey { owner: number(2), ..key.clone() },
        AccessKey { system: system_id("Annet"), ..key.clone() },
        AccessKey { external_ref: request("x", 0).external_ref, ..key },
    ] {
        assert_eq!(read.access_by_key(&other).unwrap(), None);
        assert_eq!(read.request_by_key(&other).unwrap(), None);
    }
    assert_eq!(read.request(Uuid::from_u128(1).into()).unwrap(), None);
}

pub fn lists_of_a_system_are_by_id_and_skip_nothing(world: &World) {
    let read = world.store.read().unwrap();
    let mut expected: Vec<_> =
        contents().requests.into_iter().filter(|request| request.kind == AccessKind::Clients).collect();
    expected.sort_by_key(|request| request.id);
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = read.requests_of_system(&system_id("System"), AccessKind::Clients, after, 2).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        rows.extend(page);
    }
    assert_eq!(rows, expected);
    let mut expected = contents().accesses;
    expected.sort_by_key(|access| access.id);
    let first = read.accesses_of_system(&system_id("System"), None, 1).unwrap();
    let rest = read.accesses_of_system(&system_id("System"), Some(first[0].id), usize::MAX).unwrap();
    assert_eq!([first, rest].concat(), expected);
    assert_eq!(read.accesses_of_system(&system_id("Annet"), None, 9).unwrap(), []);
}

pub fn what_was_sent_on_and_waits_is_newest_first(world: &World) {
    let read = world.store.read().unwrap();
    assert_eq!(read.escalated_requests(number(0)).unwrap(), [escalated("nyest", 14), escalated("eldst", 11)]);
    assert_eq!(read.escalated_requests(number(1)).unwrap(), []);
}

pub fn a_request_is_sent_on_answered_and_deleted(world: &World) {
    let id = request("venter", 13).id;
    let escalation = Escalation { by: second_person().id, at: at(71) };
    let answer = RequestAnswer { approved: true, by: first_person().id, at: at(72) };
    change(world, |write| {
        write.escalate_request(id, escalation).unwrap();
        write.answer_request(id, answer).unwrap();
    });
    let answered = found(world, id).unwrap();
    assert_eq!((answered.escalation, answered.answer), (Some(escalation), Some(answer)));
    change(world, |write| write.delete_request(id).unwrap());
    assert_eq!(found(world, id), None);
    change(world, |write| write.add_request(&request("venter", 73)).unwrap());
}

pub fn an_access_takes_its_request_along(world: &World) {
    let request = request("venter", 13);
    let answer = RequestAnswer { approved: true, by: first_person().id, at: at(72) };
    change(world, |write| {
        write.add_access(&request.approved(at(72))).unwrap();
        write.answer_request(request.id, answer).unwrap();
    });
    let found_access = world.store.read().unwrap().access(request.id.access()).unwrap();
    assert_eq!(found_access.map(|access| access.external_ref), Some(request.external_ref.clone()));
    change(world, |write| write.delete_access(request.id.access()).unwrap());
    assert_eq!(found(world, request.id), None);
    assert_eq!(world.contents().requests.len(), contents().requests.len() - 1, "and no other");
}

pub fn a_key_is_counted_for_ever(world: &World) {
    let (key, other) = (request("a", 0).key(), request("b", 0).key());
    let next = |key: &AccessKey| change(world, |write| write.next_nth(key).unwrap());
    assert_eq!((next(&key), next(&key), next(&other)), (1, 2, 1));
    drop(world.store.write().unwrap().next_nth(&key));
    assert_eq!(next(&key), 3, "what was not committed does not count");
    world.store.load(&contents(), "the text", at(2)).unwrap();
    assert_eq!(next(&key), 4);
}

pub fn the_trail_is_about_subjects_of_every_kind(world: &World) {
    let pair = pair(0, 2);
    let deeds = [
        Deed::Other(Act::Create, Subject::Request(request("a", 0).id)),
        Deed::Other(Act::Delete, Subject::Access(access("Eget", AccessKind::Own, 0).id)),
        Deed::Other(Act::Change, Subject::System(system_id("System"))),
        Deed::Other(Act::Create, Subject::Relationship(pair)),
        Deed::Other(Act::Give, Subject::Package(pair, package("jordbruk"))),
        Deed::Other(Act::TakeBack, Subject::Package(pair, package("jordbruk"))),
        Deed::Other(Act::Give, Subject::Role(pair, ErRole::BusinessManager)),
        Deed::Other(Act::Change, Subject::Organisation(number(2))),
        Deed::Other(Act::Escalate, Subject::Request(request("a", 0).id)),
        entry().deed,
    ];
    let channels = [Channel::Page, Channel::File, Channel::Outside, Channel::Api { client: "program".into() }];
    let people = [first_person().id, OUTSIDE];
    let entries: Vec<_> = deeds
        .into_iter()
        .zip(channels.into_iter().cycle())
        .zip(people.into_iter().cycle())
        .map(|((deed, channel), person)| AuditEntry { deed, channel, person, on_behalf_of: number(3), ..entry() })
        .collect();
    change(world, |write| {
        for entry in &entries {
            write.append_audit(entry, &[], &[]).unwrap();
        }
        write.append_audit(&entry(), &[], &[]).unwrap();
    });
    let read = world.store.read().unwrap();
    let latest: Vec<_> = entries.into_iter().rev().collect();
    assert_eq!(read.activity(number(3), usize::MAX).unwrap(), latest);
    assert_eq!(read.activity(number(3), 2).unwrap(), latest[..2]);
    let eget = access("Eget", AccessKind::Own, 0).id;
    assert_eq!(read.last_change(eget).unwrap(), super::ChangeId::default(), "not a change of clients");
}
