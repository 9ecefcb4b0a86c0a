//! What the dialog says of the choice, and which buttons for many it has.

use super::bulk::{portal_with_clients, result};
use crate::support::{AALREIT, AUDIT, BESTEMT, FIRM, GILD_KANNE, Page, Portal, REVISORKUNDE, Visitor, dialog};

const NAMES: &str = "#client-list > .rows .row-title";

/// The buttons above the list.
fn above(page: &Page) -> Vec<String> {
    page.texts(".list-head .bulk button")
}

/// The count and the buttons in the foot.
fn foot(page: &Page) -> Vec<String> {
    page.texts(".dialog-foot .bulk > *")
}

async fn with_two_ticked(visitor: &Visitor) -> Page {
    let page = visitor.get(&dialog(AUDIT)).await;
    visitor.tick_and_press(&page, &[BESTEMT, REVISORKUNDE], "Søk").await
}

#[tokio::test]
async fn the_filter_valgte_lists_what_is_ticked_on_all_pages_and_nothing_else() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let none = visitor.get(&format!("{}?filter=chosen", dialog(AUDIT))).await;
    assert_eq!(none.texts(".count"), ["Ingen er valgt."]);
    assert_eq!(none.count("#client-list a, .ineligible"), 0, "nothing else is offered");
    let page = visitor.tick_and_press(&with_two_ticked(&visitor).await, &[], "Neste").await;
    let page = visitor.tick_and_press(&page, &[AALREIT], "Søk").await;
    let page = visitor.fill_and_press(&page, &[("filter", "chosen")], "Søk").await;
    assert_eq!(page.texts(NAMES), ["Bestemt Myk Mink ANS", "Revisorkunde AS", "Aalreit Glad Tiger AS"]);
    assert_eq!(page.count("input[name=chosen][checked]"), 3);
    assert_eq!((above(&page).len(), page.texts(".count")), (0, vec!["3 kunder".to_owned()]));
    assert_eq!(foot(&page), ["3 valgte", "Legg til 3 valgte", "Fjern valget"]);
    let page = visitor.untick_and_press(&page, &[REVISORKUNDE], "Søk").await;
    assert_eq!(page.texts(NAMES), ["Bestemt Myk Mink ANS", "Aalreit Glad Tiger AS"]);
}

#[tokio::test]
async fn who_is_chosen_and_has_lost_a_power_is_listed_with_the_reason() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    with_two_ticked(&visitor).await;
    let changed = [("event", "change-form"), ("client", BESTEMT), ("form", "AS")];
    visitor.post("/test/events", &changed).await;
    let page = visitor.get(&format!("{}?filter=chosen", dialog(AUDIT))).await;
    assert_eq!(page.texts(NAMES).len() + page.count(".ineligible li"), 2);
}

#[tokio::test]
async fn the_button_for_all_keeps_its_place_and_its_number_agrees_with_the_count() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = with_two_ticked(&visitor).await;
    assert_eq!(above(&page), ["Legg til alle 12", "Velg alle på siden"]);
    visitor.change(&dialog(AUDIT), BESTEMT, "add").await;
    for (query, buttons) in [
        ("", ["Legg til de 11 som ikke er lagt til", "Velg alle på siden"]),
        ("?filter=not-added", ["Legg til alle 11", "Velg alle på siden"]),
        ("?search=tiger", ["Legg til alle 6 treff", "Velg alle på siden"]),
    ] {
        let page = visitor.get(&format!("{}{query}", dialog(AUDIT))).await;
        // The two that were ticked are ticked still.
        assert_eq!(above(&page), buttons, "{query}");
    }
}

#[tokio::test]
async fn many_are_removed_only_where_the_filter_is_about_clients_that_are_added() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.press(&page, "Legg til alle 12").await;
    assert_eq!(above(&page), ["Velg alle på siden"]);
    let page = visitor.get(&format!("{}?filter=added", dialog(AUDIT))).await;
    assert_eq!(above(&page), ["Fjern alle 12", "Velg alle på siden"]);
    let page = visitor.tick_and_press(&page, &[BESTEMT], "Søk").await;
    assert_eq!(foot(&page), ["1 valgt", "Fjern den valgte", "Fjern valget"]);
    let page = visitor.get(&dialog(AUDIT)).await;
    assert_eq!(foot(&page), ["1 valgt", "Fjern valget"]);
}

