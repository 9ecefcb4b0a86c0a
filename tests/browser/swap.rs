//! The script on a bad connection, with fast hands and with two people at once.
//! Nothing typed or pressed is lost or done twice, and the page never shows what is not so.

use std::fs;

use klientportal::browser::{Appearance, Options, Page};

use crate::keyboard::focus_on;
use crate::many::open_dialog;
use crate::portal::{OVERVIEW, Portal};
use crate::{Outcome, assert_quiet, in_language, open};

const REVISOR: &str = "Revisor klientdelegering";
const SEARCH: &str = "Søk i kunder";
const ADD: &str = "Legg til i systemtilgang: Revisorkunde AS";
const REMOVE: &str = "Fjern fra systemtilgang: Revisorkunde AS";
const ADD_MINK: &str = "Legg til i systemtilgang: Bestemt Myk Mink ANS";
const REMOVE_MINK: &str = "Fjern fra systemtilgang: Bestemt Myk Mink ANS";
const DIALOG: &str = "agentdelegation/clients";
const NO_ANSWER: &str = "Fikk ikke svar, så endringen er kanskje ikke lagret. Prøv igjen.";
const MOST_SCRIPT_BYTES: u64 = 8000;

/// Text of the alert in the row that has the focus.
const ALERT: &str = "document.activeElement.closest('[data-row]')?.querySelector('[role=alert]')?.textContent ?? ''";

fn wait_for_alert(page: &Page, text: &str) -> Outcome {
    page.announces(text)?;
    assert_eq!(page.evaluate(ALERT)?, text);
    Ok(())
}

/// Adds the first client; the answer is held back until it is released.
fn add_without_answer(page: &Page) -> Outcome {
    page.hold(DIALOG)?;
    page.press("button", ADD)?;
    page.wait_until_held(DIALOG)
}

fn finds(page: &Page, search: &str) -> Outcome {
    page.wait_for("the field has lost what was typed", |tree| {
        tree.only("searchbox", SEARCH).is_some_and(|node| node.value == search)
    })?;
    page.says("1 kunde")?;
    page.sees("button", ADD)?;
    assert!(page.address()?.ends_with(&format!("?search={search}")), "{}", page.address()?);
    Ok(())
}

#[test]
fn a_search_while_typing_loses_no_key_and_a_late_answer_does_not_overwrite_a_newer_one() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.hold("search=")?;
    page.press("searchbox", SEARCH)?;
    page.type_keys("re")?;
    page.wait_until_held("search=re")?;
    page.type_keys("vis")?;
    page.wait_until_held("search=revis")?;
    page.type_keys("orkunde")?;
    page.release("search=revisorkunde")?;
    finds(&page, "revisorkunde")?;
    page.release("search=revis")?;
    page.release("search=re")?;
    page.release_all()?;
    focus_on(&page, "searchbox", SEARCH)?;
    page.traffic()?;
    finds(&page, "revisorkunde")?;
    page.reload()?;
    finds(&page, "revisorkunde")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.heading("Systemtilganger for Diskret Nær Tiger AS")?;
    page.evaluate("history.back()")?;
    finds(&page, "revisorkunde")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn a_search_without_an_answer_says_so_and_the_next_one_works() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.offline(true)?;
    page.type_into(SEARCH, "revisork")?;
    page.announces("Fikk ikke svar. Prøv igjen.")?;
    page.says("Viser 1–10 av 12 kunder")?;
    focus_on(&page, "searchbox", SEARCH)?;
    page.offline(false)?;
    page.key("Enter")?;
    finds(&page, "revisork")?;
    page.wait_for("the old failure is still there", |tree| !tree.says("Fikk ikke svar."))
}

