//! `/represent`: the organisations that a person may represent.

use crate::support::{
    AUDIT, FIRM, GILD_KANNE, KURSIV_FOSSEKALL, LUFTIG_PARASOLL, OTHER_FIRM, OVERVIEW, OWN, Page, Portal, access,
    dialog, own_access,
};

fn chosen(page: &Page) -> Option<String> {
    page.text(".account-name")
}

fn names(page: &Page) -> Vec<String> {
    page.rows("#choices")
}

#[tokio::test]
async fn several_organisations_are_listed_in_norwegian_order_with_the_persons_roles() {
    let portal = Portal::start();
    let page = portal.visitor().sign_in(KURSIV_FOSSEKALL).await;
    assert_eq!(page.heading(), "Hvem vil du representere?");
    assert_eq!(
        names(&page),
        [
            "Blid Fri Hund DA",
            "Diskret Fjern Tiger AS",
            "Diskret Nær Tiger AS",
            "Lun Klok Mink ANS",
            "Sameiet Mild Vennlig Løve",
            "Stolt Rund Tiger AS",
        ]
    );
    assert_eq!(page.texts(".count"), ["6 virksomheter"]);
    let firm = page.button("Diskret Nær Tiger AS").unwrap();
    assert_eq!(
        crate::support::page::accessible_name(firm),
        "Diskret Nær Tiger AS Org.nr. 310 495 891 Du er klientadministrator Velg"
    );
    assert_eq!(chosen(&page), None);
}

#[tokio::test]
async fn the_list_is_searched_by_number_in_groups_and_by_parts_of_names() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let page = visitor.sign_in(KURSIV_FOSSEKALL).await;
    for (typed, found) in [
        ("310 495 9", vec!["Diskret Fjern Tiger AS", "Stolt Rund Tiger AS"]),
        (OTHER_FIRM, vec!["Stolt Rund Tiger AS"]),
        ("tiger diskret", vec!["Diskret Fjern Tiger AS", "Diskret Nær Tiger AS"]),
        ("LOVE", vec!["Sameiet Mild Vennlig Løve"]),
        ("lo\u{308}ve", vec!["Sameiet Mild Vennlig Løve"]),
        ("Stolt Rund Tiger AS (310 495 999)", vec!["Stolt Rund Tiger AS"]),
        ("as", vec![]),
    ] {
        let hits = visitor.fill_and_press(&page, &[("search", typed)], "Søk").await;
        assert_eq!(names(&hits), found, "{typed}");
        assert_eq!(hits.attribute("input[name=search]", "value").unwrap(), typed);
    }
    let none = visitor.fill_and_press(&page, &[("search", "<b>ulv</b>")], "Søk").await;
    assert!(names(&none).is_empty());
    assert_eq!(none.texts(".count"), ["Ingen av virksomhetene dine passer med «<b>ulv</b>»."]);
}

#[tokio::test]
async fn a_choice_is_shown_in_the_header_and_can_be_changed() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let list = visitor.sign_in(KURSIV_FOSSEKALL).await;
    let overview = visitor.press(&list, "Stolt Rund Tiger AS").await;
    assert_eq!((overview.path(), chosen(&overview).as_deref()), (OVERVIEW, Some("Stolt Rund Tiger AS")));
    assert_eq!(overview.text(".account-detail").unwrap(), "Org.nr. 310 495 999");

    let list = visitor.follow(&overview, "Bytt virksomhet").await;
    assert_eq!(list.texts("button[aria-current=true] .row-title"), ["Stolt Rund Tiger AS"]);
    let overview = visitor.press(&list, "Diskret Nær Tiger AS").await;
    assert_eq!(overview.heading(), "Systemtilganger for Diskret Nær Tiger AS");
    assert_eq!(chosen(&overview).unwrap(), "Diskret Nær Tiger AS");
}

#[tokio::test]
async fn a_search_does_not_forget_where_one_was_going() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let there = access(AUDIT);
    let choice = visitor.get(&there).await;
    let list = visitor.press(&choice, KURSIV_FOSSEKALL.national_id).await;
    let hits = visitor.fill_and_press(&list, &[("search", "nær")], "Søk").await;
    let page = visitor.press(&hits, "Diskret Nær Tiger AS").await;
    assert_eq!((page.path(), page.heading().as_str()), (there.as_str(), AUDIT));
}

