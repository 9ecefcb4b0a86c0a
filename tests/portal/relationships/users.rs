//! Brukere: look up, add, give, take back, undo; and what the provider sees.

use super::{ACTING, RECEIVED, USERS, add_firm, client, give, listed, received, user};
use crate::support::{FIRM, GILD_KANNE, OTHER_FIRM, Person, Portal, SITRONGUL_MEDALJONG, TAX, access, dialog};

/// Managing director of Klientkunde AS.
const MUNTER_LYKT: Person = Person { name: "Munter Lykt", national_id: "14847210045" };

#[tokio::test]
async fn the_page_begins_with_the_person_and_lists_the_organisations_with_power() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let page = visitor.get(USERS).await;
    assert_eq!(page.heading(), "Brukere med fullmakter for Stolt Rund Tiger AS");
    assert_eq!(page.texts(".own-row"), ["K Kursiv Fossekall Daglig leder"]);
    assert_eq!(page.texts("#organisations .count"), ["Ingen andre virksomheter har fullmakt for Stolt Rund Tiger AS."]);
    add_firm(&visitor).await;
    let page = visitor.get(USERS).await;
    assert_eq!(listed(&page), ["Diskret Nær Tiger AS"]);
    assert_eq!(page.texts("#organisations .row-new"), ["NY"]);
    assert_eq!(page.link_target("Diskret Nær Tiger AS").unwrap(), user(FIRM));
    let none = visitor.get(&format!("{USERS}?search=zzz")).await;
    assert_eq!(none.texts("#organisations .count"), ["Ingen av brukerne passer med «zzz»."]);
}

#[tokio::test]
async fn a_number_is_found_in_any_form_and_a_wrong_one_says_why() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let dialog = visitor.get(&format!("{USERS}/new")).await;
    assert_eq!(dialog.heading(), "Legg til ny person eller virksomhet");
    for typed in
        ["310495891", "310 495 891", " 310\u{a0}495\u{a0}891", "Diskret Nær Tiger AS (310 495 891)", "0192:310495891"]
    {
        let found = visitor.fill_and_press(&dialog, &[("number", typed)], "Søk").await;
        assert_eq!(found.texts("#found .found-name"), ["Diskret Nær Tiger AS"], "{typed}");
        assert_eq!(found.attribute("#org-number", "value").as_deref(), Some(typed));
    }
    for (typed, said) in [
        ("", ""),
        ("310 495", ""),
        ("310495890", "«310495890» har et organisasjonsnummer med feil kontrollsiffer. Se etter en skrivefeil."),
        ("310609544", "Fant ingen virksomhet med dette organisasjonsnummeret. Sjekk at nummeret er riktig."),
        ("974760673", "Fant ingen virksomhet med dette organisasjonsnummeret. Sjekk at nummeret er riktig."),
        ("310495891, 310495905", "Skriv ett organisasjonsnummer om gangen."),
        (OTHER_FIRM, "Dette er virksomheten du representerer. Den kan ikke være sin egen bruker."),
    ] {
        let page = visitor.fill_and_press(&dialog, &[("number", typed)], "Søk").await;
        assert_eq!(page.texts("#found .ds-alert").join(""), said, "{typed}");
        assert!(page.button("Legg til virksomhet").is_none(), "{typed}");
        let hint = page.texts("#found .hint");
        assert_eq!(hint.len(), usize::from(said.is_empty()), "{typed}: {hint:?}");
    }
}

