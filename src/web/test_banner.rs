//! What is switched on in test mode, in words, for the strip on every page.

use super::chrome::StripNote;
use super::present;
use super::visit::Visit;
use crate::domain::world::WorldClock;
use crate::i18n::fill;

/// World, clock and faults, where they are not as usual.
pub fn notes(visit: &Visit) -> Vec<StripNote> {
    if !visit.portal.test_tools {
        return Vec::new();
    }
    let t = &visit.t.test.strip;
    let world = (visit.world != visit.portal.world).then(|| fill(&t.world, &[("world", visit.world.as_str())]));
    let clock = (visit.clock() != WorldClock::Real).then(|| clock(visit));
    let faults = Some(visit.injected.banner.clone()).filter(|faults| !faults.is_empty());
    let notes = [("world", world), ("clock", clock), ("faults", faults)];
    notes.into_iter().filter_map(|(about, text)| Some(StripNote { about, text: text? })).collect()
}

/// "Klokka står på 01.03.2026 kl. 10.00."
pub fn clock(visit: &Visit) -> String {
    let t = &visit.t.test.clock;
    let now = visit.clock().at((visit.portal.clock)());
    let text = match visit.clock() {
        WorldClock::Real => &t.is_real,
        WorldClock::Fixed(_) => &t.is_fixed,
        WorldClock::Moved(_) => &t.is_moved,
    };
    fill(text, &[("time", &present::moment(now))])
}
