//! `walkthrough run`: runs walkthroughs and prints a line per step.

use anyhow::bail;

use super::options::{JavaScript, RunOptions, Selection, selected};
use super::output::print_line;
use crate::browser::{Appearance, Chromium, Error, Page};
use crate::i18n::{Lang, Wording};
use crate::walkthrough::runner::{self, RunSettings, StepObserver};
use crate::walkthrough::validate::ScenarioLookup;
use crate::walkthrough::{PortalFactory, Step, Walkthrough};

/// Runs the selected walkthroughs, each language on its own portal.
pub fn run(options: &RunOptions, find_scenario: ScenarioLookup<'_>, portals: &dyn PortalFactory) -> anyhow::Result<()> {
    let Selection { lang, wording, failures, .. } = &options.selected;
    let walkthroughs = selected(&options.selected, find_scenario)?;
    let chromium = Chromium::start(failures)?;
    let script = options.js == JavaScript::On;
    for walkthrough in &walkthroughs {
        if walkthrough.needs_script && !script {
            print_line(&format!("{}: skipped, it needs JavaScript", walkthrough.name));
            continue;
        }
        for lang in lang.languages() {
            print_line(&format!("{} ({})", walkthrough.title.resolve(lang, *wording), lang.code()));
            let portal = portals.start(&walkthrough.scenario, *wording)?;
            let settings = RunSettings { lang, wording: *wording, script, appearance: Appearance::DESKTOP };
            let mut printer = ProgressPrinter { lang, wording: *wording, total: walkthrough.steps.len() };
            if let Err(failure) = runner::run(&chromium, portal.as_ref(), walkthrough, settings, &mut printer) {
                print_line(&format!(
                    "{} {}",
                    progress_bar(failure.number.saturating_sub(1), failure.total),
                    failure.instruction
                ));
                bail!("{}, {}: {failure}", name_of(walkthrough), lang.code());
            }
        }
    }
    print_line(&format!("{} walkthroughs passed", walkthroughs.len()));
    Ok(())
}

/// Prints a progress bar after each step.
struct ProgressPrinter {
    lang: Lang,
    wording: Wording,
    total: usize,
}

impl StepObserver for ProgressPrinter {
    fn done(&mut self, _: &Page, number: usize, step: &Step) -> Result<(), Error> {
        print_line(&format!(
            "{} {}",
            progress_bar(number, self.total),
            step.instruction.resolve(self.lang, self.wording)
        ));
        Ok(())
    }
}

fn name_of(walkthrough: &Walkthrough) -> &str {
    &walkthrough.name
}

/// "  ████░░░░  4/8"
fn progress_bar(done: usize, total: usize) -> String {
    format!("  {}{} {done:>2}/{total}", "█".repeat(done), "░".repeat(total.saturating_sub(done)))
}
