//! The dialog as a whole: what is in sight, what its buttons are called, and what is left after it.

use klientportal::browser::{Appearance, Options, Page};

use crate::keyboard::{focus_on, tab_to};
use crate::many::open_dialog;
use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

const SEARCH: &str = "Søk i kunder";
const CLEAR: &str = "Tøm søket";
const ADD: &str = "Legg til i systemtilgang: Revisorkunde AS";
const ADDED: &str = "Revisorkunde AS er lagt til systemtilgangen";

/// How many whole rows are in sight above the foot, and whether the pagination is.
const IN_SIGHT: &str = "(() => {
  const foot = document.querySelector('.dialog-foot').getBoundingClientRect();
  const whole = (e) => { const box = e.getBoundingClientRect(); return box.top >= 0 && box.bottom <= foot.top + 0.5; };
  const [pages] = document.querySelectorAll('dialog .pagination');
  return [[...document.querySelectorAll('[data-row]')].filter(whole).length, whole(pages), foot.bottom <= innerHeight + 0.5];
})()";

/// How often the document has the sentence.
fn copies(page: &Page, text: &str) -> Result<usize, klientportal::browser::Error> {
    let count = page.evaluate(&format!("document.documentElement.textContent.split('{text}').length - 1"))?;
    Ok(serde_json::from_value(count).unwrap())
}

#[test]
fn the_first_look_has_all_rows_on_a_desktop_and_whole_rows_in_low_windows() -> Outcome {
    let portal = Portal::start();
    for (width, height, rows, pages) in
        [(1280, 900, 10, true), (390, 844, 6, false), (844, 390, 3, false), (640, 450, 3, false), (320, 256, 1, false)]
    {
        let appearance = Appearance { width, height, ..Appearance::DESKTOP };
        for script in [true, false] {
            let page = open_dialog(&portal, Options { appearance, script, ..in_language("nb") })?;
            let seen = page.evaluate(IN_SIGHT)?;
            // Without the script the foot has more to say.
            let rows = if script || pages { rows } else { 1.min(rows) };
            assert!(seen[0].as_u64().unwrap() >= rows, "{width}×{height}, script: {script}: {seen}");
            assert!(seen[2] == true && (!pages || seen[1] == true), "{width}×{height}, script: {script}: {seen}");
            let search = page.bounds("searchbox", SEARCH)?;
            assert!(search.width >= 90.0, "{width}×{height}, script: {script}: {search:?}");
        }
    }
    Ok(())
}

#[test]
fn the_choice_and_its_buttons_are_in_sight_wherever_the_list_is() -> Outcome {
    let portal = Portal::start();
    for appearance in
        [Appearance::DESKTOP, Appearance::PHONE, Appearance { width: 844, height: 390, ..Appearance::DESKTOP }]
    {
        let page = open_dialog(&portal, Options { appearance, ..in_language("nb") })?;
        page.press("checkbox", "Velg Bestemt Myk Mink ANS…")?;
        page.press("checkbox", "Velg Klok Verd Struts Ltd…")?;
        page.says("2 valgte")?;
        for name in ["Legg til 2 valgte", "Fjern valget", "Legg til 2, bekreft og lukk"] {
            let button = page.bounds("button", name)?;
            assert!(button.y > 0.0 && button.y + button.height <= f64::from(appearance.height), "{name}: {button:?}");
        }
        page.press("button", "Fjern valget")?;
        page.wait_for("the choice is still there", |tree| !tree.says("2 valgte"))?;
    }
    Ok(())
}

#[test]
fn a_confirmation_is_said_once_and_gone_with_the_snackbar() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.press("button", ADD)?;
    page.announces(ADDED)?;
    assert_eq!(copies(&page, ADDED)?, 1);
    page.evaluate("document.querySelector('.snackbar').remove()")?;
    assert_eq!(copies(&page, ADDED)?, 0);
    page.press("button", "Legg til de 11 som ikke er lagt til")?;
    page.announces("11 kunder er lagt til.")?;
    assert_eq!(copies(&page, "11 kunder er lagt til.")?, 1);
    page.choose("Vis", "Ikke lagt til")?;
    page.announces("Alle kunder som kan legges til, er lagt til.")?;
    assert_eq!(copies(&page, "Alle kunder som kan legges til, er lagt til.")?, 1);
    Ok(())
}

#[test]
fn one_change_is_undone_in_its_confirmation() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.press("button", ADD)?;
    page.press("button", "Angre")?;
    page.announces("Endringen er angret. Revisorkunde AS er fjernet fra systemtilgangen")?;
    focus_on(&page, "button", "Angre")?;
    page.sees("button", ADD)?;
    assert_eq!((portal.on_access(), portal.changes()), (0, 2));
    assert_quiet(&page);
    Ok(())
}

