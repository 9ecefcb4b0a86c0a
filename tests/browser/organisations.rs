//! Choosing an organisation to represent, and choosing again.

use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

#[test]
fn a_person_of_several_organisations_searches_chooses_and_changes() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Kursiv Fossekall")?;
    page.heading("Hvem vil du representere?")?;
    page.says("6 virksomheter")?;
    page.type_into("Søk etter navn eller organisasjonsnummer", "stolt")?;
    page.says("1 virksomhet")?;
    page.announces("1 virksomhet")?;
    page.press("button", "Stolt Rund Tiger AS…")?;
    page.heading("Systemtilganger for Stolt Rund Tiger AS")?;
    page.press("button", "Stolt Rund Tiger AS…")?;
    page.press("link", "Bytt virksomhet")?;
    page.heading("Hvem vil du representere?")?;
    page.press("button", "Diskret Nær Tiger AS…")?;
    page.heading("Systemtilganger for Diskret Nær Tiger AS")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn what_was_searched_for_outlives_a_change_of_language_and_a_look_at_the_test_tools() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Kursiv Fossekall")?;
    page.type_into("Søk etter navn eller organisasjonsnummer", "stolt")?;
    page.announces("1 virksomhet")?;
    page.key("Escape")?;
    page.announces("6 virksomheter")?;
    page.type_into("Søk etter navn eller organisasjonsnummer", "stolt")?;
    page.says("1 virksomhet")?;
    page.press("button", "Meny")?;
    page.press("button", "English")?;
    page.heading("Who do you want to represent?")?;
    page.says("1 organisation")?;
    page.type_into("Search by name or organisation number", "diskret")?;
    page.says("2 organisations")?;
    page.evaluate("document.querySelector('#test-banner a').click()")?;
    page.heading("Test tools")?;
    page.press("link", "Back to the page you came from")?;
    page.says("2 organisations")?;
    assert!(page.address()?.ends_with("search=diskret"), "{}", page.address()?);
    assert_quiet(&page);
    Ok(())
}
