//! Rules for the HTML of every page in every state.

use std::collections::HashSet;

use scraper::{ElementRef, Selector};

use super::errors::{every_error, has_the_headers_of_a_page};
use crate::support::page::{accessible_name, text};
use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, EMPTY_FIRM, ESTETISK_SKAL, GILD_KANNE, HARDFOR_BLYANT, KURSIV_FOSSEKALL,
    LUFTIG_PARASOLL, OVERVIEW, OWN, Page, Person, Portal, RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, TAX, Visitor, access,
    access_id, dialog, own_access,
};

const CREATE: &str = "/accessmanagement/ui/systemuser/create";

async fn signed_in(portal: &Portal, lang: &str, person: Person) -> Visitor {
    let visitor = portal.visitor_with_language(lang);
    visitor.sign_in(person).await;
    visitor
}

async fn all(visitor: &Visitor, paths: &[String]) -> Vec<Page> {
    let mut pages = Vec::new();
    for path in paths {
        pages.push(visitor.get(path).await);
    }
    pages
}

/// The pages of a person with all permissions.
async fn pages_of_the_guide(portal: &Portal, visitor: &Visitor) -> Vec<Page> {
    let clients = dialog(AUDIT);
    let mut pages = all(visitor, &[access(AUDIT), clients.clone()]).await;
    for client in AUDITED {
        visitor.change(&clients, client, "add").await;
    }
    let states = [
        "/".to_owned(),
        "/guide/client-relationship".to_owned(),
        OVERVIEW.to_owned(),
        "/test".to_owned(),
        "/test/scenarios".to_owned(),
        "/test/worlds".to_owned(),
        "/test/worlds/delete?world=kari".to_owned(),
        "/test/scenarios/replace?load=roller".to_owned(),
        "/test/events".to_owned(),
        "/test/faults".to_owned(),
        "/test/clock".to_owned(),
        "/test/token".to_owned(),
        format!("/test/token?person={}", GILD_KANNE.national_id),
        "/test/token?person=1&client=".to_owned(),
        "/test/requests".to_owned(),
        "/api".to_owned(),
        own_access(OWN),
        access(AUDIT),
        access(TAX),
        CREATE.to_owned(),
        format!("{CREATE}?search="),
        format!("{CREATE}?search=ulv"),
        format!("{CREATE}?system=310495921_smartcloud-lonn"),
        format!("{CREATE}?chosen=310495921_smartcloud-lonn"),
        format!("{}?page=2", access(AUDIT)),
        format!("{}?search=ulv", access(AUDIT)),
        format!("{clients}?page=2"),
        format!("{clients}?search=ulv"),
        format!("{clients}?filter=not-added"),
        dialog(AGRICULTURE),
        format!("{}?filter=lacking", dialog(AGRICULTURE)),
        format!("{}?return_to={}", "/guide/client-relationship", access(AUDIT)),
    ];
    pages.extend(all(visitor, &states).await);
    for client in AUDITED {
        visitor.change(&clients, client, "remove").await;
    }
    // The first page after a change has the snackbar.
    pages.push(visitor.get(&clients).await);
    pages.push(visitor.get(&format!("{clients}/confirm?bulk=add-matching")).await);
    let token = visitor.form_token("/").await;
    let fields = [("form_token", token.as_str()), ("bulk", "add-matching"), ("expected", "12")];
    let many = visitor.post(&clients, &fields).await;
    pages.push(visitor.get(many.header("location")).await);
    assert_eq!(pages[pages.len() - 1].count("#result, #undo"), 2, "all were added");
    for client in AUDITED {
        visitor.change(&clients, client, "remove").await;
    }
    pages.extend(checklists(visitor).await);
    pages.extend(refused_tools(visitor).await);
    pages.extend(every_error(portal, visitor).await.into_iter().map(|(_, page)| page));
    pages
}

