//! Bulk changes: selection across pages, confirmation, results, undo.

use std::io::Write;

use klientportal::scenario::generate;
use reqwest::Method;
use tempfile::NamedTempFile;

use crate::support::{
    AALREIT, AUDIT, AUDITED, BESTEMT, ESTETISK_SKAL, FIRM, GILD_KANNE, Page, Portal, REVISORKUNDE, access, access_id,
    dialog,
};

fn audit_clients(portal: &Portal) -> Vec<String> {
    portal.database().clients_on(&access_id(FIRM, AUDIT))
}

fn sorted(clients: &[&str]) -> Vec<String> {
    let mut clients: Vec<_> = clients.iter().map(|client| (*client).to_owned()).collect();
    clients.sort();
    clients
}

/// Number of changes in the audit trail.
fn changes(portal: &Portal) -> usize {
    let mut times: Vec<_> = portal.database().audit().into_iter().map(|row| (row.at, row.action)).collect();
    times.dedup();
    times.len()
}

/// A portal with a generated scenario of this many clients.
pub fn portal_with_clients(clients: u32) -> (Portal, NamedTempFile) {
    let mut file = NamedTempFile::with_suffix(".toml").unwrap();
    file.write_all(generate(clients).as_bytes()).unwrap();
    (Portal::start_with(&["--scenario", file.path().to_str().unwrap()]), file)
}

fn chosen(page: &Page) -> Vec<String> {
    page.texts(".dialog-foot-chosen")
}

pub fn result(page: &Page) -> String {
    page.text("#result > p").expect("an account of what was done")
}

#[tokio::test]
async fn all_are_added_in_one_change_and_the_account_can_be_undone() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.press(&page, "Legg til alle 12").await;
    assert_eq!(result(&page), "12 kunder er lagt til.");
    assert_eq!(page.url.fragment(), Some("result"));
    assert_eq!(audit_clients(&portal), sorted(&AUDITED));
    assert_eq!(changes(&portal), 1);
    let again = visitor.get(page.path()).await;
    assert_eq!(result(&again), "12 kunder er lagt til.", "the account survives a reload");
    let undone = visitor.press(&page, "Angre").await;
    assert_eq!(result(&undone), "Endringen er angret. 12 kunder er fjernet.");
    assert!(audit_clients(&portal).is_empty());
    let redone = visitor.press(&undone, "Angre").await;
    assert_eq!(result(&redone), "Endringen er angret. 12 kunder er lagt til.");
    assert_eq!(audit_clients(&portal), sorted(&AUDITED));
}

#[tokio::test]
async fn all_means_what_search_and_filter_show() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&format!("{}?search=glad", dialog(AUDIT))).await;
    let page = visitor.press(&page, "Legg til ett treff").await;
    assert_eq!(result(&page), "1 kunde er lagt til.");
    assert_eq!(audit_clients(&portal), [AALREIT]);
    let page = visitor.get(&dialog(AUDIT)).await;
    // Typed but not yet searched for: the button still applies to the list on the page.
    let page = visitor.fill_and_press(&page, &[("search", "mink")], "Legg til de 11 som ikke er lagt til").await;
    assert_eq!(result(&page), "11 kunder er lagt til.");
    let page = visitor.get(&format!("{}?filter=added&search=glad", dialog(AUDIT))).await;
    visitor.press(&page, "Fjern ett treff").await;
    assert_eq!(audit_clients(&portal).len(), 11);
}

