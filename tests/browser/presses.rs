//! Two presses on one spot, or Enter twice:
//! the second must not hit what the first made appear.
//! With and without JavaScript.
//!
//! The second press carries its own event time, so that a slow machine does not widen the interval. Without JavaScript
//! the page's own animation blocks the press: it is slowed down for as long as the presses take.

use std::thread::sleep;
use std::time::Duration;

use klientportal::browser::{Appearance, Error, Options, Page};

use crate::keyboard::{focus_on, tab_to};
use crate::many::{large, open_dialog};
use crate::portal::Portal;
use crate::{Outcome, assert_quiet, in_language, open};

const ADD: &str = "Legg til i systemtilgang: Bestemt Myk Mink ANS";
const REMOVE: &str = "Fjern fra systemtilgang: Bestemt Myk Mink ANS";
const ADDED: &str = "Bestemt Myk Mink ANS er lagt til systemtilgangen";
const REMOVED: &str = "Bestemt Myk Mink ANS er fjernet fra systemtilgangen";
/// Filters by their code in the URL.
const ALL: &str = "all";
const NOT_ADDED: &str = "not-added";
const ONLY_ADDED: &str = "added";

/// Time of the second press, in milliseconds or after the page has changed.
#[derive(Debug, Clone, Copy)]
enum SecondPress {
    After(u64),
    AfterTheAnswer,
}

const SECOND_PRESSES: [SecondPress; 3] =
    [SecondPress::After(150), SecondPress::After(350), SecondPress::AfterTheAnswer];

fn without_script() -> Options {
    Options { script: false, ..in_language("nb") }
}

/// One portal and one sign-in for several rounds, each with the world as it was at first and a page of its own.
struct Rounds {
    portal: Portal,
    cookies: serde_json::Value,
    dialog: String,
}

impl Rounds {
    fn of(portal: Portal) -> Result<Self, Error> {
        let page = open_dialog(&portal, in_language("nb"))?;
        let (cookies, dialog) = (page.cookies()?, page.address()?);
        Ok(Self { portal, cookies, dialog })
    }

    /// The dialog with a filter.
    fn begin(&self, options: Options, filter: &str) -> Result<Page, Error> {
        self.portal.reset();
        let page = open(options);
        page.set_cookies(&self.cookies)?;
        page.goto(&format!("{}?filter={filter}", self.dialog))?;
        page.sees("button", "Bekreft og lukk")?;
        Ok(page)
    }
}

impl SecondPress {
    /// Presses twice; `answered` waits for the result of the first.
    fn press(self, page: &Page, press: impl Fn(f64) -> Outcome, answered: impl Fn(&Page) -> Outcome) -> Outcome {
        page.evaluate(RECORD_CHANGE)?;
        let first = page.now()?;
        press(first)?;
        let second = match self {
            Self::After(milliseconds) => {
                sleep(Duration::from_millis(milliseconds));
                first + f64::from(u32::try_from(milliseconds).unwrap())
            }
            Self::AfterTheAnswer => {
                answered(page)?;
                page.evaluate(CHANGED)?.as_f64().unwrap() + AT_ONCE_MS
            }
        };
        press(second)
    }
}

/// Records when something on the page is first replaced.
const RECORD_CHANGE: &str = "new MutationObserver((_, observer) => {
  window.changed = performance.timeOrigin + performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true }), delete window.changed";
/// That time, or when the next page was loaded.
const CHANGED: &str =
    "window.changed ?? performance.timeOrigin + performance.getEntriesByType('navigation')[0].domInteractive";
/// Too fast for anyone to have seen the change.
const AT_ONCE_MS: f64 = 50.0;
/// Half a second becomes half a minute.
const SLOW_MOTION: f64 = 1.0 / 60.0;

/// Presses the spot twice.
fn press_twice(page: &Page, (x, y): (f64, f64), second: SecondPress, answered: impl Fn(&Page) -> Outcome) -> Outcome {
    page.set_animation_speed(SLOW_MOTION)?;
    second.press(page, |moment| page.press_at_moment(x, y, moment), &answered)?;
    answered(page)?;
    page.traffic()?;
    page.set_animation_speed(1.0)
}

