//! Faults are counted down, and hit the requests that they are for.

use super::*;

#[test]
fn a_fault_hits_as_many_requests_of_its_kind_as_it_was_switched_on_for() {
    let faults = ActiveFaults::default();
    faults.set(Fault::Busy, 2);
    assert_eq!(faults.take_due(RequestKind::Read), []);
    assert_eq!(faults.take_due(RequestKind::Change), [Fault::Busy]);
    assert_eq!(faults.active(), [ActiveFault { fault: Fault::Busy, left: 1 }]);
    assert_eq!(faults.take_due(RequestKind::Change), [Fault::Busy]);
    assert_eq!(faults.take_due(RequestKind::Change), []);
}

#[test]
fn switching_on_again_replaces_and_none_switches_off() {
    let faults = ActiveFaults::default();
    faults.set(Fault::Slow { milliseconds: 5 }, 3);
    faults.set(Fault::Slow { milliseconds: u64::MAX }, u32::MAX);
    let expected = ActiveFault { fault: Fault::Slow { milliseconds: MAX_DELAY_MS }, left: MAX_REQUESTS };
    assert_eq!(faults.active(), [expected]);
    faults.set(Fault::Slow { milliseconds: 5 }, 0);
    assert_eq!(faults.active(), []);
}

#[test]
fn one_sign_in_has_one_fault_of_the_provider() {
    let faults = ActiveFaults::default();
    faults.set(Fault::WrongNonce, 1);
    faults.set(Fault::ExpiredToken, 1);
    assert_eq!(faults.take_due(RequestKind::SignIn), [Fault::WrongNonce]);
    assert_eq!(faults.take_due(RequestKind::SignIn), [Fault::ExpiredToken]);
}

#[test]
fn a_fault_of_a_call_to_another_service_waits_for_that_call() {
    let faults = ActiveFaults::default();
    faults.set(Fault::Upstream { answer: Upstream::OwnerNotFound }, 1);
    for kind in [RequestKind::Read, RequestKind::Change, RequestKind::SignIn] {
        assert_eq!((faults.take_due(kind), faults.take_due_for_program(kind)), (vec![], vec![]));
    }
    assert_eq!(faults.take_upstream(|answer| answer != Upstream::OwnerNotFound), None);
    assert_eq!(faults.take_upstream(|_| true), Some(Upstream::OwnerNotFound));
    assert!(faults.is_empty());
}

#[test]
fn sessions_without_faults_are_forgotten_when_there_are_many_and_others_are_not() {
    let registry = FaultRegistry::default();
    let session = |number| registry.of_session(Uuid::from_u128(number));
    session(0).set(Fault::Busy, 1);
    let count = || registry.sessions.lock().unwrap().len();
    for number in 1..1000 {
        session(number);
    }
    session(999);
    assert_eq!(count(), MAX_SESSIONS);
    session(1000);
    assert_eq!(count(), 2);
    assert!(!session(0).is_empty());
}

#[test]
fn a_code_is_what_json_says() {
    for fault in Fault::ALL {
        let json = serde_json::to_value(fault).unwrap();
        assert_eq!(json["fault"], fault.code());
    }
}
