//! What a checked walkthrough holds.

use super::guide_text::GuideText;
use super::page_text::PageText;
use crate::domain::number::{NationalId, OrganisationNumber};

/// Where the sign-in begins.
pub const SIGN_IN: &str = "/sign-in";
const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";
const FRONT_PAGE: &str = "/";

/// A walkthrough that was checked. Made by [`Walkthrough::parse`] alone, so whoever has one need not check again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Walkthrough {
    /// Lower-case letters, digits and hyphens; also the name of its file.
    pub name: String,
    pub title: GuideText,
    pub description: GuideText,
    /// SpannedText of a built-in scenario, or a file.
    pub scenario: String,
    pub person: NationalId,
    /// As pages show it.
    pub person_name: String,
    /// Whom the person represents.
    pub organisation: OrganisationNumber,
    /// As pages show it.
    pub organisation_name: String,
    pub start: Start,
    /// Whether it needs the page's script, or can be walked without it too.
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
    /// Signed out, nowhere.
    SignedOut,
}

impl Walkthrough {
    /// The address where each step begins, from its first slash. [`SIGN_IN`] leads to the provider's page.
    pub fn step_paths(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().scan(self.start.path(), |path, step| {
            *path = step.at.as_deref().unwrap_or(path);
            Some(*path)
        })
    }
}

impl Start {
    /// The address where the first step begins, unless it says otherwise.
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
    /// The address where it begins, from its first slash; nothing where that is as the step before.
    pub at: Option<String>,
    /// What to do.
    pub instruction: GuideText,
    /// What should come of it.
    pub expected: GuideText,
    /// Nothing where the step is only to look.
    pub action: Option<Action>,
    pub expectations: Vec<Expectation>,
    pub picture: Option<Picture>,
}

/// Something with a role and an accessible name, as a screen reader has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub role: String,
    /// Ends in "…" where only the beginning counts.
    pub name: PageText,
}

/// What to do, as a person does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// An address of the portal, from its first slash.
    Open(String),
    Press(Target),
    /// Type a text into the field with this label, and press Enter after it or not.
    Type {
        text: PageText,
        into: PageText,
        enter: bool,
    },
    /// Choose an option of the list with this label.
    Choose {
        option: PageText,
        from: PageText,
    },
    /// The box with this name.
    Tick(PageText),
    /// A key by its name, such as "Escape" or "Shift+Tab".
    Key(String),
}

/// What must hold after the action, at once or soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The page's main heading.
    Heading(PageText),
    /// Something on the page says this, among other things or alone.
    Text(PageText),
    NoText(PageText),
    /// An item of a list has this as one of its texts.
    Row(PageText),
    NoRow(PageText),
    Element(Target),
    NoElement(Target),
    /// So many things of this role and name.
    Count {
        target: Target,
        is: usize,
    },
    /// Not looked at without script.
    Focus(Target),
    /// A live region has said this since the action. Not looked at without script.
    Announcement(PageText),
    /// The end of the address's path.
    Url(String),
}

/// Which picture to take after the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Ends in `.png`.
    pub file: String,
    pub region: Region,
    /// What gets a numbered ring, in the order of the numbers.
    pub marks: Vec<Mark>,
}

/// What gets a numbered ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub target: Target,
    /// Whether the ring is around the whole item of the list in which the target is.
    pub row: bool,
}

/// What of the page a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// All of it, however long.
    Page,
    /// What a window shows.
    Window,
    /// The open dialog.
    Dialog {
        /// CSS pixels around it.
        margin: u32,
    },
    Element {
        target: Target,
        /// CSS pixels around it.
        margin: u32,
    },
}
