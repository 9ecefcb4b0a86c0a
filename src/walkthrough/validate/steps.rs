//! Validates the steps: actions, expectations and pictures.

use std::collections::BTreeSet;

use toml::Spanned;

use super::Validator;
use crate::walkthrough::model::{Action, Expectation, Mark, Picture, Region, Step};
use crate::walkthrough::page_text::PageText;
use crate::walkthrough::schema::{
    ActionEntry, ExpectationEntry, MarkEntry, PictureEntry, RegionEntry, SpannedString, StepEntry, TextEntry,
};

/// Keys that the browser can press, as in `browser::Page::key`.
const KEYS: [&str; 6] = ["Tab", "Enter", "Escape", "Space", "ArrowUp", "ArrowDown"];

impl Validator<'_> {
    /// The valid steps.
    pub(super) fn steps(&mut self) -> Vec<Step> {
        let entries = self.source.take_list::<StepEntry>("step");
        if entries.is_empty() {
            self.source.report_in(&(0..0), "step", "is missing, write at least one [[step]]");
        }
        let mut files = BTreeSet::new();
        entries.into_iter().flatten().filter_map(|step| self.step(step, &mut files)).collect()
    }

    fn step(&mut self, entry: Spanned<StepEntry>, files: &mut BTreeSet<String>) -> Option<Step> {
        let span = entry.span();
        let entry = entry.into_inner();
        let at = entry.at.map(|at| self.path(&at));
        let (instruction, expected) = (self.guide_text(&entry.instruction), self.guide_text(&entry.expected));
        let action = entry.action.map(|action| self.action(action));
        let expectations: Vec<_> = entry.expect.into_iter().map(|entry| self.expectation(entry)).collect();
        let picture = entry.picture.map(|picture| self.picture(picture, files));
        if expectations.is_empty() {
            self.source.report_in(&span, "expect", "is missing: a step that expects nothing cannot fail");
        }
        Some(Step {
            at: at.map_or(Some(None), |at| at.map(Some))?,
            instruction: instruction?,
            expected: expected?,
            action: action.map_or(Some(None), |action| action.map(Some))?,
            expectations: expectations.into_iter().collect::<Option<_>>()?,
            picture: picture.map_or(Some(None), |picture| picture.map(Some))?,
        })
    }

    fn action(&mut self, entry: ActionEntry) -> Option<Action> {
        Some(match entry {
            ActionEntry::Open(path) => Action::Open(self.path(&path)?),
            ActionEntry::Press(target) => Action::Press(self.target(target)?),
            ActionEntry::Type(typing) => {
                let nothing = matches!(typing.text.get_ref(), TextEntry::Plain(text) if text.is_empty());
                let text = if nothing { Some(PageText::Plain(String::new())) } else { self.name(typing.text) };
                let into = self.name(typing.into);
                Action::Type { text: text?, into: into?, enter: typing.enter }
            }
            ActionEntry::Choose(choice) => {
                let (option, from) = (self.name(choice.option), self.name(choice.from));
                Action::Choose { option: option?, from: from? }
            }
            ActionEntry::Tick(name) => Action::Tick(self.name(name)?),
            ActionEntry::Key(key) => Action::Key(self.key(&key)?),
        })
    }

    fn expectation(&mut self, entry: ExpectationEntry) -> Option<Expectation> {
        Some(match entry {
            ExpectationEntry::Heading(name) => Expectation::Heading(self.name(name)?),
            ExpectationEntry::Text(text) => Expectation::Text(self.name(text)?),
            ExpectationEntry::NoText(text) => Expectation::NoText(self.name(text)?),
            ExpectationEntry::Row(name) => Expectation::Row(self.name(name)?),
            ExpectationEntry::NoRow(name) => Expectation::NoRow(self.name(name)?),
            ExpectationEntry::Element(target) => Expectation::Element(self.target(target)?),
            ExpectationEntry::NoElement(target) => Expectation::NoElement(self.target(target)?),
            ExpectationEntry::Count(count) => {
                Expectation::Count { target: self.role_and_name(&count.role, count.name)?, is: count.is }
            }
            ExpectationEntry::Focus(target) => Expectation::Focus(self.target(target)?),
            ExpectationEntry::Announcement(text) => Expectation::Announcement(self.name(text)?),
            ExpectationEntry::Url(path) => Expectation::Url(self.path(&path)?),
        })
    }

    fn picture(&mut self, entry: PictureEntry, files: &mut BTreeSet<String>) -> Option<Picture> {
        let file = self.file(&entry.file, files);
        let region = match entry.region {
            RegionEntry::Page => Some(Region::Page),
            RegionEntry::Window => Some(Region::Window),
            RegionEntry::Dialog { margin } => Some(Region::Dialog { margin }),
            RegionEntry::Element { role, name, margin } => {
                self.role_and_name(&role, name).map(|target| Region::Element { target, margin })
            }
        };
        let marks: Vec<_> = entry.marks.into_iter().map(|mark| self.mark(mark)).collect();
        let marks = marks.into_iter().collect::<Option<_>>();
        Some(Picture { file: file?, after: entry.after, region: region?, marks: marks? })
    }

    fn mark(&mut self, entry: MarkEntry) -> Option<Mark> {
        Some(Mark { target: self.role_and_name(&entry.role, entry.name)?, row: entry.row })
    }

    fn file(&mut self, word: &SpannedString, files: &mut BTreeSet<String>) -> Option<String> {
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
        let stem = word.get_ref().strip_suffix(".png").unwrap_or_default();
        let problem = if stem.is_empty() || !stem.chars().all(fits) {
            "is not a valid file name: use a-z, 0-9, - and _, then .png"
        } else if !files.insert(word.get_ref().clone()) {
            "is already used by an earlier step"
        } else {
            return Some(word.get_ref().clone());
        };
        self.source.report(&word.span(), problem);
        None
    }

    fn path(&mut self, word: &SpannedString) -> Option<String> {
        let valid = word.get_ref().starts_with('/') && !word.get_ref().starts_with("//");
        if !valid {
            self.source.report(&word.span(), "is not a path in the portal: begin with one slash");
        }
        valid.then(|| word.get_ref().clone())
    }

    fn key(&mut self, word: &SpannedString) -> Option<String> {
        let name = word.get_ref().strip_prefix("Shift+").unwrap_or(word.get_ref());
        let known = KEYS.contains(&name);
        if !known {
            let problem = format!("is not a known key: expected one of {}, optionally after Shift+", KEYS.join(", "));
            self.source.report(&word.span(), problem);
        }
        known.then(|| word.get_ref().clone())
    }
}