#[tokio::test]
async fn a_choice_is_kept_across_pages_and_searches() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.tick_and_press(&page, &[BESTEMT, REVISORKUNDE], "Neste").await;
    assert_eq!(chosen(&page), ["2 valgte"]);
    let page = visitor.tick_and_press(&page, &[AALREIT], "Forrige").await;
    assert_eq!(page.count("input[name=chosen][checked]"), 2);
    let page = visitor.fill_and_press(&page, &[("search", "revisorkunde")], "Søk").await;
    assert_eq!(chosen(&page), ["3 valgte"]);
    let page = visitor.untick_and_press(&page, &[REVISORKUNDE], "Søk").await;
    assert_eq!(chosen(&page), ["2 valgte"]);
    let page = visitor.press(&page, "Legg til 2 valgte").await;
    assert_eq!(result(&page), "2 kunder er lagt til.");
    assert_eq!(audit_clients(&portal), sorted(&[BESTEMT, AALREIT]));
    assert_eq!(page.count("input[name=chosen][checked]"), 0, "what was carried out is chosen no more");
}

#[tokio::test]
async fn a_row_press_leaves_the_choice_alone() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.tick_and_press(&page, &[BESTEMT], "Legg til i systemtilgang: Revisorkunde AS").await;
    assert_eq!(audit_clients(&portal), [REVISORKUNDE]);
    assert_eq!(page.attribute("input[name=chosen][checked]", "value").unwrap(), BESTEMT);
    let page = visitor.press(&page, "Velg alle på siden").await;
    assert_eq!(page.count("input[name=chosen][checked]"), 10);
    assert_eq!(chosen(&page), ["10 valgte"]);
    assert!(page.button("Legg til 9 valgte").is_some() && page.button("Fjern den valgte").is_none());
    let page = visitor.fill_and_press(&page, &[("filter", "chosen")], "Søk").await;
    assert_eq!(page.count("#client-list input[name=chosen]"), 10);
    assert!(page.button("Legg til 9 valgte").is_some() && page.button("Fjern den valgte").is_some());
    let page = visitor.press(&page, "Fjern valget").await;
    assert_eq!(page.count("input[name=chosen][checked]"), 0);
}

#[tokio::test]
async fn more_than_twenty_ask_first_and_say_exactly_how_many() {
    let (portal, _file) = portal_with_clients(60);
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let add_all = page.texts(".bulk button").into_iter().next().unwrap();
    let count: usize = add_all.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(count > 20, "{add_all}");
    let question = visitor.press(&page, &add_all).await;
    assert_eq!(question.text("#question").unwrap(), format!("Vil du legge til {count} kunder?"));
    assert!(audit_clients(&portal).is_empty(), "nothing is done before the answer");
    let back = visitor.follow(&question, "Avbryt").await;
    assert!(back.button(&add_all).is_some() && audit_clients(&portal).is_empty());
    let done = visitor.press(&question, &format!("Ja, legg til {count} kunder")).await;
    assert_eq!(result(&done), format!("{count} kunder er lagt til."));
    assert_eq!(audit_clients(&portal).len(), count);
    assert_eq!(changes(&portal), 1);
}

#[tokio::test]
async fn a_question_whose_count_no_longer_holds_is_asked_again() {
    let (portal, _file) = portal_with_clients(60);
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let page = gild.get(&dialog(AUDIT)).await;
    let add_all = page.texts(".bulk button").into_iter().next().unwrap();
    let count: usize = add_all.rsplit(' ').next().unwrap().parse().unwrap();
    let question = gild.press(&page, &add_all).await;
    let first = page.attribute("button[name=add]", "value").unwrap();
    estetisk.change(&dialog(AUDIT), &first, "add").await;
    assert!(!question.text("form.question > p").unwrap().starts_with("Antallet"));
    let again = gild.press(&question, &format!("Ja, legg til {count} kunder")).await;
    assert!(again.text("form.question > p").unwrap().starts_with("Antallet har endret seg mens du svarte."));
    assert_eq!(again.text("#question").unwrap(), format!("Vil du legge til {} kunder?", count - 1));
    assert_eq!(audit_clients(&portal), [first]);
}

