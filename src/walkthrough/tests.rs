//! Faults of walkthrough files, and that the built-in ones have none.

use super::Walkthrough;
use crate::document::Fault;
use crate::i18n::{Lang, Wording};
use crate::scenario::{Scenario, catalogue};
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
    (named == "veiledning").then(|| Scenario::parse("veiledning.toml", GUIDE, catalogue::embedded()).unwrap())
}

fn parsed(text: &str) -> Result<Walkthrough, Vec<Fault>> {
    Walkthrough::parse("proof.toml", text, &scenario)
}

/// The faults after a part of the good file was replaced.
#[track_caller]
fn faults(part: &str, by: &str) -> Vec<String> {
    assert!(GOOD.contains(part), "{part} is not in the file");
    let faults = parsed(&GOOD.replacen(part, by, 1)).expect_err("the file should have a fault");
    faults.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_fault(part: &str, by: &str, fault: &str) {
    assert_eq!(faults(part, by), [fault]);
}

#[test]
fn a_good_file_is_read_whole() {
    let walkthrough = parsed(GOOD).unwrap();
    assert_eq!((walkthrough.person_name.as_str(), walkthrough.start), ("Gild Kanne", Start::Overview));
    let [first, second] = walkthrough.steps.as_slice() else { panic!("two steps") };
    let say = |text: &super::Text| text.say(Lang::Nb, Wording::Klient).into_owned();
    let Some(Action::Press(target)) = &first.action else { panic!("{:?}", first.action) };
    assert_eq!(say(&target.name), "Legg til i systemtilgang: Revisorkunde AS");
    let Expectation::Text(text) = &first.expectations[2] else { panic!("{:?}", first.expectations) };
    assert_eq!(say(text), "Vil du legge til 2 klienter?");
    assert_eq!(first.instruction.say(Lang::Nb, Wording::Kunde), "Trykk «Legg til kunder».");
    assert_eq!(first.picture.as_ref().unwrap().region, Region::Dialog { margin: 8 });
    assert_eq!(second.action, None);
}

#[test]
fn a_step_begins_where_it_says_or_where_the_one_before_did() {
    let overview = "/accessmanagement/ui/systemuser/overview";
    assert_eq!(parsed(GOOD).unwrap().places().collect::<Vec<_>>(), [overview; 2]);
    let said = GOOD.replace("[[step]]", "[[step]]\nat = \"/a?b=c\"").replacen("at = \"/a?b=c\"", "", 1);
    let signed_out = said.replacen("[[step]]", "start = \"signed-out\"\n[[step]]", 1);
    for (text, first) in [(said, overview), (signed_out, "/")] {
        assert_eq!(parsed(&text).unwrap().places().collect::<Vec<_>>(), [first, "/a?b=c"]);
    }
    let problem = "is no address of the portal, begin with one slash";
    assert_fault("[[step]]", "[[step]]\nat = \"//a\"", &format!("proof.toml:10: step[0].at: {problem}"));
}

#[test]
fn a_label_that_does_not_exist_is_a_fault() {
    assert_fault(
        r#"label = "dialog.add", then"#,
        r#"label = "dialog.ad", then"#,
        "proof.toml:12: step[0].action.press.name: there is no label `dialog.ad`",
    );
    assert_fault(
        "{access.add_clients}",
        "{access.add}",
        "proof.toml:10: step[0].instruction.nb: there is no label `access.add`",
    );
}

#[test]
fn the_values_of_a_label_are_those_that_it_needs() {
    let label = "the label `dialog.heading`, \"Hvilke kunder skal knyttes til systemtilgangen {access}?\",";
    assert_fault(
        r#", access = "Revisor klientdelegering""#,
        "",
        &format!("proof.toml:14: step[0].expect[0].heading: {label} needs a value for `access`"),
    );
    assert_fault(
        r#"access = "Revisor klientdelegering""#,
        r#"access = "a", client = "b""#,
        &format!("proof.toml:14: step[0].expect[0].heading: {label} has no `client`"),
    );
}

#[test]
fn whoever_is_named_must_be_in_the_scenario() {
    assert_fault("Gild Kanne", "Kari Nordmann", "proof.toml:6: person: `Kari Nordmann` is nobody in the scenario");
    assert_fault("Diskret Nær", "Nær", "proof.toml:7: organisation: `Nær Tiger AS` is no organisation of the scenario");
    assert_fault(
        "Diskret Nær Tiger",
        "Revisorkunde",
        "proof.toml:7: organisation: is nothing that the person has a role in",
    );
    assert_fault("\"veiledning\"", "\"vei\"", "proof.toml:5: scenario: `vei` is no scenario without fault");
}

#[test]
fn a_step_needs_something_that_can_fail() {
    assert_fault(
        r#"expect = [{ row = { nb = "a", nn = "b", en = "c" } }]"#,
        "",
        "proof.toml:20: step[1].expect: is missing: a step that expects nothing cannot fail",
    );
}

#[test]
fn what_the_portal_does_not_have_is_a_fault() {
    assert!(
        faults(r#"role = "button", name = {"#, r#"role = "knob", name = {"#)[0]
            .starts_with("proof.toml:12: step[0].action.press.role: `knob` is not known, expected one of alert, ")
    );
    assert!(faults("action.press", "action.kick")[0].contains("unknown variant `kick`"));
    assert_fault(r#""two.png""#, r#""one.png""#, "proof.toml:24: step[1].picture.file: is the file of an earlier step");
    assert_fault(
        r#""two.png""#,
        r#""../two.png""#,
        "proof.toml:24: step[1].picture.file: is no file name: a to z, 0 to 9, - and _, then .png",
    );
}

#[test]
fn a_file_says_all_its_faults_at_once() {
    let text = GOOD.replace("Gild Kanne", "Nobody").replace("one.png", "One.png").replace("dialog.add", "dialog.ad");
    assert_eq!(parsed(&text).unwrap_err().len(), 3);
}
