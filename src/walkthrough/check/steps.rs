//! The steps: actions, expectations and pictures.

use std::collections::BTreeSet;

use toml::Spanned;

use super::Checker;
use crate::walkthrough::contents::{Action, Expectation, Mark, Picture, Region, Step};
use crate::walkthrough::raw::{RawAction, RawExpectation, RawMark, RawPicture, RawRegion, RawStep, RawText, Word};
use crate::walkthrough::text::Text;

/// Those that the browser can press.
const KEYS: [&str; 6] = ["Tab", "Enter", "Escape", "Space", "ArrowUp", "ArrowDown"];

impl Checker<'_> {
    /// The steps without fault.
    pub(super) fn steps(&mut self) -> Vec<Step> {
        let raw = self.document.items::<RawStep>("step");
        if raw.is_empty() {
            self.document.fault_in(&(0..0), "step", "is missing, write at least one [[step]]");
        }
        let mut files = BTreeSet::new();
        raw.into_iter().flatten().filter_map(|step| self.step(step, &mut files)).collect()
    }

    fn step(&mut self, raw: Spanned<RawStep>, files: &mut BTreeSet<String>) -> Option<Step> {
        let place = raw.span();
        let raw = raw.into_inner();
        let at = raw.at.map(|at| self.path(&at));
        let (instruction, expected) = (self.prose(&raw.instruction), self.prose(&raw.expected));
        let action = raw.action.map(|action| self.action(action));
        let expectations: Vec<_> = raw.expect.into_iter().map(|raw| self.expectation(raw)).collect();
        let picture = raw.picture.map(|picture| self.picture(picture, files));
        if expectations.is_empty() {
            self.document.fault_in(&place, "expect", "is missing: a step that expects nothing cannot fail");
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

    fn action(&mut self, raw: RawAction) -> Option<Action> {
        Some(match raw {
            RawAction::Open(path) => Action::Open(self.path(&path)?),
            RawAction::Press(target) => Action::Press(self.target(target)?),
            RawAction::Type(typing) => {
                let nothing = matches!(typing.text.get_ref(), RawText::Plain(text) if text.is_empty());
                let text = if nothing { Some(Text::Plain(String::new())) } else { self.name(typing.text) };
                let into = self.name(typing.into);
                Action::Type { text: text?, into: into?, enter: typing.enter }
            }
            RawAction::Choose(choice) => {
                let (option, from) = (self.name(choice.option), self.name(choice.from));
                Action::Choose { option: option?, from: from? }
            }
            RawAction::Tick(name) => Action::Tick(self.name(name)?),
            RawAction::Key(key) => Action::Key(self.key(&key)?),
        })
    }

    fn expectation(&mut self, raw: RawExpectation) -> Option<Expectation> {
        Some(match raw {
            RawExpectation::Heading(name) => Expectation::Heading(self.name(name)?),
            RawExpectation::Text(text) => Expectation::Text(self.name(text)?),
            RawExpectation::NoText(text) => Expectation::NoText(self.name(text)?),
            RawExpectation::Row(name) => Expectation::Row(self.name(name)?),
            RawExpectation::NoRow(name) => Expectation::NoRow(self.name(name)?),
            RawExpectation::Element(target) => Expectation::Element(self.target(target)?),
            RawExpectation::NoElement(target) => Expectation::NoElement(self.target(target)?),
            RawExpectation::Count(count) => {
                Expectation::Count { target: self.role_and_name(&count.role, count.name)?, is: count.is }
            }
            RawExpectation::Focus(target) => Expectation::Focus(self.target(target)?),
            RawExpectation::Announcement(text) => Expectation::Announcement(self.name(text)?),
            RawExpectation::Url(path) => Expectation::Url(self.path(&path)?),
        })
    }

    fn picture(&mut self, raw: RawPicture, files: &mut BTreeSet<String>) -> Option<Picture> {
        let file = self.file(&raw.file, files);
        let region = match raw.region {
            RawRegion::Page => Some(Region::Page),
            RawRegion::Window => Some(Region::Window),
            RawRegion::Dialog { margin } => Some(Region::Dialog { margin }),
            RawRegion::Element { role, name, margin } => {
                self.role_and_name(&role, name).map(|target| Region::Element { target, margin })
            }
        };
        let marks: Vec<_> = raw.marks.into_iter().map(|mark| self.mark(mark)).collect();
        Some(Picture { file: file?, region: region?, marks: marks.into_iter().collect::<Option<_>>()? })
    }

    fn mark(&mut self, raw: RawMark) -> Option<Mark> {
        Some(Mark { target: self.role_and_name(&raw.role, raw.name)?, row: raw.row })
    }

    fn file(&mut self, word: &Word, files: &mut BTreeSet<String>) -> Option<String> {
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
        let stem = word.get_ref().strip_suffix(".png").unwrap_or_default();
        let problem = if stem.is_empty() || !stem.chars().all(fits) {
            "is no file name: a to z, 0 to 9, - and _, then .png"
        } else if !files.insert(word.get_ref().clone()) {
            "is the file of an earlier step"
        } else {
            return Some(word.get_ref().clone());
        };
        self.document.fault(&word.span(), problem);
        None
    }

    fn path(&mut self, word: &Word) -> Option<String> {
        let good = word.get_ref().starts_with('/') && !word.get_ref().starts_with("//");
        if !good {
            self.document.fault(&word.span(), "is no address of the portal, begin with one slash");
        }
        good.then(|| word.get_ref().clone())
    }

    fn key(&mut self, word: &Word) -> Option<String> {
        let name = word.get_ref().strip_prefix("Shift+").unwrap_or(word.get_ref());
        let known = KEYS.contains(&name);
        if !known {
            let problem = format!("is no key that can be pressed, expected one of {}, or Shift+ one", KEYS.join(", "));
            self.document.fault(&word.span(), problem);
        }
        known.then(|| word.get_ref().clone())
    }
}
