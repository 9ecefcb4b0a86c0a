//! Every walkthrough in every language, with and without JavaScript.
//! Also: a false step fails, and pictures repeat.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use klientportal::app::scenario_library;
use klientportal::app::test_portal::LocalPortalFactory;
use klientportal::browser::{Appearance, Page};
use klientportal::i18n::{Lang, Wording};
use klientportal::scenario::Scenario;
use klientportal::walkthrough::runner::{
    ImageComparer, RunSettings, ScreenshotRecorder, StepFailure, StepObserver, run,
};
use klientportal::walkthrough::{PortalFactory, Step, Walkthrough, built_in, read};

use crate::{CHROMIUM, Outcome};

fn scenario(named: &str) -> Option<Scenario> {
    scenario_library::read(named).ok()
}

fn settings(lang: Lang) -> RunSettings {
    RunSettings { lang, wording: Wording::Kunde, script: true, appearance: Appearance::DESKTOP.without_motion() }
}

/// Counts completed steps.
#[derive(Default)]
struct Counter(usize);

impl StepObserver for Counter {
    fn done(&mut self, _: &Page, _: usize, _: &Step) -> Outcome {
        self.0 += 1;
        Ok(())
    }
}

static PORTALS: LazyLock<LocalPortalFactory> = LazyLock::new(LocalPortalFactory::default);

fn run_on_own_portal(
    walkthrough: &Walkthrough,
    settings: RunSettings,
    observer: &mut dyn StepObserver,
) -> Result<(), Box<StepFailure>> {
    let portal = PORTALS.start(&walkthrough.scenario, settings.wording).unwrap();
    run(&CHROMIUM, portal.as_ref(), walkthrough, settings, observer)
}

fn every_one_works(settings: RunSettings) {
    for walkthrough in built_in(&scenario).unwrap() {
        if walkthrough.needs_script && !settings.script {
            continue;
        }
        let mut counter = Counter::default();
        if let Err(failure) = run_on_own_portal(&walkthrough, settings, &mut counter) {
            panic!("{}, {}: {failure}", walkthrough.name, settings.lang.code());
        }
        assert_eq!(counter.0, walkthrough.steps.len(), "{}", walkthrough.name);
    }
}

#[test]
fn every_walkthrough_works_in_bokmaal() {
    every_one_works(settings(Lang::Nb));
}

#[test]
fn every_walkthrough_works_in_nynorsk() {
    every_one_works(settings(Lang::Nn));
}

#[test]
fn every_walkthrough_works_in_english() {
    every_one_works(settings(Lang::En));
}

#[test]
fn every_walkthrough_that_can_works_without_javascript_and_in_the_other_wording() {
    every_one_works(RunSettings { script: false, wording: Wording::Klient, ..settings(Lang::Nb) });
}

/// A walkthrough with a wrong expectation.
const FALSE: &str = r#"
name = "false"
title = { nb = "a", nn = "a", en = "a" }
description = { nb = "a", nn = "a", en = "a" }
scenario = "veiledning"
person = "Kursiv Fossekall"
organisation = "Diskret Nær Tiger AS"

[[step]]
instruction = { nb = "Åpne SmartCloud.", nn = "a", en = "a" }
expected = { nb = "Den åpner seg.", nn = "a", en = "a" }
action.press = { role = "link", name = "Landbruk klientdelegering" }
expect = [{ heading = "Landbruk klientdelegering" }, { row = "Frodig Seig Tiger AS" }]

[[step]]
at = "/accessmanagement/ui/systemuser/73738696-e08b-5f0d-ab5a-869b76c090cf/agentdelegation"
instruction = { nb = "Se etter.", nn = "a", en = "a" }
expected = { nb = "Tre kunder.", nn = "a", en = "a" }
expect = [{ count = { role = "button", name = { label = "access.edit_clients" }, is = 3 } }]
"#;

#[test]
fn the_first_false_expectation_stops_a_run_and_says_what_was_there() {
    let walkthrough = Walkthrough::parse("false.toml", FALSE, &scenario).unwrap();
    let failure = run_on_own_portal(&walkthrough, settings(Lang::Nb), &mut Counter::default()).unwrap_err();
    assert_eq!((failure.number, failure.total), (2, 2));
    let said = failure.to_string();
    assert!(
        said.starts_with("step 2 of 2: Se etter.\n  expected: Tre kunder.\n  but there are not 3 of button"),
        "{said}"
    );
    assert!(said.contains("heading \"Landbruk klientdelegering\""), "{said}");
    let picture = said.lines().find_map(|line| line.strip_prefix("picture: ")).unwrap();
    assert!(Path::new(picture).is_file());
}

