//! Tests of recorded delegations, the clock, and exporting a world.

use super::{GUIDE, SMALL, messages, parse, small_with};
use crate::domain::delegation::Via;
use crate::domain::role::ErRole;
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;
use crate::scenario::to_toml;

/// The small world with a recorded delegation in place of `clients`.
fn with_delegation(delegation: &str) -> String {
    small_with(&[(30, &format!("delegations = [{delegation}]"))])
}

#[test]
fn a_recorded_delegation_has_its_own_time_and_packages_whatever_the_client_brings_now() {
    let text = with_delegation(r#"{ client = "310495883", added = 2026-02-20T10:00:00.125Z, brought = {} }"#);
    let made = &parse(&text).unwrap().delegations;
    assert_eq!((made.len(), made[0].packages.len()), (1, 0));
    assert_eq!(made[0].added.to_string(), "2026-02-20T10:00:00.125Z");
    let text = with_delegation(
        r#"{ client = "310495883", added = 2026-02-20T10:00:00Z, brought = { ansvarlig-revisor = "revisor" } }"#,
    );
    let made = &parse(&text).unwrap().delegations[0];
    assert_eq!(made.packages, [("ansvarlig-revisor".into(), Via::Role(ErRole::Auditor))]);
}

#[test]
fn errors_in_a_recorded_delegation_name_its_field() {
    for (brought, problem) in [
        (r#"jordbruk = "direct""#, "jordbruk: `jordbruk` is not a package of this access"),
        (r#"ansvarlig-revisor = "direct""#, "ansvarlig-revisor: `ansvarlig-revisor` cannot come through `direct`"),
        (
            r#"ansvarlig-revisor = "regnskapsforer""#,
            "ansvarlig-revisor: `ansvarlig-revisor` cannot come through `regnskapsforer`",
        ),
        (
            r#"ansvarlig-revisor = "far""#,
            "ansvarlig-revisor: `far` is not known, expected one of revisor, regnskapsforer, forretningsforer, direct",
        ),
    ] {
        let text = format!(r#"{{ client = "310495883", added = 2026-02-20T10:00:00Z, brought = {{ {brought} }} }}"#);
        let lines: Vec<_> = parse(&with_delegation(&text)).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(lines, [format!("prove.toml:30: access[0].delegations[0].brought.{problem}")]);
    }
}

#[test]
fn a_client_is_not_on_an_access_both_by_name_and_to_the_letter() {
    let delegation = r#"delegations = [{ client = "310495883", added = 2026-02-20T10:00:00Z, brought = {} }]"#;
    let lines = messages(&[(30, &format!("clients = [\"310495883\"]\n{delegation}"))]);
    assert_eq!(lines, ["prove.toml:31: access[0].delegations[0].client: is given twice, first on line 30"]);
}

#[test]
fn a_clock_is_fixed_or_moved_and_not_both() {
    let with = |lines: &str| small_with(&[(1, &format!("name = \"prove\"\n{lines}"))]);
    let clock = |lines: &str| parse(&with(lines)).unwrap().clock;
    assert_eq!(clock(""), WorldClock::Real);
    let fixed = "2026-03-01T09:00:00Z".parse().unwrap();
    assert_eq!(clock("clock = 2026-03-01T09:00:00Z"), WorldClock::Fixed(fixed));
    assert_eq!(clock("clock_moved = \"-72h\""), WorldClock::Moved("-72h".parse().unwrap()));
    let message = |lines: &str| parse(&with(lines)).unwrap_err()[0].to_string();
    assert!(message("clock_moved = \"soon\"").starts_with("prove.toml:2: clock_moved: `soon` is not a duration"));
    let far = message("clock_moved = \"999999999h\"");
    assert!(
        far.starts_with("prove.toml:2: clock_moved: a clock stands in the years 0 to 9999, or is moved by"),
        "{far}"
    );
    assert!(message("clock = 2026-03-01").starts_with("prove.toml:2: clock: `2026-03-01` is not a point in time"));
    let both = "clock = 2026-03-01T09:00:00Z\nclock_moved = \"1h\"";
    assert!(message(both).starts_with("prove.toml:3: clock_moved: cannot be combined with `clock`"));
}

/// In an order that does not depend on the file's.
fn sorted(contents: &WorldContents) -> WorldContents {
    let mut sorted = contents.clone();
    sorted.relations.sort_by_key(|relation| (relation.provider, relation.client, relation.role));
    sorted.grants.sort_by_key(|grant| (grant.provider, grant.client, grant.package.clone()));
    for delegation in &mut sorted.delegations {
        delegation.packages.sort_by_key(|(code, _)| code.clone());
    }
    sorted
}

#[test]
fn an_exported_world_loads_to_the_same_world() {
    let odd = small_with(&[
        (6, r#"name = "TILBYDER \"A\\B\" \u00e6\u0007 AS""#),
        (2, "title = { nb = 'a \"b\"', nn = \"\\n\u{e5}x\", en = 'c' }"),
    ]);
    for text in [GUIDE, SMALL, &odd] {
        let read = parse(text).unwrap();
        let again = parse(&to_toml(&read)).unwrap_or_else(|diagnostics| panic!("{}", diagnostics[0]));
        assert_eq!(sorted(&again), sorted(&read));
        assert_eq!(to_toml(&again), to_toml(&parse(again.source()).unwrap()));
    }
}
