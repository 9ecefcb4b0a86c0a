//! Nothing scrolls sideways, and the dialog's exit is always visible.
//!
//! `KLIENTPORTAL_PICTURES=<folder>` saves a picture of every state.

use std::path::PathBuf;

use klientportal::browser::{Appearance, Options, Page};

use crate::portal::Portal;
use crate::{Outcome, in_language, open, stylesheet};

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

/// In all widths; the walk through the states is that of `axe`.
pub fn fits(page: &Page, state: &str) -> Outcome {
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