#[test]
fn a_step_that_does_not_begin_where_it_says_stops_a_run() {
    let text = FALSE.replacen("[[step]]", "[[step]]\nat = \"/accessmanagement/ui/systemuser/elsewhere\"", 1);
    let walkthrough = Walkthrough::parse("false.toml", &text, &scenario).unwrap();
    let failure = run_on_own_portal(&walkthrough, settings(Lang::Nb), &mut Counter::default()).unwrap_err();
    let said = failure.to_string();
    assert!(failure.number == 1 && said.contains("the step does not begin at /accessmanagement"), "{said}");
}

#[test]
fn the_same_run_makes_the_same_pictures_and_marks_make_others() {
    let walkthrough = read("and-rule", &scenario).unwrap();
    let pictures = |marks: bool| {
        let settings = settings(Lang::En);
        let mut recorder = ScreenshotRecorder::new(settings, marks, true);
        run_on_own_portal(&walkthrough, settings, &mut recorder).unwrap();
        recorder.screenshots
    };
    let (first, again, bare) = (pictures(true), pictures(true), pictures(false));
    assert_eq!(first.len(), 2);
    let comparer = ImageComparer::new(&CHROMIUM).unwrap();
    for (picture, same) in first.iter().zip(&again) {
        assert!(picture.png == same.png, "{}", picture.file);
    }
    for (picture, other) in first.iter().zip(&bare) {
        let difference = comparer.compare(&picture.png, &other.png).unwrap().unwrap();
        let [(width, height), _] = difference.sizes;
        assert!((1001..u64::from(width * height) / 10).contains(&difference.changed), "{difference:?}");
        assert!(difference.png().starts_with(b"\x89PNG"));
    }
}

/// File, heading and marks of a walkthrough's pictures.
fn pictures(walkthrough: &str, lang: Lang) -> Vec<(String, String, Vec<String>)> {
    let (walkthrough, settings) = (read(walkthrough, &scenario).unwrap(), settings(lang));
    let mut recorder = ScreenshotRecorder::new(settings, true, true);
    run_on_own_portal(&walkthrough, settings, &mut recorder).unwrap();
    recorder.screenshots.into_iter().map(|picture| (picture.file, picture.heading, picture.marks)).collect()
}

#[test]
fn the_pictures_of_the_norwegian_guide_show_what_its_steps_name() {
    let dialog = "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?";
    let access = "Revisor klientdelegering";
    let overview = "Systemtilganger for Diskret Nær Tiger AS";
    let expected: [(&str, &str, &[&str]); 4] = [
        ("klientdelegering1.png", overview, &[]),
        ("klientdelegering2.png", overview, &[access]),
        ("klientdelegering3.png", access, &["Legg til kunder"]),
        ("klientdelegering4.png", dialog, &["Fjern fra systemtilgang: Revisorkunde AS", "Melding", "Bekreft og lukk"]),
    ];
    let expected = expected.map(|(file, heading, marks)| {
        (file.to_owned(), heading.to_owned(), marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>())
    });
    assert_eq!(pictures("klientdelegering", Lang::Nb), expected);
}

#[test]
fn the_pictures_of_the_english_guide_show_what_its_steps_name() {
    let pictures = pictures("delegate-clients", Lang::En);
    let files: Vec<_> = pictures.iter().map(|(file, ..)| file.as_str()).collect();
    assert_eq!(files, ["delegate_clients_1.png", "delegate_clients_2.png", "delegate_clients_3.png"]);
    assert_eq!(pictures[0].2, ["Revisor klientdelegering"]);
    assert_eq!(pictures[1].2, ["Add clients"]);
    assert_eq!(
        pictures[2].2,
        ["Select Klok Verd Struts Ltd", "Select Mild Blomstrete Tiger AS", "Add 2, confirm and close"]
    );
}

#[test]
fn pictures_are_the_same_bytes_every_time_on_a_phone_too() {
    let walkthrough = read("klientdelegering", &scenario).unwrap();
    let settings = RunSettings { appearance: Appearance::PHONE.without_motion(), ..settings(Lang::Nb) };
    let [first, again] = [(); 2].map(|()| {
        let mut recorder = ScreenshotRecorder::new(settings, true, true);
        run_on_own_portal(&walkthrough, settings, &mut recorder).unwrap();
        recorder.screenshots
    });
    for (picture, same) in first.iter().zip(&again) {
        assert!(picture.png == same.png, "{}", picture.file);
    }
}

