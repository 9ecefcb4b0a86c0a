//! `walkthrough run`: a line per step.

use anyhow::bail;

use super::options::{Chosen, RunOptions, Script, chosen};
use crate::browser::{Chromium, Error, Look, Page};
use crate::i18n::{Lang, Wording};
use crate::walkthrough::check::Scenarios;
use crate::walkthrough::drive::{Setting, Watcher, walk};
use crate::walkthrough::{Host, Step, Walkthrough};

/// Walks them all, in each language on a portal of its own.
pub fn run(options: &RunOptions, scenarios: Scenarios<'_>, host: &dyn Host) -> anyhow::Result<()> {
    let Chosen { lang, wording, failures, .. } = &options.chosen;
    let walkthroughs = chosen(&options.chosen, scenarios)?;
    let chromium = Chromium::start(failures)?;
    let script = options.js == Script::On;
    for walkthrough in &walkthroughs {
        if walkthrough.needs_script && !script {
            println!("{}: left out, it needs JavaScript", walkthrough.name);
            continue;
        }
        for lang in lang.each() {
            println!("{} ({})", walkthrough.title.say(lang, *wording), lang.code());
            let stage = host.stage(&walkthrough.scenario, *wording)?;
            let setting = Setting { lang, wording: *wording, script, look: Look::DESKTOP };
            let mut lines = Lines { lang, wording: *wording, of: walkthrough.steps.len() };
            if let Err(failure) = walk(&chromium, stage.as_ref(), walkthrough, setting, &mut lines) {
                println!("{} {}", bar(failure.number.saturating_sub(1), failure.of), failure.instruction);
                bail!("{}, {}: {failure}", name_of(walkthrough), lang.code());
            }
        }
    }
    println!("{} walkthroughs, every step as expected", walkthroughs.len());
    Ok(())
}

/// Prints a line when a step is done.
struct Lines {
    lang: Lang,
    wording: Wording,
    of: usize,
}

impl Watcher for Lines {
    fn done(&mut self, _: &Page, number: usize, step: &Step) -> Result<(), Error> {
        println!("{} {}", bar(number, self.of), step.instruction.say(self.lang, self.wording));
        Ok(())
    }
}

fn name_of(walkthrough: &Walkthrough) -> &str {
    &walkthrough.name
}

/// "  ████░░░░  4/8"
fn bar(done: usize, of: usize) -> String {
    format!("  {}{} {done:>2}/{of}", "█".repeat(done), "░".repeat(of.saturating_sub(done)))
}
