//! The clients that the dialog lists, by search, filter and page.

use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, BESTEMT, EMPTY_FIRM, ESTETISK_SKAL, GILD_KANNE, HARDFOR_BLYANT, Page, Portal,
    REVISORKUNDE, TAX, access, access_id, dialog,
};

const LIST: &str = "#client-list > ul";
const INELIGIBLE: &str = ".ineligible";

fn listed(page: &Page) -> Vec<String> {
    page.texts("#client-list > .rows .row-title")
}

#[tokio::test]
async fn clients_come_in_norwegian_order_ten_a_page() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let first = visitor.get(&dialog(AUDIT)).await;
    let names = listed(&first);
    assert_eq!((names.len(), names[0].as_str()), (10, "Bestemt Myk Mink ANS"));
    assert_eq!(names[7..], ["Vennlig Høy Tiger AS", "Ærlig Vrien Tiger AS", "Økonomisk Lett Tiger AS"]);
    assert_eq!(first.texts(".count"), ["Viser 1–10 av 12 kunder"]);
    assert_eq!(first.attribute(LIST, "aria-label").unwrap(), "Kunder");
    let second = visitor.press(&first, "Neste").await;
    assert_eq!(listed(&second), ["Aalreit Glad Tiger AS", "Åpen Snill Tiger AS"]);
    assert!(second.button("Neste").is_none());
}

#[tokio::test]
async fn a_press_keeps_search_filter_and_page_and_leads_to_the_pressed_row() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&format!("{}?page=2", dialog(AUDIT))).await;
    let page = visitor.press(&page, "Legg til i systemtilgang: Aalreit Glad Tiger AS").await;
    assert_eq!(
        (page.path(), page.url.fragment()),
        (format!("{}?page=2", dialog(AUDIT)).as_str(), Some("client-310496030"))
    );
    assert_eq!(page.text("#client-310496030").unwrap(), "Lagt til");
    let typed = [("search", "glad"), ("filter", "added")];
    let hit = visitor.fill_and_press(&page, &typed, "Søk").await;
    assert_eq!(listed(&hit), ["Aalreit Glad Tiger AS"]);
    assert_eq!(hit.attribute("option[selected]", "value").unwrap(), "added");
    let none = visitor.press(&hit, "Fjern fra systemtilgang: Aalreit Glad Tiger AS").await;
    assert_eq!(none.url.query(), Some("search=glad&filter=added"));
    assert_eq!(none.confirmation(), "Aalreit Glad Tiger AS er fjernet fra systemtilgangen");
    assert_eq!(none.text("#client-310496030").unwrap(), "Fjernet", "for one page the row keeps its place");
    assert!(listed(&visitor.get(none.path()).await).is_empty());
}

#[tokio::test]
async fn only_the_eligible_are_offered_and_the_others_shown_apart_with_what_is_missing() {
    let portal = Portal::start();
    let page = portal.sign_in(GILD_KANNE).await.get(&dialog(AGRICULTURE)).await;
    assert_eq!(listed(&page), ["Frodig Seig Tiger AS"]);
    assert_eq!(page.rows(INELIGIBLE), ["Sval Sprø Katt Lien", "Tørr Lang Tiger AS"]);
    assert_eq!(
        page.texts(".ineligible .row-reason p"),
        [
            "Mangler «Regnskapsfører med signeringsrettighet». Kunden må registrere Diskret Nær Tiger AS som \
             regnskapsfører i Enhetsregisteret.",
            "Mangler «Jordbruk». Kunden må gi Diskret Nær Tiger AS tilgangspakken under «Brukere» i Altinn.",
        ]
    );
    assert_eq!(page.count(".ineligible button"), 0, "no button that fails");
    assert!(page.link("Slik setter kunden opp kundeforholdet").is_some());
}

#[tokio::test]
async fn a_direct_power_is_enough_where_the_package_is_given_directly() {
    let portal = Portal::start();
    let page = portal.sign_in(GILD_KANNE).await.get(&dialog(TAX)).await;
    assert_eq!(listed(&page), ["Klientkunde AS"]);
    assert_eq!(page.count(INELIGIBLE), 0);
}

#[tokio::test]
async fn filters_show_what_their_names_say() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    for (filter, count, has_it) in
        [("all", 12, true), ("not-added", 11, false), ("added", 1, true), ("lacking", 0, false)]
    {
        let page = visitor.get(&format!("{}?filter={filter}&search=revisor", dialog(AUDIT))).await;
        assert_eq!(listed(&page) == ["Revisorkunde AS"], has_it, "{filter}");
        let all = visitor.get(&format!("{}?filter={filter}", dialog(AUDIT))).await;
        assert_eq!(listed(&all).len(), count.min(10), "{filter}");
    }
    let lacking = visitor.get(&format!("{}?filter=lacking", dialog(AGRICULTURE))).await;
    assert!(listed(&lacking).is_empty());
    assert_eq!(lacking.rows(INELIGIBLE).len(), 2);
}

#[tokio::test]
async fn a_page_that_does_not_exist_shows_the_nearest() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for client in AUDITED {
        visitor.change(&dialog(AUDIT), client, "add").await;
    }
    for (page, current) in [("0", "1"), ("99999", "2"), ("18446744073709551615", "2")] {
        for address in [dialog(AUDIT), access(AUDIT)] {
            let shown = visitor.get(&format!("{address}?page={page}")).await;
            assert_eq!(shown.texts(".pagination [aria-current=page]"), [current], "{page} of {address}");
        }
    }
}

