//! axe-core finds no fault on any page, in any size or colour scheme, no state hides its text, and nothing scrolls
//! sideways. One walk through all states for all of these.

use std::fs;
use std::sync::LazyLock;

use klientportal::browser::{Appearance, Page};

use crate::{Outcome, contrast, layout, own_accesses, refusals, relationships, requests, states};

const APPEARANCES: [(&str, Appearance); 4] = [
    ("desktop", Appearance::DESKTOP.without_motion()),
    ("desktop, dark", Appearance::DESKTOP.without_motion().dark()),
    ("phone, dark", Appearance::PHONE.without_motion().dark()),
    ("phone", Appearance::PHONE.without_motion()),
];
const FORCED_COLOURS: Appearance = Appearance { forced_colours: true, ..Appearance::DESKTOP.without_motion() };
/// 1280 pixels at 200 %.
const ZOOMED: Appearance = Appearance { width: 640, height: 450, scale: 2, ..Appearance::DESKTOP.without_motion() };

static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/static/node_modules/axe-core/axe.min.js");
    fs::read_to_string(file).unwrap()
});

/// All default rules and two more, or those of `RULES`; a line for each element at fault.
const RUN: &str = "
axe.run(document, {
  resultTypes: ['violations'],
  RULES
  rules: { 'label-content-name-mismatch': { enabled: true }, 'target-size': { enabled: true } },
}).then(({ violations, passes }) => ({
  passes: passes.length,
  faults: violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary.replace(/\\s+/g, ' ')}`)),
}))";

/// What another colour scheme can change.
const COLOURS_ONLY: &str = "runOnly: ['color-contrast', 'link-in-text-block'],";

#[test]
fn the_pages_before_the_sign_in_are_accessible_and_fit() -> Outcome {
    states::signed_out(&fits_in_all_appearances)
}

#[test]
fn what_each_person_sees_is_accessible_and_fits() -> Outcome {
    states::people(&fits_in_all_appearances)
}

#[test]
fn the_pages_of_an_access_are_accessible_and_fit() -> Outcome {
    states::accesses(&fits_in_all_appearances)
}

#[test]
fn the_dialog_is_accessible_and_fits() -> Outcome {
    states::dialog(&fits_in_all_appearances)
}

#[test]
fn several_clients_at_once_are_accessible_and_fit() -> Outcome {
    states::many(&fits_in_more_appearances)
}

#[test]
fn lost_powers_are_accessible_and_fit() -> Outcome {
    states::lost(&fits_in_more_appearances)
}

#[test]
fn own_accesses_deletion_and_the_own_organisation_are_accessible_and_fit() -> Outcome {
    own_accesses::states(&fits_in_more_appearances)
}

#[test]
fn the_dialog_without_javascript_is_accessible_and_fits() -> Outcome {
    states::dialog_without_script(&|page, state| {
        // axe needs timers; enabling JavaScript now does not run the page's own script.
        page.set_javascript_enabled(true)?;
        fits_in_all_appearances(page, state)?;
        in_appearance(page, state, "forced colours", FORCED_COLOURS)
    })
}

#[test]
fn requests_in_every_state_are_accessible_and_fit() -> Outcome {
    requests::states(&|page, state| {
        layout::fits(page, state)?;
        let [_, dark, _, phone] = APPEARANCES;
        [dark, phone].into_iter().try_for_each(|(name, appearance)| {
            in_appearance(page, state, name, appearance)?;
            contrast::in_every_state(page, &format!("{state} ({name})"))
        })
    })
}

#[test]
fn the_test_tools_and_the_apis_document_are_accessible_and_fit() -> Outcome {
    states::tools(&fits_in_all_appearances)
}

#[test]
fn the_test_tools_in_use_are_accessible_and_fit() -> Outcome {
    states::tools_in_use(&fits_in_more_appearances)
}

/// One journey for both checks, and fewer appearances: dialogs, rows and forms are checked in all of them elsewhere.
#[test]
fn the_pages_of_relationships_are_accessible_and_fit() -> Outcome {
    relationships::states(&|page, state| {
        layout::fits(page, state)?;
        APPEARANCES[1..3].iter().try_for_each(|(name, appearance)| in_appearance(page, state, name, *appearance))
    })
}

#[test]
fn every_refusal_is_accessible_and_has_a_way_on() -> Outcome {
    refusals::all(&|page, state| {
        page.wait_for("there is no way on", |tree| tree.nodes().iter().any(|node| node.role == "link"))?;
        let [_, dark, _, phone] = APPEARANCES;
        [dark, phone].into_iter().try_for_each(|(name, appearance)| in_appearance(page, state, name, appearance))
    })
}

#[test]
fn axe_finds_a_fault_where_there_is_one() -> Outcome {
    let page = crate::open(crate::in_language("nb"));
    page.goto("data:text/html,<title>x</title><button></button>")?;
    page.sees("button", "")?;
    let faults = faults(&page, "")?;
    assert!(faults.iter().any(|fault| fault.starts_with("button-name: <button></button>")), "{faults:?}");
    Ok(())
}

fn fits_in_all_appearances(page: &Page, state: &str) -> Outcome {
    layout::fits(page, state)?;
    in_all_appearances(page, state)
}

fn fits_in_more_appearances(page: &Page, state: &str) -> Outcome {
    layout::fits(page, state)?;
    in_more_appearances(page, state)
}

fn in_all_appearances(page: &Page, state: &str) -> Outcome {
    APPEARANCES.iter().try_for_each(|(name, appearance)| {
        in_appearance(page, state, name, *appearance)?;
        // The width changes no colour.
        if name.starts_with("desktop") { contrast::in_every_state(page, &format!("{state} ({name})")) } else { Ok(()) }
    })
}

/// Also runs a check in each appearance.
pub fn in_all_appearances_and(page: &Page, state: &str, check: &dyn Fn(&Page) -> Outcome) -> Outcome {
    APPEARANCES.iter().try_for_each(|(name, appearance)| {
        in_appearance(page, state, name, *appearance)?;
        check(page)
    })
}

fn in_more_appearances(page: &Page, state: &str) -> Outcome {
    in_appearance(page, state, "forced colours", FORCED_COLOURS)?;
    in_appearance(page, state, "200 %", ZOOMED)?;
    in_all_appearances(page, state)
}

fn in_appearance(page: &Page, state: &str, name: &str, appearance: Appearance) -> Outcome {
    page.set_appearance(appearance)?;
    // To the end: a row that is partly below the dialog's foot is a small target only until it is scrolled.
    page.evaluate("document.querySelector('dialog')?.scrollTo(0, 1e6)")?;
    let faults = faults(page, if appearance.dark { COLOURS_ONLY } else { "" })?;
    assert!(faults.is_empty(), "{state} ({name})\n  {}", faults.join("\n  "));
    Ok(())
}

fn faults(page: &Page, rules: &str) -> Result<Vec<String>, klientportal::browser::Error> {
    if page.evaluate("typeof axe")? == "undefined" {
        page.evaluate(&AXE)?;
    }
    let result = page.evaluate(&RUN.replace("RULES", rules))?;
    assert!(result["passes"].as_u64() > Some(0), "axe looked at nothing");
    let faults = result["faults"].as_array().into_iter().flatten();
    Ok(faults.filter_map(|fault| fault.as_str().map(str::to_owned)).collect())
}
