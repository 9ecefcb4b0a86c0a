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
fn a_code_is_what_json_says() {
    for fault in Fault::ALL {
        let json = serde_json::to_value(fault).unwrap();
        assert_eq!(json["fault"], fault.code());
    }
}
