//! Visits every page in every state worth checking, in few page loads.
//! The caller says what to check.

use klientportal::browser::{Options, Page};

use crate::portal::{OVERVIEW, Portal};
use crate::{Outcome, assert_quiet, assert_quiet_but_for, in_language, many, open};

/// Checks a page in a named state.
pub type Check = dyn Fn(&Page, &str) -> Outcome;

/// Path of the API.
const BASE: &str = "/authentication/api/v1/enduser/systemuser";
const REVISOR: &str = "Revisor klientdelegering";

pub fn signed_out(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.url)?;
    page.heading("Øv på klientdelegering")?;
    check(&page, "start")?;
    page.press("button", "Meny")?;
    page.says("Velg språk")?;
    check(&page, "start-menu")?;
    page.goto(&portal.at("/guide/client-relationship"))?;
    page.heading("Slik setter kunden opp kundeforholdet")?;
    check(&page, "guide-signed-out")?;
    page.goto(&portal.at("/sign-in"))?;
    page.heading("Velg hvem du logger inn som")?;
    check(&page, "sign-in")?;
    page.press("button", "Sikkerhetsnivå")?;
    page.sees("radio", "Betydelig")?;
    page.type_into("Syntetisk fødselsnummer", "123")?;
    page.key("Enter")?;
    page.says("Skriv 11 siffer.")?;
    page.press("button", "Sikkerhetsnivå")?;
    page.sees("radio", "Betydelig")?;
    check(&page, "sign-in-error")?;
    assert_quiet_but_for(422, &page);
    Ok(())
}

/// The overview of each person, and pages that only some people get.
pub fn people(check: &Check) -> Outcome {
    let portal = Portal::start();
    for (person, state) in [
        ("Gild Kanne", "overview-managing-director"),
        ("Estetisk Skål", "overview-client-administrator"),
        ("Sitrongul Medaljong", "overview-access-manager"),
        ("Ryddig Papirvifte", "overview-employee"),
        ("Hardfør Blyant", "overview-no-clients"),
        ("Luftig Parasoll", "represent-nobody"),
        ("Kursiv Fossekall", "represent"),
    ] {
        let page = open(in_language("nb"));
        portal.sign_in(&page, person)?;
        check(&page, state)?;
        match person {
            "Gild Kanne" => start_signed_in(&portal, &page, check)?,
            "Sitrongul Medaljong" => {
                page.press("link", REVISOR)?;
                page.says("Bare klientadministratorer kan se og administrere kundene.")?;
                check(&page, "access-not-allowed")?;
            }
            "Hardfør Blyant" => {
                page.press("link", REVISOR)?;
                page.press("button", "Legg til kunder")?;
                page.says("Ingen kunder å vise")?;
                check(&page, "dialog-no-clients")?;
            }
            "Kursiv Fossekall" => {
                page.type_into("Søk etter navn eller organisasjonsnummer", "zzz")?;
                page.says("Ingen av virksomhetene dine passer med «zzz».")?;
                check(&page, "represent-none-found")?;
            }
            _ => {}
        }
        assert_quiet(&page);
    }
    Ok(())
}

fn start_signed_in(portal: &Portal, page: &Page, check: &Check) -> Outcome {
    page.press("button", "Meny")?;
    page.says("Velg språk")?;
    check(page, "header-menu")?;
    page.key("Escape")?;
    page.press("button", "Diskret Nær Tiger AS…")?;
    page.says("Du representerer Diskret Nær Tiger AS")?;
    check(page, "header-account")?;
    page.goto(&portal.url)?;
    page.heading("Øv på klientdelegering")?;
    check(page, "start-signed-in")
}

