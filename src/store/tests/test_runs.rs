//! Test runs: stored beside the world, not part of its state.

use std::num::NonZeroUsize;

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Opened, any_time, is_same_time};
use crate::store::OpenWorld;
use crate::test_tools::test_run::{StepResult, TestRun, TestRunStep, Verdict};

fn run(id: u128, begun: i64) -> TestRun {
    let step = |text: &str| TestRunStep { instruction: text.into(), expected: "x".into(), result: None };
    TestRun {
        id: Uuid::from_u128(id).into(),
        walkthrough: "a".into(),
        title: "A".into(),
        scenario: "s".into(),
        language: "nb".into(),
        tester: "Kari".parse().unwrap(),
        begun: Timestamp::from_millisecond(begun).unwrap(),
        version: "1".into(),
        steps: vec![step("first"), step("second")],
    }
}

fn number(number: usize) -> NonZeroUsize {
    NonZeroUsize::new(number).unwrap()
}

pub fn a_test_run_may_be_of_any_time(opened: &Opened<OpenWorld>) {
    let (runs, run) = (&opened.store.test_runs, run(1, 0));
    proptest!(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }, |(at in any_time())| {
        runs.delete(run.id).unwrap();
        runs.add(&TestRun { begun: at, ..run.clone() }, None).unwrap();
        let result = StepResult { verdict: Verdict::Passed, remark: "".parse().unwrap(), decided: at };
        prop_assert!(runs.set_result(run.id, number(1), &result).unwrap());
        let read = runs.get(run.id).unwrap().unwrap();
        prop_assert!(is_same_time(at, read.begun) && is_same_time(at, read.steps[0].result.as_ref().unwrap().decided));
    });
}

pub fn test_runs_come_back_as_they_were_the_newest_first_and_count_as_no_change_of_the_world(
    opened: &Opened<OpenWorld>,
) {
    let (runs, world) = (&opened.store.test_runs, &opened.store.store);
    let revision = world.revision().unwrap();
    let (mut old, new) = (run(1, 1_000), run(2, 2_000));
    let form = Some(Uuid::from_u128(9));
    assert_eq!(runs.add(&old, form).unwrap(), old.id);
    assert_eq!(runs.add(&new, None).unwrap(), new.id);
    let result =
        StepResult { verdict: Verdict::Failed, remark: "a\nb".parse().unwrap(), decided: Timestamp::UNIX_EPOCH };
    assert!(runs.set_result(old.id, number(2), &result).unwrap());
    old.steps[1].result = Some(result.clone());
    assert_eq!(runs.all().unwrap(), [new.clone(), old.clone()]);
    assert_eq!(runs.get(old.id).unwrap(), Some(old.clone()));
    assert_eq!(runs.add(&run(3, 3_000), form).unwrap(), old.id, "what was begun is not begun again");
    assert_eq!(runs.get(old.id).unwrap(), Some(old.clone()));
    let other = TestRun { walkthrough: "b".into(), ..run(4, 500) };
    assert_eq!(runs.add(&other, form).unwrap(), other.id, "another walkthrough by the same form");
    assert!(runs.delete(other.id).unwrap());
    assert!(!runs.set_result(old.id, number(3), &result).unwrap());
    assert!(runs.delete(old.id).unwrap() && !runs.delete(old.id).unwrap());
    assert!(!runs.set_result(old.id, number(2), &result).unwrap());
    assert_eq!(runs.all().unwrap(), std::slice::from_ref(&new));
    let again = run(5, 400);
    assert_eq!(runs.add(&again, form).unwrap(), again.id, "a deleted one does not come back");
    assert_eq!(runs.all().unwrap(), [new, again]);
    assert_eq!(world.revision().unwrap(), revision);
}
