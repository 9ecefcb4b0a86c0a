//! Which browsers were used in a world lately, so that nobody's work is thrown away unasked.
//! In memory: a restart forgets it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::domain::world::WorldName;

/// How long somebody counts as active.
pub const ACTIVE_FOR: SignedDuration = SignedDuration::from_mins(10);

/// The last use of each world by each browser.
#[derive(Debug, Default)]
pub struct ActivityLog(Mutex<HashMap<(WorldName, Uuid), Timestamp>>);

impl ActivityLog {
    /// Notes that a browser uses a world now.
    pub fn note(&self, world: &WorldName, browser: Uuid, now: Timestamp) {
        let mut log = self.lock();
        if log.insert((world.clone(), browser), now).is_none() {
            log.retain(|_, at| is_recent(*at, now));
        }
    }

    /// Forgets a browser: who signs out is done.
    pub fn forget(&self, browser: Uuid) {
        self.lock().retain(|(_, other), _| *other != browser);
    }

    /// Whether another browser was used in the world lately.
    pub fn has_others(&self, world: &WorldName, own: Option<Uuid>, now: Timestamp) -> bool {
        let is_other = |(of, browser): &(WorldName, Uuid)| of == world && Some(*browser) != own;
        self.lock().iter().any(|(key, at)| is_other(key) && is_recent(*at, now))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(WorldName, Uuid), Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether this was within the last ten minutes.
pub fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < ACTIVE_FOR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_browser_counts_for_ten_minutes_in_its_world_until_it_signs_out() {
        let log = ActivityLog::default();
        let (main, other): (WorldName, WorldName) = ("main".parse().unwrap(), "other".parse().unwrap());
        let (kari, ola, start) = (Uuid::from_u128(1), Uuid::from_u128(2), Timestamp::UNIX_EPOCH);
        log.note(&main, kari, start);
        assert!(!log.has_others(&main, Some(kari), start));
        assert!(log.has_others(&main, Some(ola), start) && log.has_others(&main, None, start));
        assert!(!log.has_others(&other, None, start));
        assert!(log.has_others(&main, None, start + ACTIVE_FOR - SignedDuration::from_secs(1)));
        assert!(!log.has_others(&main, None, start + ACTIVE_FOR));
        log.forget(kari);
        assert!(!log.has_others(&main, None, start));
    }
}
