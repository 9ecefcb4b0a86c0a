//! Waits until what a step expects is so.

use super::setting::Setting;
use crate::browser::{Error, Node, Page};
use crate::walkthrough::{Expectation, Target, Text};

/// `heard` is how much live regions had said before the step.
pub fn expect(page: &Page, expectation: &Expectation, heard: usize, setting: Setting) -> Result<(), Error> {
    let say = |text: &'_ Text| text.say(setting.lang, setting.wording).into_owned();
    let role_and_name = |target: &Target| (target.role.clone(), say(&target.name));
    match expectation {
        Expectation::Heading(text) => page.heading(&say(text)),
        Expectation::Text(text) => page.says(&say(text)),
        Expectation::NoText(text) => {
            let text = say(text);
            page.wait_for(&format!("something says \"{text}\""), |tree| !tree.says(&text))
        }
        Expectation::Row(text) => {
            let text = say(text);
            page.wait_for(&format!("no row says \"{text}\""), |tree| tree.has_row(&text))
        }
        Expectation::NoRow(text) => {
            let text = say(text);
            page.wait_for(&format!("a row says \"{text}\""), |tree| !tree.has_row(&text))
        }
        Expectation::Element(target) => {
            let (role, name) = role_and_name(target);
            page.sees(&role, &name)
        }
        Expectation::NoElement(target) => {
            let (role, name) = role_and_name(target);
            page.wait_for(&format!("there is a {role} \"{name}\""), |tree| !tree.has(&role, &name))
        }
        Expectation::Count { target, is } => {
            let (role, name) = role_and_name(target);
            page.wait_for(&format!("there are not {is} of {role} \"{name}\""), |tree| tree.count(&role, &name) == *is)
        }
        // Where the focus goes after a new page has been loaded is up to the browser.
        Expectation::Focus(_) | Expectation::Announcement(_) if !setting.script => Ok(()),
        Expectation::Focus(target) => {
            let (role, name) = role_and_name(target);
            let focused = |node: &Node| node.is(&role, &name);
            page.wait_for(&format!("the focus is not on {role} \"{name}\""), |tree| tree.focused().is_some_and(focused))
        }
        Expectation::Announcement(text) => announced(page, &say(text), heard),
        Expectation::Url(path) => {
            let here = || page.address().is_ok_and(|address| path_of(&address).ends_with(path));
            page.wait_for(&format!("the address does not end in {path}"), |_| here())
        }
    }
}

fn announced(page: &Page, text: &str, heard: usize) -> Result<(), Error> {
    let said = || page.announcements().iter().skip(heard).any(|said| said.replace('\u{a0}', " ").contains(text));
    page.wait_for(&format!("\"{text}\" was not announced"), |_| said())
}

/// The address without query and fragment.
pub fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}