#[tokio::test]
async fn a_query_that_no_page_makes_is_refused_in_words() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for query in ["page=abc", "page=-1", "page=1.5", "filter=x", "page=1&page=2", "search=a&search=b"] {
        let page = visitor.get(&format!("{}?{query}", dialog(AUDIT))).await;
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (400, "Vi forsto ikke forespørselen"), "{query}");
    }
}

#[tokio::test]
async fn a_search_of_ten_kilobytes_finds_nothing_and_breaks_nothing() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let long = "øz".repeat(1500);
    let query = serde_urlencoded::to_string([("search", &long)]).unwrap();
    assert!(query.len() > 10_000);
    for address in [dialog(AUDIT), access(AUDIT), "/represent".to_owned()] {
        let page = visitor.get(&format!("{address}?{query}")).await;
        assert_eq!(page.status, 200, "{address}");
    }
    let page = visitor.get(&format!("{}?{query}", dialog(AUDIT))).await;
    assert!(listed(&page).is_empty());
    assert_eq!(page.attribute("input[name=search]", "value").unwrap(), long);
}

#[tokio::test]
async fn what_is_searched_for_is_shown_as_text_whatever_it_is() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let typed = "\"><script>alert(1)</script>&amp; %_'";
    let hits = visitor.fill_and_press(&page, &[("search", typed)], "Søk").await;
    assert_eq!(hits.count("script"), 1);
    assert_eq!(hits.attribute("input[name=search]", "value").unwrap(), typed);
    assert_eq!(hits.texts(".count"), [format!("Ingen kunder passer med «{typed}».")]);
}

#[tokio::test]
async fn a_firm_without_clients_is_told_why_and_led_to_the_guide() {
    let portal = Portal::start();
    let visitor = portal.sign_in(HARDFOR_BLYANT).await;
    let id = access_id(EMPTY_FIRM, AUDIT);
    let page = visitor.get(&format!("/accessmanagement/ui/systemuser/{id}/agentdelegation")).await;
    let page = visitor.press(&page, "Legg til kunder").await;
    assert_eq!(page.texts("dialog h2"), ["Ingen kunder å vise"]);
    assert!(page.text(".ds-alert p").unwrap().starts_with("Ingen har gitt Tom Rask Tiger AS fullmakt"));
    assert_eq!(page.texts(".dialog-foot button"), ["Bekreft og lukk"]);
    assert_eq!(visitor.press(&page, "Bekreft og lukk").await.heading(), AUDIT);
    let guide = visitor.follow(&page, "Slik setter kunden opp kundeforholdet").await;
    assert_eq!(guide.heading(), "Slik setter kunden opp kundeforholdet");
    let back = visitor.follow(&guide, "Tilbake").await;
    assert_eq!(back.path(), page.path());
}

#[tokio::test]
async fn every_button_of_the_list_has_a_name_of_its_own() {
    let portal = Portal::start();
    let page = portal.sign_in(GILD_KANNE).await.get(&dialog(AUDIT)).await;
    for name in listed(&page) {
        assert!(page.button(&format!("Legg til i systemtilgang: {name}")).is_some(), "{name}");
    }
    assert_eq!(page.count("#client-list .row button"), 10);
    assert_eq!(AUDITED.len(), 12);
}

#[tokio::test]
async fn a_pressed_row_keeps_its_place_without_a_button_and_its_confirmation_has_the_button() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let mut page = visitor.get(&format!("{}?filter=not-added&page=2", dialog(AUDIT))).await;
    for name in ["Aalreit Glad Tiger AS", "Åpen Snill Tiger AS"] {
        let before = listed(&page);
        let pressed = visitor.press(&page, &format!("Legg til i systemtilgang: {name}")).await;
        let rows = listed(&pressed);
        assert!(rows.ends_with(&before), "{rows:?} after {before:?}");
        assert_eq!(pressed.count("#client-list .row button"), rows.len() - 1);
        assert_eq!(pressed.texts(".row-done"), ["Lagt til"]);
        assert!(pressed.button("Angre").is_some(), "in the confirmation");
        page = visitor.get(pressed.path()).await;
        assert!(!listed(&page).contains(&name.to_owned()), "a reload shows the list as it is");
    }
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.press(&page, "Legg til i systemtilgang: Revisorkunde AS").await;
    let page = visitor.tick_and_press(&page, &[BESTEMT], "Angre").await;
    assert_eq!(page.confirmation(), "Endringen er angret. Revisorkunde AS er fjernet fra systemtilgangen");
    assert_eq!(page.text("#client-310495883").unwrap(), "Fjernet");
    assert_eq!(page.attribute("input[name=chosen][checked]", "value").unwrap(), BESTEMT, "the ticks stay");
}

#[tokio::test]
async fn a_row_that_somebody_has_changed_since_it_was_pressed_has_its_button() {
    let portal = Portal::start();
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    gild.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    estetisk.change(&dialog(AUDIT), REVISORKUNDE, "remove").await;
    let page = gild.get(&dialog(AUDIT)).await;
    assert_eq!(page.confirmation(), "Revisorkunde AS er lagt til systemtilgangen");
    assert_eq!(page.count("button[name=add][value='310495883'], button[name=remove][value='310495883']"), 1);
}