#[tokio::test]
async fn a_name_finds_organisations_and_one_of_them_is_chosen_by_its_number() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let dialog = visitor.get(&format!("{USERS}/new")).await;
    let hint = "Skriv organisasjonsnummeret med ni siffer, eller navnet på virksomheten.";
    assert_eq!(dialog.texts("#found .hint"), [hint]);
    let look_up = async |typed: &str| visitor.fill_and_press(&dialog, &[("number", typed)], "Søk").await;
    let found = look_up("DISKRET naer").await;
    assert_eq!(found.rows("#found"), ["Diskret Nær Tiger AS"]);
    assert_eq!(found.texts("#found .row-number"), ["Org.nr. 310 495 891"]);
    assert!(found.button("Legg til virksomhet").is_none(), "nothing is chosen yet");
    let chosen = visitor.follow(&found, "Diskret Nær Tiger AS").await;
    assert_eq!(chosen.texts("#found .found-name"), ["Diskret Nær Tiger AS"]);
    assert_eq!(chosen.attribute("#org-number", "value").as_deref(), Some(FIRM));
    assert_eq!(visitor.press(&chosen, "Legg til virksomhet").await.heading(), "Diskret Nær Tiger AS");
    let many = look_up("tiger as").await;
    let names = many.rows("#found");
    assert_eq!((names.len(), names[0].as_str()), (10, "Diskret Fjern Tiger AS"), "{names:?}");
    let count = many.text("#found .count").unwrap();
    assert!(count.starts_with("Viser 1–10 av "), "{count}");
    assert_eq!(many.texts("#found > .row-note"), ["Skriv mer av navnet for å finne de andre."]);
    for (typed, said) in [
        ("zzz", "Fant ingen virksomhet som passer med «zzz»."),
        (
            "Diskret Nær Tiger AS (310 495 890)",
            "«Diskret Nær Tiger AS (310 495 890)» har et organisasjonsnummer med feil kontrollsiffer. Se etter en skrivefeil.",
        ),
    ] {
        assert_eq!(look_up(typed).await.texts("#found .ds-alert"), [said]);
    }
    // The organisation itself is found, and refused as by its number.
    let own = visitor.follow(&look_up("stolt rund").await, "Stolt Rund Tiger AS").await;
    assert!(own.texts("#found .ds-alert").concat().starts_with("Dette er virksomheten du representerer."));
}

#[tokio::test]
async fn an_added_organisation_has_no_power_and_is_added_once() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let page = add_firm(&visitor).await;
    assert_eq!((page.path(), page.heading()), (user(FIRM).as_str(), "Diskret Nær Tiger AS".to_owned()));
    assert_eq!(page.confirmation(), "Diskret Nær Tiger AS er lagt til som bruker");
    assert_eq!(page.texts(".card h2"), ["Fullmakt til 0 tilgangspakker"]);
    assert_eq!(page.texts("#held-packages .count"), ["Denne brukeren har ingen tilgangspakker."]);
    let again = visitor.get(&format!("{USERS}/new?number={FIRM}")).await;
    assert_eq!(again.link_target("Se brukeren").unwrap(), user(FIRM));
    assert!(again.button("Legg til virksomhet").is_none());
    let token = visitor.form_token(USERS).await;
    let fields = [("form_token", token.as_str()), ("number", FIRM), ("add", FIRM)];
    visitor.post(&format!("{USERS}/new"), &fields).await;
    assert_eq!(visitor.get(USERS).await.confirmation(), "Diskret Nær Tiger AS var allerede en bruker");
    // Nobody's client.
    let firm = portal.sign_in(GILD_KANNE).await;
    assert!(!firm.get(&format!("{}?search={OTHER_FIRM}", dialog(TAX))).await.html.html().contains("Stolt Rund"));
}

#[tokio::test]
async fn the_button_adds_only_what_was_looked_up() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let found = visitor.get(&format!("{USERS}/new?number={FIRM}")).await;
    let changed = visitor.fill_and_press(&found, &[("number", "310495905")], "Legg til virksomhet").await;
    assert_eq!(changed.texts("#found .found-name"), ["Diskret Fjern Tiger AS"]);
    assert!(listed(&visitor.get(USERS).await).is_empty());
}

