//! An own access is made, an access is deleted, the own organisation joins one.

use klientportal::browser::{Appearance, Options};

use crate::portal::{OVERVIEW, Portal};
use crate::states::Check;
use crate::{Outcome, assert_quiet, in_language, open};

const NO_UNDO: &str = "Du kan ikke angre.";
const TAX: &str = "Skattegrunnlag klientdelegering";

/// Every state of these pages.
pub fn states(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    page.press("button", "Lag ny systemtilgang")?;
    page.heading("Velg fagsystem")?;
    page.sees("combobox", "Velg fagsystem")?;
    check(&page, "create")?;
    page.press("button", "Gå videre")?;
    page.says("Du har ikke valgt noe fagsystem. Skriv navnet, eller velg fra listen under.")?;
    check(&page, "create-nothing-chosen")?;
    page.press("link", "SmartCloud Lønn")?;
    page.sees("button", "Opprett systemtilgang")?;
    check(&page, "create-offer")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.press("link", "SmartCloud")?;
    page.press("button", "Slett systemtilgang")?;
    page.says(NO_UNDO)?;
    check(&page, "delete-question")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.press("link", TAX)?;
    page.press("button", "Legg til din virksomhet")?;
    page.sees("button", "Fjern fra systemtilgang: din virksomhet")?;
    check(&page, "own-organisation")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn without_javascript_the_question_is_asked_left_and_answered_by_keyboard() -> Outcome {
    let portal = Portal::start();
    let page = open(Options { script: false, ..in_language("nb") });
    portal.open_access(&page, "Landbruk klientdelegering")?;
    page.sees("button", "Slett systemtilgang")?;
    page.press("button", "Slett systemtilgang")?;
    page.says(NO_UNDO)?;
    page.key("Escape")?;
    page.wait_for("the question stays", |tree| !tree.says(NO_UNDO))?;
    page.key("Enter")?;
    page.says("1 kunde blir fjernet samtidig.")?;
    page.key("Tab")?;
    page.key("Tab")?;
    page.key("Enter")?;
    page.wait_for("Avbryt does not close it", |tree| !tree.says(NO_UNDO))?;
    page.press("button", "Slett systemtilgang")?;
    page.press("button", "Slett systemtilgang: Landbruk klientdelegering")?;
    page.says("Systemtilgangen «Landbruk klientdelegering» er slettet, og 1 kunde er fjernet")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn a_system_is_chosen_by_typing_and_made_into_an_access() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    page.press("button", "Lag ny systemtilgang")?;
    page.type_into("Velg fagsystem", "smartcloud")?;
    page.key("Enter")?;
    page.heading("Systemtilgangen SmartCloud Lønn vil få disse fullmaktene for Diskret Nær Tiger AS")?;
    page.press("button", "Opprett systemtilgang")?;
    page.says("Systemtilgangen «SmartCloud Lønn» er opprettet")?;
    page.says("NY")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn in_a_low_window_the_whole_question_is_in_sight_and_stays_when_the_page_scrolls() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.open_access(&page, TAX)?;
    page.set_appearance(Appearance { width: 844, height: 390, ..Appearance::DESKTOP.without_motion() })?;
    page.press("button", "Slett systemtilgang")?;
    page.says(NO_UNDO)?;
    for scrolled in [0, 150] {
        page.evaluate(&format!("scrollTo(0, {scrolled})"))?;
        let place = page.evaluate(
            "(({ top, bottom }) => [top >= 0, bottom <= innerHeight])(document.querySelector('#delete-question').getBoundingClientRect())",
        )?;
        assert_eq!(place, serde_json::json!([true, true]), "scrolled by {scrolled}");
    }
    Ok(())
}