#[test]
fn a_change_without_an_answer_says_so_on_its_row_and_the_next_try_works() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    let before = page.bounds("button", ADD)?;
    page.offline(true)?;
    page.press("button", ADD)?;
    wait_for_alert(&page, NO_ANSWER)?;
    assert_eq!(page.bounds("button", ADD)?, before);
    page.offline(false)?;
    page.hold(DIALOG)?;
    page.press("button", ADD_MINK)?;
    page.fail_request(DIALOG)?;
    page.wait_for("the second row says nothing", |_| page.evaluate(ALERT).is_ok_and(|text| text == NO_ANSWER))?;
    page.release_all()?;
    assert_eq!(portal.changes(), 0);
    page.press("button", ADD)?;
    page.announces("Revisorkunde AS er lagt til systemtilgangen")?;
    focus_on(&page, "button", REMOVE)?;
    page.press("button", ADD_MINK)?;
    focus_on(&page, "button", REMOVE_MINK)?;
    page.wait_for("an old failure is still there", |tree| !tree.says("Fikk ikke svar"))?;
    assert_eq!(portal.on_access(), 2);
    Ok(())
}

#[test]
fn a_box_whose_tick_was_not_stored_is_not_ticked() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    let ticked = |page: &Page, wanted| {
        page.wait_for("the box is not as it should be", |tree| {
            tree.only("checkbox", "Velg Revisorkunde AS…").is_some_and(|node| node.checked == Some(wanted))
        })
    };
    page.offline(true)?;
    page.press("checkbox", "Velg Revisorkunde AS…")?;
    wait_for_alert(&page, NO_ANSWER)?;
    ticked(&page, false)?;
    page.offline(false)?;
    page.press("checkbox", "Velg Revisorkunde AS…")?;
    page.announces("1 valgt")?;
    ticked(&page, true)
}

#[test]
fn a_refused_change_says_why_on_its_row_and_leaves_the_list() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    let world = portal.world();
    world
        .execute_batch("update client_role set role = 'regnskapsforer' where client = 310495883; update world set revision = revision + 1")
        .unwrap();
    page.press("button", ADD)?;
    let why = "Mangler «Ansvarlig revisor». Kunden må registrere Diskret Nær Tiger AS som revisor i Enhetsregisteret.";
    wait_for_alert(&page, why)?;
    page.says("Viser 1–10 av 12 kunder")?;
    world.execute_batch("begin immediate").unwrap();
    page.press("button", ADD_MINK)?;
    wait_for_alert(&page, "En annen endring pågår. Vent litt og prøv igjen. Ingenting er endret.")?;
    world.execute_batch("rollback").unwrap();
    let token = page.evaluate("document.querySelector('dialog [name=form_token]').value")?;
    page.evaluate("document.querySelector('dialog [name=form_token]').value = 'forged'")?;
    page.press("button", ADD_MINK)?;
    page.announces("Siden du sendte fra, hører til en tidligere innlogging. Ingenting er endret. Gå tilbake, last siden på nytt og prøv igjen.")?;
    assert_eq!((portal.on_access(), portal.changes()), (0, 1), "only the refusal stands in the audit trail");
    page.evaluate(&format!("document.querySelector('dialog [name=form_token]').value = {token}"))?;
    page.press("button", ADD_MINK)?;
    focus_on(&page, "button", REMOVE_MINK)?;
    assert_eq!(portal.on_access(), 1);
    Ok(())
}

#[test]
fn a_press_or_a_search_after_the_session_has_ended_leads_to_the_page_that_says_what_to_do() -> Outcome {
    let portal = Portal::start();
    for search in [false, true] {
        let page = open_dialog(&portal, in_language("nb"))?;
        Portal::end_session(&page)?;
        if search {
            page.type_into(SEARCH, "mink")?;
        } else {
            page.press("button", ADD)?;
        }
        page.heading("Du må logge inn på nytt")?;
        page.press("link", "Logg inn igjen")?;
        page.heading("Velg hvem du logger inn som")?;
        page.press("button", "Gild Kanne…")?;
        page.sees("searchbox", SEARCH)?;
        assert_eq!(page.address()?.ends_with("search=mink"), search, "{}", page.address()?);
    }
    assert_eq!(portal.changes(), 0);
    Ok(())
}

