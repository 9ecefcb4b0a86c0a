//! What each change does, and the audit trail.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{
    Opened, access, any_time, at, audit, client_change, contents, entry, first_person, is_same_time, number,
    organisation, package, recorded, second_person,
};
use crate::domain::access::{AccessId, AccessKind, DeletedAccess};
use crate::domain::audit::{AuditEntry, ChangeId, Channel, ClientChange, ClientOutcome, Deed, OUTSIDE, RecordedChange};
use crate::domain::delegation::Via;
use crate::domain::number::OrganisationNumber;
use crate::domain::relationship::Relationship;
use crate::domain::role::ErRole;
use crate::domain::world::WorldClock;
use crate::service::store::{KeptAnswer, Store, Write};

type World = Opened<dyn Store>;

/// Makes a change and commits it.
pub fn change<T>(world: &World, change: impl FnOnce(&dyn Write) -> T) -> T {
    let write = world.store.write().unwrap();
    let answer = change(&*write);
    write.commit().unwrap();
    answer
}

/// The clients on the access for audits, ascending.
fn on_audit(world: &World) -> Vec<OrganisationNumber> {
    let mut clients = world.store.read().unwrap().delegated(audit()).unwrap();
    clients.sort_unstable();
    clients
}

pub fn clients_are_put_on_an_access_with_what_they_bring(world: &World) {
    let packages = [(package("b"), Via::Direct), (package("a"), Via::Role(ErRole::Auditor))];
    change(world, |write| {
        write.add(audit(), at(70), &packages, &[number(5), number(3)]).unwrap();
        write.add(audit(), at(70), &packages, &[]).unwrap();
    });
    assert_eq!(on_audit(world), [number(2), number(3), number(4), number(5)]);
    let read = world.store.read().unwrap();
    let [b, a] = packages;
    assert_eq!(read.brought(audit(), number(3)).unwrap(), Some(vec![a, b]), "by package");
    assert_eq!(read.brought(audit(), number(1)).unwrap(), None);
    let added = world.contents().delegations.into_iter().find(|delegation| delegation.client == number(5));
    assert_eq!(added.unwrap().added, at(70));
    let write = world.store.write().unwrap();
    assert!(write.add(audit(), at(70), &[], &[number(5)]).is_err());
    assert!(write.add(AccessId::of(number(0), "none"), at(70), &[], &[number(5)]).is_err());
}

pub fn clients_are_taken_off_and_lose_packages_and_regain_them(world: &World) {
    change(world, |write| {
        write.lose(audit(), number(2), &[package("skattegrunnlag"), package("none")]).unwrap();
        write.remove(audit(), &[number(4), number(3)]).unwrap();
    });
    assert_eq!(on_audit(world), [number(2)]);
    let left = vec![(package("ansvarlig-revisor"), Via::Role(ErRole::Auditor))];
    let brought = |world: &World| world.store.read().unwrap().brought(audit(), number(2)).unwrap();
    assert_eq!(brought(world), Some(left));
    change(world, |write| write.lose(audit(), number(2), &[package("ansvarlig-revisor")]).unwrap());
    assert_eq!(brought(world), Some(vec![]), "the client stays");
    let again = vec![(package("skattegrunnlag"), Via::Direct)];
    change(world, |write| write.regain(audit(), number(2), &again).unwrap());
    assert_eq!(brought(world), Some(again));
}

pub fn an_access_goes_with_its_delegations_and_leaves_its_trail(world: &World) {
    let trail = recorded(&*world.store, &[number(2)], &[]);
    change(world, |write| write.delete_access(audit(), first_person().id, at(80)).unwrap());
    let read = world.store.read().unwrap();
    assert_eq!(read.access(audit()).unwrap(), None);
    assert_eq!(read.delegated(audit()).unwrap(), []);
    assert_eq!(world.contents().delegations, []);
    assert!(read.change(audit(), trail).unwrap().is_some());
    assert_eq!(read.last_change(audit()).unwrap(), trail);
}

