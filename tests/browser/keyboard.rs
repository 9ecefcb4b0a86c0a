//! The guide by keyboard alone: all can be reached, and focus is never lost.

use klientportal::browser::Page;

use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

const ADD: &str = "Legg til i systemtilgang: Revisorkunde AS";
const REMOVE: &str = "Fjern fra systemtilgang: Revisorkunde AS";
const OPENER: &str = "Legg til eller fjern kunder";
const WHICH: &str = "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?";
/// More stops than any page has.
const MOST_STOPS: usize = 60;

#[test]
fn the_guide_works_by_keyboard_alone() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.url)?;
    tab_to(&page, "link", "Logg inn")?;
    page.key("Enter")?;
    page.heading("Velg hvem du logger inn som")?;
    tab_to(&page, "button", "Gild Kanne…")?;
    page.key("Space")?;
    page.heading("Systemtilganger for Diskret Nær Tiger AS")?;
    tab_to(&page, "link", "Revisor klientdelegering")?;
    page.key("Enter")?;
    tab_to(&page, "button", "Legg til kunder")?;
    page.key("Enter")?;
    focus_on(&page, "heading", WHICH)?;
    tab_to(&page, "button", ADD)?;
    page.key("Space")?;
    focus_on(&page, "button", REMOVE)?;
    page.announces("Revisorkunde AS er lagt til systemtilgangen")?;
    tab_to(&page, "button", "Bekreft og lukk")?;
    page.key("Enter")?;
    page.heading("Revisor klientdelegering")?;
    page.says("Revisorkunde AS")?;
    focus_on(&page, "button", OPENER)?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn escape_closes_the_dialog_and_the_focus_is_back_on_what_opened_it() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.open_access(&page, "Revisor klientdelegering")?;
    tab_to(&page, "button", "Legg til kunder")?;
    page.key("Enter")?;
    focus_on(&page, "heading", WHICH)?;
    page.key("Escape")?;
    page.heading("Revisor klientdelegering")?;
    focus_on(&page, "button", "Legg til kunder")
}

#[test]
fn the_focus_stays_in_the_open_dialog() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.open_access(&page, "Revisor klientdelegering")?;
    page.press("button", "Legg til kunder")?;
    focus_on(&page, "heading", WHICH)?;
    let behind = "document.activeElement !== document.body && !document.activeElement.closest('dialog')";
    for _ in 0..MOST_STOPS / 2 {
        page.key("Tab")?;
        assert_eq!(page.evaluate(behind)?, false, "{:?}", page.focused()?);
    }
    Ok(())
}

#[test]
fn searching_and_paging_in_the_dialog_keep_the_focus() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.open_access(&page, "Revisor klientdelegering")?;
    page.press("button", "Legg til kunder")?;
    tab_to(&page, "button", "Neste")?;
    page.key("Enter")?;
    page.says("Viser 11–12 av 12 kunder")?;
    page.wait_for("the focus is lost", |tree| tree.focused().is_some())?;
    page.type_into("Søk i kunder", "revisork")?;
    page.announces("1 kunde")?;
    focus_on(&page, "searchbox", "Søk i kunder")?;
    page.key("Escape")?;
    page.says("Viser 1–10 av 12 kunder")?;
    focus_on(&page, "searchbox", "Søk i kunder")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn the_skip_link_is_the_first_stop_and_leads_to_the_main_content() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    page.heading("Systemtilganger for Diskret Nær Tiger AS")?;
    page.key("Tab")?;
    focus_on(&page, "link", "Hopp til hovedinnholdet")?;
    page.key("Enter")?;
    page.wait_for("the focus is not on the main content", |tree| tree.focused().is_some_and(|node| node.role == "main"))
}

#[test]
fn escape_closes_the_menu_and_gives_the_focus_back() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    tab_to(&page, "button", "Meny")?;
    page.key("Enter")?;
    page.sees("button", "Logg ut")?;
    page.key("Tab")?;
    page.key("Escape")?;
    page.wait_for("the menu is still open", |tree| !tree.has("button", "Logg ut"))?;
    focus_on(&page, "button", "Meny")
}

/// Presses Tab until this element has the focus.
#[track_caller]
pub fn tab_to(page: &Page, role: &str, name: &str) -> Outcome {
    page.sees(role, name)?;
    for _ in 0..MOST_STOPS {
        if page.focused()?.is_some_and(|node| node.is(role, name)) {
            return Ok(());
        }
        page.key("Tab")?;
    }
    focus_on(page, role, name)
}

#[track_caller]
pub fn focus_on(page: &Page, role: &str, name: &str) -> Outcome {
    let otherwise = format!("the focus is not on {role} \"{name}\"");
    page.wait_for(&otherwise, |tree| tree.focused().is_some_and(|node| node.is(role, name)))
}
