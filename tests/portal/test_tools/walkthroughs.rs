//! `/test/walkthroughs`: begin a test run, decide its steps, start over.

use klientportal::test_tools::test_run::MAX_REMARK_LENGTH;
use reqwest::Method;

use super::{add, on_audit};
use crate::support::portal::write_signing_key;
use crate::support::program::Program;
use crate::support::{GILD_KANNE, OVERVIEW, Page, Portal, REVISORKUNDE, SITRONGUL_MEDALJONG, Visitor};

pub const LIST: &str = "/test/walkthroughs";
/// Seven steps, a person with all permissions; begins signed out.
pub const GUIDE: &str = "Begynn: Gi et system tilgang til en kunde";
/// Four steps; begins on a client administrator's overview.
pub const REMOVE: &str = "Begynn: Fjern en kunde";

/// Begins a test run; returns its checklist.
pub async fn begin(visitor: &Visitor, button: &str) -> Page {
    let list = visitor.get(LIST).await;
    visitor.fill_and_press(&list, &[("tester", "Kari Nordmann")], button).await
}

/// Decides a step; returns the checklist.
pub async fn decide(visitor: &Visitor, run: &Page, step: usize, verdict: &str, remark: &str) -> Page {
    let field = format!("remark-{step}");
    visitor.fill_and_press(run, &[(&field, remark)], &format!("{verdict}: steg {step}")).await
}

fn states(run: &Page) -> Vec<String> {
    run.texts(".tool-step .ds-tag")
}

fn remark(run: &Page, step: usize) -> String {
    run.elements(&format!("#remark-{step}"))[0].text().collect()
}

#[tokio::test]
async fn every_walkthrough_is_listed_with_whom_it_is_walked_as_and_in_which_scenario() {
    let portal = Portal::start();
    let list = portal.visitor().get(LIST).await;
    assert_eq!(list.count(".tool-card"), 18);
    let first = &list.texts(".tool-card")[0];
    for said in ["klientdelegering", "Gild Kanne, for Diskret Nær Tiger AS", "Scenario: veiledning", "Steg: 7"] {
        assert!(first.contains(said), "{first}");
    }
    assert!(list.text("main").unwrap().contains("Ingen har begynt på en runde"));
    assert_eq!(portal.visitor_with_language("en").get(LIST).await.texts(".tool-card h2")[5], "Remove a client");
}

#[tokio::test]
async fn a_step_on_something_that_the_walkthrough_makes_has_no_link_that_would_lead_to_nothing_the_second_time() {
    let portal = Portal::start();
    let run = begin(&portal.visitor(), "Begynn: Fra forespørsel til kunde").await;
    let links: Vec<_> =
        run.elements(".tool-step").iter().map(|step| step.text().any(|text| text == "Gå dit")).collect();
    let expected = [true, true, true, true, false, false, true, true, false, false, false];
    assert_eq!(links, expected);
}

#[tokio::test]
async fn a_test_run_is_walked_step_by_step_and_each_press_leads_to_the_next() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    assert_eq!(run.heading(), "Fjern en kunde");
    assert_eq!(states(&run), ["Ikke avgjort"; 4]);
    assert!(run.texts(".tool-step")[0].contains("Åpne systemtilgangen «Landbruk klientdelegering»."));
    let next = decide(&visitor, &run, 1, "Bestått", "").await;
    assert_eq!(next.url.fragment(), Some("step-2"));
    assert_eq!(next.count("h2#step-2[tabindex='-1']"), 1);
    let next = decide(&visitor, &next, 2, "Feilet", "Knappen mangler\r\npå raden").await;
    let next = decide(&visitor, &next, 3, "Hoppet over", "").await;
    let walked = decide(&visitor, &next, 4, "Bestått", "").await;
    assert_eq!(walked.url.fragment(), Some("step-5"));
    assert_eq!(walked.text("#step-5").as_deref(), Some("Lever runden"));
    assert_eq!(states(&walked), ["Bestått", "Feilet", "Hoppet over", "Bestått"]);
    assert_eq!(remark(&walked, 2), "Knappen mangler\npå raden");
    let facts = walked.texts(".tool-state dd");
    assert_eq!((facts[3].as_str(), facts[5].as_str()), ("Kari Nordmann", env!("KLIENTPORTAL_VERSION")));
    assert_eq!(facts[6], "2 bestått, 1 feilet, 1 hoppet over, 0 igjen");

    let list = visitor.get(LIST).await;
    assert_eq!(list.attribute("#tester", "value").as_deref(), Some("Kari Nordmann"));
    let row = list.texts(".tool-card:has(.tool-files)");
    assert!(row.len() == 1 && row[0].contains("2 bestått, 1 feilet, 1 hoppet over, 0 igjen"), "{row:?}");
    let again = visitor.follow(&list, "Fjern en kunde: Kari Nordmann").await;
    assert_eq!(again.path(), run.path());
}

