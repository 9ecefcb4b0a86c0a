//! Browser sessions.

use jiff::Timestamp;

use super::{Opened, at};
use crate::service::sessions::{SessionRecords, SessionState};

type Sessions = Opened<dyn SessionRecords>;

const KEY: &str = "0123";
/// Expiry of every session here.
const END: i64 = 1000;

fn saying(value: &str) -> SessionState {
    SessionState::from([("name".to_owned(), value.to_owned())])
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
    assert!(sessions.store.replace(KEY, &saying("second"), at(END)).unwrap());
    sessions.store.touch(KEY, at(END + 3600)).unwrap();
    assert_eq!(known(sessions, at(END + 3599)), [Some(saying("second")), Some(saying("second"))]);
}

pub fn a_session_that_has_ended_does_not_come_back(sessions: &Sessions) {
    saved(sessions);
    sessions.store.delete(KEY).unwrap();
    assert!(!sessions.store.replace(KEY, &saying("late"), at(END)).unwrap());
    sessions.store.touch(KEY, at(END + 3600)).unwrap();
    assert_eq!(known(sessions, at(0)), [None, None]);
}

pub fn what_has_expired_is_swept(sessions: &Sessions) {
    saved(sessions);
    sessions.store.save("4567", &saying("other"), at(END + 1)).unwrap();
    assert_eq!(sessions.store.sweep(at(END - 1)).unwrap(), 0);
    assert_eq!(sessions.store.sweep(at(END)).unwrap(), 1);
    assert!(sessions.store.load("4567", at(END)).unwrap().is_some());
}
