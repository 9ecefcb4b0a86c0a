//! Performs a step's action with mouse and keyboard.

use super::expectations::url_path;
use super::settings::RunSettings;
use crate::browser::{Error, Page};
use crate::walkthrough::{Action, SIGN_IN, Start, TestPortal, Walkthrough};

/// Path prefix of the embedded sign-in's pages.
const PROVIDER: &str = "/idp/";
/// Path of the page for choosing an organisation.
const REPRESENT: &str = "/represent";

/// Signs in and opens the overview, unless the walkthrough starts signed out.
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

/// Waits until the page is at this path.
/// [`SIGN_IN`] matches any page of the provider, a trailing "…" any path with this beginning.
pub fn wait_for_path(page: &Page, portal: &dyn TestPortal, expected: &str) -> Result<(), Error> {
    let arrived = |address: String| {
        let path = address.strip_prefix(portal.url()).map(url_path);
        path.is_some_and(|path| match expected.strip_suffix('…') {
            Some(beginning) => path.starts_with(beginning),
            None if expected == SIGN_IN => path.starts_with(PROVIDER),
            None => path == url_path(expected),
        })
    };
    page.wait_for(&format!("the step does not begin at {expected}"), |_| page.address().is_ok_and(arrived))
}

/// Performs an action. Its effect is awaited by the step's expectations.
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
