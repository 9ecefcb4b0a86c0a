//! Does what a step says, with mouse and keyboard.

use super::expectations::url_path;
use super::settings::RunSettings;
use crate::browser::{Error, Page};
use crate::walkthrough::{Action, SIGN_IN, Start, TestPortal, Walkthrough};

/// Below which the pages of the embedded provider are.
const PROVIDER: &str = "/idp/";
/// Where somebody with several organisations chooses one.
const REPRESENT: &str = "/represent";

/// Gets to where the first step begins.
pub fn sign_in(
    page: &Page,
    portal: &dyn TestPortal,
    walkthrough: &Walkthrough,
    settings: RunSettings,
) -> Result<(), Error> {
    if walkthrough.start == Start::SignedOut {
        return Ok(());
    }
    page.goto(&format!("{}{SIGN_IN}", portal.url()))?;
    page.press("button", &format!("{}…", walkthrough.person_name))?;
    let heading = |key: &str| crate::i18n::label(settings.lang, settings.wording, key).unwrap_or_default();
    let (overview, represent) = (heading("overview.heading"), heading("represent.heading"));
    let overview = overview.replace("{name}", &walkthrough.organisation_name);
    let there = |wanted: &str, tree: &crate::browser::Tree| tree.heading() == Some(wanted);
    page.wait_for("the sign-in did not lead on", |tree| there(&overview, tree) || there(represent, tree))?;
    if page.address()?.contains(REPRESENT) {
        page.press("button", &format!("{}…", walkthrough.organisation_name))?;
    }
    page.heading(&overview)
}

/// Waits until the page is at the path of this address. That of the sign-in is a page of the provider's.
pub fn wait_for_path(page: &Page, portal: &dyn TestPortal, expected: &str) -> Result<(), Error> {
    let arrived = |address: String| {
        let path = address.strip_prefix(portal.url()).map(url_path);
        path.is_some_and(
            |path| if expected == SIGN_IN { path.starts_with(PROVIDER) } else { path == url_path(expected) },
        )
    };
    page.wait_for(&format!("the step does not begin at {expected}"), |_| page.address().is_ok_and(arrived))
}

/// Does it. What comes of it is for the step's expectations to wait for.
pub fn perform(page: &Page, portal: &dyn TestPortal, action: &Action, settings: RunSettings) -> Result<(), Error> {
    let resolve = |text: &'_ crate::walkthrough::PageText| text.resolve(settings.lang, settings.wording).into_owned();
    match action {
        Action::Open(path) => page.goto(&format!("{}{path}", portal.url())),
        Action::Press(target) => page.press(&target.role, &resolve(&target.name)),
        Action::Type { text, into, enter } => {
            page.type_into(&resolve(into), &resolve(text))?;
            if *enter { page.key("Enter") } else { Ok(()) }
        }
        Action::Choose { option, from } => page.choose(&resolve(from), &resolve(option)),
        Action::Tick(name) => page.press("checkbox", &resolve(name)),
        Action::Key(key) => page.key(key),
    }
}