#[test]
fn the_search_is_cleared_by_a_button_with_a_name() -> Outcome {
    for script in [true, false] {
        let portal = Portal::start();
        let page = open_dialog(&portal, Options { script, ..in_language("nb") })?;
        let missing = |page: &Page| page.wait_for("there is a button", |tree| !tree.has("button", CLEAR));
        missing(&page)?;
        for keyboard in [true, false] {
            page.type_into(SEARCH, "revisork")?;
            page.key("Enter")?;
            page.says("1 kunde")?;
            if keyboard {
                tab_to(&page, "button", CLEAR)?;
                page.key("Enter")?;
            } else {
                page.press("button", CLEAR)?;
            }
            page.says("Viser 1–10 av 12 kunder")?;
            missing(&page)?;
            assert!(!page.address()?.contains("search"), "{}", page.address()?);
            if script {
                focus_on(&page, "searchbox", SEARCH)?;
            }
        }
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn the_search_of_the_access_and_of_the_organisations_is_cleared_too() -> Outcome {
    let portal = Portal::start();
    for script in [true, false] {
        let page = open(Options { script, ..in_language("nb") });
        portal.sign_in(&page, "Gild Kanne")?;
        page.press("link", "Landbruk klientdelegering")?;
        page.type_into(SEARCH, "zzz")?;
        page.key("Enter")?;
        page.says("Ingen tilknyttede kunder passer med «zzz».")?;
        page.press("button", CLEAR)?;
        page.says("1 kunde")?;
        assert!(page.address()?.ends_with("/agentdelegation"), "{}", page.address()?);
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn automation_written_for_altinn_finds_the_buttons_by_role_and_name() -> Outcome {
    for script in [true, false] {
        let portal = Portal::start_with(&["--wording", "klient"]);
        let page = open(Options { script, ..in_language("nb") });
        portal.open_access(&page, "Revisor klientdelegering")?;
        page.press("button", "Ansvarlig revisor 2 tjenester")?;
        page.sees("dialog", "Ansvarlig revisor")?;
        page.press("button", "Lukk")?;
        page.wait_for("the package is still open", |tree| !tree.has("dialog", "Ansvarlig revisor"))?;
        page.press("button", "Legg til klienter")?;
        page.sees("button", "Bekreft og lukk")?;
        assert!(page.address()?.ends_with("/agentdelegation/clients"), "{}", page.address()?);
        page.press("button", ADD)?;
        page.says(ADDED)?;
        page.press("button", "Bekreft og lukk")?;
        page.press("button", "Legg til eller fjern klienter")?;
        page.press("button", "Lukk")?;
        page.heading("Revisor klientdelegering")?;
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn the_page_after_the_dialog_has_a_plain_address_the_focus_and_is_not_scrolled() -> Outcome {
    for script in [true, false] {
        for way in ["Bekreft og lukk", "Lukk"] {
            let portal = Portal::start();
            let page = open_dialog(&portal, Options { script, ..in_language("nb") })?;
            page.press("button", way)?;
            page.heading("Revisor klientdelegering")?;
            focus_on(&page, "button", "Legg til kunder")?;
            assert!(page.address()?.ends_with("/agentdelegation"), "{}", page.address()?);
            assert_eq!(page.evaluate("scrollY")?, 0, "{way}, script: {script}");
        }
    }
    Ok(())
}

#[test]
fn the_page_behind_the_dialog_has_the_clients_that_were_added() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    let behind = |page: &Page| page.evaluate("document.querySelector('#access-clients').textContent");
    assert!(behind(&page)?.as_str().unwrap().contains("ingen kunder"));
    page.press("button", ADD)?;
    page.announces(ADDED)?;
    let seen = behind(&page)?;
    assert!(
        seen.as_str().is_some_and(|seen| seen.contains("Revisorkunde AS") && !seen.contains("ingen kunder")),
        "{seen}"
    );
    page.press("button", "Angre")?;
    page.sees("button", ADD)?;
    assert!(behind(&page)?.as_str().unwrap().contains("ingen kunder"));
    Ok(())
}

/// The rows whose name takes more lines with the box than without.
const WRAPPED: &str = "(() => {
  const heights = () => [...document.querySelectorAll('[data-row] .row-title')].map((name) => name.offsetHeight);
  const before = heights();
  for (const box of document.querySelectorAll('[data-row] [type=checkbox]')) box.remove();
  for (const avatar of document.querySelectorAll('[data-row] .avatar')) avatar.style.display = 'flex';
  const after = heights();
  return before.filter((height, row) => height > after[row]).length;
})()";

#[test]
fn a_boxs_label_is_the_row_and_on_phones_no_name_wraps_because_of_the_box() -> Outcome {
    let portal = Portal::start();
    for appearance in [Appearance::DESKTOP, Appearance::PHONE] {
        let page = open_dialog(&portal, Options { appearance, ..in_language("nb") })?;
        let name = page.evaluate(
            "(() => { const box = document.querySelector('[data-row] .row-number').getBoundingClientRect();
               return [box.x + box.width / 2, box.y + box.height / 2]; })()",
        )?;
        page.press_at(name[0].as_f64().unwrap(), name[1].as_f64().unwrap(), 1)?;
        page.says("1 valgt")?;
        page.sees("checkbox", "Velg Bestemt Myk Mink ANS Org.nr. 310 496 081")?;
        page.press("button", "Fjern valget")?;
        page.wait_for("the choice is still there", |tree| !tree.says("1 valgt"))?;
        assert_eq!(page.evaluate(WRAPPED)?, 0);
    }
    Ok(())
}

/// Pairs of visible buttons for many that touch, and empty items of lists.
const TOUCHING: &str = "(() => {
  const boxes = [...document.querySelectorAll('dialog .bulk .ds-button')].map((button) => button.getBoundingClientRect());
  const near = (a, b) => a.left - 4 < b.right && b.left - 4 < a.right && a.top - 4 < b.bottom && b.top - 4 < a.bottom;
  return [boxes.some((one, i) => boxes.slice(i + 1).some((other) => near(one, other))),
    [...document.querySelectorAll('.pagination li')].some((item) => !item.textContent.trim() && !item.children.length)];
})()";

#[test]
fn without_javascript_the_filter_has_a_button_and_no_buttons_touch() -> Outcome {
    let portal = Portal::start();
    for appearance in [Appearance::DESKTOP, Appearance::PHONE] {
        let page = open_dialog(&portal, Options { appearance, script: false, ..in_language("nb") })?;
        assert_eq!(page.evaluate(TOUCHING)?, serde_json::json!([false, false]));
        page.choose("Vis", "Lagt til")?;
        page.press("button", "Oppdater")?;
        page.says("Ingen kunder er lagt til.")?;
    }
    Ok(())
}
