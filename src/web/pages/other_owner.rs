//! The page for an access of another organisation that the person may represent: says whose it is, and offers to represent
//! that one. Nothing switches by a link alone.

use askama::Template;

use crate::domain::organisation::Organisation;
use crate::i18n::fill;
use crate::web::layout::Layout;
use crate::web::urls;

/// A heading, a sentence, one button.
#[derive(Template)]
#[template(path = "pages/other_owner.html")]
pub struct OtherOwnerPage {
    pub layout: Layout,
    pub heading: String,
    /// "Du representerer nå Diskret Nær Tiger AS. …"
    pub text: String,
    pub action: &'static str,
    /// Value of the button `organisation`.
    pub value: String,
    /// "Representer Stolt Rund Tiger AS og fortsett".
    pub label: String,
    pub return_to: String,
}

impl OtherOwnerPage {
    /// The page in words; `represented` is the display name of the organisation represented now.
    pub fn of(layout: Layout, owner: &Organisation, represented: &str, return_to: &str) -> Self {
        let t = &layout.t.represent;
        let name = owner.display_name();
        Self {
            heading: fill(&t.other_heading, &[("name", &name)]),
            text: fill(&t.other, &[("represented", represented), ("name", &name)]),
            action: urls::REPRESENT,
            value: owner.number.to_string(),
            label: fill(&t.other_choose, &[("name", &name)]),
            return_to: return_to.to_owned(),
            layout,
        }
    }
}
