//! Signing in by number, and what the sign-in says to a wrong one.

use crate::portal::Portal;
use crate::{Outcome, assert_quiet, assert_quiet_but_for, in_language, open};

const FIELD: &str = "Syntetisk fødselsnummer";

#[test]
fn a_wrong_number_is_explained_and_kept_and_a_right_one_signs_in() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.at("/sign-in"))?;
    page.type_into(FIELD, "12836810065")?;
    page.press("button", "Logg inn med nummeret")?;
    page.says("Kontrollsifrene stemmer ikke. Se etter skrivefeil.")?;
    let focused = page.focused()?.expect("the field has the focus");
    assert_eq!((focused.name.as_str(), focused.value.as_str()), (FIELD, "12836810065"));
    assert!(focused.invalid);
    page.type_into(FIELD, "12836810064")?;
    page.press("button", "Logg inn med nummeret")?;
    page.heading("Systemtilganger for Diskret Nær Tiger AS")?;
    assert_quiet_but_for(422, &page);
    Ok(())
}

#[test]
fn a_typed_number_and_enter_sign_in() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.at("/sign-in"))?;
    page.type_into(FIELD, "128368 10064")?;
    page.key("Enter")?;
    page.heading("Systemtilganger for Diskret Nær Tiger AS")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn a_cancelled_sign_in_says_so_and_offers_another_try() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.at("/sign-in"))?;
    page.press("button", "Avbryt innloggingen")?;
    page.heading("Innloggingen ble avbrutt")
}
