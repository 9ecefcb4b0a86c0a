//! A test run: a tester's results for each step of a walkthrough.
//! Copies the steps' texts, so that it can be read after the walkthrough was rewritten. Knows no walkthrough.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::spelling::composed;

/// Longest name of a tester, in characters.
pub const MAX_NAME_LENGTH: usize = 80;
/// Longest remark, in characters.
pub const MAX_REMARK_LENGTH: usize = 2000;

/// Identifies a test run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TestRunId(Uuid);

impl TestRunId {
    /// A new id.
    pub fn new() -> Self {
        Self(Uuid::new_v4())
    }

    /// The id as stored and as in URLs.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl Default for TestRunId {
    fn default() -> Self {
        Self::new()
    }
}

impl From<Uuid> for TestRunId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed,
    /// Not tried, on purpose.
    Skipped,
}

impl Verdict {
    /// All, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Passed, Self::Failed, Self::Skipped];

    /// The code in the store, in forms and in exports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The verdict with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// A tester's name: one line, not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tester(String);

/// A tester's remark on a step; may be empty. Lines end in `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark(String);

/// The text is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is empty or too long")]
pub struct InvalidText;

impl Tester {
    /// The name, with single spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tester {
    type Err = InvalidText;

    fn from_str(text: &str) -> Result<Self, InvalidText> {
        let name = composed(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = (1..=MAX_NAME_LENGTH).contains(&name.chars().count()) && !name.contains(char::is_control);
        if fits { Ok(Self(name)) } else { Err(InvalidText) }
    }
}

impl Remark {
    /// As typed, with normalised line ends and trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Remark {
    type Err = InvalidText;

    fn from_str(text: &str) -> Result<Self, InvalidText> {
        let remark = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        if remark.chars().count() <= MAX_REMARK_LENGTH { Ok(Self(remark)) } else { Err(InvalidText) }
    }
}

impl fmt::Display for Tester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tester's result for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepResult {
    pub verdict: Verdict,
    pub remark: Remark,
    /// In real time.
    pub decided: Timestamp,
}

/// A step of a test run, with the walkthrough's texts at the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRunStep {
    pub instruction: String,
    pub expected: String,
    /// `None` until the tester has decided; may be changed later.
    pub result: Option<StepResult>,
}

/// One tester's walk through one walkthrough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRun {
    pub id: TestRunId,
    /// The walkthrough's name.
    pub walkthrough: String,
    /// Its title in the test run's language.
    pub title: String,
    pub scenario: String,
    /// Code of the language of the steps.
    pub language: String,
    pub tester: Tester,
    /// In real time.
    pub begun: Timestamp,
    /// The portal's version.
    pub version: String,
    pub steps: Vec<TestRunStep>,
}

/// Number of steps by result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// Not decided yet.
    pub left: usize,
}

impl TestRun {
    /// How the steps went.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for step in &self.steps {
            *match step.result.as_ref().map(|result| result.verdict) {
                Some(Verdict::Passed) => &mut tally.passed,
                Some(Verdict::Failed) => &mut tally.failed,
                Some(Verdict::Skipped) => &mut tally.skipped,
                None => &mut tally.left,
            } += 1;
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_testers_name_is_one_line_and_not_empty() {
        assert_eq!("  Kari \t Nordmann\n".parse::<Tester>().unwrap().as_str(), "Kari Nordmann");
        for text in ["", " \n ", "a\u{1}b", &"x".repeat(MAX_NAME_LENGTH + 1)] {
            assert_eq!(text.parse::<Tester>(), Err(InvalidText), "{text:?}");
        }
        assert!("æ".repeat(MAX_NAME_LENGTH).parse::<Tester>().is_ok());
    }

    #[test]
    fn a_remark_may_be_empty_and_keeps_its_lines() {
        assert_eq!(" a\r\nb\rc \n".parse::<Remark>().unwrap().as_str(), "a\nb\nc");
        assert_eq!("".parse::<Remark>(), Ok(Remark::default()));
        assert_eq!("æ".repeat(MAX_REMARK_LENGTH + 1).parse::<Remark>(), Err(InvalidText));
    }

    #[test]
    fn a_verdict_has_a_code_of_its_own() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        }
        assert_eq!(Verdict::from_code("Passed"), None);
    }
}