#[test]
fn a_double_click_is_one_press_however_fast_the_answer_is() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.double_press("button", ADD, || page.sees("button", REMOVE))?;
    page.double_press("button", ADD_MINK, || Ok(()))?;
    focus_on(&page, "button", REMOVE_MINK)?;
    page.press("button", "Velg alle på siden")?;
    page.announces("10 valgte")?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 2));
    page.choose("Vis", "Valgte")?;
    page.double_press("button", "Fjern 2 valgte", || page.sees("button", "Angre"))?;
    page.double_press("button", "Angre", || page.says("Endringen er angret. 2 kunder er lagt til."))?;
    page.choose("Vis", "Alle")?;
    page.press("button", "Neste")?;
    page.announces("Viser 11–12 av 12 kunder")?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 4));
    assert_quiet(&page);
    Ok(())
}

#[test]
fn two_rows_pressed_faster_than_their_answers_are_both_stored_once() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    add_without_answer(&page)?;
    page.press("button", ADD_MINK)?;
    page.release(DIALOG)?;
    page.release(DIALOG)?;
    page.sees("button", REMOVE)?;
    page.press("button", ADD_MINK)?;
    page.release_all()?;
    page.announces("Bestemt Myk Mink ANS er lagt til systemtilgangen")?;
    focus_on(&page, "button", REMOVE_MINK)?;
    page.press("button", "Neste")?;
    page.announces("Viser 11–12 av 12 kunder")?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 2));
    assert!(!page.announcements().iter().any(|said| said.contains("allerede")), "{:?}", page.announcements());
    assert_quiet(&page);
    Ok(())
}

/// Long enough to put an arrived answer in place.
const IN_PLACE: &str = "new Promise((placed) => setTimeout(placed, 300))";
/// The press has an event time this far ahead:
/// on a slow machine, too, it counts as short.
const AHEAD_MS: f64 = 20_000.0;

#[test]
fn a_press_that_an_answer_comes_into_is_stored_too() -> Outcome {
    for press in [Page::mouse_press, Page::finger_press] {
        let portal = Portal::start();
        let page = open_dialog(&portal, in_language("nb"))?;
        let (x, y) = page.reach("button", ADD_MINK)?;
        add_without_answer(&page)?;
        let moment = page.now()? + AHEAD_MS;
        press(&page, (x, y), moment, &|| {
            page.release_all()?;
            page.traffic()?;
            page.evaluate(IN_PLACE).map(drop)
        })?;
        page.sees("button", REMOVE)?;
        page.announces("Bestemt Myk Mink ANS er lagt til systemtilgangen")?;
        page.sees("button", REMOVE_MINK)?;
        assert_eq!((portal.on_access(), portal.changes()), (2, 2));
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn an_answer_does_not_wait_for_a_press_that_does_not_end() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    add_without_answer(&page)?;
    let (x, y) = page.reach("heading", "Hvilke kunder…")?;
    page.mouse_down(x, y)?;
    page.release_all()?;
    page.sees("button", REMOVE)?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn what_another_administrator_has_done_is_announced_with_the_next_answer() -> Outcome {
    let portal = Portal::start();
    let gild = open_dialog(&portal, in_language("nb"))?;
    let estetisk = open(in_language("nb"));
    portal.sign_in(&estetisk, "Estetisk Skål")?;
    estetisk.press("link", REVISOR)?;
    estetisk.press("button", "Legg til kunder")?;
    estetisk.press("button", ADD)?;
    estetisk.sees("button", REMOVE)?;
    gild.press("button", ADD_MINK)?;
    gild.announces("Bestemt Myk Mink ANS er lagt til systemtilgangen. Estetisk Skål har lagt til Revisorkunde AS")?;
    gild.sees("button", REMOVE)?;
    estetisk.press("button", "Legg til i systemtilgang: Bestemt Myk Mink ANS")?;
    estetisk.announces(
        "Bestemt Myk Mink ANS var allerede lagt til systemtilgangen. Gild Kanne har lagt til Bestemt Myk Mink ANS",
    )?;
    assert_eq!(portal.changes(), 2);
    Ok(())
}

#[test]
fn escape_empties_the_search_and_then_closes() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.type_into(SEARCH, "revisork")?;
    finds(&page, "revisork")?;
    page.key("Escape")?;
    page.says("Viser 1–10 av 12 kunder")?;
    focus_on(&page, "searchbox", SEARCH)?;
    page.key("Escape")?;
    page.heading(REVISOR)?;
    focus_on(&page, "button", "Legg til kunder")
}

#[test]
fn what_still_waits_is_stored_before_the_dialog_closes() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    add_without_answer(&page)?;
    page.press("button", ADD_MINK)?;
    // Outside the dialog.
    page.press_at(4.0, 4.0, 1)?;
    page.release_all()?;
    page.heading(REVISOR)?;
    page.says("Bestemt Myk Mink ANS")?;
    page.says("Revisorkunde AS")?;
    focus_on(&page, "button", "Legg til eller fjern kunder")?;
    assert_eq!(portal.on_access(), 2);
    assert_quiet(&page);
    Ok(())
}

