//! Waits until a step's expectation holds.

use super::settings::RunSettings;
use crate::browser::{Error, Node, Page};
use crate::walkthrough::{Expectation, PageText, Target};

/// Waits for one expectation.
/// `announced_before` is the number of announcements before the step.
pub fn wait_for(
    page: &Page,
    expectation: &Expectation,
    announced_before: usize,
    settings: RunSettings,
) -> Result<(), Error> {
    let resolve = |text: &'_ PageText| text.resolve(settings.lang, settings.wording).into_owned();
    let role_and_name = |target: &Target| (target.role.clone(), resolve(&target.name));
    match expectation {
        Expectation::Heading(text) => page.heading(&resolve(text)),
        Expectation::Text(text) => page.says(&resolve(text)),
        Expectation::NoText(text) => {
            let text = resolve(text);
            page.wait_for(&format!("something says \"{text}\""), |tree| !tree.says(&text))
        }
        Expectation::Row(text) => {
            let text = resolve(text);
            page.wait_for(&format!("no row says \"{text}\""), |tree| tree.has_row(&text))
        }
        Expectation::NoRow(text) => {
            let text = resolve(text);
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
        // After a full page load the browser decides where the focus goes.
        Expectation::Focus(_) | Expectation::Announcement(_) if !settings.script => Ok(()),
        Expectation::Focus(target) => {
            let (role, name) = role_and_name(target);
            let focused = |node: &Node| node.is(&role, &name);
            page.wait_for(&format!("the focus is not on {role} \"{name}\""), |tree| tree.focused().is_some_and(focused))
        }
        Expectation::Announcement(text) => wait_for_announcement(page, &resolve(text), announced_before),
        Expectation::Url(path) => {
            let here = || page.address().is_ok_and(|address| url_path(&address).ends_with(path));
            page.wait_for(&format!("the address does not end in {path}"), |_| here())
        }
    }
}

fn wait_for_announcement(page: &Page, text: &str, announced_before: usize) -> Result<(), Error> {
    let announced = || {
        page.announcements().iter().skip(announced_before).any(|spoken| spoken.replace('\u{a0}', " ").contains(text))
    };
    page.wait_for(&format!("\"{text}\" was not announced"), |_| announced())
}

/// The URL without query and fragment.
pub fn url_path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}
