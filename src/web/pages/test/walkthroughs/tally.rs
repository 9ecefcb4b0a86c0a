//! Text for the tally of a test run.

use crate::i18n::{Texts, fill};
use crate::test_tools::test_run::Tally;

/// "3 bestått, 1 feilet, 0 hoppet over, 2 igjen".
pub fn tally(t: &Texts, tally: Tally) -> String {
    let Tally { passed, failed, skipped, left } = tally;
    let values = [passed, failed, skipped, left].map(|count| count.to_string());
    let [passed, failed, skipped, left] = &values;
    let values = [("passed", passed.as_str()), ("failed", failed), ("skipped", skipped), ("left", left)];
    fill(&t.test.walkthroughs.tally, &values)
}
