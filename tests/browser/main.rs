//! The portal in a real Chromium:
//! the guide by mouse, keyboard and without JavaScript.
//! Every page and state is also checked by axe-core. Elements are found by role and accessible name.

#![expect(clippy::unwrap_used, reason = "a journey that cannot be set up ends there")]

mod axe;
mod checklist;
mod contrast;
mod dialog;
mod guide;
#[path = "../support/issuer.rs"]
#[expect(dead_code, reason = "the tests without a browser need more of it")]
mod issuer;
mod keyboard;
mod layout;
mod many;
mod organisations;
mod own_accesses;
mod portal;
mod presses;
mod refusals;
mod relationships;
mod requests;
mod sign_in;
mod states;
mod stylesheet;
mod swap;
mod ticks;
mod two_sides;
mod walkthroughs;
mod weight;

use std::sync::LazyLock;

use klientportal::browser::{Chromium, Error, Options, Page};

/// One browser for all tests; each test has its own pages.
static CHROMIUM: LazyLock<Chromium> = LazyLock::new(|| Chromium::start(env!("CARGO_TARGET_TMPDIR")).unwrap());

type Outcome = Result<(), Error>;

fn open(options: Options) -> Page {
    CHROMIUM.open(options).unwrap()
}

fn in_language(language: &'static str) -> Options {
    Options { language, ..Options::default() }
}

#[test]
fn a_browser_that_has_ended_is_what_a_test_fails_with() {
    let chromium = Chromium::start(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let page = chromium.open(Options::default()).unwrap();
    drop(chromium);
    assert!(matches!(page.says("anything"), Err(Error::Ended)));
    assert!(matches!(page.goto("about:blank"), Err(Error::Ended)));
}

/// Fails if the console has any message.
#[track_caller]
fn assert_quiet(page: &Page) {
    assert_eq!(page.console(), Vec::<String>::new());
}

/// Fails if the console has anything but one failed request with this status.
#[track_caller]
fn assert_quiet_but_for(status: u16, page: &Page) {
    let expected = format!("status of {status}");
    let (noted, others): (Vec<_>, Vec<_>) = page.console().into_iter().partition(|line| line.contains(&expected));
    assert_eq!((noted.len(), others), (1, Vec::new()));
}