pub fn a_deleted_access_is_remembered_until_the_next_load(world: &World) {
    let own = access("Eget", AccessKind::Own, 30);
    let person = first_person().id;
    change(world, |write| {
        write.delete_access(audit(), OUTSIDE, at(80)).unwrap();
        write.delete_access(own.id, person, at(81)).unwrap();
    });
    let deleted = |id| world.store.read().unwrap().deleted_access(id).unwrap();
    let expected = DeletedAccess { owner: number(0), kind: AccessKind::Own, title: own.title, at: at(81), by: person };
    assert_eq!(deleted(own.id), Some(expected));
    assert_eq!(deleted(audit()).map(|access| (access.title, access.by)), Some(("Revisjon".into(), OUTSIDE)));
    assert_eq!(deleted(access("Avgift", AccessKind::Clients, 0).id), None);
    world.store.load(&contents(), "the text", at(2)).unwrap();
    assert_eq!(deleted(own.id), None);
}

pub fn the_owner_itself_is_put_on_an_access_and_taken_off(world: &World) {
    let added = |world: &World| world.store.read().unwrap().access(audit()).unwrap().unwrap().own_organisation;
    for moment in [Some(at(70)), Some(at(71)), None, None] {
        change(world, |write| write.set_own_organisation(audit(), moment).unwrap());
        assert_eq!(added(world), moment);
    }
    assert_eq!(on_audit(world).len(), 2, "it is no client");
}

pub fn powers_and_organisations_change_and_say_whether_they_did(world: &World) {
    let (provider, client) = (number(0), number(5));
    let code = package("a-ordning");
    change(world, |write| {
        for (on, changes) in [(true, true), (true, false), (false, true), (false, false), (true, true)] {
            write.add_relationship(Relationship { provider, client }, at(9)).unwrap();
            assert_eq!(write.set_role(provider, client, ErRole::Accountant, on).unwrap(), changes);
            assert_eq!(write.set_package(provider, client, &code, on).unwrap(), changes);
        }
        write.set_form(client, "ESEK".parse().unwrap()).unwrap();
        write.add_organisation(&organisation(7)).unwrap();
    });
    let read = world.store.read().unwrap();
    let clients = read.clients(provider).unwrap();
    let found = clients.iter().find(|one| one.organisation.number == client).unwrap();
    assert_eq!((&found.roles[..], &found.direct[..]), (&[ErRole::Accountant][..], &[code][..]));
    assert_eq!(found.organisation.form.code(), "ESEK");
    assert_eq!(read.organisation(number(7)).unwrap(), Some(organisation(7)));
    assert!(world.store.write().unwrap().add_organisation(&organisation(7)).is_err());
}

pub fn the_clock_is_kept_to_the_millisecond(world: &World) {
    let moment = Timestamp::from_millisecond(1_772_442_000_123).unwrap();
    let behind = SignedDuration::from_millis(-86_400_123);
    for clock in [WorldClock::Fixed(moment), WorldClock::Moved(behind), WorldClock::Real] {
        change(world, |write| write.set_clock(clock).unwrap());
        assert_eq!(world.store.read().unwrap().clock().unwrap(), clock);
    }
    assert!(
        world.store.write().unwrap().set_clock(WorldClock::Moved(SignedDuration::MAX)).is_err(),
        "and none is lost"
    );
}

pub fn every_time_can_be_read_again(world: &World) {
    proptest!(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }, |(at in any_time())| {
        change(world, |write| {
            write.set_clock(WorldClock::Fixed(at)).unwrap();
            write.remove(audit(), &[number(3)]).unwrap();
            write.add(audit(), at, &[], &[number(3)]).unwrap();
        });
        let id = change(world, |write| write.append_audit(&AuditEntry { at, ..entry() }, &[], &[]).unwrap());
        let mut contents = world.contents();
        let added = contents.delegations.iter().find(|one| one.client == number(3)).unwrap().added;
        let recorded = world.store.read().unwrap().change(audit(), id).unwrap().unwrap().at;
        let WorldClock::Fixed(fixed) = contents.clock else { panic!("{:?}", contents.clock) };
        prop_assert!([fixed, added, recorded].iter().all(|read| is_same_time(at, *read)));
        contents.accesses[0].created = at;
        world.store.load(&contents, "the text", at).unwrap();
        let (again, loaded) = (world.contents(), world.store.read().unwrap().loaded().unwrap().unwrap().loaded);
        prop_assert!(is_same_time(at, loaded) && again.accesses.iter().any(|one| is_same_time(at, one.created)));
    });
}

