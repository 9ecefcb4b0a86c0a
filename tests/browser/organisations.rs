//! Choosing among several organisations, and changing the choice.

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
