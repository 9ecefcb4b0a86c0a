//! Added clients that have lost a package since: always listed, with the reason.

use crate::support::{AGRICULTURE, AUDIT, GILD_KANNE, OVERVIEW, Portal, access, dialog};

const MINK: &str = "310496081";

fn world() -> Portal {
    Portal::start_with(&["--scenario", "mistet-fullmakt"])
}

#[tokio::test]
async fn the_overview_counts_them() {
    let portal = world();
    let page = portal.sign_in(GILD_KANNE).await.get(OVERVIEW).await;
    assert_eq!(page.texts(".ds-tag"), ["Fullmakt mangler for 1 kunde"; 3]);
}

#[tokio::test]
async fn the_access_marks_them_with_the_reason() {
    let portal = world();
    let page = portal.sign_in(GILD_KANNE).await.get(&access(AGRICULTURE)).await;
    assert_eq!(page.texts("#assigned .row-title"), ["Tørr Lang Tiger AS"]);
    assert_eq!(page.texts("#assigned .ds-tag"), ["Mangler fullmakt"]);
    assert_eq!(
        page.texts("#assigned .row-reason"),
        ["Mangler «Jordbruk». Kunden må gi Diskret Nær Tiger AS tilgangspakken under «Brukere» i Altinn."]
    );
}

#[tokio::test]
async fn the_dialog_has_them_under_all_added_and_lacking_and_lets_them_be_removed_but_not_added_again() {
    let portal = world();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for filter in ["all", "added", "lacking"] {
        let page = visitor.get(&format!("{}?filter={filter}", dialog(AUDIT))).await;
        assert!(page.button("Fjern fra systemtilgang: Bestemt Myk Mink ANS").is_some(), "{filter}");
        assert_eq!(page.texts("#client-list .ds-tag"), ["Mangler fullmakt"], "{filter}");
    }
    let page = visitor.get(&format!("{}?filter=added", dialog(AUDIT))).await;
    let page = visitor.press(&page, "Fjern alle 2").await;
    assert_eq!(page.text("#result > p").unwrap(), "2 kunder er fjernet.");
    // Another change in the world makes the portal reload its clients; one of the two is no client any more.
    assert_eq!(visitor.post("/test/clock", &[("set", "real")]).await.status, 303);
    let page = visitor.press(&page, "Angre").await;
    assert_eq!(
        page.text("#result > p").unwrap(),
        "Endringen er angret. 1 kunde er lagt til. 1 kunde kunne ikke legges til:"
    );
    assert_eq!(
        page.texts("#result li"),
        ["Bestemt Myk Mink ANS, Org.nr. 310 496 081: Mangler «Ansvarlig revisor». Kunden må registrere Diskret Nær \
          Tiger AS som revisor i Enhetsregisteret."]
    );
    let refused = visitor.change(&dialog(AUDIT), MINK, "add").await;
    assert_eq!(refused.status.as_u16(), 409);
    assert_eq!(refused.heading(), "Bestemt Myk Mink ANS kan ikke legges til.");
}

#[tokio::test]
async fn a_search_for_a_whole_number_says_who_is_no_client_and_what_a_client_of_another_kind_lacks() {
    let portal = world();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&format!("{}?search=0192:310495913", dialog(AUDIT))).await;
    assert!(page.text(".count").unwrap().starts_with("310 495 913 er ikke kunde hos Diskret Nær Tiger AS."));
    assert!(page.link("Slik setter kunden opp kundeforholdet").is_some());
    let page = visitor.get(&format!("{}?search=310 496 170", dialog(AUDIT))).await;
    assert_eq!(page.rows(".ineligible"), ["Tørr Lang Tiger AS"]);
}
