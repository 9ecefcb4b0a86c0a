//! Turns the tables of a scenario file into domain values.
//!
//! Validation continues after an error, but skips whatever depends on an invalid value: each error is reported once,
//! where it is.

mod accesses;
mod clients;
mod delegations;
mod fields;
mod identities;
mod organisations_and_people;
mod requests;
mod systems;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use delegations::DIRECT;
pub(super) use requests::{ACCEPTED, REJECTED};

use super::schema::Header;
use crate::domain::access_request::{AccessKey, RequestId};
use crate::domain::catalogue::Catalogue;
use crate::domain::client::Client;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::Localised;
use crate::domain::system::{SystemId, SystemSummary};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;
use crate::toml_source::{Diagnostic, TomlSource};

/// Parses and validates a file; returns its world, or all errors.
pub(super) fn parse_contents(file: &str, text: &str, catalogue: &Catalogue) -> Result<WorldContents, Vec<Diagnostic>> {
    let mut validator = Validator::new(TomlSource::parse(file, text)?, catalogue);
    validator.organisations();
    validator.people();
    validator.clients();
    validator.systems();
    validator.requests();
    validator.accesses();
    validator.header();
    let diagnostics = validator.source.into_diagnostics();
    if diagnostics.is_empty() { Ok(validator.contents) } else { Err(diagnostics) }
}

/// The file and what has been validated so far.
struct Validator<'t> {
    source: TomlSource<'t>,
    catalogue: &'t Catalogue,
    contents: WorldContents,
    /// Every organisation in the file; `None` if its table has an error.
    organisations: BTreeMap<OrganisationNumber, Option<Organisation>>,
    /// By provider and client.
    clients: BTreeMap<(OrganisationNumber, OrganisationNumber), Client>,
    /// Every system in the file, made ones too; `None` if its table has an error.
    systems: BTreeMap<SystemId, Option<SystemSummary>>,
    /// How many of them are in the file; the others are made.
    declared_systems: usize,
    /// Accepted requests, and where they are in the file: each has an access.
    accepted: BTreeMap<AccessKey, (RequestId, Range<usize>)>,
    /// Clients with an error in one of their tables: what they bring is unknown.
    invalid_clients: BTreeSet<OrganisationNumber>,
}

impl<'t> Validator<'t> {
    fn new(source: TomlSource<'t>, catalogue: &'t Catalogue) -> Self {
        let nothing = || Localised { nb: String::new(), nn: String::new(), en: String::new() };
        let contents = WorldContents {
            name: String::new(),
            title: nothing(),
            description: nothing(),
            clock: WorldClock::Real,
            organisations: Vec::new(),
            people: Vec::new(),
            roles: Vec::new(),
            held_packages: Vec::new(),
            relations: Vec::new(),
            added_providers: Vec::new(),
            grants: Vec::new(),
            systems: Vec::new(),
            requests: Vec::new(),
            undated_requests: Vec::new(),
            accesses: Vec::new(),
            delegations: Vec::new(),
        };
        Self {
            source,
            catalogue,
            contents,
            organisations: BTreeMap::new(),
            clients: BTreeMap::new(),
            systems: BTreeMap::new(),
            declared_systems: 0,
            accepted: BTreeMap::new(),
            invalid_clients: BTreeSet::new(),
        }
    }

    fn header(&mut self) {
        let Some(header) = self.source.take_root::<Header>() else { return };
        let plain = |char: char| matches!(char, 'a'..='z' | '0'..='9' | '-');
        if header.name.get_ref().is_empty() || !header.name.get_ref().chars().all(plain) {
            self.report(&header.name, "must consist of a-z, 0-9 and hyphens");
        }
        self.localised(&header.title);
        self.localised(&header.description);
        self.contents.clock = self.clock(&header);
        self.contents.name = header.name.into_inner();
        self.contents.title = header.title.into_inner();
        self.contents.description = header.description.into_inner();
    }

    fn clock(&mut self, header: &Header) -> WorldClock {
        if let (Some(_), Some(moved)) = (&header.clock, &header.clock_moved) {
            self.report(moved, "cannot be combined with `clock`: a clock is either fixed or moved");
        }
        let fixed = header.clock.as_ref().and_then(|clock| {
            let at = self.timestamp(clock)?;
            WorldClock::fixed(at).map_err(|error| self.report(clock, error.to_string())).ok()
        });
        let moved = header.clock_moved.as_ref().and_then(|moved| {
            let Ok(by) = moved.get_ref().parse() else {
                self.report(moved, format!("`{}` is not a duration, such as 72h or -PT72H", moved.get_ref()));
                return None;
            };
            WorldClock::moved(by).map_err(|error| self.report(moved, error.to_string())).ok()
        });
        fixed.or(moved).unwrap_or_default()
    }
}
