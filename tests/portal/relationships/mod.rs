//! The pages of relationships, from the client's side and from the provider's.

mod access_control;
mod removal;
mod users;

use klientportal::domain::organisation::Organisation;

use crate::support::{FIRM, KURSIV_FOSSEKALL, Page, Portal, Visitor};

pub const USERS: &str = "/accessmanagement/ui/users";
pub const RECEIVED: &str = "/accessmanagement/ui/received-from";
pub const ACTING: &str = "/acting-systems";

/// The id in an organisation's URLs.
pub fn id(number: &str) -> String {
    let (number, name, form) = (number.parse().unwrap(), String::new(), "AS".parse().unwrap());
    Organisation { number, name, form }.uuid().to_string()
}

pub fn user(number: &str) -> String {
    format!("{USERS}/{}", id(number))
}

pub fn received(number: &str) -> String {
    format!("{RECEIVED}/{}", id(number))
}

/// A browser in which Kursiv Fossekall represents Stolt Rund Tiger AS, a client to be.
pub async fn client(portal: &Portal) -> Visitor {
    let visitor = portal.visitor();
    let list = visitor.sign_in(KURSIV_FOSSEKALL).await;
    visitor.press(&list, "Stolt Rund Tiger AS").await;
    visitor
}

/// Adds the firm as a user of the represented organisation; the page that follows.
pub async fn add_firm(visitor: &Visitor) -> Page {
    let found = visitor.get(&format!("{USERS}/new?number={FIRM}")).await;
    visitor.press(&found, "Legg til virksomhet").await
}

/// The same, and gives the package of this name.
pub async fn give(visitor: &Visitor, package: &str) -> Page {
    add_firm(visitor).await;
    let dialog = visitor.get(&format!("{}/give", user(FIRM))).await;
    visitor.press(&dialog, &format!("Gi fullmakt for {package}")).await
}

/// The names in the list.
pub fn listed(page: &Page) -> Vec<String> {
    page.rows("#organisations")
}
