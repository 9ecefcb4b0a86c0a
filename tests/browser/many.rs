//! Several clients at once in the dialog:
//! by checkboxes or all of them, and undone.
//! By mouse, by keyboard and without JavaScript.

use std::io::Write;

use klientportal::browser::{Options, Page};
use klientportal::scenario::generate;
use tempfile::NamedTempFile;

use crate::keyboard::{focus_on, tab_to};
use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

const REVISOR: &str = "Revisor klientdelegering";
const RESULT: &str = "Resultat";

/// A world with more clients than are added without asking.
pub fn large() -> (Portal, NamedTempFile) {
    of_size(60)
}

fn of_size(clients: u32) -> (Portal, NamedTempFile) {
    let mut file = NamedTempFile::with_suffix(".toml").unwrap();
    file.write_all(generate(clients).as_bytes()).unwrap();
    (Portal::start_with(&["--scenario", file.path().to_str().unwrap()]), file)
}

pub fn open_dialog(portal: &Portal, options: Options) -> Result<Page, klientportal::browser::Error> {
    let page = open(options);
    portal.open_access(&page, REVISOR)?;
    page.press("button", "Legg til kunder")?;
    page.sees("button", "Bekreft og lukk")?;
    Ok(page)
}

/// How often a live region has announced this.
fn said(page: &Page, text: &str) -> usize {
    page.announcements().iter().filter(|said| *said == text).count()
}

/// The number in "Legg til alle 57".
fn all(page: &Page) -> Result<usize, klientportal::browser::Error> {
    page.sees("button", "Legg til alle…")?;
    let tree = page.tree()?;
    let button = tree.only("button", "Legg til alle…").expect("one button adds all");
    Ok(button.name.rsplit(' ').next().and_then(|count| count.parse().ok()).expect("the button has a number"))
}

#[test]
fn boxes_keep_their_ticks_over_pages_and_searches_and_what_is_chosen_is_added_and_undone() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.press("checkbox", "Velg Bestemt Myk Mink ANS…")?;
    page.announces("1 valgt")?;
    focus_on(&page, "checkbox", "Velg Bestemt Myk Mink ANS…")?;
    page.press("button", "Neste")?;
    page.announces("Viser 11–12 av 12 kunder")?;
    page.type_into("Søk i kunder", "revisork")?;
    page.announces("1 kunde")?;
    page.press("checkbox", "Velg Revisorkunde AS…")?;
    page.announces("2 valgte")?;
    focus_on(&page, "checkbox", "Velg Revisorkunde AS…")?;
    page.type_into("Søk i kunder", "mink")?;
    page.announces("1 kunde")?;
    page.wait_for("the box has lost its tick", |tree| {
        tree.only("checkbox", "Velg Bestemt Myk Mink ANS…").is_some_and(|node| node.checked == Some(true))
    })?;
    page.press("button", "Legg til 2 valgte")?;
    focus_on(&page, "region", RESULT)?;
    page.announces("2 kunder er lagt til.")?;
    page.press("button", "Angre")?;
    page.announces("Endringen er angret. 2 kunder er fjernet.")?;
    focus_on(&page, "region", RESULT)?;
    assert_eq!(portal.on_access(), 0);
    assert_eq!(said(&page, "2 kunder er lagt til."), 1, "{:?}", page.announcements());
    assert_quiet(&page);
    Ok(())
}

#[test]
fn ticks_that_follow_each_other_faster_than_their_answers_all_count() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.hold("agentdelegation/clients")?;
    let boxes = ["Velg Revisorkunde AS…", "Velg Bestemt Myk Mink ANS…", "Velg Ålreit Glad Ape AS…"];
    let names: Vec<_> =
        page.tree()?.nodes().iter().filter(|node| node.role == "checkbox").map(|node| node.name.clone()).collect();
    page.press("checkbox", boxes[0])?;
    page.wait_until_held("/clients")?;
    page.press("checkbox", boxes[1])?;
    page.release("/clients")?;
    page.release("/clients")?;
    page.announces("1 valgt")?;
    let third = names
        .iter()
        .find(|name| !boxes.iter().any(|one| name.starts_with(one.trim_end_matches('…'))))
        .expect("a third box");
    page.press("checkbox", third)?;
    page.release_all()?;
    page.announces("3 valgte")?;
    for name in [boxes[0], boxes[1], third] {
        let tree = page.tree()?;
        assert_eq!(tree.only("checkbox", name).and_then(|node| node.checked), Some(true), "{name}\n{tree}");
    }
    assert_quiet(&page);
    Ok(())
}

#[test]
fn all_are_added_after_a_question_that_says_how_many() -> Outcome {
    let (portal, _file) = large();
    let page = open_dialog(&portal, in_language("nb"))?;
    let count = all(&page)?;
    let (button, question) = (format!("Legg til alle {count}"), format!("Vil du legge til {count} kunder?"));
    page.press("button", &button)?;
    focus_on(&page, "heading", &question)?;
    page.press("link", "Avbryt")?;
    focus_on(&page, "button", &button)?;
    assert_eq!(portal.on_access(), 0);
    page.press("button", &button)?;
    page.press("button", &format!("Ja, legg til {count} kunder"))?;
    focus_on(&page, "region", RESULT)?;
    page.announces(&format!("{count} kunder er lagt til."))?;
    assert_eq!(portal.on_access(), count);
    assert_eq!(said(&page, &format!("{count} kunder er lagt til.")), 1);
    assert_quiet(&page);
    Ok(())
}