#[tokio::test]
async fn a_package_is_given_at_once_and_makes_the_organisation_a_client() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let given = give(&visitor, "Skattegrunnlag").await;
    assert_eq!(given.confirmation(), "Diskret Nær Tiger AS har nå fått fullmakt til Skattegrunnlag");
    assert_eq!(given.heading(), "Hva skal Diskret Nær Tiger AS jobbe med?");
    assert!(given.button("Slett fullmakt for Skattegrunnlag").is_some());
    assert_eq!(given.texts("details[open] .area-name"), ["Skatt, avgift, regnskap og toll"]);
    let page = visitor.get(&user(FIRM)).await;
    assert_eq!(page.texts(".card h2"), ["Fullmakt til 1 tilgangspakke"]);
    assert_eq!(page.texts(".area .ds-tag"), ["1 av 12"]);

    let firm = portal.sign_in(GILD_KANNE).await;
    assert_eq!(listed(&firm.get(&format!("{RECEIVED}?search={OTHER_FIRM}")).await), ["Stolt Rund Tiger AS"]);
    let seen = firm.get(&received(OTHER_FIRM)).await;
    assert_eq!(seen.texts(".access-for span"), ["fullmakter gitt til Diskret Nær Tiger AS", "Org.nr. 310 495 999"]);
    assert_eq!(seen.texts(".power-name"), ["Skattegrunnlag"]);
    assert!(seen.button("Gi fullmakt").is_none(), "the provider gives itself nothing");
    firm.change(&dialog(TAX), OTHER_FIRM, "add").await;
    assert!(firm.get(&access(TAX)).await.rows("#assigned").contains(&"Stolt Rund Tiger AS".to_owned()));

    let acting = visitor.get(ACTING).await;
    assert_eq!(acting.rows("main"), [TAX]);
    let built_on = "Skattegrunnlag: dere har gitt fullmakten, og kan ta den tilbake.";
    assert!(acting.text(".row-reason").unwrap().starts_with(built_on));
    assert_eq!(acting.link_target("Se fullmaktene til Diskret Nær Tiger AS").unwrap(), user(FIRM));

    let page = visitor.press(&visitor.get(&user(FIRM)).await, "Slett fullmakt for Skattegrunnlag").await;
    assert_eq!(
        page.confirmation(),
        "Fullmakten til Skattegrunnlag er slettet for Diskret Nær Tiger AS. \
         1 systemtilgang handler ikke lenger for Stolt Rund Tiger AS"
    );
    assert!(!firm.get(&access(TAX)).await.rows("#assigned").contains(&"Stolt Rund Tiger AS".to_owned()));
    assert_eq!(
        visitor.get(ACTING).await.texts("main .count"),
        ["Ingen systemtilgang hos andre handler for Stolt Rund Tiger AS."]
    );
}

#[tokio::test]
async fn giving_and_taking_back_are_undone_and_repeating_them_says_so() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let given = give(&visitor, "Skattegrunnlag").await;
    let undone = visitor.press(&given, "Angre").await;
    assert_eq!(
        undone.confirmation(),
        "Endringen er angret. Fullmakten til Skattegrunnlag er slettet for Diskret Nær Tiger AS"
    );
    let late = visitor.press(&given, "Slett fullmakt for Skattegrunnlag").await;
    assert_eq!(late.confirmation(), "Diskret Nær Tiger AS hadde ikke lenger fullmakt til Skattegrunnlag");
    let dialog = visitor.get(&format!("{}/give?package=skattegrunnlag", user(FIRM))).await;
    let given = visitor.press(&dialog, "Gi fullmakt").await;
    assert!(
        given.button("Slett fullmakt").is_some() && given.text("#package-name").is_some(),
        "the package stays open"
    );
    let again = visitor.press(&dialog, "Gi fullmakt").await;
    assert_eq!(again.confirmation(), "Diskret Nær Tiger AS hadde allerede fullmakt til Skattegrunnlag");
    let page = visitor.get(&user(FIRM)).await;
    let taken = visitor.press(&page, "Slett fullmakt for Skattegrunnlag").await;
    let back = visitor.press(&taken, "Angre").await;
    assert_eq!(
        back.confirmation(),
        "Endringen er angret. Diskret Nær Tiger AS har nå fått fullmakt til Skattegrunnlag"
    );
    let superseded = visitor.press(&taken, "Angre").await;
    assert_eq!(superseded.confirmation(), "Det er endret siden, så ingenting er angret");
}

