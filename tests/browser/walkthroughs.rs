//! Every walkthrough in every language, with and without JavaScript; that a false one fails; that pictures repeat.

use klientportal::app::stage::OwnPortals;
use klientportal::app::world;
use klientportal::browser::{Look, Page};
use klientportal::i18n::{Lang, Wording};
use klientportal::scenario::Scenario;
use klientportal::walkthrough::drive::{Camera, Comparer, Failure, Setting, Watcher, walk};
use klientportal::walkthrough::{Host, Step, Walkthrough, all, read};

use crate::{CHROMIUM, Outcome};

fn scenario(named: &str) -> Option<Scenario> {
    world::read(named).ok()
}

fn setting(lang: Lang) -> Setting {
    Setting { lang, wording: Wording::Kunde, script: true, look: Look::DESKTOP.still() }
}

/// Counts the steps that were done.
#[derive(Default)]
struct Counter(usize);

impl Watcher for Counter {
    fn done(&mut self, _: &Page, _: usize, _: &Step) -> Outcome {
        self.0 += 1;
        Ok(())
    }
}

fn walked(walkthrough: &Walkthrough, setting: Setting, watcher: &mut dyn Watcher) -> Result<(), Box<Failure>> {
    static PORTALS: std::sync::LazyLock<OwnPortals> = std::sync::LazyLock::new(OwnPortals::default);
    let stage = PORTALS.stage(&walkthrough.scenario, setting.wording).unwrap();
    walk(&CHROMIUM, stage.as_ref(), walkthrough, setting, watcher)
}

fn every_one_works(setting: Setting) {
    for walkthrough in all(&scenario).unwrap() {
        if walkthrough.needs_script && !setting.script {
            continue;
        }
        let mut counter = Counter::default();
        if let Err(failure) = walked(&walkthrough, setting, &mut counter) {
            panic!("{}, {}: {failure}", walkthrough.name, setting.lang.code());
        }
        assert_eq!(counter.0, walkthrough.steps.len(), "{}", walkthrough.name);
    }
}

#[test]
fn every_walkthrough_works_in_bokmaal() {
    every_one_works(setting(Lang::Nb));
}

#[test]
fn every_walkthrough_works_in_nynorsk() {
    every_one_works(setting(Lang::Nn));
}

#[test]
fn every_walkthrough_works_in_english() {
    every_one_works(setting(Lang::En));
}

#[test]
fn every_walkthrough_that_can_works_without_javascript_and_in_the_other_wording() {
    every_one_works(Setting { script: false, wording: Wording::Klient, ..setting(Lang::Nb) });
}

/// Written here, so that it can be wrong.
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
expect = [{ count = { role = "link", name = { label = "access.edit_clients" }, is = 3 } }]
"#;

#[test]
fn the_first_false_expectation_ends_a_walk_and_says_what_was_there() {
    let walkthrough = Walkthrough::parse("false.toml", FALSE, &scenario).unwrap();
    let failure = walked(&walkthrough, setting(Lang::Nb), &mut Counter::default()).unwrap_err();
    assert_eq!((failure.number, failure.of), (2, 2));
    let said = failure.to_string();
    assert!(
        said.starts_with("step 2 of 2: Se etter.\n  expected: Tre kunder.\n  but there are not 3 of link"),
        "{said}"
    );
    assert!(said.contains("heading \"Landbruk klientdelegering\""), "{said}");
    let picture = said.lines().find_map(|line| line.strip_prefix("picture: ")).unwrap();
    assert!(std::path::Path::new(picture).is_file());
}

#[test]
fn a_step_that_does_not_begin_where_it_says_ends_a_walk() {
    let text = FALSE.replacen("[[step]]", "[[step]]\nat = \"/accessmanagement/ui/systemuser/elsewhere\"", 1);
    let walkthrough = Walkthrough::parse("false.toml", &text, &scenario).unwrap();
    let failure = walked(&walkthrough, setting(Lang::Nb), &mut Counter::default()).unwrap_err();
    let said = failure.to_string();
    assert!(failure.number == 1 && said.contains("the step does not begin at /accessmanagement"), "{said}");
}

#[test]
fn the_same_walk_makes_the_same_pictures_and_rings_make_others() {
    let walkthrough = read("and-rule", &scenario).unwrap();
    let pictures = |marks: bool| {
        let setting = setting(Lang::En);
        let mut camera = Camera::new(setting, marks, true);
        walked(&walkthrough, setting, &mut camera).unwrap();
        camera.taken
    };
    let (first, again, bare) = (pictures(true), pictures(true), pictures(false));
    assert_eq!(first.len(), 2);
    let comparer = Comparer::new(&CHROMIUM).unwrap();
    for (picture, same) in first.iter().zip(&again) {
        assert!(picture.png == same.png, "{}", picture.file);
    }
    for (picture, other) in first.iter().zip(&bare) {
        let difference = comparer.compare(&picture.png, &other.png).unwrap().unwrap();
        assert!(difference.changed > 1000 && difference.changed < difference.of / 10, "{difference:?}");
        assert!(difference.png().starts_with(b"\x89PNG"));
    }
}
