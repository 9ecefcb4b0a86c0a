//! Isolation, atomicity, revisions, and waiting for other writers.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::{Opened, at, audit, contents, first_person, number, organisation, recorded};
use crate::domain::audit::ChangeId;
use crate::service::store::{Store, StoreError};
use crate::store::DETECTION_INTERVAL;

type World = Opened<dyn Store>;

/// Registers a new organisation; the revision.
fn register(store: &dyn Store, nth: u32) -> u64 {
    let write = store.write().unwrap();
    write.add_organisation(&organisation(nth)).unwrap();
    write.commit().unwrap()
}

pub fn a_reader_sees_one_state_from_its_first_question_on(world: &World) {
    let before = world.store.read().unwrap();
    let revision = before.revision().unwrap();
    register(&*world.store, 7);
    assert_eq!(before.organisation(number(7)).unwrap(), None);
    assert_eq!(before.revision().unwrap(), revision);
    assert_eq!(world.store.read().unwrap().organisation(number(7)).unwrap(), Some(organisation(7)));
}

pub fn a_writer_sees_its_own_changes_and_nobody_else_does(world: &World) {
    let write = world.store.write().unwrap();
    write.add_organisation(&organisation(7)).unwrap();
    assert_eq!(write.organisation(number(7)).unwrap(), Some(organisation(7)));
    for store in [&world.store, &world.again()] {
        assert_eq!(store.read().unwrap().organisation(number(7)).unwrap(), None);
    }
}

pub fn what_is_dropped_without_commit_leaves_no_trace(world: &World) {
    let (before, revision) = (world.contents(), world.store.revision().unwrap());
    let write = world.store.write().unwrap();
    write.remove(audit(), &[number(2)]).unwrap();
    write.delete_access(audit(), first_person().id, at(80)).unwrap();
    drop(write);
    assert_eq!((world.contents(), world.store.revision().unwrap()), (before, revision));
}

pub fn a_change_that_fails_takes_none_of_the_others_with_it_into_the_store(world: &World) {
    let before = world.contents();
    let write = world.store.write().unwrap();
    write.add_organisation(&organisation(7)).unwrap();
    assert!(write.add(audit(), at(70), &[], &[number(3), number(2)]).is_err(), "one is on it already");
    drop(write);
    assert_eq!(world.contents(), before);
}

pub fn every_commit_is_a_revision_that_all_see_at_once(world: &World) {
    let first = world.store.revision().unwrap();
    let write = world.store.write().unwrap();
    assert_eq!(write.revision().unwrap(), first);
    write.set_form(number(2), "ESEK".parse().unwrap()).unwrap();
    assert_eq!(write.revision().unwrap(), first);
    let second = write.commit().unwrap();
    assert!(second > first);
    assert_eq!(world.store.revision().unwrap(), second);
    assert_eq!(world.store.read().unwrap().revision().unwrap(), second);
}

pub fn another_program_sees_a_revision_after_a_moment(world: &World) {
    let other = world.again();
    assert_eq!(other.revision().unwrap(), world.store.revision().unwrap());
    let revision = register(&*world.store, 7);
    thread::sleep(DETECTION_INTERVAL);
    assert_eq!(other.revision().unwrap(), revision);
    assert_eq!(other.read().unwrap().organisation(number(7)).unwrap(), Some(organisation(7)));
}

pub fn the_revision_waits_for_no_writer(world: &World) {
    let before = world.store.revision().unwrap();
    let write = world.store.write().unwrap();
    write.add_organisation(&organisation(7)).unwrap();
    for store in [&world.store, &world.again()] {
        assert_eq!(store.revision().unwrap(), before);
    }
}

pub fn a_load_throws_the_world_away_or_changes_nothing(world: &World) {
    let change = recorded(&*world.store, &[number(2)], &[]);
    let (before, revision) = (world.contents(), world.store.revision().unwrap());
    let mut faulty = contents();
    faulty.delegations[0].client = number(7);
    assert!(world.store.load(&faulty, "faulty", super::at(80)).is_err(), "nobody has the number");
    let read = world.store.read().unwrap();
    assert_eq!((world.contents(), world.store.revision().unwrap()), (before, revision));
    assert_eq!(read.source().unwrap().as_deref(), Some("the text"));
    assert_eq!(read.last_change(audit()).unwrap(), change);
    drop(read);
    world.store.load(&contents(), "another text", super::at(90)).unwrap();
    let read = world.store.read().unwrap();
    assert!(world.store.revision().unwrap() > revision);
    assert_eq!(read.source().unwrap().as_deref(), Some("another text"));
    assert_eq!(read.loaded().unwrap().unwrap().loaded, super::at(90));
    assert_eq!(read.last_change(audit()).unwrap(), ChangeId::NONE);
}

pub fn a_writer_waits_for_another_and_is_told_when_it_takes_too_long(world: &World) {
    let other = world.again();
    let write = world.store.write().unwrap();
    thread::scope(|scope| {
        let waiting = [&world.store, &other]
            .map(|store| scope.spawn(move || matches!(store.write().map(drop), Err(StoreError::Busy(_)))));
        assert!(waiting.map(|thread| thread.join().unwrap()) == [true; 2]);
    });
    thread::scope(|scope| {
        let waiting = [&world.store, &other].map(|store| scope.spawn(move || store.write().map(drop).is_ok()));
        thread::sleep(Duration::from_millis(50));
        drop(write);
        assert!(waiting.map(|thread| thread.join().unwrap()) == [true; 2]);
    });
}

pub fn writers_at_once_lose_nothing(world: &World) {
    let before = world.store.revision().unwrap();
    let stores = [world.store.clone(), world.again()];
    thread::scope(|scope| {
        for hand in 0..4 {
            let store: Arc<dyn Store> = stores[hand % 2].clone();
            scope.spawn(move || {
                for one in 0..5 {
                    register(&*store, 10 + u32::try_from(hand).unwrap() * 5 + one);
                }
            });
        }
    });
    let read = world.store.read().unwrap();
    assert_eq!(read.revision().unwrap(), before + 20);
    let all: Vec<_> = (10..30).map(number).collect();
    assert_eq!(read.organisations_by_number(&all).unwrap().len(), 20);
}
