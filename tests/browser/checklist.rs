//! A walkthrough's checklist beside the portal:
//! by keyboard alone, and by axe-core.

use klientportal::browser::Page;

use crate::keyboard::{focus_on, tab_to};
use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

const LIST: &str = "/test/walkthroughs";

/// Begins a test run by keyboard, from the list to its checklist.
fn begin(portal: &Portal, page: &Page) -> Outcome {
    page.goto(&portal.at(LIST))?;
    page.heading("Gjennomganger for hånd")?;
    page.type_into("Navnet ditt", "Kari Nordmann")?;
    tab_to(page, "button", "Begynn: Fjern en kunde")?;
    page.key("Enter")?;
    page.heading("Fjern en kunde")
}

/// Whether the page is wider than the window.
fn overflows(page: &Page) -> Result<bool, klientportal::browser::Error> {
    Ok(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")? == true)
}

#[test]
fn a_checklist_is_walked_by_keyboard_and_each_verdict_leads_to_the_next_step() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    begin(&portal, &page)?;
    for (number, verdict) in [(1, "Bestått"), (2, "Feilet"), (3, "Hoppet over"), (4, "Bestått")] {
        if number == 2 {
            tab_to(&page, "textbox", "Merknad: steg 2")?;
            page.type_keys("Knappen mangler")?;
        }
        tab_to(&page, "button", &format!("{verdict}: steg {number}"))?;
        page.key("Space")?;
        let next =
            if number == 4 { "Lever runden".to_owned() } else { format!("Steg {} av 4 Ikke avgjort", number + 1) };
        focus_on(&page, "heading", &next)?;
    }
    page.says("2 bestått, 1 feilet, 1 hoppet over, 0 igjen")?;
    // Continues where the last verdict led, not at the top of the page.
    page.key("Tab")?;
    focus_on(&page, "link", "Markdown")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn a_checklist_fits_a_narrow_window_beside_the_portal() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    begin(&portal, &page)?;
    crate::axe::in_all_appearances_and(&page, "checklist", &|page| {
        assert!(!overflows(page)?, "the checklist is wider than its window");
        Ok(())
    })?;
    tab_to(&page, "button", "Feilet: steg 1")?;
    page.key("Space")?;
    page.says("Lagret")?;
    page.goto(&portal.at(LIST))?;
    page.says("0 bestått, 1 feilet, 0 hoppet over, 3 igjen")?;
    crate::axe::in_all_appearances_and(&page, "walkthroughs", &|page| {
        assert!(!overflows(page)?, "the list is wider than its window");
        Ok(())
    })?;
    assert_quiet(&page);
    Ok(())
}