/// A button that records the times of its events.
const EVENT_TIMES: &str = "data:text/html,<title>x</title><button autofocus>x</button><script>
  const noted = [], button = document.querySelector('button');
  for (const kind of ['pointerdown', 'keydown', 'click'])
    button.addEventListener(kind, ({ type, timeStamp }) => noted.push([type, performance.timeOrigin %2B timeStamp]));
</script>";

/// The other tests here rely on this.
#[test]
fn an_event_happened_when_the_test_says() -> Outcome {
    let page = open(in_language("nb"));
    page.goto(EVENT_TIMES)?;
    let (x, y) = page.reach("button", "x")?;
    let moment = page.now()? + 1000.0;
    page.press_at_moment(x, y, moment)?;
    page.key_at_moment("Enter", moment + 100.0)?;
    let noted: Vec<(String, f64)> = serde_json::from_value(page.evaluate("noted")?).unwrap();
    let expected = [("pointerdown", 0.0), ("click", 0.0), ("keydown", 100.0), ("click", 100.0)];
    assert_eq!(noted.len(), expected.len(), "{noted:?}");
    for ((kind, time), (wanted, after)) in noted.iter().zip(expected) {
        assert!(kind == wanted && (time - moment - after).abs() < 2.0, "{moment}: {noted:?}");
    }
    Ok(())
}

#[test]
fn two_presses_on_one_spot_add_one_client() -> Outcome {
    let rounds = Rounds::of(Portal::start())?;
    let portal = &rounds.portal;
    for filter in [ALL, NOT_ADDED] {
        for second in SECOND_PRESSES {
            let page = rounds.begin(in_language("nb"), filter)?;
            let spot = page.reach("button", ADD)?;
            press_twice(&page, spot, second, |page| page.says(ADDED))?;
            assert_eq!((portal.on_access(), portal.changes()), (1, 1), "{filter}, {second:?}");
            assert_quiet(&page);
        }
    }
    Ok(())
}

#[test]
fn two_presses_on_one_spot_remove_one_client() -> Outcome {
    let rounds = Rounds::of(Portal::start())?;
    let portal = &rounds.portal;
    for filter in [ALL, ONLY_ADDED] {
        for second in SECOND_PRESSES {
            let page = rounds.begin(in_language("nb"), ALL)?;
            page.press("button", "Legg til alle 12")?;
            page.says("12 kunder er lagt til.")?;
            page.goto(&format!("{}?filter={filter}", rounds.dialog))?;
            page.wait_for("the account is still there", |tree| !tree.says("12 kunder er lagt til."))?;
            let spot = page.reach("button", REMOVE)?;
            press_twice(&page, spot, second, |page| page.says(REMOVED))?;
            assert_eq!((portal.on_access(), portal.changes()), (11, 2), "{filter}, {second:?}");
        }
    }
    Ok(())
}

#[test]
fn enter_twice_is_one_press() -> Outcome {
    let rounds = Rounds::of(Portal::start())?;
    let portal = &rounds.portal;
    for filter in [ALL, NOT_ADDED] {
        for second in SECOND_PRESSES {
            let page = rounds.begin(in_language("nb"), filter)?;
            tab_to(&page, "button", ADD)?;
            second.press(&page, |moment| page.key_at_moment("Enter", moment), |page| page.says(ADDED))?;
            page.announces(ADDED)?;
            page.traffic()?;
            assert_eq!((portal.on_access(), portal.changes()), (1, 1), "{filter}, {second:?}");
        }
    }
    Ok(())
}

#[test]
fn what_is_pressed_on_purpose_is_pressed_however_soon() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    // By keyboard, after moving the focus.
    tab_to(&page, "button", ADD)?;
    page.key("Enter")?;
    focus_on(&page, "button", REMOVE)?;
    page.key("Tab")?;
    page.key("Shift+Tab")?;
    page.key("Enter")?;
    page.announces(REMOVED)?;
    // By mouse, after moving it.
    let (first, other) =
        (page.reach("button", ADD)?, page.reach("button", "Legg til i systemtilgang: Revisorkunde AS")?);
    page.press_at(first.0, first.1, 1)?;
    page.sees("button", REMOVE)?;
    page.press_at(other.0, other.1, 1)?;
    page.announces("Revisorkunde AS er lagt til systemtilgangen")?;
    page.sees("button", REMOVE)?;
    assert_eq!((portal.on_access(), portal.changes()), (2, 4));
    // On the same spot, after long enough to see what is there.
    sleep(Duration::from_millis(700));
    page.press_at(first.0, first.1, 1)?;
    page.sees("button", ADD)?;
    assert_eq!((portal.on_access(), portal.changes()), (1, 5));
    assert_quiet(&page);
    Ok(())
}

