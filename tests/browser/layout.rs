//! Nothing scrolls sideways, and the dialog's exit is always visible.
//!
//! `KLIENTPORTAL_PICTURES=<folder>` saves a picture of every state.

use std::path::PathBuf;

use klientportal::browser::{Appearance, Options, Page};

use crate::portal::Portal;
use crate::{Outcome, in_language, open, requests, states, stylesheet};

const NARROW: Appearance = Appearance { width: 320, ..Appearance::PHONE };
/// 1280 pixels at 200 %.
const ZOOMED: Appearance = Appearance { width: 640, height: 450, scale: 2, ..Appearance::DESKTOP };

/// Elements wider than the page or the dialog, except in tables that scroll.
const SIDEWAYS: &str = "[document.documentElement, ...document.querySelectorAll('dialog[open]')]
  .filter((box) => box.scrollWidth > box.clientWidth)
  .flatMap((box) => [...box.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > box.getBoundingClientRect().right + 0.5 && !e.closest('.table-scroll *'))
    .map((e) => `${Math.round(e.getBoundingClientRect().right)}: ${e.outerHTML.slice(0, 100)}`).concat(`${box.scrollWidth} > ${box.clientWidth}`))";

#[test]
fn no_page_before_the_sign_in_scrolls_sideways() -> Outcome {
    states::signed_out(&fits)
}

#[test]
fn nothing_a_person_sees_scrolls_sideways() -> Outcome {
    states::people(&fits)
}

#[test]
fn no_page_of_an_access_scrolls_sideways() -> Outcome {
    states::accesses(&fits)
}

#[test]
fn the_dialog_does_not_scroll_sideways() -> Outcome {
    states::dialog(&fits)
}

#[test]
fn several_clients_at_once_do_not_scroll_sideways() -> Outcome {
    states::many(&fits)
}

#[test]
fn lost_powers_do_not_scroll_sideways() -> Outcome {
    states::lost(&fits)
}

#[test]
fn the_dialog_without_javascript_does_not_scroll_sideways() -> Outcome {
    states::dialog_without_script(&fits)
}

#[test]
fn requests_do_not_scroll_sideways() -> Outcome {
    requests::states(&fits)
}

#[test]
fn the_test_tools_and_the_apis_document_do_not_scroll_sideways() -> Outcome {
    states::tools(&fits)
}

#[test]
fn the_test_tools_in_use_do_not_scroll_sideways() -> Outcome {
    states::tools_in_use(&fits)
}

#[test]
fn confirm_and_close_is_in_sight_on_a_phone_from_the_start() -> Outcome {
    let portal = Portal::start();
    for script in [true, false] {
        let page = open(Options { appearance: Appearance::PHONE, script, ..in_language("nb") });
        portal.open_access(&page, "Revisor klientdelegering")?;
        page.press("button", "Legg til kunder")?;
        page.says("Viser 1–10 av 12 kunder")?;
        let button = page.bounds("button", "Bekreft og lukk")?;
        assert!(button.y > 0.0 && button.y + button.height <= 844.0, "{button:?}, script: {script}");
    }
    Ok(())
}

fn fits(page: &Page, state: &str) -> Outcome {
    stylesheet::has_every_used_rule(page, state)?;
    for appearance in [NARROW, ZOOMED, Appearance::PHONE, Appearance::DESKTOP] {
        page.set_appearance(appearance)?;
        let wide = page.evaluate(SIDEWAYS)?;
        assert_eq!(wide, serde_json::json!([]), "{state} at {} px\n{wide:#}", appearance.width);
        if let Some(folder) = std::env::var_os("KLIENTPORTAL_PICTURES").map(PathBuf::from) {
            page.picture(&folder.join(format!("{state}-{}.png", appearance.width)))?;
            page.set_appearance(appearance.dark())?;
            page.picture(&folder.join(format!("{state}-{}-dark.png", appearance.width)))?;
        }
    }
    Ok(())
}
