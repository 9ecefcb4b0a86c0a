//! Test runs as `JUnit` XML: a suite per test run, a case per step.
//!
//! Undecided steps count as skipped. Class and name of a case are walkthrough and step, the same in every language; in a
//! file of several runs the class names the run too, so that no two cases are taken for one.

use askama::Template;

use crate::test_tools::test_run::{Tally, TestRun, TestRunStep, Verdict};

#[derive(Template)]
#[template(path = "pages/test/test_runs.xml")]
struct Report {
    all: Tally,
    tests: usize,
    suites: Vec<Suite>,
}

struct Suite {
    name: String,
    class: String,
    /// Start in UTC, without a zone, as the format requires.
    timestamp: String,
    tally: Tally,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case>,
}

struct Case {
    /// "step 2".
    name: String,
    instruction: String,
    expected: String,
    verdict: Option<Verdict>,
    remark: String,
}

/// Writes the test runs.
pub fn write(runs: &[TestRun]) -> askama::Result<String> {
    let mut all = Tally::default();
    for tally in runs.iter().map(TestRun::tally) {
        all.passed += tally.passed;
        all.failed += tally.failed;
        all.skipped += tally.skipped;
        all.left += tally.left;
    }
    let tests = runs.iter().map(|run| run.steps.len()).sum();
    let class = |run: &TestRun| match runs.len() {
        1 => format!("klientportal.{}", run.walkthrough),
        _ => format!("klientportal.{}.{}", run.walkthrough, run.id.uuid()),
    };
    Report { all, tests, suites: runs.iter().map(|run| suite(run, &class(run))).collect() }.render()
}

fn suite(run: &TestRun, class: &str) -> Suite {
    let properties = [
        ("tester", run.tester.as_str()),
        ("version", &run.version),
        ("scenario", &run.scenario),
        ("walkthrough", &run.walkthrough),
        ("language", &run.language),
    ];
    let id = ("round", run.id.uuid().to_string());
    Suite {
        name: xml(&run.title),
        class: xml(class),
        timestamp: run.begun.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        tally: run.tally(),
        properties: properties.into_iter().map(|(name, value)| (name, xml(value))).chain([id]).collect(),
        cases: (1..).zip(&run.steps).map(|(number, step)| case(number, step)).collect(),
    }
}

fn case(number: usize, step: &TestRunStep) -> Case {
    let result = step.result.as_ref();
    Case {
        name: format!("step {number}"),
        instruction: xml(&step.instruction),
        expected: xml(&step.expected),
        verdict: result.map(|result| result.verdict),
        remark: result.map(|result| xml(result.remark.as_str())).unwrap_or_default(),
    }
}

/// Removes the characters that XML 1.0 (section 2.2) forbids.
///
/// The template escapes the others.
fn xml(text: &str) -> String {
    let allowed = |letter: &char| matches!(*letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use roxmltree::{Document, Node};

    use super::super::samples::{HOSTILE, run};
    use super::*;

    fn named<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
        node.descendants().filter(|node| node.has_tag_name(name)).collect()
    }

    #[test]
    fn a_strict_parser_reads_the_nastiest_remark_as_text() {
        let text = write(&[run()]).unwrap();
        let document = Document::parse(&text).unwrap();
        let cases = named(document.root(), "testcase");
        let children: Vec<_> = cases.iter().filter_map(Node::last_element_child).collect();
        let kept = |remark: &str| remark.replace(['\u{1}', '\u{b}', '\u{fffe}'], "");
        let kinds: Vec<_> = children.iter().map(|node| node.tag_name().name()).collect();
        assert_eq!(kinds, ["system-out", "failure", "skipped", "skipped"]);
        assert_eq!(children[0].text(), Some(&*kept(HOSTILE[0])));
        assert_eq!((children[1].text(), children[1].attribute("message")), (Some(HOSTILE[1]), Some("-1 is | *less*")));
        let instruction =
            named(cases[0], "property").into_iter().find(|node| node.attribute("name") == Some("instruction"));
        assert_eq!(instruction.unwrap().attribute("value"), Some("Press ‘<Add> 0’ & wait."));
        assert_eq!(document.descendants().filter(|node| node.has_tag_name("b")).count(), 0);
    }

    #[test]
    fn suites_count_their_cases_and_name_their_tester() {
        let text = write(&[run(), run()]).unwrap();
        let document = Document::parse(&text).unwrap();
        let numbers =
            |node: Node| ["tests", "failures", "skipped"].map(|name| node.attribute(name).unwrap().to_owned());
        assert_eq!(numbers(document.root_element()), ["8", "2", "4"]);
        let suites = named(document.root(), "testsuite");
        assert_eq!((suites.len(), numbers(suites[0])), (2, ["4", "1", "2"].map(str::to_owned)));
        let tester = named(suites[0], "property").into_iter().find(|node| node.attribute("name") == Some("tester"));
        assert_eq!(tester.unwrap().attribute("value"), Some("=Kari \"K\" <Nordmann>"));
    }

    /// Class and name of each case.
    fn ids(runs: &[TestRun]) -> Vec<(String, String)> {
        let text = write(runs).unwrap();
        let document = Document::parse(&text).unwrap();
        let cases = named(document.root(), "testcase");
        let attribute = |case: &Node, name| case.attribute(name).unwrap().to_owned();
        cases.iter().map(|case| (attribute(case, "classname"), attribute(case, "name"))).collect()
    }

    #[test]
    fn a_case_is_known_by_walkthrough_and_step_in_every_language_and_once_in_a_file() {
        let mut norwegian = TestRun { id: uuid::Uuid::from_u128(2).into(), language: "nb".to_owned(), ..run() };
        norwegian.title = "Når det trengs to".to_owned();
        for step in &mut norwegian.steps {
            step.instruction = "Trykk.".to_owned();
        }
        assert_eq!(ids(&[norwegian.clone()]), ids(&[run()]));
        assert_eq!(ids(&[run()])[1], ("klientportal.and-rule".to_owned(), "step 2".to_owned()));
        let both = ids(&[norwegian, run()]);
        assert_eq!(both.iter().collect::<std::collections::HashSet<_>>().len(), 8);
    }

    #[test]
    fn the_reason_of_a_skipped_step_is_its_message() {
        let mut run = run();
        run.steps[2].result.as_mut().unwrap().remark = "No <phone> at hand".parse().unwrap();
        let text = write(&[run]).unwrap();
        let document = Document::parse(&text).unwrap();
        let messages: Vec<_> =
            named(document.root(), "skipped").iter().filter_map(|node| node.attribute("message")).collect();
        assert_eq!(messages, ["No <phone> at hand", "not decided"]);
    }

    #[test]
    fn no_test_runs_are_an_empty_report() {
        let text = write(&[]).unwrap();
        assert!(named(Document::parse(&text).unwrap().root(), "testsuite").is_empty());
    }
}
