//! The worlds that are open: a bounded number, the least used closed first, never one in use.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::world_files::WorldRecord;
use crate::domain::world::WorldName;
use crate::service::Service;
use crate::test_tools::test_run_store::TestRunStore;

/// A world that is open.
#[derive(Clone)]
pub struct World {
    pub service: Service,
    /// The same store as the service's.
    pub test_runs: Arc<dyn TestRunStore>,
}

impl World {
    /// Whether a request holds the world's store: each field of this one holds it once.
    fn is_in_use(&self) -> bool {
        Arc::strong_count(&self.test_runs) > 2
    }
}

/// A world and its record; empty until the world is opened.
pub type Slot = Arc<Mutex<Option<(World, WorldRecord)>>>;

/// Slots by name. A slot's lock is held while its world is made, opened or deleted, so that each is done once.
pub struct OpenWorlds {
    limit: usize,
    slots: Mutex<HashMap<WorldName, (Slot, Timestamp)>>,
}

impl OpenWorlds {
    /// At most this many stay open, but for those in use.
    pub fn new(limit: usize) -> Self {
        Self { limit, slots: Mutex::default() }
    }

    /// The slot of a world, which counts as used now.
    pub fn slot(&self, name: &WorldName, now: Timestamp) -> Slot {
        let mut slots = lock(&self.slots);
        let (slot, used) = slots.entry(name.clone()).or_insert_with(|| (Slot::default(), now));
        *used = now;
        slot.clone()
    }

    pub fn contains(&self, name: &WorldName) -> bool {
        lock(&self.slots).contains_key(name)
    }

    /// The record of a world that is open.
    pub fn record(&self, name: &WorldName) -> Option<WorldRecord> {
        let slots = lock(&self.slots);
        let world = slots.get(name)?.0.try_lock().ok()?;
        world.as_ref().map(|(_, record)| *record)
    }

    /// Forgets a world that is deleted, or was not opened, unless somebody waits for its slot.
    pub fn remove(&self, name: &WorldName, slot: &Slot) {
        let mut slots = lock(&self.slots);
        let is_last = |known: &Slot| Arc::ptr_eq(known, slot) && Arc::strong_count(known) == 2;
        if slots.get(name).is_some_and(|(known, _)| is_last(known)) {
            slots.remove(name);
        }
    }

    /// Closes the least used worlds above the limit.
    pub fn close_least_used(&self) {
        let mut slots = lock(&self.slots);
        let excess = slots.len().saturating_sub(self.limit);
        if excess == 0 {
            return;
        }
        let idle = slots.iter().filter(|(_, (slot, _))| is_idle(slot));
        let mut idle: Vec<_> = idle.map(|(name, (_, used))| (*used, name.clone())).collect();
        idle.sort_unstable();
        let closed: Vec<_> = idle.iter().take(excess).filter_map(|(_, name)| slots.remove(name)).collect();
        drop(slots);
        // Closing a file may write to it: nobody has to wait for that.
        drop(closed);
    }
}

/// Whether nobody uses the world or is about to.
fn is_idle(slot: &Slot) -> bool {
    let world = slot.try_lock();
    Arc::strong_count(slot) == 1 && world.is_ok_and(|world| world.as_ref().is_none_or(|(world, _)| !world.is_in_use()))
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