#[tokio::test]
async fn what_was_said_of_a_step_can_be_changed() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    let run = decide(&visitor, &run, 1, "Feilet", "Treg").await;
    let run = decide(&visitor, &run, 1, "Bestått", "Bare treg").await;
    assert_eq!((states(&run)[0].as_str(), remark(&run, 1).as_str()), ("Bestått", "Bare treg"));
    assert_eq!(run.text(".tool-verdicts [data-variant=primary]").as_deref(), Some("Bestått"));
}

#[tokio::test]
async fn a_remark_that_is_refused_is_still_in_its_field_and_nothing_is_stored() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    let run = decide(&visitor, &run, 2, "Bestått", "kort").await;
    let long = format!("<b>{}", "æ".repeat(MAX_REMARK_LENGTH));
    let refused = decide(&visitor, &run, 2, "Feilet", &long).await;
    assert_eq!((refused.status.as_u16(), remark(&refused, 2)), (422, long));
    assert_eq!(refused.count("#remark-2[aria-invalid=true][aria-describedby=error-2][autofocus]"), 1);
    assert!(refused.text("#error-2").unwrap().contains("2 000 tegn"), "{:?}", refused.text("#error-2"));
    let kept = visitor.get(run.path()).await;
    assert_eq!((states(&kept)[1].as_str(), remark(&kept, 2).as_str()), ("Bestått", "kort"));
    let undecided = visitor.post(run.path(), &[("step", "3"), ("remark", "uten dom")]).await;
    assert_eq!((undecided.status.as_u16(), remark(&undecided, 3).as_str()), (422, "uten dom"));
    for wrong in [[("step", "0"), ("verdict", "passed")], [("step", "x"), ("verdict", "passed")]] {
        assert_eq!(visitor.post(run.path(), &wrong).await.status, 400);
    }
}

#[tokio::test]
async fn a_remark_is_kept_when_the_button_of_another_step_is_pressed() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    let typed = [("remark-1", "ny"), ("remark-2", "uten dom"), ("remark-3", "hit")];
    let run = decide(&visitor, &run, 1, "Bestått", "gammel").await;
    let next = visitor.fill_and_press(&run, &typed, "Feilet: steg 3").await;
    assert_eq!([1, 2, 3].map(|step| remark(&next, step)), ["ny", "uten dom", "hit"]);
    assert_eq!(states(&next), ["Bestått", "Ikke avgjort", "Feilet", "Ikke avgjort"]);
    let reloaded = visitor.get(next.path()).await;
    assert_eq!([1, 2, 3].map(|step| remark(&reloaded, step)), ["ny", "uten dom", "hit"]);
    let stranger = portal.visitor().get(next.path()).await;
    assert_eq!([1, 2, 3].map(|step| remark(&stranger, step)), ["ny", "", "hit"], "only a decided step has a remark");
    let decided = visitor.press(&reloaded, "Bestått: steg 2").await;
    assert_eq!(remark(&portal.visitor().get(decided.path()).await, 2), "uten dom");
    let long = "x".repeat(MAX_REMARK_LENGTH + 1);
    let refused =
        visitor.fill_and_press(&decided, &[("remark-1", "sist"), ("remark-4", &long)], "Feilet: steg 4").await;
    assert_eq!((refused.status.as_u16(), remark(&refused, 1).as_str(), remark(&refused, 4)), (422, "sist", long));
}

#[tokio::test]
async fn a_deleted_test_run_is_gone_and_a_remark_that_comes_too_late_is_shown_again() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    assert_eq!(run.texts("main details > summary"), ["Slett runden"], "asks first");
    let list = visitor.press(&run, "Ja, slett runden").await;
    assert_eq!(list.confirmation(), "Runden er slettet: Fjern en kunde, Kari Nordmann");
    assert_eq!(list.count(".tool-card:has(.tool-files)"), 0);
    assert_eq!(visitor.get(run.path()).await.status, 404);
    let late = decide(&visitor, &run, 1, "Feilet", "for <sent>").await;
    assert_eq!((late.status.as_u16(), late.text(".tool-remark").as_deref()), (404, Some("for <sent>")));
}

