//! Ticked clients are added by the main button, which says so, and nothing else.
//! No tick comes back when the dialog is opened again.

use klientportal::browser::{Error, Options, Page};

use crate::keyboard::focus_on;
use crate::many::{large, open_dialog};
use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

const REVISOR: &str = "Revisor klientdelegering";
const CLOSE: &str = "Bekreft og lukk";
const BOXES: [&str; 2] = ["Velg Bestemt Myk Mink ANS…", "Velg Revisorkunde AS…"];

/// Opens the dialog and ticks two clients.
fn with_two_ticked(portal: &Portal, options: Options) -> Result<Page, Error> {
    let page = open_dialog(portal, options)?;
    for name in BOXES {
        page.press("checkbox", name)?;
    }
    if options.script {
        page.announces("2 valgte")?;
    }
    Ok(page)
}

/// Opens the dialog from its access and expects no ticks.
fn opens_without_ticks(page: &Page) -> Outcome {
    page.press("button", "Legg til kunder")?;
    page.sees("button", CLOSE)?;
    page.says("Viser 1–10 av 12 kunder")?;
    let tree = page.tree()?;
    assert!(tree.nodes().iter().all(|node| node.role != "checkbox" || node.checked == Some(false)), "{tree}");
    assert!(!tree.says("2 valgte"), "{tree}");
    Ok(())
}

#[test]
fn the_english_guide_adds_the_clients_that_it_selects() -> Outcome {
    for script in [true, false] {
        let portal = Portal::start();
        let page = open(Options { script, ..in_language("en") });
        page.goto(&portal.at("/sign-in"))?;
        page.press("button", "Gild Kanne…")?;
        page.press("link", REVISOR)?;
        page.press("button", "Add clients")?;
        page.press("checkbox", "Select Revisorkunde AS…")?;
        page.press("checkbox", "Select Bestemt Myk Mink ANS…")?;
        let close = if script { "Add 2, confirm and close" } else { "Confirm and close" };
        page.press("button", close)?;
        page.heading(REVISOR)?;
        page.says("2 clients have been added")?;
        page.says("Revisorkunde AS")?;
        page.says("Bestemt Myk Mink ANS")?;
        assert_eq!((portal.on_access(), portal.changes()), (2, 1), "script: {script}");
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn what_is_ticked_is_added_by_the_main_button_and_can_be_undone_where_it_is_said() -> Outcome {
    let portal = Portal::start();
    let page = with_two_ticked(&portal, in_language("nb"))?;
    page.press("button", "Legg til 2, bekreft og lukk")?;
    page.heading(REVISOR)?;
    page.announces("2 kunder er lagt til")?;
    focus_on(&page, "button", "Legg til eller fjern kunder")?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 1));
    page.press("button", "Angre")?;
    page.says("Endringen er angret. 2 kunder er fjernet.")?;
    assert_eq!(portal.on_access(), 0);
    assert_quiet(&page);
    Ok(())
}

#[test]
fn one_ticked_client_is_confirmed_by_name() -> Outcome {
    for script in [true, false] {
        let portal = Portal::start();
        let page = open_dialog(&portal, Options { script, ..in_language("nb") })?;
        page.press("checkbox", BOXES[1])?;
        page.press("button", if script { "Legg til 1, bekreft og lukk" } else { CLOSE })?;
        page.heading(REVISOR)?;
        page.says("Revisorkunde AS er lagt til systemtilgangen")?;
        assert_eq!(portal.on_access(), 1, "script: {script}");
    }
    Ok(())
}

#[test]
fn only_what_can_be_added_is_counted() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.press("button", "Legg til i systemtilgang: Revisorkunde AS")?;
    page.sees("button", "Fjern fra systemtilgang: Revisorkunde AS")?;
    page.press("checkbox", BOXES[1])?;
    page.announces("1 valgt")?;
    page.sees("button", CLOSE)?;
    page.press("checkbox", BOXES[0])?;
    page.press("button", "Legg til 1, bekreft og lukk")?;
    page.heading(REVISOR)?;
    page.says("1 kunde er lagt til. 1 kunde var lagt til fra før")?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 2));
    Ok(())
}

