//! Worlds are made once, closed when others are used, and deleted whole.

use std::fs;
use std::path::Path;
use std::thread;

use super::*;
use crate::domain::world::WorldClock;

fn name(text: &str) -> WorldName {
    text.parse().unwrap()
}

fn worlds(folder: &Path) -> WorldRegistry {
    WorldRegistry::new(folder, "veiledning", &name("main")).unwrap()
}

fn moved(hours: i64) -> WorldClock {
    WorldClock::Moved(SignedDuration::from_hours(hours))
}

fn lifetime(text: &str) -> WorldLifetime {
    text.parse().unwrap()
}

#[test]
fn a_world_that_twenty_make_at_once_is_made_once_and_all_have_it() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    let revisions: Vec<_> = thread::scope(|scope| {
        let make = || worlds.make(&name("ci"), None).unwrap().revision().unwrap();
        let threads: Vec<_> = (0..20).map(|_| scope.spawn(make)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(revisions, [1; 20], "it was loaded once");
}

#[test]
fn the_least_used_worlds_are_closed_and_keep_what_was_done_and_those_in_use_stay_open() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    let held = worlds.make(&name("held"), None).unwrap();
    held.set_clock(moved(1)).unwrap();
    for nth in 0..MAX_OPEN + 4 {
        worlds.make(&name(&format!("w-{nth}")), None).unwrap().set_clock(moved(2)).unwrap();
    }
    let open = |name: &WorldName| worlds.is_open(name);
    assert!(open(&name("held")) && !open(&name("w-0")) && open(&name(&format!("w-{}", MAX_OPEN + 3))));
    let all = worlds.list().unwrap();
    assert_eq!(all.len(), MAX_OPEN + 5);
    assert_eq!(all.iter().filter(|world| open(&world.name)).count(), MAX_OPEN);
    assert_eq!(worlds.open(&name("w-0")).unwrap().clock().unwrap(), moved(2));
    // It was never closed: two services of one world see each other's changes at once.
    worlds.open(&name("held")).unwrap().set_clock(moved(3)).unwrap();
    assert_eq!(held.clock().unwrap(), moved(3));
}

#[test]
fn a_deleted_world_leaves_nothing_and_can_be_made_again_while_a_request_still_runs_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    let old = worlds.make(&name("kari"), None).unwrap();
    worlds.delete(&name("kari")).unwrap();
    assert_eq!(fs::read_dir(folder.path().join("worlds")).unwrap().count(), 0);
    assert!(matches!(worlds.open(&name("kari")), Err(WorldsError::Unknown)));
    assert!(matches!(worlds.delete(&name("kari")), Err(WorldsError::Unknown)));
    let new = worlds.make(&name("kari"), None).unwrap();
    old.set_clock(moved(1)).unwrap();
    drop(old);
    new.set_clock(moved(2)).unwrap();
    drop(new);
    drop(worlds);
    let again = self::worlds(folder.path()).open(&name("kari")).unwrap();
    assert_eq!(again.clock().unwrap(), moved(2));
}

#[test]
fn the_portals_own_world_is_neither_deleted_nor_does_it_expire() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    worlds.make(&name("main"), Some(lifetime("1s"))).unwrap();
    assert!(matches!(worlds.delete(&name("main")), Err(WorldsError::Default)));
    let later = Timestamp::now() + SignedDuration::from_hours(1);
    worlds.delete_expired(later).unwrap();
    assert!(worlds.files.exist(&name("main")));
}

#[test]
fn a_world_whose_time_is_over_is_gone_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    worlds.make(&name("short"), Some(lifetime("1h"))).unwrap();
    worlds.make(&name("long"), Some(lifetime("3h"))).unwrap();
    worlds.make(&name("long"), Some(lifetime("1m"))).unwrap();
    drop(worlds);
    let worlds = self::worlds(folder.path());
    worlds.delete_expired(Timestamp::now() + SignedDuration::from_hours(2)).unwrap();
    assert!(matches!(worlds.open(&name("short")), Err(WorldsError::Unknown)));
    assert!(worlds.open(&name("long")).is_ok(), "the lifetime is that of a new world");
    // Nobody has to wait until it is swept.
    let over = WorldRecord { expires: Some(Timestamp::now()), used: None };
    worlds.files.write_record(&name("late"), over).unwrap();
    fs::copy(worlds.files.database(&name("long")), worlds.files.database(&name("late"))).unwrap();
    assert!(matches!(worlds.open(&name("late")), Err(WorldsError::Unknown)));
    assert!(!worlds.files.exist(&name("late")));
}

#[test]
fn the_list_has_the_last_use_first_and_what_is_broken_can_be_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    worlds.make(&name("first"), None).unwrap();
    worlds.make(&name("second"), Some(lifetime("2h"))).unwrap();
    fs::write(worlds.files.database(&name("broken")), "").unwrap();
    fs::write(worlds.files.record_file(&name("first")), "no json").unwrap();
    let list = worlds.list().unwrap();
    let second = list.iter().find(|world| world.name == name("second")).unwrap();
    assert!(second.bytes > 50_000 && second.expires.is_some(), "{second:?}");
    assert_eq!(worlds.scenario_in(&name("first")).unwrap().as_deref(), Some("veiledning"));
    assert!(matches!(worlds.open(&name("broken")), Err(WorldsError::Store(StoreError::Failed(_)))));
    worlds.delete(&name("broken")).unwrap();
    assert!(list.is_sorted_by(|one, other| one.used >= other.used));
}

#[test]
fn a_world_that_was_not_made_to_the_end_is_none_and_is_cleaned_up() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    let left = folder.path().join("worlds/.1234");
    fs::write(&left, "half").unwrap();
    assert_eq!(worlds.list().unwrap(), []);
    worlds.delete_expired(Timestamp::now()).unwrap();
    assert!(left.exists(), "it may be under way");
    worlds.delete_expired(Timestamp::now() + SignedDuration::from_hours(2)).unwrap();
    assert!(!left.exists());
}
