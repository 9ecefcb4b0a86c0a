//! From the tables of a scenario file to domain values. A fault is noted and the check goes on; what depends on a
//! faulty value is passed over in silence, so that each fault is named once and where it is.

mod accesses;
mod clients;
mod delegations;
mod parties;
mod values;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use delegations::DIRECT;

use super::raw::Head;
use crate::document::{Document, Fault};
use crate::domain::catalogue::Catalogue;
use crate::domain::client::Client;
use crate::domain::contents::Contents;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::Localised;
use crate::domain::world::WorldClock;

/// The contents of a file, or all its faults.
pub(super) fn contents(file: &str, text: &str, catalogue: &Catalogue) -> Result<Contents, Vec<Fault>> {
    let mut checker = Checker::new(Document::parse(file, text)?, catalogue);
    checker.organisations();
    checker.people();
    checker.clients();
    checker.accesses();
    checker.head();
    let faults = checker.document.into_faults();
    if faults.is_empty() { Ok(checker.made) } else { Err(faults) }
}

/// What has been read so far.
struct Checker<'t> {
    document: Document<'t>,
    catalogue: &'t Catalogue,
    made: Contents,
    /// Every organisation that the file names; `None` where its table has a fault.
    organisations: BTreeMap<OrganisationNumber, Option<Organisation>>,
    /// By provider and client.
    clients: BTreeMap<(OrganisationNumber, OrganisationNumber), Client>,
    /// Clients with a fault in one of their tables: nobody can say what they bring.
    doubtful: BTreeSet<OrganisationNumber>,
}

impl<'t> Checker<'t> {
    fn new(document: Document<'t>, catalogue: &'t Catalogue) -> Self {
        let nothing = || Localised { nb: String::new(), nn: String::new(), en: String::new() };
        let made = Contents {
            name: String::new(),
            title: nothing(),
            description: nothing(),
            clock: WorldClock::Real,
            organisations: Vec::new(),
            people: Vec::new(),
            roles: Vec::new(),
            relations: Vec::new(),
            grants: Vec::new(),
            accesses: Vec::new(),
            delegations: Vec::new(),
        };
        let (organisations, clients, doubtful) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { document, catalogue, made, organisations, clients, doubtful }
    }

    fn head(&mut self) {
        let Some(head) = self.document.head::<Head>() else { return };
        let plain = |char: char| matches!(char, 'a'..='z' | '0'..='9' | '-');
        if head.name.get_ref().is_empty() || !head.name.get_ref().chars().all(plain) {
            self.fault(&head.name, "has other characters than a-z, 0-9 and hyphen, or none");
        }
        self.localised(&head.title);
        self.localised(&head.description);
        self.made.clock = self.clock(&head);
        self.made.name = head.name.into_inner();
        self.made.title = head.title.into_inner();
        self.made.description = head.description.into_inner();
    }

    fn clock(&mut self, head: &Head) -> WorldClock {
        if let (Some(_), Some(moved)) = (&head.clock, &head.clock_moved) {
            self.fault(moved, "stands beside `clock`, but a clock is either fixed or moved");
        }
        let fixed = head.clock.as_ref().and_then(|clock| self.timestamp(clock));
        let moved = head.clock_moved.as_ref().and_then(|moved| {
            let by = moved.get_ref().parse().ok();
            if by.is_none() {
                self.fault(moved, format!("`{}` is no length of time, such as 72h or -PT72H", moved.get_ref()));
            }
            by
        });
        fixed.map(WorldClock::Fixed).or(moved.map(WorldClock::Moved)).unwrap_or_default()
    }
}