pub fn the_trail_keeps_what_was_written(world: &World) {
    let first = recorded(&*world.store, &[number(5), number(3)], &[number(4)]);
    let undone = ClientChange { undoes: Some(first), ..client_change() };
    let outside =
        AuditEntry { person: OUTSIDE, deed: Deed::ChangeClients(undone.clone()), channel: Channel::Outside, ..entry() };
    let second = change(world, |write| write.append_audit(&outside, &[], &[number(2)]).unwrap());
    assert_ne!(second, first);
    let read = world.store.read().unwrap();
    let AuditEntry { at, person, on_behalf_of, channel, .. } = entry();
    let expected = RecordedChange {
        id: first,
        at,
        person,
        on_behalf_of,
        change: client_change(),
        channel,
        changed: 2,
        refused: 1,
    };
    assert_eq!(read.change(audit(), first).unwrap(), Some(expected.clone()));
    let AuditEntry { person, channel, .. } = outside;
    let expected = RecordedChange { id: second, person, change: undone, channel, changed: 0, ..expected };
    assert_eq!(read.change(audit(), second).unwrap(), Some(expected));
    assert_eq!(read.change(AccessId::of(number(0), "Avgift"), first).unwrap(), None, "of another access");
    let clients = |outcome, limit| read.clients_of_change(first, outcome, limit).unwrap();
    assert_eq!(clients(ClientOutcome::Changed, usize::MAX), [number(3), number(5)]);
    assert_eq!(clients(ClientOutcome::Changed, 1), [number(3)]);
    assert_eq!(clients(ClientOutcome::Refused, usize::MAX), [number(4)]);
}

pub fn the_trail_tells_what_others_changed_after_a_change(world: &World) {
    assert_eq!(world.store.read().unwrap().last_change(audit()).unwrap(), ChangeId::NONE);
    let elsewhere = ClientChange { access: AccessId::of(number(0), "Avgift"), ..client_change() };
    let other = AuditEntry { deed: Deed::ChangeClients(elsewhere), ..entry() };
    let outside = AuditEntry { person: OUTSIDE, ..entry() };
    let ids = change(world, |write| {
        write.append_audit(&other, &[number(2)], &[]).unwrap();
        let entries = (0..102).map(|nth| if nth == 50 { outside.clone() } else { entry() });
        let ids: Vec<_> = entries.map(|entry| write.append_audit(&entry, &[number(2)], &[]).unwrap()).collect();
        write.append_audit(&AuditEntry { person: second_person().id, ..entry() }, &[number(2)], &[]).unwrap();
        ids
    });
    let refused = recorded(&*world.store, &[], &[number(2)]);
    let read = world.store.read().unwrap();
    assert_eq!(read.last_change(audit()).unwrap(), refused);
    let after = |id| {
        let others = read.changes_by_others(audit(), id, second_person().id).unwrap();
        others.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(after(ids[0]), &ids[1..101], "a hundred, the oldest first");
    assert_eq!(after(ids[99]), &ids[100..]);
    assert_eq!(after(ids[101]), [], "one's own and one that was refused whole");
    assert_eq!(after(ChangeId::NONE), &ids[..100], "of this access from the first on");
    assert_eq!(after(ChangeId::random()), [], "after a change that is not there");
}

pub fn an_answer_is_kept_with_its_change_and_until_it_is_forgotten(world: &World) {
    let answer = |text: &str, second| KeptAnswer { request: [7; 32], text: text.into(), at: at(second) };
    let dropped = world.store.write().unwrap();
    dropped.keep_answer(&[1; 32], &answer("dropped", 1)).unwrap();
    drop(dropped);
    change(world, |write| {
        assert_eq!(write.kept_answer(&[1; 32]).unwrap(), None);
        write.keep_answer(&[1; 32], &answer("first", 10)).unwrap();
        write.keep_answer(&[2; 32], &answer("second", 20)).unwrap();
        assert!(write.keep_answer(&[2; 32], &answer("another", 20)).is_err());
    });
    change(world, |write| write.forget_answers(at(20)).unwrap());
    let kept = |key| world.store.write().unwrap().kept_answer(key).unwrap();
    assert_eq!((kept(&[1; 32]), kept(&[2; 32])), (None, Some(answer("second", 20))));
    world.store.load(&super::contents(), "the text", at(30)).unwrap();
    assert_eq!(kept(&[2; 32]), None, "it was of what is no more");
}
