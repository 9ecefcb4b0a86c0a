//! An access accepts a client only with every package, from any source.
//!
//! The scenario has a client for each combination.

use crate::support::{OVERVIEW, Person, Portal};

const NOYAKTIG_LINJAL: Person = Person { national_id: "11857910054", name: "Nøyaktig Linjal" };

#[tokio::test]
async fn each_access_offers_exactly_the_clients_with_all_of_its_packages() {
    let portal = Portal::start_with(&["--scenario", "alle-pakker"]);
    let visitor = portal.sign_in(NOYAKTIG_LINJAL).await;
    let overview = visitor.get(OVERVIEW).await;
    let all = "Alle Tre Elg DA";
    for (access, open, offered) in [
        ("Alle tre", "Legg til kunder", vec![all]),
        ("Rolle og direkte", "Legg til eller fjern kunder", vec![all, "Rolle og Jordbruk Gris ANS"]),
        ("To direkte", "Legg til kunder", vec![all, "Jordbruk og Skatt Orre AS"]),
        (
            "Bare rollen",
            "Legg til eller fjern kunder",
            vec![all, "Bare Rolle Rev AS", "Rolle og Jordbruk Gris ANS", "Rolle og Skatt Gaupe AS"],
        ),
    ] {
        let page = visitor.follow(&overview, access).await;
        let dialog = visitor.press(&page, open).await;
        let apart = dialog.rows(".ineligible");
        let mut rows = dialog.rows("#client-list");
        rows.retain(|row| !apart.contains(row));
        assert_eq!(rows, offered, "{access}");
    }
}

#[tokio::test]
async fn who_lacks_one_package_of_three_is_told_which_and_what_to_do() {
    let portal = Portal::start_with(&["--scenario", "alle-pakker"]);
    let visitor = portal.sign_in(NOYAKTIG_LINJAL).await;
    let page = visitor.follow(&visitor.get(OVERVIEW).await, "Alle tre").await;
    let dialog = visitor.press(&page, "Legg til kunder").await;
    assert_eq!(dialog.rows(".ineligible").len(), 6);
    let one = visitor.get(&format!("{}?search=jordbruk+skatt", dialog.path())).await;
    assert_eq!(one.rows(".ineligible"), ["Jordbruk og Skatt Orre AS"]);
    assert_eq!(
        one.texts(".ineligible .row-reason"),
        ["Mangler «Regnskapsfører lønn». Kunden må registrere Grundig Tellende Bever AS som regnskapsfører i \
          Enhetsregisteret."]
    );
}