/// The walkthrough pages, with errors and a deleted test run.
async fn checklists(visitor: &Visitor) -> Vec<Page> {
    let list = "/test/walkthroughs";
    let mut pages = vec![visitor.get(list).await, visitor.post(list, &[("tester", "")]).await];
    let begun = visitor.post(list, &[("tester", "Kari"), ("walkthrough", "and-rule")]).await;
    let round = begun.header("location").to_owned();
    visitor.post(&round, &[("step", "1"), ("verdict", "failed"), ("remark", "<b> & \n\"")]).await;
    pages.extend(all(visitor, &[round.clone(), list.to_owned()]).await);
    pages.push(visitor.post(&round, &[("step", "2"), ("remark", "x")]).await);
    visitor.post(&format!("{round}/delete"), &[]).await;
    pages.push(visitor.post(&round, &[("step", "2"), ("verdict", "failed"), ("remark", "x")]).await);
    pages
}

/// The forms of the test tools, with errors.
async fn refused_tools(visitor: &Visitor) -> Vec<Page> {
    let mut pages = Vec::new();
    for (path, fields) in [
        ("/test/worlds", vec![("name", "Æ")]),
        ("/test/faults", vec![("fault", "slow"), ("requests", "0")]),
        ("/test/clock", vec![("set", "moved"), ("hours", "x")]),
        ("/test/events", vec![("event", "drop-role"), ("client", "1")]),
        ("/test/events", vec![("event", "give-package"), ("client", "1")]),
        ("/test/events", vec![("event", "change-form"), ("client", "1")]),
        ("/test/events", vec![("event", "new-client"), ("number", "1")]),
        ("/test/scenarios/upload", vec![]),
    ] {
        let page = visitor.post(path, &fields).await;
        assert_eq!(page.status, 422, "{path} {fields:?}");
        pages.push(page);
    }
    pages
}

/// The pages that differ for people with other permissions.
async fn pages_of_others(portal: &Portal, lang: &str) -> Vec<Page> {
    let mut pages = Vec::new();
    let stranger = portal.visitor_with_language(lang);
    pages.extend(all(&stranger, &["/".into(), "/signed-out".into(), "/guide/client-relationship".into()]).await);
    let empty = access_id(EMPTY_FIRM, AUDIT);
    let empty = format!("/accessmanagement/ui/systemuser/{empty}/agentdelegation");
    for (person, paths) in [
        (KURSIV_FOSSEKALL, vec!["/represent".to_owned(), "/represent?search=ulv".to_owned()]),
        (LUFTIG_PARASOLL, vec!["/represent".to_owned()]),
        (RYDDIG_PAPIRVIFTE, vec![OVERVIEW.to_owned(), CREATE.to_owned()]),
        (
            SITRONGUL_MEDALJONG,
            vec![
                OVERVIEW.to_owned(),
                access(AGRICULTURE),
                access(TAX),
                format!("{CREATE}?system=310495921_smartcloud-lonn"),
            ],
        ),
        (ESTETISK_SKAL, vec![OVERVIEW.to_owned()]),
        (HARDFOR_BLYANT, vec![OVERVIEW.to_owned(), empty.clone(), format!("{empty}/clients")]),
    ] {
        pages.extend(all(&signed_in(portal, lang, person).await, &paths).await);
    }
    pages
}

fn is_sound(page: &Page, lang: &str) {
    let at = format!("{} {}", page.url, page.status);
    has_the_headers_of_a_page(page);
    assert_eq!(page.lang(), lang, "{at}");
    assert!(page.text("title").unwrap().ends_with(" – Klientportal"), "{at}");
    assert_eq!(page.count("h1"), 1, "{at}: {:?}", page.texts("h1"));
    assert!(!page.heading().is_empty(), "{at}");
    runs_nothing_of_its_own(page, &at);
    has_no_id_twice(page, &at);
    points_at_what_is_there(page, &at);
    labels_its_controls(page, &at);
    names_its_buttons(page, &at);
    assert!(!prose(page).contains(['{', '}']), "a text was not filled in: {at}");
}

fn runs_nothing_of_its_own(page: &Page, at: &str) {
    assert_eq!(count(page, "style, [style], script:not([src]), iframe, object, [href^='javascript:']"), 0, "{at}");
    for element in every(page, "*") {
        let handler = element.value().attrs().find(|(name, _)| name.starts_with("on"));
        assert_eq!(handler, None, "{at}");
    }
    for source in every(page, "script, link[rel=stylesheet], link[rel=icon], use") {
        let address = source.attr("src").or(source.attr("href")).unwrap();
        assert!(address.starts_with("/static/"), "{at}: {address}");
    }
}