pub fn accesses(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    page.press("link", "SmartCloud")?;
    page.says("Dette er virksomhetens egen systemtilgang.")?;
    check(&page, "access-own")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.press("link", REVISOR)?;
    page.says("Denne systemtilgangen har ingen kunder.")?;
    page.press("button", "Ansvarlig revisor…")?;
    page.says("Dette gir pakken tilgang til")?;
    check(&page, "access-empty")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.press("link", "Landbruk klientdelegering")?;
    page.says("Frodig Seig Tiger AS")?;
    check(&page, "access-clients")?;
    page.type_into("Søk i kunder", "zzz")?;
    page.says("Ingen tilknyttede kunder passer med «zzz».")?;
    check(&page, "access-none-found")?;
    page.press("button", "Legg til eller fjern kunder")?;
    page.says("Kunder som ikke har gitt nok fullmakt")?;
    check(&page, "dialog-lacking")?;
    page.goto(&format!("{}?filter=lacking", page.address()?))?;
    page.says("Kunder som ikke har gitt nok fullmakt")?;
    check(&page, "dialog-filter-lacking")?;
    page.goto(&portal.at("/guide/client-relationship"))?;
    page.heading("Slik setter kunden opp kundeforholdet")?;
    check(&page, "guide")?;
    assert_quiet(&page);
    Ok(())
}

pub fn dialog(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    page.press("button", "Legg til kunder")?;
    page.says("Viser 1–10 av 12 kunder")?;
    check(&page, "dialog")?;
    page.press("button", "Legg til i systemtilgang: Revisorkunde AS")?;
    page.says("Revisorkunde AS er lagt til systemtilgangen")?;
    check(&page, "dialog-added")?;
    page.press("button", "Neste")?;
    page.says("Viser 11–12 av 12 kunder")?;
    check(&page, "dialog-page-2")?;
    page.type_into("Søk i kunder", "revisork")?;
    page.says("1 kunde")?;
    check(&page, "dialog-search")?;
    page.type_into("Søk i kunder", "zzz")?;
    page.says("Ingen kunder passer med «zzz».")?;
    check(&page, "dialog-none-found")?;
    page.key("Escape")?;
    page.press("button", "Legg til de 11 som ikke er lagt til")?;
    page.sees("button", "Angre")?;
    check(&page, "dialog-result")?;
    let address = page.address()?;
    let dialog = address.split('?').next().unwrap_or_default();
    // Too few clients for the button to ask, but the question has its own address.
    page.goto(&format!("{dialog}/confirm?bulk=remove-matching"))?;
    page.sees("link", "Avbryt")?;
    check(&page, "dialog-question")?;
    assert_quiet(&page);
    Ok(())
}

/// The dialog as a page, where the confirmation stays.
pub fn dialog_without_script(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(Options { script: false, ..in_language("nb") });
    portal.open_access(&page, REVISOR)?;
    page.press("button", "Legg til kunder")?;
    page.press("button", "Legg til i systemtilgang: Revisorkunde AS")?;
    page.says("Revisorkunde AS er lagt til systemtilgangen")?;
    check(&page, "dialog-added-without-script")?;
    page.press("checkbox", "Velg Bestemt Myk Mink ANS…")?;
    page.press("button", "Bekreft og lukk")?;
    page.heading(REVISOR)?;
    check(&page, "access-after-dialog")?;
    assert_quiet(&page);
    Ok(())
}

/// Several clients at once, and a failure.
pub fn many(check: &Check) -> Outcome {
    let (portal, _file) = many::large();
    let page = many::open_dialog(&portal, in_language("nb"))?;
    page.press("button", "Velg alle på siden")?;
    page.sees("button", "Legg til 10 valgte")?;
    check(&page, "dialog-chosen")?;
    page.press("button", "Legg til 10 valgte")?;
    page.sees("region", "Resultat")?;
    page.press("button", "Legg til de…")?;
    page.says("alle i én operasjon")?;
    check(&page, "dialog-question-large")?;
    page.press("link", "Avbryt")?;
    page.type_into("Søk i kunder", "310495913")?;
    page.says("310 495 913 er ikke kunde hos Diskret Nær Tiger AS.")?;
    check(&page, "dialog-stranger")?;
    page.key("Escape")?;
    page.says("Viser 1–10 av")?;
    page.offline(true)?;
    let tree = page.tree()?;
    let first = tree.nodes().iter().find(|node| node.role == "checkbox").expect("a page of boxes");
    page.press("checkbox", &first.name)?;
    page.wait_for("the row says nothing", |tree| tree.says("Fikk ikke svar"))?;
    check(&page, "dialog-failed")
}

