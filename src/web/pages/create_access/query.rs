//! The address of each step, and who is named in them.

use serde::Deserialize;

use crate::domain::person::Person;
use crate::domain::role::PersonRole;
use crate::web::urls;

/// Where the person is: nothing in the query to choose, `system` to see what the access would get.
#[derive(Deserialize)]
pub struct CreateQuery {
    /// What was typed or picked in the field.
    pub search: Option<String>,
    /// The system whose offer is shown.
    pub system: Option<String>,
    /// The system that the person came back from.
    pub chosen: Option<String>,
}

/// A person who can do what this one cannot, with the role that lets them.
pub type Able = (Person, PersonRole);

/// The second step.
pub fn offer_url(system: &str) -> String {
    urls::with_query(urls::CREATE_ACCESS, &[("system", system)])
}
