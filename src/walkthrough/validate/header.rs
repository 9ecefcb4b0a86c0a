//! Validates the top of the file: name, scenario, person and organisation.

use std::ops::Range;

use super::{ScenarioLookup, Validator};
use crate::domain::access::SystemAccess;
use crate::domain::organisation::Organisation;
use crate::domain::person::Person;
use crate::scenario::Scenario;
use crate::walkthrough::model::Walkthrough;
use crate::walkthrough::schema::{Header, SpannedString};

impl Validator<'_> {
    /// The walkthrough without its steps.
    pub(super) fn header(&mut self, header: Header, find_scenario: ScenarioLookup<'_>) -> Option<Walkthrough> {
        let name = self.identifier(&header.name);
        let (title, description) = (self.guide_text(&header.title), self.guide_text(&header.description));
        let Some(scenario) = find_scenario(header.scenario.get_ref()) else {
            let problem = format!("`{}` is not a valid scenario", header.scenario.get_ref());
            self.source.report(&header.scenario.span(), problem);
            return None;
        };
        let person = self.person(&scenario, &header.person)?;
        let organisation = self.organisation(&scenario, &header.organisation)?;
        if !scenario.roles.iter().any(|role| role.person == person.id && role.organisation == organisation.number) {
            self.source.report(&header.organisation.span(), "is an organisation in which the person has no role");
        }
        self.refuse_ambiguous_titles(&scenario, &organisation);
        Some(Walkthrough {
            name: name?,
            title: title?,
            description: description?,
            scenario: header.scenario.into_inner(),
            person_name: person.display_name(),
            person: person.national_id,
            organisation_name: organisation.display_name(),
            organisation: organisation.number,
            start: header.start,
            needs_script: header.needs_script,
            steps: Vec::new(),
        })
    }

    fn person(&mut self, scenario: &Scenario, named: &SpannedString) -> Option<Person> {
        let by_name = |name: &str| scenario.people.iter().find(|listed| listed.person.display_name() == name);
        let found = by_name(named.get_ref()).map(|listed| listed.person.clone());
        self.found(found, &named.span(), || format!("`{}` is not a person in the scenario", named.get_ref()))
    }

    fn organisation(&mut self, scenario: &Scenario, named: &SpannedString) -> Option<Organisation> {
        let by_name = |organisation: &&Organisation| organisation.display_name() == *named.get_ref();
        let found = scenario.organisations.iter().find(by_name).cloned();
        self.found(found, &named.span(), || format!("`{}` is not an organisation in the scenario", named.get_ref()))
    }

    /// Titles of system accesses may repeat; a step must not name one of several.
    fn refuse_ambiguous_titles(&mut self, scenario: &Scenario, organisation: &Organisation) {
        for (name, span) in std::mem::take(&mut self.names) {
            let has_it = |access: &&SystemAccess| access.owner == organisation.number && access.title == name;
            let count = scenario.accesses.iter().filter(has_it).count();
            if count > 1 {
                self.source.report(&span, format!("`{name}` is the title of {count} system accesses"));
            }
        }
    }

    fn found<T>(&mut self, found: Option<T>, span: &Range<usize>, problem: impl Fn() -> String) -> Option<T> {
        if found.is_none() {
            self.source.report(span, problem());
        }
        found
    }

    /// A name that is safe in a URL and as a file name.
    fn identifier(&mut self, word: &SpannedString) -> Option<String> {
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let name = word.get_ref();
        let valid = !name.is_empty() && name.chars().all(fits);
        if !valid {
            self.source.report(&word.span(), "must consist of a-z, 0-9 and hyphens");
        }
        valid.then(|| name.clone())
    }
}
