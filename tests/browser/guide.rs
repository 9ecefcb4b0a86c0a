//! The guide from sign-in to "Bekreft og lukk", with and without JavaScript.

use klientportal::browser::{Appearance, Options, Page};

use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

/// The guide's texts in one language.
struct Words {
    person: &'static str,
    sign_in: &'static str,
    who: &'static str,
    overview: &'static str,
    add_clients: &'static str,
    which: &'static str,
    add: &'static str,
    added: &'static str,
    remove: &'static str,
    confirm: &'static str,
    edit: &'static str,
    count: &'static str,
}

const NB: Words = Words {
    person: "Gild Kanne",
    sign_in: "Logg inn",
    who: "Velg hvem du logger inn som",
    overview: "Systemtilganger for Diskret Nær Tiger AS",
    add_clients: "Legg til kunder",
    which: "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?",
    add: "Legg til i systemtilgang: Revisorkunde AS",
    added: "Revisorkunde AS er lagt til systemtilgangen",
    remove: "Fjern fra systemtilgang: Revisorkunde AS",
    confirm: "Bekreft og lukk",
    edit: "Legg til eller fjern kunder",
    count: "1 kunde",
};

const NN: Words = Words {
    sign_in: "Logg inn",
    who: "Vel kven du loggar inn som",
    overview: "Systemtilgangar for Diskret Nær Tiger AS",
    add_clients: "Legg til kundar",
    which: "Kva for kundar skal knytast til systemtilgangen Revisor klientdelegering?",
    add: "Legg til i systemtilgang: Revisorkunde AS",
    added: "Revisorkunde AS er lagd til systemtilgangen",
    remove: "Fjern frå systemtilgang: Revisorkunde AS",
    confirm: "Bekreft og lukk",
    edit: "Legg til eller fjern kundar",
    count: "1 kunde",
    ..NB
};

const EN: Words = Words {
    person: "Estetisk Skål",
    sign_in: "Log in",
    who: "Choose who to log in as",
    overview: "System accesses for Diskret Nær Tiger AS",
    add_clients: "Add clients",
    which: "Which clients should be assigned to the system access Revisor klientdelegering?",
    add: "Add to system access: Revisorkunde AS",
    added: "Revisorkunde AS is added to the system access",
    remove: "Remove from system access: Revisorkunde AS",
    confirm: "Confirm and close",
    edit: "Add or remove clients",
    count: "1 client",
};

#[test]
fn the_bokmaal_guide_works_from_sign_in_to_bekreft_og_lukk() -> Outcome {
    walk(&NB, in_language("nb"))
}

#[test]
fn the_bokmaal_guide_works_without_javascript() -> Outcome {
    walk(&NB, Options { script: false, ..in_language("nb") })
}

#[test]
fn the_bokmaal_guide_works_on_a_phone_in_the_dark() -> Outcome {
    walk(&NB, Options { appearance: Appearance::PHONE.dark(), ..in_language("nb") })
}

#[test]
fn the_english_guide_works_from_sign_in_to_confirm_and_close() -> Outcome {
    walk(&EN, in_language("en"))
}

#[test]
fn the_english_guide_works_without_javascript() -> Outcome {
    walk(&EN, Options { script: false, ..in_language("en") })
}

#[test]
fn the_nynorsk_guide_works() -> Outcome {
    walk(&NN, in_language("nn"))
}

fn walk(words: &Words, options: Options) -> Outcome {
    let portal = Portal::start();
    let page = open(options);
    enter(&portal, &page, words)?;
    page.press("button", words.add_clients)?;
    page.heading(words.which)?;
    page.press("button", words.add)?;
    page.sees("button", words.remove)?;
    page.says(words.added)?;
    if options.script {
        page.announces(words.added)?;
    }
    page.press("button", words.confirm)?;
    page.heading("Revisor klientdelegering")?;
    page.says("Revisorkunde AS")?;
    page.says(words.count)?;
    page.sees("button", words.edit)?;
    stored(&page, words)?;
    assert_quiet(&page);
    Ok(())
}

/// Sign in, represent, overview, access.
fn enter(portal: &Portal, page: &Page, words: &Words) -> Outcome {
    page.goto(&portal.url)?;
    page.press("link", words.sign_in)?;
    page.heading(words.who)?;
    page.press("button", &format!("{}…", words.person))?;
    page.heading(words.overview)?;
    page.press("link", "Revisor klientdelegering")?;
    page.heading("Revisor klientdelegering")?;
    page.sees("button", words.add_clients)
}

/// After a reload the change is still there, and can be undone.
fn stored(page: &Page, words: &Words) -> Outcome {
    page.reload()?;
    page.press("button", words.edit)?;
    page.heading(words.which)?;
    page.press("button", words.remove)?;
    page.sees("button", words.add)?;
    page.press("button", words.confirm)?;
    page.sees("button", words.add_clients)
}
