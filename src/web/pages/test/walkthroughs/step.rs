//! A step of a checklist as its reader sees it: in the reader's language while the walkthrough is still the one that the
//! test run was begun with, else as it was then.

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
    /// "steg 2", for names of what every step has.
    pub name: String,
    pub instruction: String,
    pub expected: String,
    /// Where the step begins; nothing where nobody knows any more.
    pub place: Option<String>,
    /// The verdict in words, or that there is none.
    pub state: String,
    /// Colour of the verdict.
    pub colour: &'static str,
    /// "Lagret 21.11.2026 13:37"; empty while nothing is.
    pub decided: String,
    pub verdicts: Vec<VerdictView>,
    pub remark: String,
    /// Why the step was not saved; empty when nothing went wrong.
    pub error: String,
}

/// A button.
pub struct VerdictView {
    pub code: &'static str,
    pub label: String,
    pub current: bool,
}

/// What was typed into a step that was refused.
pub struct Refused {
    /// Counted from 1.
    pub step: usize,
    pub remark: String,
    pub error: String,
}

/// The steps of a test run. `walkthrough` is the one of its name, if it is as it was.
pub fn views(
    context: &RequestContext,
    run: &TestRun,
    walkthrough: Option<&Walkthrough>,
    refused: Option<&Refused>,
) -> Vec<StepView> {
    let texts = walkthrough.map(|walkthrough| texts(walkthrough, context.lang, context.portal.wording));
    let places: Vec<_> = walkthrough.into_iter().flat_map(Walkthrough::step_paths).collect();
    let view = |(index, step): (usize, &TestRunStep)| {
        let as_begun = || (step.instruction.clone(), step.expected.clone());
        let text = texts.as_ref().and_then(|texts| texts.get(index).cloned()).unwrap_or_else(as_begun);
        let refused = refused.filter(|refused| refused.step == index + 1);
        let place = places.get(index).map(|place| (*place).to_owned());
        view(context.t, (index + 1, run.steps.len()), step, text, refused, place)
    };
    run.steps.iter().enumerate().map(view).collect()
}

/// Whether the test run was begun with this walkthrough, as it is now.
pub fn is_same(walkthrough: &Walkthrough, run: &TestRun) -> bool {
    let Some(lang) = Lang::from_code(&run.language) else { return false };
    let begun: Vec<_> = run.steps.iter().map(|step| (step.instruction.clone(), step.expected.clone())).collect();
    Wording::ALL.iter().any(|wording| texts(walkthrough, lang, *wording) == begun)
}

/// The verdict's name and colour.
pub fn worded(t: &Texts, verdict: Option<Verdict>) -> (&str, &'static str) {
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
    refused: Option<&Refused>,
    place: Option<String>,
) -> StepView {
    let words = &t.test.walkthroughs;
    let (figure, of) = (number.to_string(), count.to_string());
    let result = step.result.as_ref();
    let verdict = result.map(|result| result.verdict);
    let (state, colour) = worded(t, verdict);
    let button = |one: Verdict| VerdictView {
        code: one.code(),
        label: worded(t, Some(one)).0.to_owned(),
        current: verdict == Some(one),
    };
    let stored = || result.map(|result| result.remark.as_str().to_owned()).unwrap_or_default();
    let decided = |at| fill(&words.decided, &[("time", &format::moment(at))]);
    StepView {
        number,
        heading: fill(&words.step_of, &[("number", &figure), ("count", &of)]),
        name: fill(&words.step, &[("number", &figure)]),
        instruction,
        expected,
        place,
        state: state.to_owned(),
        colour,
        decided: result.map(|result| decided(result.decided)).unwrap_or_default(),
        verdicts: Verdict::ALL.map(button).into(),
        remark: refused.map_or_else(stored, |refused| refused.remark.clone()),
        error: refused.map(|refused| refused.error.clone()).unwrap_or_default(),
    }
}
