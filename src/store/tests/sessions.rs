//! Browser sessions.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Opened, any_time, at, is_same_time};
use crate::service::sessions::{SessionChanges, SessionRecords, SessionState};

type Sessions = Opened<dyn SessionRecords>;

const KEY: &str = "0123";
/// Expiry of every session here.
const END: i64 = 1000;

fn saying(value: &str) -> SessionState {
    SessionState::from([("name".to_owned(), value.to_owned())])
}

fn setting(name: &str, value: Option<&str>) -> SessionChanges {
    SessionChanges::from([(name.to_owned(), value.map(str::to_owned))])
}

fn saved(sessions: &Sessions) {
    sessions.store.save(KEY, &saying("first"), at(END)).unwrap();
}

/// The session as this process and another see it.
fn known(sessions: &Sessions, now: Timestamp) -> [Option<SessionState>; 2] {
    [&sessions.store, &sessions.again()].map(|store| store.load(KEY, now).unwrap().map(|(state, _)| state))
}

pub fn a_session_is_known_until_it_expires(sessions: &Sessions) {
    assert_eq!(known(sessions, at(0)), [None, None]);
    saved(sessions);
    assert_eq!(known(sessions, at(END - 1)), [Some(saying("first")), Some(saying("first"))]);
    assert_eq!(known(sessions, at(END)), [None, None]);
    assert!(sessions.store.change(KEY, &setting("name", Some("second")), at(END)).unwrap());
    sessions.store.touch(KEY, at(END + 3600)).unwrap();
    assert_eq!(known(sessions, at(END + 3599)), [Some(saying("second")), Some(saying("second"))]);
}

pub fn a_session_may_expire_at_any_time(sessions: &Sessions) {
    proptest!(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }, |(end in any_time())| {
        sessions.store.delete(KEY).unwrap();
        sessions.store.save(KEY, &saying("first"), end).unwrap();
        let found = sessions.store.load(KEY, Timestamp::MIN).unwrap();
        prop_assert!(found.is_none_or(|(_, expires)| is_same_time(end, expires)));
    });
}

pub fn a_session_that_has_ended_does_not_come_back(sessions: &Sessions) {
    saved(sessions);
    sessions.store.delete(KEY).unwrap();
    assert!(!sessions.store.change(KEY, &setting("name", Some("late")), at(END)).unwrap());
    sessions.store.touch(KEY, at(END + 3600)).unwrap();
    assert_eq!(known(sessions, at(0)), [None, None]);
}

pub fn a_change_leaves_the_other_fields_as_they_are(sessions: &Sessions) {
    saved(sessions);
    let values = ["{\"a\":null}", "null", "Æ \" '"];
    for (name, value) in ["b", "c", "d"].into_iter().zip(values) {
        assert!(sessions.again().change(KEY, &setting(name, Some(value)), at(END)).unwrap());
    }
    assert!(sessions.store.change(KEY, &setting("name", None), at(END)).unwrap());
    assert!(sessions.store.change(KEY, &setting("absent", None), at(END)).unwrap());
    let expected: SessionState =
        ["b", "c", "d"].map(str::to_owned).into_iter().zip(values.map(str::to_owned)).collect();
    assert_eq!(known(sessions, at(0)), [Some(expected.clone()), Some(expected)]);
}

pub fn changes_at_once_lose_nothing(sessions: &Sessions) {
    saved(sessions);
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = sessions.again();
            scope.spawn(move || {
                for nth in 0..15 {
                    let name = format!("{writer}-{nth}");
                    assert!(store.change(KEY, &setting(&name, Some("1")), at(END)).unwrap());
                }
            });
        }
    });
    assert_eq!(known(sessions, at(0)).map(|state| state.unwrap().len()), [61, 61]);
}

pub fn a_renewed_session_has_what_is_kept_under_its_new_key_only(sessions: &Sessions) {
    saved(sessions);
    sessions.store.change(KEY, &setting("kept", Some("{\"a\":[1]}")), at(END)).unwrap();
    let renewed = sessions.store.renew(KEY, "4567", &["kept", "absent"], &setting("new", Some("2")), at(END + 10));
    assert!(renewed.unwrap());
    assert_eq!(known(sessions, at(0)), [None, None]);
    let expected = [("kept", "{\"a\":[1]}"), ("new", "2")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let found = sessions.again().load("4567", at(END)).unwrap();
    assert_eq!(found, Some((SessionState::from(expected), at(END + 10))));
    assert!(!sessions.store.renew(KEY, "89ab", &["kept"], &SessionChanges::new(), at(END)).unwrap());
}

pub fn what_has_expired_is_swept(sessions: &Sessions) {
    saved(sessions);
    sessions.store.save("4567", &saying("other"), at(END + 1)).unwrap();
    assert_eq!(sessions.store.sweep(at(END - 1)).unwrap(), 0);
    assert_eq!(sessions.store.sweep(at(END)).unwrap(), 1);
    assert!(sessions.store.load("4567", at(END)).unwrap().is_some());
}