/// All text of the page except code.
fn prose(page: &Page) -> String {
    let code = |element: ElementRef| ["pre", "code", "textarea"].contains(&element.value().name());
    let body = every(page, "body")[0].descendants();
    let text = body.filter(|node| !node.ancestors().filter_map(ElementRef::wrap).any(code));
    text.filter_map(|node| node.value().as_text().map(|text| text.to_string())).collect()
}

fn has_no_id_twice(page: &Page, at: &str) {
    let mut seen = HashSet::new();
    for element in every(page, "[id]") {
        let id = element.attr("id").unwrap();
        assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{at}: {id:?}");
        assert!(seen.insert(id), "{at}: {id} twice");
    }
}

fn points_at_what_is_there(page: &Page, at: &str) {
    let ids: HashSet<_> = every(page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
    for name in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
        for element in every(page, &format!("[{name}]")) {
            for id in element.attr(name).unwrap().split_whitespace() {
                assert!(ids.contains(id), "{at}: {name}={id}");
            }
        }
    }
    for link in every(page, "a[href^='#']") {
        assert!(ids.contains(&link.attr("href").unwrap()[1..]), "{at}: {:?}", link.attr("href"));
    }
}

fn labels_its_controls(page: &Page, at: &str) {
    for control in every(page, "input:not([type=hidden]), select, textarea") {
        let id = control.attr("id").unwrap_or_default();
        let label = every(page, &format!("label[for='{id}']")).first().copied().map(text);
        let label = label.or(control.attr("aria-label").map(str::to_owned));
        assert!(label.is_some_and(|label| !label.is_empty()), "{at}: no label for {:?}", control.value());
    }
    for list in every(page, "nav, section, [role=region], dialog") {
        let breadcrumbs = list.attr("class") == Some("breadcrumbs-nav");
        let named = list.attr("aria-label").or(list.attr("aria-labelledby"));
        assert!(breadcrumbs || named.is_some_and(|name| !name.is_empty()), "{at}: no name for {:?}", list.value());
    }
}

/// WCAG 2.5.3, Label in Name: users of speech input say the visible text.
fn names_its_buttons(page: &Page, at: &str) {
    for control in every(page, "button, a[href], summary") {
        let (name, seen) = (accessible_name(control), seen(control));
        assert!(!name.is_empty(), "{at}: no name for {:?}", control.value());
        assert!(name.to_lowercase().contains(&seen.to_lowercase()), "{at}: {name:?} lacks {seen:?}");
    }
    for image in every(page, "svg") {
        assert_eq!(image.attr("aria-hidden"), Some("true"), "{at}");
    }
}

/// The visible text of an element.
fn seen(element: ElementRef) -> String {
    let hidden = |ancestor: ElementRef| {
        let classes = ancestor.attr("class").unwrap_or_default();
        classes.split_whitespace().any(|class| class == "visually-hidden") || ancestor.attr("aria-hidden").is_some()
    };
    let text = element.descendants().filter_map(|node| {
        let text = node.value().as_text()?;
        (!node.ancestors().filter_map(ElementRef::wrap).any(hidden)).then(|| text.to_string())
    });
    text.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Includes inert elements, unlike [`Page::elements`].
fn every<'a>(page: &'a Page, selector: &str) -> Vec<ElementRef<'a>> {
    page.html.select(&Selector::parse(selector).unwrap()).collect()
}

fn count(page: &Page, selector: &str) -> usize {
    every(page, selector).len()
}

#[tokio::test]
async fn the_html_of_every_page_in_every_state_and_language_is_sound() {
    let portal = Portal::start();
    for lang in ["nb", "nn", "en"] {
        let gild = signed_in(&portal, lang, GILD_KANNE).await;
        let pages = pages_of_the_guide(&portal, &gild).await;
        assert!(pages.iter().any(|page| !page.confirmation().is_empty()));
        assert!(pages.len() > 25);
        for page in pages.iter().chain(&pages_of_others(&portal, lang).await) {
            is_sound(page, lang);
        }
    }
}
