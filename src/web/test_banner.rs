//! Texts for the test banner on every page.

use super::format;
use super::layout::BannerNote;
use super::request_context::RequestContext;
use crate::domain::world::WorldClock;
use crate::i18n::fill;

/// Sentences about world, clock and faults, where they differ from the default.
pub fn banner_notes(context: &RequestContext) -> Vec<BannerNote> {
    if !context.portal.test_tools {
        return Vec::new();
    }
    let t = &context.t.test.strip;
    let world = (context.world != context.portal.world).then(|| fill(&t.world, &[("world", context.world.as_str())]));
    let clock = (context.clock() != WorldClock::Real).then(|| clock(context));
    let faults = Some(context.injected.banner.clone()).filter(|faults| !faults.is_empty());
    let notes = [("world", world), ("clock", clock), ("faults", faults)];
    notes.into_iter().filter_map(|(about, text)| Some(BannerNote { about, text: text? })).collect()
}

/// "Klokka er stoppet på 01.03.2026 kl. 10.00."
pub fn clock(context: &RequestContext) -> String {
    let t = &context.t.test.clock;
    let now = context.clock().at((context.portal.clock)());
    let text = match context.clock() {
        WorldClock::Real => &t.is_real,
        WorldClock::Fixed(_) => &t.is_fixed,
        WorldClock::Moved(_) => &t.is_moved,
    };
    fill(text, &[("time", &format::date_time(now))])
}