#[tokio::test]
async fn an_answer_for_another_number_changes_nothing_even_when_few_are_left() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let answer = [("form_token", token.as_str()), ("bulk", "add-matching"), ("expected", "11")];
    let asked = visitor.post(&dialog(AUDIT), &answer).await;
    let again = visitor.get(asked.header("location")).await;
    assert!(again.text("form.question > p").unwrap().starts_with("Antallet har endret seg mens du svarte."));
    assert_eq!(again.text("#question").unwrap(), "Vil du legge til 12 kunder?");
    assert!(audit_clients(&portal).is_empty());
    visitor.press(&again, "Ja, legg til 12 kunder").await;
    assert_eq!(audit_clients(&portal), sorted(&AUDITED));
}

#[tokio::test]
async fn what_another_administrator_did_while_the_question_stood_is_told_with_the_answer() {
    let (portal, _file) = portal_with_clients(60);
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let page = gild.get(&dialog(AUDIT)).await;
    let add_all = page.texts(".bulk button").into_iter().next().unwrap();
    let question = gild.press(&page, &add_all).await;
    let first = page.attribute("button[name=add]", "value").unwrap();
    for wanted in ["add", "remove"] {
        estetisk.change(&dialog(AUDIT), &first, wanted).await;
    }
    let yes = format!("Ja, legg til {} kunder", add_all.rsplit(' ').next().unwrap());
    let done = gild.press(&question, &yes).await;
    assert!(result(&done).ends_with("kunder er lagt til."));
    let told = done.confirmation();
    assert!(told.contains("Estetisk Skål har lagt til") && told.contains("Estetisk Skål har fjernet"), "{told}");
}

#[tokio::test]
async fn what_another_administrator_did_meanwhile_is_told_with_the_next_answer() {
    let portal = Portal::start();
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    gild.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    let page = gild.get(&dialog(AUDIT)).await;
    estetisk.change(&dialog(AUDIT), REVISORKUNDE, "remove").await;
    let page = gild.press(&page, "Legg til i systemtilgang: Bestemt Myk Mink ANS").await;
    assert_eq!(
        page.confirmation(),
        "Bestemt Myk Mink ANS er lagt til systemtilgangen. Estetisk Skål har fjernet Revisorkunde AS"
    );
    assert!(page.button("Legg til i systemtilgang: Revisorkunde AS").is_some());
}

#[tokio::test]
async fn a_second_add_by_another_is_a_success() {
    let portal = Portal::start();
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let page = gild.get(&dialog(AUDIT)).await;
    estetisk.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    let page = gild.press(&page, "Legg til i systemtilgang: Revisorkunde AS").await;
    assert!(page.confirmation().starts_with("Revisorkunde AS var allerede lagt til systemtilgangen"));
    assert_eq!(changes(&portal), 1);
}

#[tokio::test]
async fn a_change_of_another_access_is_neither_shown_nor_undone() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    let (other, id) = (dialog(crate::support::TAX), portal.database().change_ids()[0].to_string());
    assert_eq!(visitor.get(&format!("{other}?result={id}")).await.count("#result"), 0);
    let token = visitor.form_token("/").await;
    let refused = visitor.post(&other, &[("form_token", &token), ("undo", &id)]).await;
    assert_eq!(refused.status.as_u16(), 404);
    assert_eq!(audit_clients(&portal), [REVISORKUNDE]);
}

#[tokio::test]
async fn a_chosen_client_that_is_none_any_more_is_accounted_for() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.tick_and_press(&page, &[BESTEMT, REVISORKUNDE], "Søk").await;
    let gone = [("event", "drop-role"), ("provider", FIRM), ("client", REVISORKUNDE), ("role", "revisor")];
    assert_eq!(visitor.post("/test/events", &gone).await.status, 303);
    let page = visitor.press(&page, "Legg til 2 valgte").await;
    assert_eq!(result(&page), "1 kunde er lagt til. 1 kunde kunne ikke legges til:");
    assert!(
        page.texts("#result li")[0].starts_with("Revisorkunde AS, Org.nr. 310 495 883: Mangler «Ansvarlig revisor».")
    );
    assert_eq!(audit_clients(&portal), [BESTEMT]);
}