#[test]
fn pages_are_turned_as_fast_as_one_presses() -> Outcome {
    let (portal, _file) = large();
    let page = open_dialog(&portal, in_language("nb"))?;
    let (x, y) = page.reach("button", "Neste")?;
    page.press_at(x, y, 1)?;
    page.says("Viser 11–20")?;
    let (x, y) = page.reach("button", "Neste")?;
    page.press_at(x, y, 1)?;
    page.says("Viser 21–30")
}

#[test]
fn a_question_is_not_answered_by_the_press_that_asked_it() -> Outcome {
    let (portal, _file) = large();
    let rounds = Rounds::of(portal)?;
    let portal = &rounds.portal;
    for script in [true, false] {
        for second in SECOND_PRESSES {
            let page = rounds.begin(Options { script, ..in_language("nb") }, ALL)?;
            let spot = page.reach("button", "Legg til alle…")?;
            press_twice(&page, spot, second, |page| page.says("Vil du legge til"))?;
            page.sees("link", "Avbryt")?;
            assert_eq!(portal.changes(), 0, "script: {script}, {second:?}");
        }
    }
    Ok(())
}

#[test]
fn closing_by_enter_twice_does_not_open_the_dialog_again() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, in_language("nb"))?;
    tab_to(&page, "button", "Bekreft og lukk")?;
    let answered = |page: &Page| focus_on(page, "button", "Legg til kunder");
    SecondPress::AfterTheAnswer.press(&page, |moment| page.key_at_moment("Enter", moment), answered)?;
    page.traffic()?;
    assert!(page.address()?.ends_with("agentdelegation"), "{}", page.address()?);
    page.key("Tab")?;
    page.key("Shift+Tab")?;
    page.key("Enter")?;
    page.sees("button", "Bekreft og lukk")
}

#[test]
fn without_javascript_two_presses_on_one_spot_add_one_client_and_the_row_keeps_its_place() -> Outcome {
    let rounds = Rounds::of(Portal::start())?;
    let portal = &rounds.portal;
    for filter in [ALL, NOT_ADDED] {
        for second in SECOND_PRESSES {
            let page = rounds.begin(without_script(), filter)?;
            let place = page.reach("button", ADD)?;
            press_twice(&page, place, second, |page| page.says("Bestemt Myk Mink ANS"))?;
            page.wait_for("nothing says what was done", |tree| {
                tree.says(ADDED) || tree.says("Bestemt Myk Mink ANS var allerede lagt til systemtilgangen")
            })?;
            assert_eq!((portal.on_access(), portal.changes()), (1, 1), "{filter}, {second:?}");
        }
    }
    Ok(())
}

/// The animation of the page's first button, and whether the button works then.
const FIRST_BUTTON_ANIMATION: &str = "(() => {
  const button = document.querySelector('dialog button:not([name=page], [popovertarget], form[method=\"get\"] *)');
  const takes = () => getComputedStyle(button).pointerEvents !== 'none';
  const [{ animationName, effect }] = button.getAnimations();
  const [during, { duration, delay }] = [takes(), effect.getTiming()];
  button.getAnimations()[0].finish();
  return [animationName, delay, duration, during, takes()];
})()";

#[test]
fn without_javascript_a_new_page_takes_no_press_for_half_a_second() -> Outcome {
    let portal = Portal::start();
    let page = open_dialog(&portal, without_script())?;
    page.set_animation_speed(SLOW_MOTION)?;
    page.reload()?;
    page.wait_for("the page is not new", |_| page.evaluate("document.getAnimations().length").is_ok_and(|n| n != 0))?;
    assert_eq!(page.evaluate(FIRST_BUTTON_ANIMATION)?, serde_json::json!(["settle", 0, 500, false, true]));
    Ok(())
}

