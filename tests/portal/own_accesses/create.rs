//! `/accessmanagement/ui/systemuser/create`.

use super::{acting, said};
use crate::support::{
    ESTETISK_SKAL, FIRM, GILD_KANNE, OVERVIEW, Page, Portal, RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, Visitor,
};

const CREATE: &str = "/accessmanagement/ui/systemuser/create";
const SYSTEM: &str = "310495921_smartcloud-lonn";
const SUGGESTION: &str = "SmartCloud Lønn, Smartcloud AS (310495921)";

fn offer() -> String {
    format!("{CREATE}?system={SYSTEM}")
}

/// A second visible system of another vendor, and one of the same that has a name in each language.
async fn with_more_systems() -> Portal {
    let portal = Portal::start();
    let more = r#"
[[system]]
id = "310495956_gard"
name = { nb = "Gårdsregnskap", nn = "Gardsrekneskap", en = "Farm accounts" }
vendor = "310495956"
packages = ["jordbruk"]
visible = true

[[system]]
id = "310495921_arkiv"
name = "SmartCloud Arkiv"
vendor = "310495921"
packages = ["lonn"]
visible = true
"#;
    let world = include_str!("../../../fixtures/scenarios/veiledning.toml").to_owned() + more;
    let load = portal.base.join("/test/api/load").unwrap();
    let loaded = reqwest::Client::builder().no_proxy().build().unwrap().post(load).body(world).send().await.unwrap();
    assert_eq!(loaded.status(), 200);
    portal
}

fn rows(page: &Page) -> Vec<String> {
    page.texts("main .row-title")
}

fn error(page: &Page) -> String {
    page.text("#system-error").unwrap_or_default()
}

async fn search(visitor: &Visitor, typed: &str) -> Page {
    let page = visitor.get(CREATE).await;
    visitor.fill_and_press(&page, &[("search", typed)], "Gå videre").await
}

#[tokio::test]
async fn a_firm_makes_an_access_and_finds_it_on_the_overview_as_new() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let overview = visitor.get(OVERVIEW).await;
    let first = visitor.press(&overview, "Lag ny systemtilgang").await;
    assert_eq!((first.path(), first.heading().as_str()), (CREATE, "Velg fagsystem"));
    let steps = ["Start", "Tilgangsstyring", "Systemtilganger", "Lag ny systemtilgang"];
    assert_eq!(first.texts(".breadcrumbs li"), steps);
    assert_eq!(first.attribute("datalist option", "value").as_deref(), Some(SUGGESTION));
    assert_eq!(error(&first), "");

    let second = visitor.fill_and_press(&first, &[("search", SUGGESTION)], "Gå videre").await;
    assert_eq!(second.heading(), "Systemtilgangen SmartCloud Lønn vil få disse fullmaktene for Diskret Nær Tiger AS");
    assert_eq!(rows(&second), ["A-ordningen", "Lønn"]);
    assert_eq!(second.texts(".card-body > h2"), ["2 tilgangspakker"]);

    let made = visitor.press(&second, "Opprett systemtilgang").await;
    assert_eq!((made.path(), made.confirmation()), (OVERVIEW, "Systemtilgangen «SmartCloud Lønn» er opprettet".into()));
    assert_eq!(made.texts(".row-new"), ["NY"]);
    assert!(visitor.get(OVERVIEW).await.texts(".row-new").is_empty(), "once");
    let detail = visitor.follow(&made, "SmartCloud Lønn").await;
    assert_eq!(rows(&detail), ["A-ordningen", "Lønn"]);
    assert!(detail.text(".created").unwrap().ends_with(" av Gild Kanne"), "{:?}", detail.text(".created"));
}

#[tokio::test]
async fn the_way_back_keeps_the_choice_and_cancelling_makes_nothing() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let second = visitor.get(&offer()).await;
    let first = visitor.press(&second, "Tilbake").await;
    assert_eq!(first.attribute("#system", "value").as_deref(), Some(SUGGESTION));
    assert_eq!(visitor.press(&first, "Gå videre").await.heading(), second.heading());
    assert_eq!(visitor.press(&first, "Avbryt").await.path(), OVERVIEW);
    assert_eq!(visitor.press(&second, "Avbryt").await.path(), OVERVIEW);
    assert!(portal.database().changes().is_empty());
}

#[tokio::test]
async fn going_on_says_what_is_missing_and_lists_what_there_is() {
    let portal = with_more_systems().await;
    let visitor = acting(&portal, GILD_KANNE).await;
    let all = ["Gårdsregnskap", "SmartCloud Arkiv", "SmartCloud Lønn"];
    let nothing = search(&visitor, " ").await;
    assert_eq!(error(&nothing), "Du har ikke valgt noe fagsystem. Skriv navnet, eller velg fra listen under.");
    assert_eq!(rows(&nothing), all);
    let none = search(&visitor, "ulv").await;
    assert!(error(&none).starts_with("Ingen fagsystemer passer med «ulv»."), "{}", error(&none));
    assert_eq!(rows(&none), all);
    assert_eq!(none.attribute("#system", "value").as_deref(), Some("ulv"));
    for (typed, found) in [
        ("smartcloud", &all[1..]),
        ("310495921", &all[1..]),
        ("310 495 921", &all[1..]),
        ("SmartCloud AS (310495921)", &all[1..]),
    ] {
        let several = search(&visitor, typed).await;
        assert!(error(&several).starts_with("Flere fagsystemer"), "{typed}: {}", error(&several));
        assert_eq!(rows(&several), found, "{typed}");
    }
    for typed in ["gård", "gardsrekneskap", "farm", "landbrukssystemer", "310495956", "GÅRDSREGNSKAP, x"] {
        let found = search(&visitor, typed).await;
        let expected =
            if typed.ends_with('x') { "Velg fagsystem" } else { "Systemtilgangen Gårdsregnskap vil få denne" };
        assert!(found.heading().starts_with(expected), "{typed}: {}", found.heading());
    }
    let chosen = visitor.follow(&nothing, "SmartCloud Arkiv").await;
    assert!(chosen.heading().starts_with("Systemtilgangen SmartCloud Arkiv"), "{}", chosen.heading());
}

