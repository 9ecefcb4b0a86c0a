//! Does what a step says, with mouse and keyboard.

use super::expect::path_of;
use super::setting::Setting;
use crate::browser::{Error, Page};
use crate::walkthrough::{Action, SIGN_IN, Stage, Start, Walkthrough};

/// Below which the pages of the embedded provider are.
const PROVIDER: &str = "/idp/";
/// Where somebody with several organisations chooses one.
const REPRESENT: &str = "/represent";

/// Gets to where the first step begins.
pub fn begin(page: &Page, stage: &dyn Stage, walkthrough: &Walkthrough, setting: Setting) -> Result<(), Error> {
    if walkthrough.start == Start::SignedOut {
        return Ok(());
    }
    page.goto(&format!("{}{SIGN_IN}", stage.url()))?;
    page.press("button", &format!("{}…", walkthrough.person_name))?;
    let heading = |key: &str| crate::i18n::label(setting.lang, setting.wording, key).unwrap_or_default();
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
pub fn stand_at(page: &Page, stage: &dyn Stage, place: &str) -> Result<(), Error> {
    let stands = |address: String| {
        let path = address.strip_prefix(stage.url()).map(path_of);
        path.is_some_and(|path| if place == SIGN_IN { path.starts_with(PROVIDER) } else { path == path_of(place) })
    };
    page.wait_for(&format!("the step does not begin at {place}"), |_| page.address().is_ok_and(stands))
}

/// Does it. What comes of it is for the step's expectations to wait for.
pub fn act(page: &Page, stage: &dyn Stage, action: &Action, setting: Setting) -> Result<(), Error> {
    let say = |text: &'_ crate::walkthrough::Text| text.say(setting.lang, setting.wording).into_owned();
    match action {
        Action::Open(path) => page.goto(&format!("{}{path}", stage.url())),
        Action::Press(target) => page.press(&target.role, &say(&target.name)),
        Action::Type { text, into, enter } => {
            page.type_into(&say(into), &say(text))?;
            if *enter { page.key("Enter") } else { Ok(()) }
        }
        Action::Choose { option, from } => page.choose(&say(from), &say(option)),
        Action::Tick(name) => page.press("checkbox", &say(name)),
        Action::Key(key) => page.key(key),
    }
}
