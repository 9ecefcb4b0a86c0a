//! What is switched on in test mode, in words, for the strip on every page.

use super::chrome::StripNote;
use super::present;
use super::visit::Visit;
use crate::domain::world::WorldClock;
use crate::i18n::{Texts, fill};
use crate::service::faults::{Active, Fault};

/// World, clock and faults, where they are not as usual.
pub fn notes(visit: &Visit) -> Vec<StripNote> {
    let Some(tools) = &visit.portal.tools else { return Vec::new() };
    let t = &visit.t.test.strip;
    let world = (visit.world != visit.portal.world).then(|| fill(&t.world, &[("world", visit.world.as_str())]));
    let clock = (visit.clock() != WorldClock::Real).then(|| clock(visit));
    let mut active = visit.session.faults().map(|key| tools.faults.of_session(key).active()).unwrap_or_default();
    active.extend(tools.faults.of_world(&visit.world).active());
    let faults = (!active.is_empty()).then(|| {
        let faults: Vec<_> = active.iter().map(|active| fault_left(visit.t, *active)).collect();
        fill(&t.faults, &[("faults", &faults.join(", "))])
    });
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

/// "trege svar (3 til)".
pub fn fault_left(t: &Texts, Active { fault, left }: Active) -> String {
    fill(&t.test.faults.left, &[("fault", fault_name(t, fault)), ("count", &left.to_string())])
}

/// The fault's name.
pub fn fault_name(t: &Texts, fault: Fault) -> &str {
    let names = &t.test.fault_name;
    match fault {
        Fault::Slow { .. } => &names.slow,
        Fault::RefuseAdds { .. } => &names.refuse_adds,
        Fault::Unavailable => &names.unavailable,
        Fault::Busy => &names.busy,
        Fault::SessionExpired => &names.session_expired,
        Fault::SignInDenied => &names.sign_in_denied,
        Fault::WrongNonce => &names.wrong_nonce,
        Fault::ExpiredToken => &names.expired_token,
        Fault::BadSignature => &names.bad_signature,
        Fault::RotatedKey => &names.rotated_key,
        Fault::Upstream { .. } => &names.upstream,
    }
}
