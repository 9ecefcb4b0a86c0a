//! Requests for system accesses: answered by mouse and by keyboard, with and without JavaScript, twice, and by two at once.

use klientportal::browser::{Options, Page};
use klientportal::domain::access_request::AccessKey;

use crate::keyboard::{focus_on, tab_to};
use crate::portal::{OVERVIEW, Portal};
use crate::states::Check;
use crate::{Outcome, assert_quiet, assert_quiet_but_for, in_language, open};

const AUDIT: &str = "310495913_revisorsystemer";
const HEADING: &str = "Godkjenn systemtilgang for kundene dine";
const OVERVIEW_HEADING: &str = "Systemtilganger for Diskret Nær Tiger AS";
const APPROVE: &str = "Godkjenn systemtilgang";
const TITLE: &str = "Revisor klientdelegering";

/// The path of a request of the scenario `foresporsel`; `page` is `request` or `agentrequest`.
pub fn link(page: &str, system: &str, reference: &str) -> String {
    link_to("310495891", page, system, reference)
}

fn link_to(owner: &str, page: &str, system: &str, reference: &str) -> String {
    let owner = owner.parse().unwrap();
    let id = AccessKey::of(&system.parse().unwrap(), owner, Some(reference)).id(0).uuid();
    format!("/accessmanagement/ui/systemuser/{page}?id={id}")
}

fn portal() -> Portal {
    Portal::start_with(&["--scenario", "foresporsel"])
}

/// The new request for clients, whose answer leads to the overview.
fn open_new(portal: &Portal, script: bool, person: &str) -> Result<Page, klientportal::browser::Error> {
    let page = open(Options { script, ..in_language("nb") });
    portal.sign_in(&page, person)?;
    page.goto(&portal.at(&format!("{}&skiplogout=true", link("agentrequest", AUDIT, "ny"))))?;
    page.heading(HEADING)?;
    Ok(page)
}

/// Whether the new request has been approved, and how many entries tell so.
fn approvals(portal: &Portal) -> (usize, usize) {
    let of_request = "select count(*) from audit where action = 'approve'";
    (portal.count(&format!("select count(*) from system_access where title = '{TITLE}'")), portal.count(of_request))
}

/// A request's page in each of its states, and the lists of those that wait.
pub fn states(check: &Check) -> Outcome {
    let portal = Portal::start_with(&["--scenario", "foresporsel"]);
    for (person, states) in [
        ("Gild Kanne", MANAGING_DIRECTOR),
        ("Sitrongul Medaljong", ACCESS_MANAGER),
        ("Estetisk Skål", CLIENT_ADMINISTRATOR),
        ("Luftig Parasoll", &[("request-no-relation", CLIENTS, AUDIT, "ny", "du ikke har noen rolle i")]),
    ] {
        let page = open(in_language("nb"));
        portal.sign_in(&page, person)?;
        for (state, kind, system, reference, says) in states {
            page.goto(&portal.at(&link(kind, system, reference)))?;
            page.says(says)?;
            check(&page, state)?;
        }
        if person == "Gild Kanne" {
            lists_of_requests(&portal, &page, check)?;
        }
        if person == "Estetisk Skål" {
            page.goto(&portal.at(&link(CLIENTS, AUDIT, "ny")))?;
            page.press("button", "Ja, send videre")?;
            page.says("Forespørselen er videresendt")?;
            check(&page, "request-escalated")?;
        }
    }
    addresses_without_a_request(&portal, check)?;
    another_party(&portal, check)
}

fn addresses_without_a_request(portal: &Portal, check: &Check) -> Outcome {
    for (state, query, says) in [
        ("request-no-id", "", "Adressen mangler id-en til forespørselen"),
        ("request-malformed-id", "?id=x", "Vi kan ikke lese id-en til forespørselen"),
    ] {
        let page = open(in_language("nb"));
        portal.sign_in(&page, "Gild Kanne")?;
        page.goto(&portal.at(&format!("/accessmanagement/ui/systemuser/{CLIENTS}{query}")))?;
        page.says(says)?;
        check(&page, state)?;
        assert_quiet_but_for(400, &page);
    }
    Ok(())
}

/// A request to another firm that the person may represent.
fn another_party(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Kursiv Fossekall")?;
    page.goto(&portal.at(&link_to("310495905", CLIENTS, AUDIT, "annen")))?;
    page.sees("button", "Representer Diskret Fjern Tiger AS og fortsett")?;
    check(&page, "request-another-party")?;
    assert_quiet(&page);
    Ok(())
}