#[tokio::test]
async fn a_tester_without_a_name_begins_nothing() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let list = visitor.get(LIST).await;
    let long = "x".repeat(81);
    for name in [" ", long.as_str()] {
        let refused = visitor.fill_and_press(&list, &[("tester", name)], REMOVE).await;
        assert_eq!((refused.status.as_u16(), refused.attribute("#tester", "value")), (422, Some(name.to_owned())));
        assert_eq!(refused.count("#tester[aria-invalid=true][aria-describedby^=tester-error]"), 1);
    }
    let remembered = visitor.fill_and_press(&list, &[("tester", "Ola")], "Husk navnet").await;
    assert_eq!(remembered.confirmation(), "Navnet er husket: Ola");
    assert_eq!(remembered.attribute("#tester", "value").as_deref(), Some("Ola"));
    assert_eq!(visitor.post(LIST, &[("tester", "Ola"), ("walkthrough", "none")]).await.status, 400);
}

#[tokio::test]
async fn starting_over_makes_the_world_anew_and_signs_in_the_right_person_where_step_one_begins() {
    let portal = Portal::start();
    let visitor = portal.sign_in(SITRONGUL_MEDALJONG).await;
    add(&portal.sign_in(GILD_KANNE).await, REVISORKUNDE).await;
    let run = begin(&visitor, "Begynn: Legg til flere og angre").await;
    let run = decide(&visitor, &run, 1, "Bestått", "").await;
    assert_eq!(run.attribute("form[action$=start-over]", "target").as_deref(), Some("klientportal"));
    let warning = run.text("#start-over-help").unwrap();
    assert!(warning.contains("testmiljøet main") && warning.contains("logger inn som Gild Kanne"), "{warning}");
    let overview = visitor.press(&run, "Begynn forfra").await;
    assert_eq!((overview.path(), overview.heading().as_str()), (OVERVIEW, "Systemtilganger for Diskret Nær Tiger AS"));
    let people = visitor.get("/test").await;
    assert_eq!(people.texts(".tool-card:has(strong) h3"), [GILD_KANNE.name]);
    assert_eq!(on_audit(&visitor).await, [""; 0]);
    assert_eq!(states(&visitor.get(run.path()).await)[0], "Bestått");
    assert_eq!(visitor.get(LIST).await.attribute("#tester", "value").as_deref(), Some("Kari Nordmann"));
}

#[tokio::test]
async fn starting_over_signs_out_where_the_walkthrough_begins_signed_out_and_loads_its_own_scenario() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let run = begin(&visitor, GUIDE).await;
    let start = visitor.press(&run, "Begynn forfra").await;
    assert_eq!((start.path(), start.link_target("Logg inn").as_deref()), ("/", Some("/sign-in")));
    assert_eq!(visitor.get(run.path()).await.count("form[action='/sign-out']"), 0);
    let run = begin(&visitor, "Begynn: Når en kunde tar tilbake fullmakten").await;
    visitor.press(&run, "Begynn forfra").await;
    let loaded = visitor.get("/test/scenarios").await;
    assert_eq!(loaded.texts(".tool-card:has(strong) h2"), ["Mistet fullmakt"]);
}

#[tokio::test]
async fn each_step_leads_to_where_it_begins_in_the_portals_window() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    let links = run.elements(".tool-step a[target=klientportal]");
    let places: Vec<_> = links.iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!((places.len(), places[0].as_str()), (4, OVERVIEW));
    visitor.press(&run, "Begynn forfra").await;
    let there = visitor.follow(&run, "Gå dit: steg 2 (i portalvinduet)").await;
    assert_eq!((there.path(), there.heading().as_str()), (places[1].as_str(), "Landbruk klientdelegering"));
    assert_eq!(visitor.get(&places[2]).await.status, 200);
}

#[tokio::test]
async fn a_checklist_speaks_the_readers_language_whatever_it_was_begun_in() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    let english = portal.visitor_with_language("en").get(run.path()).await;
    assert_eq!((english.heading().as_str(), english.count("main [lang]")), ("Remove a client", 0));
    assert!(english.texts(".tool-step")[0].contains("Open the system access"));
}

#[tokio::test]
async fn a_test_run_of_a_walkthrough_that_was_rewritten_is_shown_as_it_was_begun() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    portal.database().rewrite_step(1, "Åpne den gamle siden.");
    let english = portal.visitor_with_language("en").get(run.path()).await;
    assert!(english.texts(".tool-step")[0].contains("Åpne den gamle siden."));
    assert_eq!((english.heading().as_str(), english.count(".tool-step [lang=nb]")), ("Fjern en kunde", 4));
    assert_eq!((english.count(".tool-step a"), english.count("main .ds-alert")), (0, 1));
    assert_eq!(decide(&visitor, &run, 1, "Bestått", "").await.url.fragment(), Some("step-2"));
}

