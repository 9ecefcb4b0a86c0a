//! A relationship from both sides: the client gives power of attorney and takes it back, the provider sees it.

use klientportal::browser::{Options, Page};

use crate::keyboard::focus_on;
use crate::portal::Portal;
use crate::states::Check;
use crate::{Outcome, assert_quiet, in_language, open};

const USERS: &str = "/accessmanagement/ui/users";
const FIRM: &str = "Diskret Nær Tiger AS";
const GIVE: &str = "Gi fullmakt for Skattegrunnlag";
const TAKE: &str = "Slett fullmakt for Skattegrunnlag";
const ACCESS: &str = "Skattegrunnlag klientdelegering";
const ADD: &str = "Legg til i systemtilgang: Stolt Rund Tiger AS";

/// Signs in as the leader of a client to be.
fn sign_in_at_client(portal: &Portal, page: &Page) -> Outcome {
    portal.sign_in(page, "Kursiv Fossekall")?;
    page.press("button", "Stolt Rund Tiger AS…")?;
    page.heading("Systemtilganger for Stolt Rund Tiger AS")
}

/// Adds the firm, and opens the dialog in which it is given packages.
fn add_firm(portal: &Portal, page: &Page, script: bool) -> Outcome {
    page.goto(&portal.at(USERS))?;
    page.press("button", "Ny bruker")?;
    page.heading("Legg til ny person eller virksomhet")?;
    page.type_into("Organisasjonsnummer", "310 495 891")?;
    if !script {
        page.press("button", "Søk")?;
    }
    page.says("Du legger til:")?;
    page.press("button", "Legg til virksomhet")?;
    page.heading(FIRM)?;
    page.press("button", "Gi fullmakt")?;
    page.heading(&format!("Hva skal {FIRM} jobbe med?"))
}

fn relationship_by(options: Options) -> Outcome {
    let script = options.script;
    let portal = Portal::start();
    let client = open(options);
    sign_in_at_client(&portal, &client)?;
    add_firm(&portal, &client, script)?;
    client.press("button", "Skatt, avgift, regnskap og toll…")?;
    client.press("button", GIVE)?;
    client.says(&format!("{FIRM} har nå fått fullmakt til Skattegrunnlag"))?;
    client.sees("button", TAKE)?;

    let provider = open(Options { script, ..in_language("nb") });
    portal.sign_in(&provider, "Gild Kanne")?;
    provider.press("link", ACCESS)?;
    provider.press("button", "Legg til kunder")?;
    provider.press("button", ADD)?;
    provider.says("Stolt Rund Tiger AS er lagt til systemtilgangen")?;

    client.press("button", TAKE)?;
    client.says("1 systemtilgang handler ikke lenger for Stolt Rund Tiger AS")?;
    client.press("button", "Angre")?;
    client.says(&format!("Endringen er angret. {FIRM} har nå fått fullmakt til Skattegrunnlag"))?;
    client.press("button", "Lukk")?;
    client.heading(FIRM)?;
    client.press("button", "Slett bruker")?;
    client.press("button", "Ja, slett")?;
    client.says(&format!("{FIRM} er slettet som bruker"))?;
    assert_quiet(&client);
    Ok(())
}

