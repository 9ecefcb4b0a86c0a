//! Builds the views of a checklist's steps.
//!
//! In the reader's language if the walkthrough is unchanged since the test run began, else with the stored texts.

use std::collections::BTreeMap;

use crate::i18n::{Lang, Texts, Wording, fill};
use crate::test_tools::test_run::{TestRun, TestRunStep, Verdict};
use crate::walkthrough::{GuideText, Walkthrough};
use crate::web::format;
use crate::web::request_context::RequestContext;

/// One step.
pub struct StepView {
    pub number: usize,
    /// "Steg 2 av 7".
    pub heading: String,
    /// "steg 2", for accessible names.
    pub name: String,
    pub instruction: String,
    pub expected: String,
    /// The page where the step begins; `None` if the walkthrough has changed or names only the address's beginning.
    pub url: Option<String>,
    /// The verdict's text, also for none.
    pub state: String,
    /// `data-color` of the verdict.
    pub colour: &'static str,
    /// "Lagret 21.11.2026 13:37"; empty without a result.
    pub decided: String,
    pub verdicts: Vec<VerdictView>,
    pub remark: String,
    /// Why the step was not saved; empty without an error.
    pub error: String,
}

/// A verdict button.
pub struct VerdictView {
    pub code: &'static str,
    pub label: String,
    pub current: bool,
}

/// The input of a step that was not saved.
pub struct RejectedStep {
    /// Counted from 1.
    pub step: usize,
    pub remark: String,
    pub error: String,
}

/// Remarks by the number of their step, counted from 1.
pub type Remarks = BTreeMap<usize, String>;

/// Input that is not stored.
pub struct Typed {
    pub remarks: Remarks,
    pub rejected: Option<RejectedStep>,
}

/// The steps of a test run. `walkthrough`: only if unchanged since it began.
pub fn step_views(
    context: &RequestContext,
    run: &TestRun,
    walkthrough: Option<&Walkthrough>,
    typed: &Typed,
) -> Vec<StepView> {
    let texts = walkthrough.map(|walkthrough| texts(walkthrough, context.lang, context.portal.wording));
    let paths: Vec<_> = walkthrough.into_iter().flat_map(Walkthrough::step_paths).collect();
    let is_address = |path: &&&str| !path.ends_with('…');
    let view = |(index, step): (usize, &TestRunStep)| {
        let as_begun = || (step.instruction.clone(), step.expected.clone());
        let text = texts.as_ref().and_then(|texts| texts.get(index).cloned()).unwrap_or_else(as_begun);
        let url = paths.get(index).filter(is_address).map(|path| (*path).to_owned());
        view(context.t, (index + 1, run.steps.len()), step, text, typed, url)
    };
    run.steps.iter().enumerate().map(view).collect()
}

/// Whether the walkthrough has the same texts as when the test run began.
pub fn is_unchanged(walkthrough: &Walkthrough, run: &TestRun) -> bool {
    let Some(lang) = Lang::from_code(&run.language) else { return false };
    let begun: Vec<_> = run.steps.iter().map(|step| (step.instruction.clone(), step.expected.clone())).collect();
    Wording::ALL.iter().any(|wording| texts(walkthrough, lang, *wording) == begun)
}

/// The verdict's name and colour.
pub fn verdict_text(t: &Texts, verdict: Option<Verdict>) -> (&str, &'static str) {
    let t = &t.test.walkthroughs;
    match verdict {
        Some(Verdict::Passed) => (&t.passed, "success"),
        Some(Verdict::Failed) => (&t.failed, "danger"),
        Some(Verdict::Skipped) => (&t.skipped, "warning"),
        None => (&t.left, "neutral"),
    }
}

fn texts(walkthrough: &Walkthrough, lang: Lang, wording: Wording) -> Vec<(String, String)> {
    let say = |text: &GuideText| text.resolve(lang, wording);
    walkthrough.steps.iter().map(|step| (say(&step.instruction), say(&step.expected))).collect()
}

fn view(
    t: &Texts,
    (number, count): (usize, usize),
    step: &TestRunStep,
    (instruction, expected): (String, String),
    typed: &Typed,
    url: Option<String>,
) -> StepView {
    let words = &t.test.walkthroughs;
    let (figure, of) = (number.to_string(), count.to_string());
    let result = step.result.as_ref();
    let verdict = result.map(|result| result.verdict);
    let (state, colour) = verdict_text(t, verdict);
    let button = |one: Verdict| VerdictView {
        code: one.code(),
        label: verdict_text(t, Some(one)).0.to_owned(),
        current: verdict == Some(one),
    };
    let rejected = typed.rejected.as_ref().filter(|rejected| rejected.step == number);
    let stored = || result.map(|result| result.remark.as_str().to_owned()).unwrap_or_default();
    let remark = rejected.map(|rejected| &rejected.remark).or_else(|| typed.remarks.get(&number));
    let decided = |at| fill(&words.decided, &[("time", &format::date_time(at))]);
    StepView {
        number,
        heading: fill(&words.step_of, &[("number", &figure), ("count", &of)]),
        name: fill(&words.step, &[("number", &figure)]),
        instruction,
        expected,
        url,
        state: state.to_owned(),
        colour,
        decided: result.map(|result| decided(result.decided)).unwrap_or_default(),
        verdicts: Verdict::ALL.map(button).into(),
        remark: remark.cloned().unwrap_or_else(stored),
        error: rejected.map(|rejected| rejected.error.clone()).unwrap_or_default(),
    }
}
