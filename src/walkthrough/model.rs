//! A validated walkthrough: its people, steps, actions, expectations and pictures.

use super::guide_text::GuideText;
use super::page_text::PageText;
use crate::domain::number::{NationalId, OrganisationNumber};

/// Path at which the sign-in begins.
pub const SIGN_IN: &str = "/sign-in";
const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";
const FRONT_PAGE: &str = "/";

/// A validated walkthrough. Only [`Walkthrough::parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Walkthrough {
    /// Lower-case letters, digits and hyphens; also the file name.
    pub name: String,
    pub title: GuideText,
    pub description: GuideText,
    /// Name of a built-in scenario, or a path.
    pub scenario: String,
    pub person: NationalId,
    /// As displayed on pages.
    pub person_name: String,
    /// The organisation that the person represents.
    pub organisation: OrganisationNumber,
    /// As displayed on pages.
    pub organisation_name: String,
    pub start: Start,
    /// Whether it cannot be carried out without JavaScript.
    pub needs_script: bool,
    pub steps: Vec<Step>,
}

/// Where the first step begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// Signed in as the person, on the organisation's overview.
    #[default]
    Overview,
    /// Signed out, with no page open.
    SignedOut,
}

impl Walkthrough {
    /// The path at which each step begins.
    /// [`SIGN_IN`] stands for the provider's page it redirects to.
    pub fn step_paths(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().scan(self.start.path(), |path, step| {
            *path = step.at.as_deref().unwrap_or(path);
            Some(*path)
        })
    }
}

impl Start {
    /// The path at which the first step begins if it has no `at`.
    pub fn path(self) -> &'static str {
        match self {
            Self::Overview => OVERVIEW,
            Self::SignedOut => FRONT_PAGE,
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The path at which it begins; `None` if that is where the step before began.
    /// A trailing "…" matches any path with this beginning.
    pub at: Option<String>,
    /// What to do.
    pub instruction: GuideText,
    /// What should happen.
    pub expected: GuideText,
    /// `None` if there is only something to look at.
    pub action: Option<Action>,
    pub expectations: Vec<Expectation>,
    pub picture: Option<Picture>,
}

/// An element by ARIA role and accessible name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub role: String,
    /// A trailing "…" matches any name with this beginning.
    pub name: PageText,
}

/// What to do with mouse or keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Open a path in the portal.
    Open(String),
    Press(Target),
    /// Type a text into the field with this label.
    Type {
        text: PageText,
        into: PageText,
        /// Whether to press Enter afterwards.
        enter: bool,
    },
    /// Choose an option of the list with this label.
    Choose {
        option: PageText,
        from: PageText,
    },
    /// Press the checkbox with this name.
    Tick(PageText),
    /// A key by its name, such as "Escape" or "Shift+Tab".
    Key(String),
}

/// What must become true after the action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The page's main heading.
    Heading(PageText),
    /// Some text on the page contains this.
    Text(PageText),
    NoText(PageText),
    /// A list item has exactly this as one of its texts.
    Row(PageText),
    NoRow(PageText),
    Element(Target),
    NoElement(Target),
    /// Exactly this many elements have the role and name.
    Count {
        target: Target,
        is: usize,
    },
    /// Skipped without JavaScript.
    Focus(Target),
    /// A live region has announced this since the action. Skipped without JavaScript.
    Announcement(PageText),
    /// The path of the URL ends like this.
    Url(String),
}

/// The screenshot of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Ends in `.png`.
    pub file: String,
    /// Whether it shows what came of the action, not what the action is about to change.
    pub after: bool,
    pub region: Region,
    /// The elements to mark, in the order of their numbers.
    pub marks: Vec<Mark>,
}

/// An element to mark with a numbered ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub target: Target,
    /// Whether to mark the whole list item that contains the target.
    pub row: bool,
}

/// The part of the page that a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// The whole page, however long.
    Page,
    /// The viewport.
    Window,
    /// The open dialog.
    Dialog {
        /// CSS pixels to include on each side.
        margin: u32,
    },
    Element {
        target: Target,
        /// CSS pixels to include on each side.
        margin: u32,
    },
}
