//! Own accesses are made, accesses end, and the own organisation joins one for clients.

mod create;
mod deletion;
mod own_organisation;
mod powers;
mod service;

use crate::support::{Page, Person, Portal, Visitor};

/// A browser in which the person represents the firm.
async fn acting(portal: &Portal, person: Person) -> Visitor {
    let visitor = portal.visitor();
    let list = visitor.sign_in(person).await;
    if list.button("Diskret Nær Tiger AS").is_some() {
        visitor.press(&list, "Diskret Nær Tiger AS").await;
    }
    visitor
}

/// Posts one of an access's own forms; redirects are not followed.
async fn press(visitor: &Visitor, access: &str, action: &str, clients: &str) -> Page {
    let token = visitor.form_token("/").await;
    visitor.post(access, &[("form_token", &token), ("action", action), ("clients", clients)]).await
}

fn said(page: &Page) -> String {
    page.texts("main .ds-alert").join(" ")
}