/// State, page, system, reference, and what the page says.
type RequestStates = [(&'static str, &'static str, &'static str, &'static str, &'static str)];
const CLIENTS: &str = "agentrequest";
const OWN: &str = "request";
const TAX: &str = "310495948_skattesystemer";
const PAYROLL: &str = "310495921_smartcloud";
const MANAGING_DIRECTOR: &RequestStates = &[
    ("request-for-clients", CLIENTS, AUDIT, "ny", "Revisorsystemer ber om en systemtilgang"),
    ("request-own", OWN, PAYROLL, "ny", "Du kan slette systemtilgangen igjen når du vil."),
    ("request-accepted", CLIENTS, AUDIT, "godkjent", "allerede godkjent"),
    ("request-rejected", CLIENTS, AUDIT, "avvist", "allerede avvist"),
    ("request-expired", CLIENTS, TAX, "utlopt", "har utløpt"),
    ("request-unknown", OWN, AUDIT, "ny", "Forespørselen finnes ikke"),
];
const ACCESS_MANAGER: &RequestStates =
    &[("request-cannot-give", OWN, PAYROLL, "ny", "Du kan ikke godkjenne denne systemtilgangen")];
const CLIENT_ADMINISTRATOR: &RequestStates = &[
    ("request-may-escalate", CLIENTS, AUDIT, "ny", "Du mangler nødvendig fullmakt"),
    ("request-escalated-by-another", OWN, PAYROLL, "videresendt", "allerede videresendt"),
];

fn lists_of_requests(portal: &Portal, page: &Page, check: &Check) -> Outcome {
    page.goto(&portal.at(&link(CLIENTS, TAX, "endret")))?;
    page.press("button", "Godkjenn systemtilgang")?;
    page.says("Systemtilgangen ble ikke godkjent")?;
    check(page, "request-failed")?;
    page.goto(&portal.at("/accessmanagement/ui/requests"))?;
    page.heading("Forespørsler for Diskret Nær Tiger AS")?;
    check(page, "requests")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.says("Ventende systemtilgang-forespørsler")?;
    check(page, "overview-pending")?;
    page.press("link", "Skattegrunnlag klientdelegering (ref: …")?;
    page.press("button", "Godkjenn systemtilgang")?;
    page.says("NY")?;
    check(page, "overview-new")?;
    assert_quiet_but_for(404, page);
    Ok(())
}

#[test]
fn a_request_is_sent_on_found_in_the_overview_and_approved_with_and_without_javascript() -> Outcome {
    for script in [true, false] {
        let portal = portal();
        let page = open_new(&portal, script, "Estetisk Skål")?;
        page.press("button", "Ja, send videre")?;
        page.says("Forespørselen er videresendt")?;
        if script {
            focus_on(&page, "heading", "Forespørselen er videresendt")?;
        }
        page.press("button", "Avslutt")?;
        page.heading(OVERVIEW_HEADING)?;
        portal.sign_in(&page, "Sitrongul Medaljong")?;
        page.sees("link", "Forespørsler…")?;
        page.press("link", &format!("{TITLE} (ref: …"))?;
        page.heading(HEADING)?;
        page.press("button", APPROVE)?;
        page.heading(OVERVIEW_HEADING)?;
        page.wait_for("the access is not marked as new", |tree| tree.has_row("NY") && tree.has_row(TITLE))?;
        if script {
            page.announces(&format!("Systemtilgangen «{TITLE}» er godkjent"))?;
        }
        assert_quiet(&page);
    }
    Ok(())
}

#[test]
fn a_request_is_read_and_approved_by_keyboard_alone() -> Outcome {
    let portal = portal();
    let page = open_new(&portal, true, "Gild Kanne")?;
    tab_to(&page, "button", "Ansvarlig revisor…")?;
    page.key("Enter")?;
    page.says("Dette gir pakken tilgang til")?;
    page.key("Escape")?;
    focus_on(&page, "button", "Ansvarlig revisor…")?;
    tab_to(&page, "button", APPROVE)?;
    page.key("Space")?;
    page.heading(OVERVIEW_HEADING)?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn the_buttons_of_an_answered_request_are_found_and_do_nothing() -> Outcome {
    let portal = portal();
    let page = open_new(&portal, true, "Gild Kanne")?;
    page.goto(&portal.at(&link("agentrequest", AUDIT, "avvist")))?;
    page.says("Denne forespørselen er allerede avvist")?;
    tab_to(&page, "button", APPROVE)?;
    page.key("Enter")?;
    page.press("button", "Avvis")?;
    page.heading(HEADING)?;
    assert_eq!(approvals(&portal), (0, 0));
    Ok(())
}

#[test]
fn of_two_people_who_answer_at_once_the_second_is_told_what_the_first_did() -> Outcome {
    let portal = portal();
    let first = open_new(&portal, true, "Gild Kanne")?;
    let second = open_new(&portal, true, "Sitrongul Medaljong")?;
    first.press("button", APPROVE)?;
    first.heading(OVERVIEW_HEADING)?;
    second.press("button", "Avvis")?;
    second.says("Denne forespørselen er allerede godkjent")?;
    second.says("Gild Kanne, ")?;
    assert_quiet(&second);
    Ok(())
}

#[test]
fn a_double_press_approves_once_with_and_without_javascript() -> Outcome {
    for script in [true, false] {
        let portal = portal();
        let page = open_new(&portal, script, "Gild Kanne")?;
        page.double_press("button", APPROVE, || Ok(()))?;
        // Where the second press counts, it leads back to the request.
        page.wait_for("nothing says that it is approved", |tree| {
            tree.says(OVERVIEW_HEADING) || tree.says("Denne forespørselen er allerede godkjent")
        })?;
        assert_eq!(approvals(&portal), (1, 1), "script: {script}");
    }
    Ok(())
}
