//! Does what a step says, with mouse and keyboard.

use super::Setting;
use crate::browser::{Error, Page};
use crate::walkthrough::{Action, Stage, Start, Walkthrough};

/// Where the sign-in begins.
const SIGN_IN: &str = "/sign-in";
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