#[tokio::test]
async fn another_search_begins_on_its_first_page() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&format!("{}?page=2", dialog(AUDIT))).await;
    let same = visitor.press(&page, "Søk").await;
    assert!(same.path().ends_with("?page=2"), "{}", same.path());
    for typed in [("search", "as"), ("size", "25"), ("filter", "not-added")] {
        let another = visitor.fill_and_press(&page, &[typed], "Søk").await;
        assert!(another.path().ends_with(&format!("?{}={}", typed.0, typed.1)), "{}", another.path());
    }
}

#[tokio::test]
async fn what_others_have_done_is_told_once_and_summed_up_whatever_is_pressed_next() {
    let portal = Portal::start();
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    for press in ["Neste", "Søk", "Legg til alle 12"] {
        let page = gild.get(&dialog(AUDIT)).await;
        for client in [BESTEMT, AALREIT, REVISORKUNDE] {
            estetisk.change(&dialog(AUDIT), client, "add").await;
        }
        let told = gild.press(&page, press).await;
        assert_eq!(told.confirmation(), "Estetisk Skål har lagt til 3 kunder", "{press}");
        assert_eq!(gild.get(&dialog(AUDIT)).await.confirmation(), "");
        for client in [BESTEMT, AALREIT, REVISORKUNDE] {
            estetisk.change(&dialog(AUDIT), client, "remove").await;
        }
    }
}

#[tokio::test]
async fn many_refusals_are_all_accounted_for_with_a_reason() {
    let (portal, _file) = portal_with_clients(150);
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let add_all = page.texts(".bulk button").into_iter().next().unwrap();
    let question = visitor.press(&page, &add_all).await;
    let fault = [("fault", "refuse-adds"), ("requests", "1"), ("milliseconds", "1"), ("every", "1")];
    assert_eq!(visitor.post("/test/faults", &fault).await.status, 303);
    let count: usize = add_all.rsplit(' ').next().unwrap().parse().unwrap();
    let page = visitor.press(&question, &format!("Ja, legg til {count} kunder")).await;
    assert_eq!(result(&page), format!("Ingen kunder er lagt til. {count} kunder kunne ikke legges til:"));
    let listed = page.texts("#result li");
    assert_eq!(listed.len(), 101);
    assert!(listed[..100].iter().all(|one| one.ends_with("Manglet fullmakt da, men ikke nå lenger.")), "{listed:?}");
    assert_eq!(listed[100], format!("… og {} til, som ikke er vist her.", count - 100));
    assert_eq!(page.texts("#result summary"), [format!("Vis {} til", count - 5)]);
}

#[tokio::test]
async fn the_main_button_adds_what_is_ticked_on_all_pages_and_closes() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.tick_and_press(&page, &[BESTEMT, REVISORKUNDE], "Neste").await;
    let closed = visitor.tick_and_press(&page, &[AALREIT], "Legg til 2, bekreft og lukk").await;
    assert_eq!((closed.path(), closed.url.fragment()), (access(AUDIT).as_str(), None));
    assert_eq!(closed.confirmation(), "3 kunder er lagt til");
    assert_eq!(audit_clients(&portal), sorted(&[BESTEMT, REVISORKUNDE, AALREIT]));
    let undone = visitor.press(&closed, "Angre").await;
    assert_eq!(result(&undone), "Endringen er angret. 3 kunder er fjernet.");
    assert_eq!(undone.count("input[name=chosen][checked]"), 0);
    let closed = visitor.press(&undone, "Bekreft og lukk").await;
    assert_eq!((closed.path(), closed.confirmation().as_str()), (access(AUDIT).as_str(), ""));
    assert_eq!(changes(&portal), 2);
}