#[test]
fn the_dialog_stays_when_what_was_pressed_last_is_not_stored() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    add_without_answer(&page)?;
    page.key("Escape")?;
    page.fail_request(DIALOG)?;
    wait_for_alert(&page, NO_ANSWER)?;
    page.release_all()?;
    page.sees("button", ADD)?;
    page.key("Escape")?;
    page.heading(REVISOR)
}

/// Whether the focused element is visible, its row between the dialog's top and foot.
const IN_SIGHT: &str = "(() => {
  const button = document.activeElement, box = button.getBoundingClientRect();
  const row = button.closest('.row').getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const top = document.querySelector('dialog').getBoundingClientRect().top;
  const foot = document.querySelector('.dialog-foot').getBoundingClientRect().top;
  return { seen: button.contains(hit), above: row.bottom <= foot + 0.5, below: row.top >= top - 0.5, row, top, foot };
})()";

#[test]
fn a_pressed_row_stays_where_it_is_and_nothing_covers_it() -> Outcome {
    let zoomed = Appearance { width: 640, height: 450, scale: 2, ..Appearance::DESKTOP };
    for appearance in [Appearance::PHONE, zoomed] {
        let portal = Portal::start();
        let page = open_dialog(&portal, Options { appearance, ..in_language("nb") })?;
        page.says("Viser 1–10 av 12 kunder")?;
        let adds = page.tree()?;
        let adds = adds.nodes().iter().filter(|node| node.is("button", "Legg til i systemtilgang…"));
        for add in adds.map(|node| node.name.clone()) {
            page.press("button", &add)?;
            let remove = add.replace("Legg til i", "Fjern fra");
            focus_on(&page, "button", &remove)?;
            let sight = page.evaluate(IN_SIGHT)?;
            assert!(sight["seen"] == true && sight["above"] == true && sight["below"] == true, "{add}: {sight:#}");
        }
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn a_row_does_not_move_when_the_account_above_the_list_goes_away() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    // Low enough for the list to scroll by more than the account takes.
    page.set_appearance(Appearance { height: 700, ..Appearance::DESKTOP })?;
    page.press("button", "Legg til alle 12")?;
    page.sees("region", "Resultat")?;
    page.evaluate("document.querySelector('dialog').scrollTop = 300")?;
    let before = page.bounds("button", REMOVE)?;
    page.press("button", REMOVE)?;
    let after = page.bounds("button", ADD)?;
    assert!((before.y - after.y).abs() < 1.0, "{before:?} {after:?}");
    Ok(())
}

#[test]
fn the_script_is_small() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/static/dist");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(format!("{dist}/manifest.json")).unwrap()).unwrap();
    let script = manifest["script"].as_str().unwrap();
    let bytes = fs::metadata(format!("{dist}/{script}")).unwrap().len();
    assert!((1..MOST_SCRIPT_BYTES).contains(&bytes), "{bytes} bytes");
}