#[tokio::test]
async fn where_the_provider_is_another_starting_over_makes_the_world_anew_and_says_whom_to_sign_in() {
    let portal = Portal::start_with(&["--oidc-issuer", "http://127.0.0.1:9/nowhere", "--oidc-client-id", "x"]);
    let visitor = portal.visitor();
    let run = begin(&visitor, "Begynn: Når en kunde tar tilbake fullmakten").await;
    let warning = run.text("#start-over-help").unwrap();
    assert!(warning.contains("ekstern innlogging, så Gild Kanne må du logge inn som selv"), "{warning}");
    assert_eq!(run.attribute("form[action$=start-over]", "target"), None);
    let back = visitor.press(&run, "Begynn forfra").await;
    assert_eq!((back.path(), back.confirmation().as_str()), (run.path(), "mistet-fullmakt er lastet"));
}

#[tokio::test]
async fn a_post_from_another_site_says_nothing_of_a_step() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = begin(&visitor, REMOVE).await;
    for path in [run.path().to_owned(), format!("{}/delete", run.path()), format!("{}/start-over", run.path())] {
        let request = visitor.request(Method::POST, &path).header("sec-fetch-site", "cross-site");
        let answer = request.form(&[("step", "1"), ("verdict", "passed")]).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{path}");
    }
    assert_eq!(states(&visitor.get(run.path()).await), ["Ikke avgjort"; 4]);
}

#[tokio::test]
async fn results_outlive_the_portal_and_stay_in_their_world() {
    let folder = tempfile::tempdir().unwrap();
    write_signing_key(folder.path());
    let program = Program::start("127.0.0.1:0", folder.path(), &[]);
    let visitor = Visitor::new(&program.base, "nb");
    let run = begin(&visitor, REMOVE).await;
    decide(&visitor, &run, 1, "Feilet", "slik var det").await;
    drop(program);
    let program = Program::start("127.0.0.1:0", folder.path(), &["--reset"]);
    let visitor = Visitor::new(&program.base, "nb");
    let kept = visitor.get(run.path()).await;
    assert_eq!((states(&kept)[0].as_str(), remark(&kept, 1).as_str()), ("Feilet", "slik var det"));

    let worlds = visitor.get("/test/worlds").await;
    visitor.fill_and_press(&worlds, &[("name", "kari")], "Lag og gå dit").await;
    assert_eq!(visitor.get(LIST).await.count(".tool-card:has(.tool-files)"), 0);
    assert_eq!(visitor.get(run.path()).await.status, 404);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_begins_one_test_run_and_the_next_form_another() {
    let portal = Portal::start();
    let tester = portal.visitor();
    let mut begun = Vec::new();
    for _ in 0..2 {
        let form = tester.get(LIST).await.attribute("input[name=form_id]", "value").unwrap();
        for walkthrough in ["and-rule", "and-rule", "remove-client"] {
            let fields = [("tester", "Kari"), ("walkthrough", walkthrough), ("form_id", form.as_str())];
            begun.push(tester.post(LIST, &fields).await.header("location").to_owned());
        }
    }
    assert_eq!((&begun[0], &begun[3]), (&begun[1], &begun[4]));
    let different: std::collections::HashSet<_> = begun.iter().collect();
    assert_eq!(different.len(), 4, "{begun:?}");
    assert_eq!(tester.get(LIST).await.count(".tool-list h3"), 4);
}

#[tokio::test]
async fn a_form_that_is_sent_again_after_its_test_run_was_deleted_or_in_another_world_begins_one_with_another_id() {
    let portal = Portal::start();
    let tester = portal.visitor();
    let form = tester.get(LIST).await.attribute("input[name=form_id]", "value").unwrap();
    let fields = [("tester", "Kari"), ("walkthrough", "and-rule"), ("form_id", form.as_str())];
    let first = tester.post(LIST, &fields).await.header("location").to_owned();
    let elsewhere = portal.visitor();
    elsewhere.post("/test/worlds", &[("name", "kari")]).await;
    let other = elsewhere.post(LIST, &fields).await.header("location").to_owned();
    assert_eq!(tester.post(&format!("{first}/delete"), &[]).await.status, 303);
    let second = tester.post(LIST, &fields).await.header("location").to_owned();
    assert_eq!(std::collections::HashSet::from([&first, &other, &second]).len(), 3);
    assert_eq!(tester.get(&first).await.status, 404);
    assert_eq!(tester.get(&second).await.status, 200);
}
