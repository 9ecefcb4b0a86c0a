//! The weight of a page with an empty cache.

use klientportal::browser::Page;

use crate::portal::Portal;
use crate::{Outcome, in_language, open};

const MOST_BYTES: u64 = 70_000;
const MOST_REQUESTS: usize = 8;

#[test]
fn a_first_load_is_light() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.url)?;
    page.heading("Øv på klientdelegering")?;
    assert_light(&page, "start")?;
    portal.open_access(&page, "Revisor klientdelegering")?;
    page.press("button", "Legg til kunder")?;
    page.says("Viser 1–10 av 12 kunder")?;
    page.traffic()?;
    page.reload()?;
    page.says("Viser 1–10 av 12 kunder")?;
    assert_light(&page, "dialog")
}

#[track_caller]
fn assert_light(page: &Page, state: &str) -> Outcome {
    let traffic = page.traffic()?;
    println!("{state}: {} requests, {} bytes", traffic.requests, traffic.bytes);
    assert!((1..=MOST_REQUESTS).contains(&traffic.requests), "{state}: {traffic:?}");
    assert!((1..=MOST_BYTES).contains(&traffic.bytes), "{state}: {traffic:?}");
    Ok(())
}
