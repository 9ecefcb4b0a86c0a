//! Tests of walkthrough files: what is read, and each error message.

use proptest::prelude::*;

use super::Walkthrough;
use crate::i18n::{Lang, Wording};
use crate::scenario::{Scenario, package_catalogue};
use crate::toml_source::Diagnostic;
use crate::walkthrough::{Action, Expectation, Region, Start};

const GUIDE: &str = include_str!("../../fixtures/scenarios/veiledning.toml");
const GOOD: &str = r#"
name = "proof"
title = { nb = "a", nn = "a", en = "a" }
description = { nb = "a", nn = "a", en = "a" }
scenario = "veiledning"
person = "Gild Kanne"
organisation = "Diskret Nær Tiger AS"

[[step]]
instruction = { nb = "Trykk «{access.add_clients}».", nn = "a", en = "a" }
expected = { nb = "a", nn = "a", en = "a" }
action.press = { role = "button", name = { label = "dialog.add", then = ": Revisorkunde AS" } }
expect = [
    { heading = { label = "dialog.heading", access = "Revisor klientdelegering" } },
    { count = { role = "button", name = "…", is = 3 } },
    { text = { label = "dialog.confirm_add_heading", clients = { label = "dialog.count_many", count = "2" } } },
]
picture = { file = "one.png", region = { dialog = { margin = 8 } }, marks = [{ role = "link", name = "a" }] }

[[step]]
instruction = { nb = "a", nn = "a", en = "a" }
expected = { nb = "a", nn = "a", en = "a" }
expect = [{ row = { nb = "a", nn = "b", en = "c" } }]
picture = { file = "two.png", region = "page" }
"#;

fn scenario(named: &str) -> Option<Scenario> {
    (named == "veiledning").then(|| Scenario::parse("veiledning.toml", GUIDE, package_catalogue::embedded()).unwrap())
}

fn parsed(text: &str) -> Result<Walkthrough, Vec<Diagnostic>> {
    Walkthrough::parse("proof.toml", text, &scenario)
}

