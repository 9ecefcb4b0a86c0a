//! Sign-in: by number, at every own name, in several tabs, and after Back.

use klientportal::browser::{Options, Page};

use crate::issuer::{CLIENT_ID, Issuer};
use crate::portal::Portal;
use crate::{Outcome, assert_quiet, assert_quiet_but_for, in_language, open};

const FIELD: &str = "Syntetisk fødselsnummer";
const CHOICE: &str = "Velg hvem du logger inn som";
const OVERVIEW: &str = "Systemtilganger for Diskret Nær Tiger AS";

fn with_and_without_script() -> [Options; 2] {
    [in_language("nb"), Options { script: false, ..in_language("nb") }]
}

fn is_signed_in_as(page: &Page, person: &str) -> Outcome {
    let text = page.evaluate("document.querySelector('header').textContent")?;
    assert!(text.as_str().unwrap_or_default().contains(&format!("Logget inn som {person}")), "{text}");
    Ok(())
}

#[test]
fn one_signs_in_and_out_at_every_own_name() -> Outcome {
    let portal = Portal::start_with(&["--listen", "0.0.0.0:0", "--allow-remote-sign-in"]);
    for options in with_and_without_script() {
        for host in ["localhost", "127.0.0.1", "127.0.0.2"] {
            let page = open(options);
            let base = portal.url.replace("127.0.0.1", host);
            page.goto(&base)?;
            page.press("link", "Logg inn")?;
            page.heading(CHOICE)?;
            page.press("button", "Gild Kanne…")?;
            page.heading(OVERVIEW)?;
            assert!(page.address()?.starts_with(&base), "{}", page.address()?);
            page.evaluate("document.querySelector('form[action=\"/sign-out\"]').submit()")?;
            page.heading("Du er logget ut")?;
            assert!(page.address()?.starts_with(&base), "{}", page.address()?);
        }
    }
    Ok(())
}

#[test]
fn a_sign_in_that_was_begun_first_can_be_finished_last() -> Outcome {
    let portal = Portal::start();
    for options in with_and_without_script() {
        let page = open(options);
        page.goto(&portal.at("/sign-in"))?;
        page.heading(CHOICE)?;
        let first_tab = page.address()?;
        page.goto("about:blank")?;
        portal.sign_in(&page, "Gild Kanne")?;
        is_signed_in_as(&page, "Gild Kanne")?;
        page.goto(&first_tab)?;
        page.heading(CHOICE)?;
        page.press("button", "Estetisk Skål…")?;
        page.heading(OVERVIEW)?;
        is_signed_in_as(&page, "Estetisk Skål")?;
    }
    Ok(())
}

#[test]
fn back_and_another_choice_leads_on_and_says_who_is_signed_in() -> Outcome {
    let portal = Portal::start();
    for options in with_and_without_script() {
        let page = open(options);
        portal.sign_in(&page, "Gild Kanne")?;
        page.heading(OVERVIEW)?;
        page.evaluate("history.back()")?;
        page.heading(CHOICE)?;
        page.press("button", "Estetisk Skål…")?;
        page.heading(OVERVIEW)?;
        page.says("Innloggingen var allerede brukt, så du er fortsatt logget inn som før.")?;
        is_signed_in_as(&page, "Gild Kanne")?;
        page.goto(&portal.at("/sign-in/callback?state=bad"))?;
        page.heading(OVERVIEW)?;
    }
    Ok(())
}

#[test]
fn a_link_to_an_unknown_answer_leads_to_a_fresh_start() -> Outcome {
    let portal = Portal::start();
    for options in with_and_without_script() {
        let page = open(options);
        page.goto(&portal.at("/sign-in/callback?code=x&state=bad"))?;
        page.heading("Innloggingen må startes på nytt")?;
        page.press("link", "Logg inn igjen")?;
        page.heading(CHOICE)?;
        page.press("button", "Gild Kanne…")?;
        page.heading(OVERVIEW)?;
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn a_wrong_number_is_explained_and_kept_and_a_right_one_signs_in() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.at("/sign-in"))?;
    page.type_into(FIELD, "12836810065")?;
    page.press("button", "Logg inn med nummeret")?;
    page.says("Kontrollsifrene stemmer ikke. Se etter skrivefeil.")?;
    page.wait_for("the field does not have the focus, marked as invalid, with what was typed", |tree| {
        tree.focused().is_some_and(|field| field.name == FIELD && field.value == "12836810065" && field.invalid)
    })?;
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

#[test]
fn one_signs_out_at_an_issuer_whose_sign_out_is_on_another_origin() -> Outcome {
    let issuer = Issuer::start();
    issuer.behave(|behaviour| {
        behaviour.metadata = |metadata| {
            let here = metadata["end_session_endpoint"].as_str().unwrap_or_default();
            metadata["end_session_endpoint"] = here.replace("127.0.0.1", "localhost").into();
        };
    });
    let portal = Portal::start_with(&["--oidc-issuer", &issuer.url, "--oidc-client-id", CLIENT_ID]);
    let page = open(in_language("nb"));
    page.goto(&portal.url)?;
    page.press("link", "Logg inn")?;
    page.heading(OVERVIEW)?;
    page.evaluate("document.querySelector('form[action=\"/sign-out\"]').submit()")?;
    page.heading("Du er logget ut")?;
    assert_eq!(issuer.asked("/logout"), 1);
    Ok(())
}