fn found_by_name(options: Options) -> Outcome {
    let script = options.script;
    let portal = Portal::start();
    let page = open(options);
    sign_in_at_client(&portal, &page)?;
    page.goto(&portal.at(&format!("{USERS}/new")))?;
    page.type_into("Organisasjonsnummer", "diskret")?;
    if !script {
        page.press("button", "Søk")?;
    }
    page.sees("link", "Diskret Fjern Tiger AS")?;
    page.press("link", FIRM)?;
    page.says("Du legger til:")?;
    page.press("button", "Legg til virksomhet")?;
    page.heading(FIRM)?;
    page.says(&format!("{FIRM} er lagt til som bruker"))?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn an_organisation_is_found_by_name_while_typing() -> Outcome {
    found_by_name(in_language("nb"))
}

#[test]
fn an_organisation_is_found_by_name_without_javascript() -> Outcome {
    found_by_name(Options { script: false, ..in_language("nb") })
}

#[test]
fn power_of_attorney_is_given_and_taken_back_by_mouse() -> Outcome {
    relationship_by(in_language("nb"))
}

#[test]
fn power_of_attorney_is_given_and_taken_back_without_javascript() -> Outcome {
    relationship_by(Options { script: false, ..in_language("nb") })
}

#[test]
fn the_focus_stays_on_the_button_of_the_package_and_a_described_package_leads_back_to_its_row() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    sign_in_at_client(&portal, &page)?;
    add_firm(&portal, &page, true)?;
    page.press("searchbox", "Søk etter tilgangspakker")?;
    page.type_keys("skattegrunnlag")?;
    page.says("1 tilgangspakke")?;
    page.press("button", GIVE)?;
    page.sees("button", TAKE)?;
    focus_on(&page, "button", TAKE)?;
    page.press("link", "Skattegrunnlag")?;
    focus_on(&page, "heading", "Skattegrunnlag")?;
    page.says(&format!("{FIRM} har denne fullmakten."))?;
    page.press("link", "Tilbake")?;
    focus_on(&page, "link", "Skattegrunnlag")?;
    assert_quiet(&page);
    Ok(())
}

#[test]
fn somebody_who_cannot_add_a_client_becomes_the_client_and_comes_back() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Gild Kanne")?;
    page.press("link", "Skattegrunnlag klientdelegering")?;
    page.press("button", "Legg til kunder")?;
    page.sees("button", "Bekreft og lukk")?;
    let dialog = page.address()?;
    page.goto(&portal.at(&format!("/guide/client-relationship?return_to={}", path(&dialog))))?;
    page.press("link", "Gi fullmakten som kunden")?;
    page.press("button", "Bli Munter Lykt")?;
    page.heading("Brukere med fullmakter for Klientkunde AS")?;
    page.press("button", "Bli Gild Kanne igjen")?;
    page.heading("Slik setter kunden opp kundeforholdet")?;
    assert_quiet(&page);
    Ok(())
}

fn path(address: &str) -> &str {
    address.find("/accessmanagement").map_or(address, |start| &address[start..])
}

/// The pages of both sides in their states.
pub fn states(check: &Check) -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    sign_in_at_client(&portal, &page)?;
    page.goto(&portal.at(&format!("{USERS}/new?number=310495890")))?;
    page.says("feil kontrollsiffer")?;
    check(&page, "new-user-wrong-number")?;
    page.goto(&portal.at(&format!("{USERS}/new?number=tiger%20as")))?;
    page.says("Skriv mer av navnet")?;
    check(&page, "new-user-name")?;
    add_firm(&portal, &page, true)?;
    page.press("button", "Skatt, avgift, regnskap og toll…")?;
    page.press("button", GIVE)?;
    page.sees("button", TAKE)?;
    check(&page, "user-give")?;
    page.press("link", "Skattegrunnlag")?;
    page.says("Gir tilgang til")?;
    check(&page, "user-give-package")?;
    page.press("button", "Lukk")?;
    page.says("Fullmakt til 1 tilgangspakke")?;
    check(&page, "user")?;
    page.press("button", "Slett bruker")?;
    page.heading("Er du sikker på at du vil slette denne brukeren?")?;
    check(&page, "user-delete")?;
    page.goto(&portal.at(USERS))?;
    page.says("Andre med fullmakt")?;
    check(&page, "users")?;
    portal.sign_in(&page, "Gild Kanne")?;
    for (path, text, state) in [
        ("/accessmanagement/ui/received-from", "Fullmakter Diskret Nær Tiger AS har hos andre", "received"),
        ("/test/client", "Disse har tilgangsstyring", "test-client"),
    ] {
        page.goto(&portal.at(path))?;
        page.says(text)?;
        check(&page, state)?;
    }
    page.goto(&portal.at("/accessmanagement/ui/received-from"))?;
    page.press("link", "Frodig Seig Tiger AS")?;
    page.says("Følger med rollen regnskapsfører")?;
    check(&page, "received-from")?;
    portal.sign_in(&page, "Klok Termos")?;
    page.goto(&portal.at("/acting-systems"))?;
    page.says("Denne siden finnes ikke i Altinn.")?;
    check(&page, "acting-systems")?;
    assert_quiet(&page);
    Ok(())
}