/// The text of the row at this spot, and its number of buttons.
fn row_at(page: &Page, (x, y): (f64, f64)) -> Result<serde_json::Value, Error> {
    page.evaluate(&format!(
        "(() => {{ const hit = document.elementFromPoint({x}, {y}), row = hit.closest('li');
           return row ? [row.querySelector('.row-title').textContent, row.querySelectorAll('button').length] : hit.outerHTML; }})()"
    ))
}

#[test]
fn without_javascript_the_row_that_was_pressed_has_no_button_and_the_confirmation_undoes() -> Outcome {
    let rounds = Rounds::of(Portal::start())?;
    let portal = &rounds.portal;
    for filter in [ALL, NOT_ADDED] {
        for name in ["Bestemt Myk Mink ANS", "Revisorkunde AS"] {
            let page = rounds.begin(without_script(), filter)?;
            let place = page.reach("button", &format!("Legg til i systemtilgang: {name}"))?;
            page.press_at(place.0, place.1, 1)?;
            page.says(&format!("{name} er lagt til systemtilgangen"))?;
            assert_eq!(row_at(&page, place)?, serde_json::json!([name, 0]), "{filter}");
            page.press("button", "Angre")?;
            page.says(&format!("Endringen er angret. {name} er fjernet fra systemtilgangen"))?;
            assert_eq!(portal.on_access(), 0);
            // The next request for the list is an ordinary one.
            page.reload()?;
            page.sees("button", &format!("Legg til i systemtilgang: {name}"))?;
            assert_quiet(&page);
        }
    }
    Ok(())
}

#[test]
fn without_javascript_nothing_is_hit_by_a_second_press_in_a_list_that_was_scrolled() -> Outcome {
    let rounds = Rounds::of(Portal::start())?;
    let portal = &rounds.portal;
    let appearance = Appearance { height: 600, ..Appearance::DESKTOP };
    for (filter, second) in
        [(ALL, SecondPress::After(150)), (NOT_ADDED, SecondPress::After(150)), (NOT_ADDED, SecondPress::After(350))]
    {
        let page = rounds.begin(Options { appearance, ..without_script() }, filter)?;
        let last = "Legg til i systemtilgang: Økonomisk Lett Tiger AS";
        let place = page.reach("button", last)?;
        // The second is told so when it came before the answer to the first.
        press_twice(&page, place, second, |page| {
            page.wait_for("nothing says what was done", |tree| {
                ["er", "var allerede"]
                    .iter()
                    .any(|how| tree.says(&format!("Økonomisk Lett Tiger AS {how} lagt til systemtilgangen")))
            })
        })?;
        assert_eq!((portal.on_access(), portal.changes()), (1, 1), "{filter}, {second:?}");
    }
    Ok(())
}

#[test]
fn begin_pressed_twice_begins_one_run() -> Outcome {
    let portal = Portal::start();
    for script in [true, false] {
        for second in [SecondPress::After(0), SecondPress::After(150), SecondPress::AfterTheAnswer] {
            let runs = portal.runs();
            let page = open(Options { script, ..in_language("nb") });
            page.goto(&portal.at("/test/walkthroughs"))?;
            page.type_into("Navnet ditt", "Kari Nordmann")?;
            let spot = page.reach("button", "Begynn: Fjern en kunde")?;
            press_twice(&page, spot, second, |page| page.heading("Fjern en kunde"))?;
            let decided = "select count(*) from round_step where verdict is not null";
            assert_eq!((portal.runs() - runs, portal.count(decided)), (1, 0), "script: {script}, {second:?}");
        }
    }
    Ok(())
}

#[test]
fn begin_by_enter_twice_begins_one_run() -> Outcome {
    for script in [true, false] {
        let portal = Portal::start();
        let page = open(Options { script, ..in_language("nb") });
        page.goto(&portal.at("/test/walkthroughs"))?;
        page.type_into("Navnet ditt", "Kari Nordmann")?;
        tab_to(&page, "button", "Begynn: Fjern en kunde")?;
        SecondPress::After(0).press(&page, |moment| page.key_at_moment("Enter", moment), |_| Ok(()))?;
        page.heading("Fjern en kunde")?;
        page.traffic()?;
        assert_eq!(portal.runs(), 1, "script: {script}");
    }
    Ok(())
}