#[tokio::test]
async fn an_access_of_another_of_ones_own_organisations_offers_to_represent_that_one() {
    let portal = Portal::start();
    for (lang, heading, button) in [
        ("nb", "Systemtilgangen tilhører Diskret Nær Tiger AS", "Representer Diskret Nær Tiger AS og fortsett"),
        ("nn", "Systemtilgangen høyrer til Diskret Nær Tiger AS", "Representer Diskret Nær Tiger AS og hald fram"),
        ("en", "The system access belongs to Diskret Nær Tiger AS", "Represent Diskret Nær Tiger AS and continue"),
    ] {
        let visitor = portal.visitor_with_language(lang);
        let choice = visitor.sign_in(KURSIV_FOSSEKALL).await;
        visitor.press(&choice, "Stolt Rund Tiger AS").await;
        let dialog = format!("{}?search=kunde", dialog(AUDIT));
        for there in [access(AUDIT), own_access(AUDIT), dialog] {
            let offer = visitor.get(&there).await;
            assert_eq!((offer.status.as_u16(), offer.heading().as_str()), (403, heading), "{there}");
            assert_eq!(offer.count("main button"), 1);
            assert!(offer.text("main [data-reason]").unwrap().contains("Stolt Rund Tiger AS"));
            let still = visitor.get(OVERVIEW).await;
            assert_eq!(chosen(&still).as_deref(), Some("Stolt Rund Tiger AS"), "a link alone changes nothing");
            let arrived = visitor.press(&offer, button).await;
            assert_eq!(arrived.status, 200);
            let now = visitor.get(OVERVIEW).await;
            assert_eq!(chosen(&now).as_deref(), Some("Diskret Nær Tiger AS"));
            assert!(arrived.path().starts_with(&own_access(AUDIT)), "{}", arrived.path());
            let choice = visitor.get("/represent").await;
            visitor.press(&choice, "Stolt Rund Tiger AS").await;
        }
    }
}

/// Kursiv Fossekall is a client administrator of the firm, who sees no access of its own there.
#[tokio::test]
async fn an_access_that_one_would_not_see_there_is_not_found() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let choice = visitor.sign_in(KURSIV_FOSSEKALL).await;
    visitor.press(&choice, "Stolt Rund Tiger AS").await;
    let page = visitor.get(&own_access(OWN)).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (404, "Vi finner ikke siden"));
}

#[tokio::test]
async fn after_the_choice_one_stays_on_the_site_and_on_addresses_that_can_be_opened() {
    let portal = Portal::start();
    let visitor = portal.sign_in(KURSIV_FOSSEKALL).await;
    let token = visitor.form_token("/represent").await;
    for (return_to, location) in [
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/sign-out", OVERVIEW),
        ("/guide/client-relationship", "/guide/client-relationship"),
    ] {
        let fields = [("form_token", token.as_str()), ("organisation", FIRM), ("return_to", return_to)];
        assert_eq!(visitor.post("/represent", &fields).await.header("location"), location, "{return_to}");
    }
}

#[tokio::test]
async fn one_organisation_only_is_chosen_at_once_and_cannot_be_changed() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let page = visitor.sign_in(GILD_KANNE).await;
    assert_eq!((page.path(), chosen(&page).as_deref()), (OVERVIEW, Some("Diskret Nær Tiger AS")));
    assert!(page.link("Bytt virksomhet").is_none());
}

#[tokio::test]
async fn who_has_no_role_is_told_so_and_can_sign_out() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let page = visitor.sign_in(LUFTIG_PARASOLL).await;
    assert_eq!(page.heading(), "Du kan ikke representere noen");
    assert_eq!(
        page.texts(".ds-alert"),
        [
            "Luftig Parasoll har ingen rolle eller fullmakt i noen virksomhet her. Logg ut, og logg inn som en annen person."
        ]
    );
    assert!(visitor.get(OVERVIEW).await.path().starts_with("/represent"));
    let out = visitor.press(&page, "Logg ut").await;
    assert_eq!(out.heading(), "Du er logget ut");
}

#[tokio::test]
async fn a_typed_number_of_nobody_in_this_world_signs_in_to_the_same_page() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let choice = visitor.get("/sign-in").await;
    let page = visitor.fill_and_press(&choice, &[("national_id", "268293 98612")], "Logg inn med nummeret").await;
    assert_eq!(page.heading(), "Du kan ikke representere noen");
    assert!(page.text(".ds-alert").unwrap().starts_with("En person som ikke finnes i testportalen"));
}

#[tokio::test]
async fn an_organisation_that_is_not_ones_own_cannot_be_chosen() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    for (organisation, status) in [(OTHER_FIRM, 403), ("310495892", 400), ("", 400)] {
        let fields = [("form_token", token.as_str()), ("organisation", organisation)];
        assert_eq!(visitor.post("/represent", &fields).await.status, status, "{organisation}");
    }
    let page = visitor.get(OVERVIEW).await;
    assert_eq!(page.text(".account-detail").unwrap(), "Org.nr. 310 495 891");
    let fields = [("form_token", token.as_str()), ("organisation", FIRM)];
    assert_eq!(visitor.post("/represent", &fields).await.header("location"), OVERVIEW);
}