#[tokio::test]
async fn packages_are_found_by_name_area_and_service_and_reasons_stand_beside_them() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    add_firm(&visitor).await;
    let dialog = visitor.get(&format!("{}/give", user(FIRM))).await;
    assert_eq!(dialog.count("details[open]"), 0);
    assert!(dialog.texts(".area-name").windows(2).all(|pair| pair[0] < pair[1]), "A–Å");
    assert!(!dialog.texts(".power-name").contains(&"Ansvarlig revisor".to_owned()), "comes with a role alone");
    let found = visitor.fill_and_press(&dialog, &[("search", "SKATTEGRUNN")], "Søk").await;
    assert_eq!(found.texts("details[open] .power-name"), ["Skattegrunnlag"]);
    assert_eq!(found.texts("#give-areas .count"), ["1 tilgangspakke"]);
    let none = visitor.fill_and_press(&dialog, &[("search", "zzz")], "Søk").await;
    assert_eq!(none.texts("#give-areas .count"), ["Ingen tilgangspakker passer med «zzz»."]);
    let main = visitor.get(&format!("{}/give?search=hovedadministrator", user(FIRM))).await;
    assert!(main.texts(".power .row-reason").contains(&"Tilgangspakken kan ikke gis til virksomheter.".to_owned()));
    assert!(main.button("Gi fullmakt for Hovedadministrator").is_none());
}

#[tokio::test]
async fn an_access_manager_sees_before_the_press_what_is_not_theirs_to_give() {
    let portal = Portal::start();
    let manager = portal.sign_in(SITRONGUL_MEDALJONG).await;
    let found = manager.get(&format!("{USERS}/new?number={OTHER_FIRM}")).await;
    manager.press(&found, "Legg til virksomhet").await;
    let address = format!("{}/give", user(OTHER_FIRM));
    let dialog = manager.get(&format!("{address}?search=jordbruk")).await;
    assert!(dialog.button("Gi fullmakt for Jordbruk").is_none());
    let why = "Du kan ikke gi denne fullmakten. Du må ha fullmakten selv, eller være daglig leder, hovedadministrator eller lignende.";
    assert!(dialog.texts(".power .row-reason").contains(&why.to_owned()));
    let token = manager.form_token(USERS).await;
    manager.post(&address, &[("form_token", &token), ("give", "jordbruk")]).await;
    let told = manager.get(&address).await.confirmation();
    assert!(told.starts_with("Kunne ikke gi fullmakt. Du må ha fullmakten selv"), "{told}");
    assert_eq!(manager.get(&user(OTHER_FIRM)).await.texts(".card h2"), ["Fullmakt til 0 tilgangspakker"]);
}

#[tokio::test]
async fn many_providers_are_on_pages_of_fifty_and_found_by_name_and_number() {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    std::fs::write(file.path(), klientportal::scenario::generate_with_providers(40, 120)).unwrap();
    let portal = Portal::start_with(&["--scenario", file.path().to_str().unwrap()]);
    let visitor = portal.sign_in(MUNTER_LYKT).await;
    let first = visitor.get(USERS).await;
    let count = first.text("#organisations .count").unwrap();
    assert!(count.starts_with("Viser 1–50 av 12"), "{count}");
    let last = visitor.get(&first.link_target("Side 3").unwrap()).await;
    assert!((1..=50).contains(&listed(&last).len()), "{:?}", listed(&last));
    let name = listed(&last).pop().unwrap();
    let number = last.texts("#organisations .row-number").pop().unwrap();
    for search in [name.as_str(), number.trim_start_matches("Org.nr. ")] {
        let found =
            visitor.get(&format!("{USERS}?{}", serde_urlencoded::to_string([("search", search)]).unwrap())).await;
        assert!(listed(&found).contains(&name), "{search}");
    }
    assert_eq!(
        visitor.get(&format!("{USERS}?page=99")).await.text("#organisations .count"),
        last.text("#organisations .count")
    );
}