#[tokio::test]
async fn ticks_are_dropped_where_the_dialog_is_closed_and_kept_where_it_is_not() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let page = visitor.tick_and_press(&page, &[BESTEMT, REVISORKUNDE], "Søk").await;
    let other = access(crate::support::TAX);
    for path in ["/guide/client-relationship", other.as_str()] {
        visitor.get(path).await;
        assert_eq!(visitor.get(&dialog(AUDIT)).await.count("input[name=chosen][checked]"), 2, "{path}");
    }
    let closed = visitor.follow(&page, "Lukk uten å legge til").await;
    assert_eq!((closed.path(), closed.confirmation().as_str()), (access(AUDIT).as_str(), ""));
    assert_eq!(visitor.get(&dialog(AUDIT)).await.count("input[name=chosen][checked]"), 0);
    assert!(audit_clients(&portal).is_empty());
}

#[tokio::test]
async fn a_main_button_that_refuses_somebody_leaves_the_dialog_open_with_the_reason() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    let gone = [("event", "drop-role"), ("provider", FIRM), ("client", REVISORKUNDE), ("role", "revisor")];
    assert_eq!(visitor.post("/test/events", &gone).await.status, 303);
    let page = visitor.tick_and_press(&page, &[BESTEMT, REVISORKUNDE], "Bekreft og lukk").await;
    assert_eq!(result(&page), "1 kunde er lagt til. 1 kunde kunne ikke legges til:");
    assert_eq!(audit_clients(&portal), [BESTEMT]);
}

#[tokio::test]
async fn an_old_pages_undo_takes_back_nothing_after_a_reset_and_says_so() {
    let portal = Portal::start();
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let old = gild.get(&dialog(AUDIT)).await;
    let old = gild.press(&old, "Legg til alle 12").await;
    assert_eq!(gild.request(Method::POST, "/test/api/reset").send().await.unwrap().status(), 200);
    let page = estetisk.get(&dialog(AUDIT)).await;
    estetisk.press(&page, "Legg til alle 12").await;
    let undone = gild.press(&old, "Angre").await;
    assert_eq!((undone.status.as_u16(), undone.heading().as_str()), (404, "Endringen finnes ikke lenger"));
    assert_eq!(audit_clients(&portal), sorted(&AUDITED));
    let shown = gild.get(old.path()).await;
    assert_eq!(shown.count("#result"), 0, "the old address shows nothing of the new change");
}

#[tokio::test]
async fn a_change_of_one_world_is_not_undone_in_another() {
    let portal = Portal::start();
    let (kari, ola) = (portal.visitor(), portal.visitor());
    let mut pages = Vec::new();
    for (visitor, world) in [(&kari, "kari"), (&ola, "ola")] {
        visitor.post("/test/worlds", &[("name", world)]).await;
        visitor.sign_in(GILD_KANNE).await;
        let page = visitor.get(&dialog(AUDIT)).await;
        pages.push(visitor.press(&page, "Legg til alle 12").await);
    }
    let undo = pages[0].attribute("#undo", "value").unwrap();
    let token = ola.form_token("/").await;
    assert_eq!(ola.post(&dialog(AUDIT), &[("form_token", &token), ("undo", &undo)]).await.status, 404);
    assert_eq!(ola.get(&access(AUDIT)).await.rows("#assigned").len(), 10, "the first page of all");
}

#[tokio::test]
async fn what_a_page_made_by_an_older_version_names_by_number_is_no_more() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog(AUDIT)).await;
    visitor.press(&page, "Legg til alle 12").await;
    assert_eq!(visitor.get(&format!("{}?result=1", dialog(AUDIT))).await.count("#result"), 0);
    let token = visitor.form_token("/").await;
    let undone = visitor.post(&dialog(AUDIT), &[("form_token", &token), ("undo", "1")]).await;
    assert_eq!((undone.status.as_u16(), undone.heading().as_str()), (404, "Endringen finnes ikke lenger"));
    let searched = visitor.post(&dialog(AUDIT), &[("form_token", &token), ("seen", "1"), ("search", "x")]).await;
    assert_eq!(searched.status, 303);
    assert_eq!(audit_clients(&portal), sorted(&AUDITED));
}
