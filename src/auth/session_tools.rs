//! What a tester sets up in a browser's session, which says nothing of who is signed in and outlasts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::AuthError;
use super::return_to::ReturnTo;
use super::session::{BROWSER, COME_BACK, FAULTS, TESTER, TypedSession, WORLD};
use crate::domain::number::NationalId;
use crate::domain::world::WorldName;

const TOOLS_FROM: &str = "tools_from";
const REMARKS: &str = "remarks";

/// Who a tester was before, and the page that was left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComeBack {
    pub national_id: NationalId,
    /// Display name.
    pub name: String,
    pub page: ReturnTo,
}

impl TypedSession {
    /// The way back to who a tester was before.
    pub fn come_back(&self) -> Option<ComeBack> {
        self.read(COME_BACK)
    }

    pub fn put_come_back(&self, way: &ComeBack) -> Result<(), AuthError> {
        self.put(COME_BACK, way)
    }

    /// Forgets it, if there is one: to remove a field is a write.
    pub fn forget_come_back(&self) {
        if self.0.contains(COME_BACK) {
            self.0.remove(COME_BACK);
        }
    }

    /// The world that a tester has chosen.
    pub fn world(&self) -> Option<WorldName> {
        self.read(WORLD)
    }

    /// Moves to another world. Whom the person represents is another matter there.
    pub fn choose_world(&self, world: &WorldName) -> Result<(), AuthError> {
        self.forget_choices();
        self.put(WORLD, world)
    }

    /// Goes back to the portal's own world.
    pub fn leave_world(&self) {
        self.forget_choices();
        self.0.remove(WORLD);
    }

    /// By which the faults that a tester has switched on for this session are known.
    pub fn faults(&self) -> Option<Uuid> {
        self.read(FAULTS)
    }

    /// The same, made when there is none yet.
    pub fn faults_key(&self) -> Result<Uuid, AuthError> {
        self.key(FAULTS)
    }

    /// By which a browser is known from its first sign-in until it signs out.
    pub fn browser(&self) -> Option<Uuid> {
        self.read(BROWSER)
    }

    /// The same, made when there is none yet.
    pub fn browser_key(&self) -> Result<Uuid, AuthError> {
        self.key(BROWSER)
    }

    fn key(&self, name: &str) -> Result<Uuid, AuthError> {
        if let Some(key) = self.read(name) {
            return Ok(key);
        }
        let key = Uuid::new_v4();
        self.put(name, &key)?;
        Ok(key)
    }

    /// What a tester who walks by hand is called.
    pub fn tester(&self) -> Option<String> {
        self.read(TESTER)
    }

    pub fn put_tester(&self, tester: &str) -> Result<(), AuthError> {
        self.put(TESTER, &tester)
    }

    /// What a tester has typed at steps of a test run and not stored, by the number of the step.
    pub fn remarks(&self, test_run: Uuid) -> BTreeMap<usize, String> {
        let kept: Option<(Uuid, BTreeMap<usize, String>)> = self.read(REMARKS);
        kept.filter(|(of, _)| *of == test_run).map(|(_, remarks)| remarks).unwrap_or_default()
    }

    pub fn put_remarks(&self, test_run: Uuid, remarks: &BTreeMap<usize, String>) -> Result<(), AuthError> {
        if *remarks == self.remarks(test_run) {
            return Ok(());
        }
        self.put(REMARKS, &(test_run, remarks))
    }

    /// The page from which a tester has opened the tools.
    pub fn tools_opened_from(&self) -> Option<ReturnTo> {
        self.read(TOOLS_FROM)
    }

    /// Remembers it, until the next sign-in.
    pub fn open_tools_from(&self, page: &ReturnTo) -> Result<(), AuthError> {
        self.put(TOOLS_FROM, page)
    }
}