#[tokio::test]
async fn adding_all_tells_nothing_of_clients_that_were_added_before() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for client in [BESTEMT, AALREIT, REVISORKUNDE] {
        visitor.change(&dialog(AUDIT), client, "add").await;
    }
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.press(&page, "Legg til de 9 som ikke er lagt til").await;
    assert_eq!(result(&page), "9 kunder er lagt til.");
}

#[tokio::test]
async fn a_result_names_up_to_twenty() {
    let (portal, _file) = portal_with_clients(60);
    let visitor = portal.sign_in(GILD_KANNE).await;
    for (size, named) in [("10", true), ("25", false)] {
        let page = visitor.get(&format!("{}?size={size}&filter=not-added", dialog(AUDIT))).await;
        let listed = page.texts(NAMES);
        let page = visitor.press(&page, "Velg alle på siden").await;
        let mut page = visitor.press(&page, &format!("Legg til {size} valgte")).await;
        if !named {
            page = visitor.press(&page, "Ja, legg til 25 kunder").await;
        }
        let names = page.text(".result-names").unwrap_or_default();
        let (last, others) = listed.split_last().unwrap();
        assert_eq!(names, if named { format!("{} og {last}", others.join(", ")) } else { String::new() });
    }
}

#[tokio::test]
async fn closing_names_what_was_added() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = with_two_ticked(&visitor).await;
    let closed = visitor.press(&page, "Legg til 2, bekreft og lukk").await;
    assert_eq!(closed.confirmation(), "2 kunder er lagt til");
    assert_eq!(closed.texts(".snackbar-names"), ["Bestemt Myk Mink ANS og Revisorkunde AS"]);
}

#[tokio::test]
async fn six_refused_are_six_and_not_five_and_one_more() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for (refused, shown) in [(6, 6), (7, 5)] {
        let page = visitor.get(&dialog(AUDIT)).await;
        let clients = page.texts("#client-list .row-number").into_iter().take(refused);
        let clients: Vec<_> = clients.map(|number| number.replace("Org.nr.", "").replace(' ', "")).collect();
        let clients: Vec<_> = clients.iter().map(String::as_str).collect();
        let fault = [("fault", "refuse-adds"), ("requests", "1"), ("milliseconds", "1"), ("every", "1")];
        assert_eq!(visitor.post("/test/faults", &fault).await.status, 303);
        let page = visitor.tick_and_press(&page, &clients, "Bekreft og lukk").await;
        assert_eq!(page.count("#result > ul > li"), shown);
        assert_eq!(page.count("#result details"), usize::from(shown < refused));
    }
}

#[tokio::test]
async fn one_change_is_undone_in_its_confirmation_and_again_in_that() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.press(&page, "Legg til i systemtilgang: Revisorkunde AS").await;
    let page = visitor.press(&page, "Angre").await;
    assert_eq!(page.confirmation(), "Endringen er angret. Revisorkunde AS er fjernet fra systemtilgangen");
    assert_eq!((page.url.fragment(), page.count("#result")), (Some("client-310495883"), 0));
    let page = visitor.press(&page, "Angre").await;
    assert_eq!(page.confirmation(), "Endringen er angret. Revisorkunde AS er lagt til systemtilgangen");
    assert_eq!(portal.database().clients_on(&crate::support::access_id(FIRM, AUDIT)), [REVISORKUNDE]);
}

#[tokio::test]
async fn an_empty_filter_of_added_clients_does_not_offer_the_guide_to_a_relationship() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for query in ["?filter=added", "?filter=added&search=zzz", "?filter=chosen"] {
        let page = visitor.get(&format!("{}{query}", dialog(AUDIT))).await;
        assert!(page.link("Slik setter kunden opp kundeforholdet").is_none(), "{query}");
    }
    let page = visitor.get(&format!("{}?search=zzz", dialog(AUDIT))).await;
    assert!(page.link("Slik setter kunden opp kundeforholdet").is_some());
}