#[tokio::test]
async fn the_title_is_the_systems_name_in_the_readers_language() {
    let portal = with_more_systems().await;
    let visitor = portal.visitor_with_language("en");
    visitor.sign_in(GILD_KANNE).await;
    let offer = visitor.get(&format!("{CREATE}?system=310495956_gard")).await;
    let made = visitor.press(&offer, "Create system access").await;
    assert_eq!(made.confirmation(), "The system access “Farm accounts” has been created");
}

#[tokio::test]
async fn a_second_access_to_the_same_system_is_not_offered_and_refused_in_words() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let page = visitor.get(&offer()).await;
    visitor.press(&page, "Opprett systemtilgang").await;
    let again = visitor.press(&page, "Opprett systemtilgang").await;
    let told = said(&again);
    assert!(
        told.starts_with("Systemtilgangen ble ikke opprettet Virksomheten har allerede en systemtilgang"),
        "{told}"
    );
    assert!(again.button("Opprett systemtilgang").is_none());
    let existing = visitor.follow(&again, "Se systemtilgangen").await;
    assert_eq!(existing.heading(), "SmartCloud Lønn");
    assert_eq!(search(&visitor, "").await.texts("main .ds-tag"), ["Har systemtilgang"]);
    assert_eq!(portal.database().changes().len(), 1);
}

#[tokio::test]
async fn who_cannot_give_the_packages_is_told_who_can() {
    let portal = Portal::start();
    let visitor = acting(&portal, SITRONGUL_MEDALJONG).await;
    let page = visitor.get(&offer()).await;
    assert_eq!(page.texts(".ds-alert .bullets li"), ["A-ordningen", "Lønn"]);
    assert!(
        said(&page).ends_with("I Diskret Nær Tiger AS kan Gild Kanne (daglig leder) gjøre dette."),
        "{}",
        said(&page)
    );
    assert!(page.button("Opprett systemtilgang").is_none());
    let token = visitor.form_token("/").await;
    let fields = [("form_token", token.as_str()), ("system", SYSTEM), ("package", "a-ordning"), ("package", "lonn")];
    assert_eq!(visitor.post(CREATE, &fields).await.status, 303);
    let refused = visitor.get(&offer()).await;
    assert!(said(&refused).contains("Du kan ikke selv gi fullmakt til A-ordningen, Lønn."), "{}", said(&refused));
    assert!(portal.database().changes().is_empty());
}

#[tokio::test]
async fn who_lacks_access_management_is_told_who_has_it() {
    let portal = Portal::start();
    for person in [ESTETISK_SKAL, RYDDIG_PAPIRVIFTE] {
        let visitor = acting(&portal, person).await;
        for path in [CREATE.to_owned(), offer(), format!("{CREATE}?search=smart")] {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, 403, "{path}");
            let expected = "I Diskret Nær Tiger AS kan Gild Kanne (daglig leder) og Sitrongul Medaljong \
                            (tilgangsstyrer) gjøre dette.";
            assert!(said(&page).ends_with(expected), "{}", said(&page));
            assert!(page.button("Gå videre").is_none());
        }
        let token = visitor.form_token("/").await;
        let fields = [("form_token", token.as_str()), ("system", SYSTEM)];
        assert_eq!(visitor.post(CREATE, &fields).await.status, 403);
        assert!(visitor.get(OVERVIEW).await.button("Lag ny systemtilgang").is_none());
    }
    assert!(portal.database().changes().is_empty());
}

#[tokio::test]
async fn a_system_that_changes_or_goes_in_the_meantime_is_said_to_have() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let page = visitor.get(&offer()).await;
    let event = |fields: serde_json::Value| {
        let url = portal.base.join("/test/api/events").unwrap();
        reqwest::Client::builder().no_proxy().build().unwrap().post(url).json(&fields).send()
    };
    let packages = serde_json::json!({"event": "change-system", "system": SYSTEM, "packages": ["lonn"]});
    assert_eq!(event(packages).await.unwrap().status(), 200);
    let changed = visitor.press(&page, "Opprett systemtilgang").await;
    assert!(
        said(&changed).contains("Leverandøren har endret hva fagsystemet skal ha fullmakt til."),
        "{}",
        said(&changed)
    );
    assert_eq!(rows(&changed), ["Lønn"]);
    let deleted = serde_json::json!({"event": "delete-system", "vendor": "310495921", "system": SYSTEM});
    assert_eq!(event(deleted).await.unwrap().status(), 200);
    let gone = visitor.press(&changed, "Opprett systemtilgang").await;
    assert_eq!(gone.status, 200);
    assert!(said(&gone).contains("Leverandøren tilbyr ikke lenger dette fagsystemet."), "{}", said(&gone));
    assert!(!gone.text("main p[data-reason]").unwrap_or_default().is_empty());
    for id in ["x", "", "310495921_none", "310495913_revisorsystemer"] {
        let page = visitor.get(&format!("{CREATE}?system={id}")).await;
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (200, "Velg fagsystem"), "{id}");
    }
    let created = portal.database().changes().into_iter().filter(|(action, ..)| action == "create").count();
    assert_eq!((created, FIRM.len()), (0, 9));
}