/// Clients that have lost a power:
/// still assigned, and refused when their removal is undone.
pub fn lost(check: &Check) -> Outcome {
    let portal = Portal::start_with(&["--scenario", "mistet-fullmakt"]);
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    page.says("Mangler fullmakt")?;
    check(&page, "access-lost")?;
    page.press("button", "Legg til eller fjern kunder")?;
    page.says("Kunden er lagt til, men fullmakten gjelder ikke lenger:")?;
    check(&page, "dialog-lost")?;
    page.choose("Vis", "Lagt til")?;
    page.press("button", "Fjern alle 2")?;
    page.says("2 kunder er fjernet.")?;
    page.press("button", "Angre")?;
    page.says("1 kunde kunne ikke legges til:")?;
    check(&page, "dialog-refused")?;
    assert_quiet(&page);
    Ok(())
}

/// The test tools, unused and with a refused form; and the API document.
pub fn tools(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    for (path, heading, state) in [
        ("/test", "Testverktøy", "test"),
        ("/test/scenarios", "Scenarioer", "test-scenarios"),
        ("/test/worlds", "Testmiljøer", "test-worlds"),
        ("/test/events", "Hendelser utenfor portalen", "test-events"),
        ("/test/faults", "Feil på bestilling", "test-faults"),
        ("/test/clock", "Klokka", "test-clock"),
        ("/test/token", "Tilgangstoken til test", "test-token"),
        ("/test/requests", "Forespørsler til API-et", "test-requests"),
        ("/test/vendor", "Be om en systemtilgang som fagsystemet", "test-vendor"),
        ("/api", "Klientportal: APIs for programs", "api"),
    ] {
        page.goto(&portal.at(path))?;
        page.heading(heading)?;
        check(&page, state)?;
    }
    assert_quiet(&page);
    Ok(())
}

/// The test tools after use.
pub fn tools_in_use(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.at("/test/clock"))?;
    page.press("button", "Stopp klokka")?;
    page.says("Klokka er stilt")?;
    page.goto(&portal.at("/test/worlds"))?;
    page.type_into("Navn", "min-egen-verden-med-et-langt-navn")?;
    page.press("button", "Lag og gå dit")?;
    page.says("Du er i testmiljøet min-egen-verden-med-et-langt-navn")?;
    check(&page, "test-worlds-own")?;
    page.goto(&portal.at("/test/faults"))?;
    page.press("button", "Slå på")?;
    page.says("Feil er slått på: trege svar (1 gang igjen).")?;
    check(&page, "test-faults-on")?;
    page.goto(&portal.at("/test/token"))?;
    page.type_into("Person (fødselsnummer)", "12836810064")?;
    page.press("button", "Lag token")?;
    page.says("Tokenet er laget.")?;
    check(&page, "test-token-made")?;
    let token = page.evaluate("document.querySelector('textarea').value")?;
    let asked = format!(
        "fetch('{BASE}/agents?party=310495891', {{ headers: {{ authorization: 'Bearer ' + {token} }} }}).then(({{ status }}) => status)"
    );
    assert_eq!(page.evaluate(&asked)?, 200);
    page.goto(&portal.at("/test/requests"))?;
    page.press("button", "Send den på nytt")?;
    page.says("curl -i -X GET")?;
    check(&page, "test-requests-one")?;
    assert_quiet(&page);
    refused_tools(&portal, &page, check)
}

fn refused_tools(portal: &Portal, page: &Page, check: &Check) -> Outcome {
    for (path, field, typed, button, says) in [
        ("/test/worlds", "Navn", "Æ", "Lag og gå dit", "Navnet har andre tegn"),
        ("/test/events", "Navn", " ", "Opprett virksomheten", "Skriv navnet på virksomheten."),
        (
            "/test/token",
            "Person (fødselsnummer)",
            "12836810065",
            "Lag token",
            "Fødselsnummeret har feil kontrollsifre.",
        ),
    ] {
        page.goto(&portal.at(path))?;
        page.type_into(field, typed)?;
        page.press("button", button)?;
        page.says(says)?;
        // The browser moves the focus when it next renders, so maybe after the text is there.
        page.wait_for("the focus is not on what is wrong", |_| {
            page.evaluate("document.activeElement.id").is_ok_and(|id| id == "faults")
        })?;
        check(page, &format!("{}-refused", path[1..].replace('/', "-")))?;
    }
    Ok(())
}