#[test]
fn more_than_twenty_ask_first_and_close_after_yes() -> Outcome {
    for script in [true, false] {
        let (portal, _file) = large();
        let page = open_dialog(&portal, Options { script, ..in_language("nb") })?;
        page.goto(&format!("{}?size=25", page.address()?))?;
        page.says("Viser 1–25")?;
        page.press("button", "Velg alle på siden")?;
        page.press("button", "Legg til 25, bekreft og lukk")?;
        page.sees("heading", "Vil du legge til 25 kunder?")?;
        if script {
            focus_on(&page, "heading", "Vil du legge til 25 kunder?")?;
        }
        assert_eq!(portal.changes(), 0, "script: {script}");
        page.press("link", "Avbryt")?;
        page.sees("button", "Legg til 25, bekreft og lukk")?;
        page.press("button", "Legg til 25, bekreft og lukk")?;
        page.press("button", "Ja, legg til 25 kunder")?;
        page.heading(REVISOR)?;
        page.says("25 kunder er lagt til")?;
        assert_eq!((portal.on_access(), portal.changes()), (25, 1), "script: {script}");
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn every_other_way_out_adds_nothing_and_drops_the_ticks() -> Outcome {
    let portal = Portal::start();
    for way in ["Lukk uten å legge til", "Lukk", "Escape", "Back"] {
        let page = with_two_ticked(&portal, in_language("nb"))?;
        match way {
            "Escape" => page.key("Escape")?,
            "Back" => page.evaluate("history.back()").map(drop)?,
            "Lukk" => page.press("button", way)?,
            link => page.press("link", link)?,
        }
        page.heading(REVISOR)?;
        opens_without_ticks(&page)?;
        assert_eq!(portal.changes(), 0, "{way}");
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn without_javascript_the_dialog_says_what_its_main_button_adds_and_has_a_way_out_without() -> Outcome {
    let portal = Portal::start();
    let page = with_two_ticked(&portal, Options { script: false, ..in_language("nb") })?;
    page.says("Knappen legger også til dem du har krysset av for, og lukker vinduet.")?;
    page.press("link", "Lukk uten å legge til")?;
    page.heading(REVISOR)?;
    opens_without_ticks(&page)?;
    page.press("button", CLOSE)?;
    page.heading(REVISOR)?;
    assert_eq!(portal.changes(), 0);
    assert_quiet(&page);
    Ok(())
}

#[test]
fn the_ticks_stay_while_the_dialog_is_open() -> Outcome {
    let portal = Portal::start();
    let page = with_two_ticked(&portal, in_language("nb"))?;
    page.reload()?;
    page.sees("button", "Legg til 2, bekreft og lukk")?;
    page.press("button", "Neste")?;
    page.announces("Viser 11–12 av 12 kunder")?;
    page.sees("button", "Legg til 2, bekreft og lukk")?;
    page.press("button", "Fjern valget")?;
    page.sees("button", CLOSE)?;
    page.press("checkbox", "Velg Aalreit Glad Tiger AS…")?;
    page.sees("button", "Legg til 1, bekreft og lukk")?;
    page.goto(&portal.at("/guide/client-relationship"))?;
    page.heading("Slik setter kunden opp kundeforholdet")?;
    page.evaluate("history.back()")?;
    page.sees("button", "Legg til 1, bekreft og lukk")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn a_tick_just_before_the_main_button_is_not_lost() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.hold("agentdelegation/clients")?;
    page.press("checkbox", BOXES[0])?;
    page.wait_until_held("agentdelegation/clients")?;
    page.press("checkbox", BOXES[1])?;
    page.press("button", CLOSE)?;
    page.release_all()?;
    page.heading(REVISOR)?;
    page.says("2 kunder er lagt til")?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 1));
    assert_quiet(&page);
    Ok(())
}

#[test]
fn the_dialog_stays_open_to_say_which_clients_were_refused() -> Outcome {
    let portal = Portal::start();
    let page = with_two_ticked(&portal, in_language("nb"))?;
    portal
        .world()
        .execute_batch("update client_role set role = 'regnskapsforer' where client = 310495883; update world set revision = revision + 1")
        .unwrap();
    page.press("button", "Legg til 2, bekreft og lukk")?;
    page.says("1 kunde er lagt til. 1 kunde kunne ikke legges til:")?;
    focus_on(&page, "region", "Resultat")?;
    page.sees("button", CLOSE)?;
    assert_eq!(portal.on_access(), 1);
    assert_quiet(&page);
    Ok(())
}
