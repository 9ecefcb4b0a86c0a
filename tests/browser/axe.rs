//! axe-core finds nothing to complain about, on any page, in any size or colour scheme.

use std::fs;
use std::sync::LazyLock;

use klientportal::browser::{Look, Page};

use crate::{Outcome, refusals, states};

const LOOKS: [(&str, Look); 4] = [
    ("desktop", Look::DESKTOP.still()),
    ("desktop, dark", Look::DESKTOP.still().dark()),
    ("phone, dark", Look::PHONE.still().dark()),
    ("phone", Look::PHONE.still()),
];
const FORCED_COLOURS: Look = Look { forced_colours: true, ..Look::DESKTOP.still() };
/// 1280 pixels at 200 %.
const ZOOMED: Look = Look { width: 640, height: 450, scale: 2, ..Look::DESKTOP.still() };

static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/static/node_modules/axe-core/axe.min.js");
    fs::read_to_string(file).unwrap()
});

/// All rules that are on by default, and two more. Answers with a line for each element at fault.
const RUN: &str = "
axe.run(document, {
  resultTypes: ['violations'],
  rules: { 'label-content-name-mismatch': { enabled: true }, 'target-size': { enabled: true } },
}).then(({ violations, passes }) => ({
  passes: passes.length,
  faults: violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary.replace(/\\s+/g, ' ')}`)),
}))";

#[test]
fn the_pages_before_the_sign_in_are_accessible() -> Outcome {
    states::signed_out(&in_all_looks)
}

#[test]
fn what_each_person_sees_is_accessible() -> Outcome {
    states::people(&in_all_looks)
}

#[test]
fn the_pages_of_an_access_are_accessible() -> Outcome {
    states::accesses(&in_all_looks)
}

#[test]
fn the_dialog_is_accessible() -> Outcome {
    states::dialog(&in_all_looks)
}

#[test]
fn several_clients_at_once_are_accessible() -> Outcome {
    states::many(&in_more_looks)
}

#[test]
fn lost_powers_are_accessible() -> Outcome {
    states::lost(&in_more_looks)
}

#[test]
fn the_dialog_without_javascript_is_accessible() -> Outcome {
    states::dialog_without_script(&|page, state| {
        // axe needs timers; the page's own script is not run by this.
        page.let_scripts_run(true)?;
        in_all_looks(page, state)?;
        in_look(page, state, "forced colours", FORCED_COLOURS)
    })
}

#[test]
fn the_test_tools_and_the_apis_document_are_accessible() -> Outcome {
    states::tools(&in_all_looks)
}

#[test]
fn the_test_tools_in_use_are_accessible() -> Outcome {
    states::tools_in_use(&in_more_looks)
}

#[test]
fn every_refusal_is_accessible() -> Outcome {
    refusals::all(&|page, state| LOOKS[1..3].iter().try_for_each(|(name, look)| in_look(page, state, name, *look)))
}

#[test]
fn axe_finds_a_fault_where_there_is_one() -> Outcome {
    let page = crate::open(crate::in_language("nb"));
    page.goto("data:text/html,<title>x</title><button></button>")?;
    page.sees("button", "")?;
    let faults = faults(&page)?;
    assert!(faults.iter().any(|fault| fault.starts_with("button-name: <button></button>")), "{faults:?}");
    Ok(())
}

fn in_all_looks(page: &Page, state: &str) -> Outcome {
    LOOKS.iter().try_for_each(|(name, look)| in_look(page, state, name, *look))
}

/// And what else must hold in each look.
pub fn in_all_looks_and(page: &Page, state: &str, check: &dyn Fn(&Page) -> Outcome) -> Outcome {
    LOOKS.iter().try_for_each(|(name, look)| {
        in_look(page, state, name, *look)?;
        check(page)
    })
}

fn in_more_looks(page: &Page, state: &str) -> Outcome {
    in_look(page, state, "forced colours", FORCED_COLOURS)?;
    in_look(page, state, "200 %", ZOOMED)?;
    in_all_looks(page, state)
}

fn in_look(page: &Page, state: &str, name: &str, look: Look) -> Outcome {
    page.look(look)?;
    let faults = faults(page)?;
    assert!(faults.is_empty(), "{state} ({name})\n  {}", faults.join("\n  "));
    Ok(())
}

fn faults(page: &Page) -> Result<Vec<String>, klientportal::browser::Error> {
    if page.evaluate("typeof axe")? == "undefined" {
        page.evaluate(&AXE)?;
    }
    let result = page.evaluate(RUN)?;
    assert!(result["passes"].as_u64() > Some(0), "axe looked at nothing");
    let faults = result["faults"].as_array().into_iter().flatten();
    Ok(faults.filter_map(|fault| fault.as_str().map(str::to_owned)).collect())
}