/// The error messages after replacing a part of the valid file.
#[track_caller]
fn messages(part: &str, by: &str) -> Vec<String> {
    assert!(GOOD.contains(part), "{part} is not in the file");
    let diagnostics = parsed(&GOOD.replacen(part, by, 1)).expect_err("the file should have an error");
    diagnostics.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_message(part: &str, by: &str, diagnostic: &str) {
    assert_eq!(messages(part, by), [diagnostic]);
}

#[test]
fn a_good_file_is_read_whole() {
    let walkthrough = parsed(GOOD).unwrap();
    assert_eq!((walkthrough.person_name.as_str(), walkthrough.start), ("Gild Kanne", Start::Overview));
    let [first, second] = walkthrough.steps.as_slice() else { panic!("two steps") };
    let resolve = |text: &super::PageText| text.resolve(Lang::Nb, Wording::Klient).into_owned();
    let Some(Action::Press(target)) = &first.action else { panic!("{:?}", first.action) };
    assert_eq!(resolve(&target.name), "Legg til i systemtilgang: Revisorkunde AS");
    let Expectation::Text(text) = &first.expectations[2] else { panic!("{:?}", first.expectations) };
    assert_eq!(resolve(text), "Vil du legge til 2 klienter?");
    assert_eq!(first.instruction.resolve(Lang::Nb, Wording::Kunde), "Trykk «Legg til kunder».");
    assert_eq!(first.picture.as_ref().unwrap().region, Region::Dialog { margin: 8 });
    assert_eq!(second.action, None);
}

#[test]
fn a_step_begins_where_it_says_or_where_the_one_before_did() {
    let overview = "/accessmanagement/ui/systemuser/overview";
    assert_eq!(parsed(GOOD).unwrap().step_paths().collect::<Vec<_>>(), [overview; 2]);
    let said = GOOD.replace("[[step]]", "[[step]]\nat = \"/a?b=c\"").replacen("at = \"/a?b=c\"", "", 1);
    let signed_out = said.replacen("[[step]]", "start = \"signed-out\"\n[[step]]", 1);
    for (text, first) in [(said, overview), (signed_out, "/")] {
        assert_eq!(parsed(&text).unwrap().step_paths().collect::<Vec<_>>(), [first, "/a?b=c"]);
    }
    let problem = "is not a path in the portal: begin with one slash";
    assert_message("[[step]]", "[[step]]\nat = \"//a\"", &format!("proof.toml:10: step[0].at: {problem}"));
}

#[test]
fn an_unknown_label_is_an_error() {
    assert_message(
        r#"label = "dialog.add", then"#,
        r#"label = "dialog.ad", then"#,
        "proof.toml:12: step[0].action.press.name: there is no label `dialog.ad`",
    );
    assert_message(
        "{access.add_clients}",
        "{access.add}",
        "proof.toml:10: step[0].instruction.nb: there is no label `access.add`",
    );
}

#[test]
fn the_values_of_a_label_are_those_that_it_needs() {
    let label = "the label `dialog.heading`, \"Hvilke kunder skal knyttes til systemtilgangen {access}?\",";
    assert_message(
        r#", access = "Revisor klientdelegering""#,
        "",
        &format!("proof.toml:14: step[0].expect[0].heading: {label} needs a value for `access`"),
    );
    assert_message(
        r#"access = "Revisor klientdelegering""#,
        r#"access = "a", client = "b""#,
        &format!("proof.toml:14: step[0].expect[0].heading: {label} has no `client`"),
    );
}

#[test]
fn person_and_organisation_must_be_in_the_scenario() {
    assert_message(
        "Gild Kanne",
        "Kari Nordmann",
        "proof.toml:6: person: `Kari Nordmann` is not a person in the scenario",
    );
    assert_message(
        "Diskret Nær",
        "Nær",
        "proof.toml:7: organisation: `Nær Tiger AS` is not an organisation in the scenario",
    );
    assert_message(
        "Diskret Nær Tiger",
        "Revisorkunde",
        "proof.toml:7: organisation: is an organisation in which the person has no role",
    );
    assert_message("\"veiledning\"", "\"vei\"", "proof.toml:5: scenario: `vei` is not a valid scenario");
}

#[test]
fn a_step_needs_something_that_can_fail() {
    assert_message(
        r#"expect = [{ row = { nb = "a", nn = "b", en = "c" } }]"#,
        "",
        "proof.toml:20: step[1].expect: is missing: a step that expects nothing cannot fail",
    );
}

#[test]
fn unknown_roles_actions_and_file_names_are_errors() {
    assert!(
        messages(r#"role = "button", name = {"#, r#"role = "knob", name = {"#)[0]
            .starts_with("proof.toml:12: step[0].action.press.role: `knob` is not known, expected one of alert, ")
    );
    assert!(messages("action.press", "action.kick")[0].contains("unknown variant `kick`"));
    assert_message(
        r#""two.png""#,
        r#""one.png""#,
        "proof.toml:24: step[1].picture.file: is already used by an earlier step",
    );
    assert_message(
        r#""two.png""#,
        r#""../two.png""#,
        "proof.toml:24: step[1].picture.file: is not a valid file name: use a-z, 0-9, - and _, then .png",
    );
}

#[test]
fn a_file_reports_all_its_errors_at_once() {
    let text = GOOD.replace("Gild Kanne", "Nobody").replace("one.png", "One.png").replace("dialog.add", "dialog.ad");
    assert_eq!(parsed(&text).unwrap_err().len(), 3);
}

#[test]
fn a_title_that_several_accesses_have_is_refused_with_its_line() {
    let again = r#"
[[access]]
owner = "310495891"
kind = "own"
title = "Revisor klientdelegering"
system = "Annet"
vendor = "310495913"
packages = ["jordbruk"]
created = 2026-02-15T09:00:00Z
"#;
    let scenario = |_: &str| {
        let text = format!("{GUIDE}{again}");
        Some(Scenario::parse("again.toml", &text, package_catalogue::embedded()).unwrap())
    };
    let press = GOOD.replacen(
        r#"name = { label = "dialog.add", then = ": Revisorkunde AS" }"#,
        r#"name = "Revisor klientdelegering""#,
        1,
    );
    let lines = Walkthrough::parse("proof.toml", &press, &scenario).unwrap_err();
    let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
    let problem = "`Revisor klientdelegering` is the title of 2 system accesses";
    assert_eq!(lines, [format!("proof.toml:12: step[0].action.press.name: {problem}")]);
    assert!(parsed(&press).is_ok(), "elsewhere the title is one access's");
}

/// The good file with one piece replaced by another.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof!["\\PC{0,12}", Just("[[step]]\n".to_owned()), Just("\"".to_owned()), Just("{ ".to_owned())];
    (0..GOOD.len(), 0_usize..60, piece).prop_map(|(start, length, piece)| {
        let start = GOOD.floor_char_boundary(start);
        let end = GOOD.ceil_char_boundary((start + length).min(GOOD.len()));
        format!("{}{piece}{}", &GOOD[..start], &GOOD[end..])
    })
}

proptest! {
    #[test]
    fn a_damaged_file_is_read_or_refused_with_a_place_in_it(text in mutated()) {
        if let Err(diagnostics) = parsed(&text) {
            prop_assert!(diagnostics.iter().all(|diagnostic| (1..=text.split('\n').count()).contains(&diagnostic.line)));
            prop_assert!(!diagnostics.is_empty());
        }
    }
}