#[test]
fn all_are_added_and_removed_by_keyboard_alone() -> Outcome {
    let (portal, _file) = large();
    let page = open_dialog(&portal, in_language("nb"))?;
    let count = all(&page)?;
    let button = format!("Legg til alle {count}");
    tab_to(&page, "button", &button)?;
    page.key("Enter")?;
    focus_on(&page, "heading", &format!("Vil du legge til {count} kunder?"))?;
    tab_to(&page, "link", "Avbryt")?;
    page.key("Enter")?;
    focus_on(&page, "button", &button)?;
    page.key("Space")?;
    tab_to(&page, "button", &format!("Ja, legg til {count} kunder"))?;
    page.key("Space")?;
    focus_on(&page, "region", RESULT)?;
    assert_eq!(portal.on_access(), count);
    tab_to(&page, "button", "Angre")?;
    page.key("Enter")?;
    page.announces(&format!("Endringen er angret. {count} kunder er fjernet."))?;
    focus_on(&page, "region", RESULT)?;
    assert_eq!(portal.on_access(), 0);
    tab_to(&page, "button", "Bekreft og lukk")?;
    page.key("Enter")?;
    page.heading(REVISOR)?;
    focus_on(&page, "button", "Legg til kunder")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn all_are_added_and_undone_without_javascript() -> Outcome {
    let (portal, _file) = large();
    let page = open_dialog(&portal, Options { script: false, ..in_language("nb") })?;
    let count = all(&page)?;
    page.press("button", &format!("Legg til alle {count}"))?;
    page.sees("heading", &format!("Vil du legge til {count} kunder?"))?;
    page.press("button", &format!("Ja, legg til {count} kunder"))?;
    page.says(&format!("{count} kunder er lagt til."))?;
    assert_eq!(portal.on_access(), count);
    page.press("button", "Angre")?;
    page.says(&format!("Endringen er angret. {count} kunder er fjernet."))?;
    assert_eq!(portal.on_access(), 0);
    assert_quiet(&page);
    Ok(())
}

#[test]
fn all_means_what_the_list_shows_and_not_what_has_been_typed_since() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, Options { script: false, ..in_language("nb") })?;
    page.type_into("Søk i kunder", "revisork")?;
    page.key("Enter")?;
    page.says("1 kunde")?;
    page.type_into("Søk i kunder", "")?;
    page.press("button", "Legg til ett treff")?;
    page.says("1 kunde er lagt til.")?;
    assert_eq!(portal.on_access(), 1);
    Ok(())
}

#[test]
fn what_is_said_is_of_the_dialog_and_not_of_the_page_behind_it() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    page.press("button", "Legg til i systemtilgang: Revisorkunde AS")?;
    page.announces("Revisorkunde AS er lagt til systemtilgangen")?;
    page.press("button", "Bekreft og lukk")?;
    page.press("button", "Legg til eller fjern kunder")?;
    page.press("button", "Neste")?;
    page.announces("Viser 11–12 av 12 kunder")?;
    page.press("button", "Legg til de 11 som ikke er lagt til")?;
    page.announces("11 kunder er lagt til.")?;
    page.press("button", "Angre")?;
    page.announces("Endringen er angret. 11 kunder er fjernet.")?;
    page.type_into("Søk i kunder", "mink")?;
    page.announces("1 kunde")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn without_javascript_what_is_ticked_can_be_added_at_once() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, Options { script: false, ..in_language("nb") })?;
    page.press("checkbox", "Velg Bestemt Myk Mink ANS…")?;
    page.press("checkbox", "Velg Revisorkunde AS…")?;
    page.press("button", "Legg til valgte")?;
    page.says("2 kunder er lagt til.")?;
    assert_eq!(portal.on_access(), 2);
    page.goto(&format!("{}?filter=added", page.address()?.split(['?', '#']).next().unwrap()))?;
    page.press("checkbox", "Velg Revisorkunde AS…")?;
    page.press("button", "Fjern valgte")?;
    page.says("1 kunde er fjernet.")?;
    assert_eq!(portal.on_access(), 1);
    Ok(())
}

#[test]
fn a_link_that_chooses_a_filter_is_seen_in_the_filter() -> Outcome {
    let (portal, _file) = of_size(600);
    let page = open(in_language("nb"));
    portal.open_access(&page, "Landbruk klientdelegering")?;
    page.press("button", "Legg til kunder")?;
    page.press("link", "Vis alle…")?;
    page.wait_for("the filter does not say what is shown", |tree| {
        tree.only("combobox", "Vis").is_some_and(|filter| filter.value == "Mangler fullmakt")
    })?;
    page.type_into("Søk i kunder", "tiger")?;
    page.wait_for("the address has no search", |_| {
        page.address().is_ok_and(|address| address.contains("search=tiger"))
    })?;
    assert!(page.address()?.contains("filter=lacking"), "{}", page.address()?);
    assert_quiet(&page);
    Ok(())
}
