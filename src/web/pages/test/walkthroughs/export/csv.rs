//! Test runs as CSV (RFC 4180, UTF-8), one row per step.
//!
//! Column names and verdicts are the same in every language, for programs.

use anyhow::Context;
use csv::{Terminator, WriterBuilder};

use crate::test_tools::test_run::{TestRun, TestRunStep};

const HEADER: [&str; 14] = [
    "round",
    "walkthrough",
    "title",
    "scenario",
    "language",
    "tester",
    "begun",
    "version",
    "step",
    "instruction",
    "expected",
    "verdict",
    "remark",
    "decided",
];

/// Characters that start a formula in a spreadsheet, or that it skips before one.
const FORMULA_START: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes the test runs.
pub fn write(runs: &[TestRun]) -> anyhow::Result<String> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for run in runs {
        for (number, step) in (1..).zip(&run.steps) {
            writer.write_record(row(run, number, step).map(|cell| without_formula(&cell)))?;
        }
    }
    let written = writer.into_inner().map_err(csv::IntoInnerError::into_error).context("the table ends in between")?;
    Ok(String::from_utf8(written)?)
}

fn row(run: &TestRun, number: usize, step: &TestRunStep) -> [String; HEADER.len()] {
    let result = step.result.as_ref();
    [
        run.id.uuid().to_string(),
        run.walkthrough.clone(),
        run.title.clone(),
        run.scenario.clone(),
        run.language.clone(),
        run.tester.to_string(),
        run.begun.to_string(),
        run.version.clone(),
        number.to_string(),
        step.instruction.clone(),
        step.expected.clone(),
        result.map(|result| result.verdict.code().to_owned()).unwrap_or_default(),
        result.map(|result| result.remark.as_str().to_owned()).unwrap_or_default(),
        result.map(|result| result.decided.to_string()).unwrap_or_default(),
    ]
}

/// Prefixes an apostrophe to a cell that a spreadsheet would run as a formula.
fn without_formula(cell: &str) -> String {
    if cell.starts_with(FORMULA_START) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, run};
    use super::*;

    #[test]
    fn every_cell_comes_back_as_it_was_but_for_the_apostrophe_before_a_formula() {
        let text = write(&[run()]).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), HEADER.as_slice());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 4);
        let remarks: Vec<_> = rows.iter().map(|row| row[12].to_owned()).collect();
        assert_eq!(remarks, [format!("'{}", HOSTILE[0]), format!("'{}", HOSTILE[1]), String::new(), String::new()]);
        assert_eq!((&rows[1][5], &rows[1][8], &rows[1][11]), ("'=Kari \"K\" <Nordmann>", "2", "failed"));
        assert_eq!((&rows[1][10], &rows[3][11], &rows[3][13]), ("'-1 is | *less*", "", ""));
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(FORMULA_START)));
    }

    #[test]
    fn rows_end_as_the_standard_has_it_and_no_rounds_are_a_head_alone() {
        assert_eq!(write(&[]).unwrap(), HEADER.join(",") + "\r\n");
    }
}
