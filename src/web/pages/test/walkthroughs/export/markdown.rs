//! Test runs as a Markdown report in the reader's language.
//!
//! The steps are in the language of the test run.
//!
//! All text from users is escaped (`CommonMark`).

use askama::Template;

use super::super::step::verdict_text;
use super::super::tally::tally;
use crate::i18n::{Texts, fill};
use crate::test_tools::test_run::{TestRun, TestRunStep};
use crate::web::format;

#[derive(Template)]
#[template(path = "pages/test/test_runs.md", escape = "none")]
struct Report<'t> {
    heading: &'t str,
    none: &'t str,
    runs: Vec<TestRunView>,
}

struct TestRunView {
    title: String,
    /// Label and value.
    facts: Vec<(String, String)>,
    steps: Vec<StepView>,
}

struct StepView {
    heading: String,
    instruction: String,
    expected: String,
    /// The remark's lines.
    remark: Vec<String>,
}

/// Writes the test runs.
pub fn write(t: &Texts, runs: &[TestRun]) -> askama::Result<String> {
    let words = &t.test.walkthroughs;
    let runs = runs.iter().map(|run| view(t, run)).collect();
    Report { heading: &words.report, none: &words.no_test_runs, runs }.render()
}

fn view(t: &Texts, run: &TestRun) -> TestRunView {
    let words = &t.test.walkthroughs;
    let facts = [
        (&words.result, tally(t, run.tally())),
        (&words.tester_label, escaped_line(run.tester.as_str())),
        (&words.begun, format::date_time(run.begun)),
        (&words.version, escaped_line(&run.version)),
        (&words.scenario, escaped_line(&run.scenario)),
        (&words.name, escaped_line(&run.walkthrough)),
    ];
    TestRunView {
        title: escaped_line(&run.title),
        facts: facts.into_iter().map(|(label, value)| (label.to_string(), value)).collect(),
        steps: (1..).zip(&run.steps).map(|(number, step)| step_view(t, (number, run.steps.len()), step)).collect(),
    }
}

fn step_view(t: &Texts, (number, count): (usize, usize), step: &TestRunStep) -> StepView {
    let words = &t.test.walkthroughs;
    let result = step.result.as_ref();
    let (state, _) = verdict_text(t, result.map(|result| result.verdict));
    let (number, count) = (number.to_string(), count.to_string());
    let remark = result.map(|result| result.remark.as_str()).unwrap_or_default();
    StepView {
        heading: format!("{}: {state}", fill(&words.step_of, &[("number", &number), ("count", &count)])),
        instruction: escaped_line(&step.instruction),
        expected: format!("*{}* {}", words.expected, escaped_line(&step.expected)),
        remark: if remark.is_empty() { Vec::new() } else { remark.split('\n').map(escaped_line).collect() },
    }
}

/// Escapes a line of text, so that it has no markup.
fn escaped_line(text: &str) -> String {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len() + 8);
    let after_digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.len() - after_digits.len();
    // "1." starts a list item only before a space or the line's end.
    let is_item = digits > 0 && after_digits.chars().nth(1).is_none_or(char::is_whitespace);
    for (place, letter) in text.char_indices() {
        let begins = place == 0 && "-+=".contains(letter);
        let numbers = is_item && place == digits && ".)".contains(letter);
        if begins || numbers || r"\`*_{}[]<>#|~&!".contains(letter) {
            escaped.push('\\');
        }
        // Control characters, such as tabs, become spaces.
        escaped.push(if letter.is_control() { ' ' } else { letter });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::samples::run;
    use super::*;
    use crate::i18n::{Lang, Wording, texts};

    fn english(runs: &[TestRun]) -> String {
        write(texts(Lang::En, Wording::Kunde), runs).unwrap()
    }

    #[test]
    fn nothing_that_was_typed_becomes_a_heading_an_item_a_quote_or_a_tag() {
        let report = english(&[run()]);
        let headings: Vec<_> = report.lines().filter(|line| line.starts_with('#')).collect();
        let steps = ["Passed", "Failed", "Skipped", "Not decided"];
        let steps = steps.iter().zip(1..).map(|(state, number)| format!("### Step {number} of 4: {state}"));
        let expected: Vec<_> =
            ["# Walkthroughs by hand".into(), r"## When \<two\> are needed".into()].into_iter().chain(steps).collect();
        assert_eq!(headings, expected);
        assert!(report.contains(
            "\n> \\=cmd\\|' /C calc'\\!A0\n> \"quoted\", \\<b\\>bold\\</b\\> \\| \\`code\\` \\& \\]\\]\\>  "
        ));
        let second = "\n> @SUM(1)\n>\n> \\# no heading\n> \\- no item\n> 12\\. no number\n> \\> no quote\n";
        assert!(report.contains(second), "{report}");
        assert!(report.contains("\n*Expected:* \\-1 is \\| \\*less\\*\n"), "{report}");
        assert!(!report.contains("\n\n\n"), "{report}");
    }

    #[test]
    fn the_report_says_who_tested_what_and_how_it_went() {
        let report = english(&[run()]);
        for fact in ["- Tester: \\=Kari \"K\" \\<Nordmann\\>\n", "- Version: 0.1.0\n", "- Scenario: veiledning\n"] {
            assert!(report.contains(fact), "{fact} {report}");
        }
        assert!(report.contains("- Result: 1 passed, 1 failed, 1 skipped, 1 left\n"), "{report}");
        assert!(english(&[]).contains("Nobody has begun a round"));
    }
}