#[test]
fn a_chromium_that_is_missing_or_broken_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for program in ["/nowhere/chromium", "/etc/hostname", "false"] {
        let mut shoot = Command::new(env!("CARGO_BIN_EXE_klientportal"));
        let begun = Instant::now();
        let ended = shoot
            .current_dir(folder.path())
            .env("CHROMIUM", program)
            .args(["walkthrough", "shoot", "--lang", "nb", "--out", "out"])
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && said.lines().count() == 1, "{said}");
        assert!(said.contains(&format!("Chromium did not start as {program}; set CHROMIUM to its path.")), "{said}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{program}: {:?}", begun.elapsed());
    }
}

/// Two steps with a picture each.
const SHORT: &str = r#"
name = "short"
title = { nb = "a", nn = "a", en = "a" }
description = { nb = "a", nn = "a", en = "a" }
scenario = "veiledning"
person = "Gild Kanne"
organisation = "Diskret Nær Tiger AS"

[[step]]
instruction = { nb = "Åpne den.", nn = "a", en = "a" }
expected = { nb = "Den er tom.", nn = "a", en = "a" }
action.press = { role = "link", name = "Revisor klientdelegering" }
expect = [{ text = { label = "access.no_clients" } }]
picture = { file = "short_1.png", after = true, region = "page", marks = [{ role = "button", name = { label = "access.add_clients" } }] }

[[step]]
at = "/accessmanagement/ui/systemuser/6dd11b9e-4d34-5e21-a34d-231b9850471d/agentdelegation"
instruction = { nb = "Legg til.", nn = "a", en = "a" }
expected = { nb = "En liste.", nn = "a", en = "a" }
action.press = { role = "button", name = { label = "access.add_clients" } }
expect = [{ row = "Revisorkunde AS" }]
picture = { file = "short_2.png", after = true, region = { dialog = { margin = 24 } } }
"#;

/// Runs `walkthrough shoot` in the folder; whether it succeeded, and its output.
fn shoot(folder: &Path, flags: &[&str]) -> (bool, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_klientportal"));
    let arguments = ["walkthrough", "shoot", "short.toml", "--lang", "nb", "--out"];
    let ended = program.current_dir(folder).args(arguments).args(flags).output().unwrap();
    (ended.status.success(), String::from_utf8(ended.stderr).unwrap())
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect()
}

#[test]
fn pictures_are_the_same_bytes_every_time_and_a_changed_one_is_named_with_its_difference() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("short.toml"), SHORT).unwrap();
    assert_eq!(shoot(folder, &["first"]), (true, String::new()));
    assert_eq!(shoot(folder, &["second", "--check", "first"]), (true, String::new()));
    let (first, second) = (files(&folder.join("first/nb")), files(&folder.join("second/nb")));
    assert_eq!(first.keys().collect::<Vec<_>>(), ["guide.html", "guide.md", "short_1.png", "short_2.png"]);
    for (file, bytes) in &first {
        assert!(second.get(file) == Some(bytes), "{file}");
    }
    let guide = String::from_utf8(first["guide.md"].clone()).unwrap();
    let alternative = "![Siden «Revisor klientdelegering», ring 1 rundt «Legg til kunder».](short_1.png)";
    assert!(guide.contains(alternative), "{guide}");
    assert_eq!(first.len(), second.len());

    fs::write(folder.join("first/nb/short_2.png"), &first["short_1.png"]).unwrap();
    let (succeeded, said) = shoot(folder, &["third", "--check", "first"]);
    assert!(!succeeded && said.starts_with("klientportal: 1 pictures changed"), "{said}");
    assert!(said.contains("third/nb/short_2.png: ") && !said.contains("short_1.png"), "{said}");
    let third = files(&folder.join("third/nb"));
    assert!(third["short_2.difference.png"].starts_with(b"\x89PNG") && !third.contains_key("short_1.difference.png"));
    assert!(third["short_2.png"] == second["short_2.png"]);
}

#[test]
fn the_clock_of_a_test_portal_stands_where_the_scenario_says_or_at_a_moment_of_its_own() -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let scenario = |name: &str, clock: &str| {
        let text = scenario_library::read("veiledning").unwrap().source().to_owned();
        let file = folder.path().join(name);
        fs::write(&file, format!("{clock}\n{text}")).unwrap();
        file.to_str().unwrap().to_owned()
    };
    for (scenario, says) in [
        ("veiledning".to_owned(), "Klokka er stoppet på 02.03.2026 10:00."),
        (scenario("moved.toml", "clock_moved = \"72h\""), "Klokka er stoppet på 02.03.2026 10:00."),
        (scenario("fixed.toml", "clock = 2027-05-17T06:00:00Z"), "Klokka er stoppet på 17.05.2027 08:00."),
    ] {
        let portal = PORTALS.start(&scenario, Wording::Kunde).unwrap();
        let page = crate::open(crate::in_language("nb"));
        page.goto(&format!("{}/test/clock", portal.url()))?;
        page.says(says)?;
    }
    Ok(())
}
