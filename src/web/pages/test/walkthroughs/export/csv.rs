//! Test runs as CSV (RFC 4180, UTF-8 with a byte order mark), one row per step.
//!
//! Column names and verdicts are the same in every language, for programs. Norwegian spreadsheets expect semicolons, and
//! take a file for Latin-1 that has no byte order mark.

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

const BYTE_ORDER_MARK: char = '\u{feff}';

/// What separates the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    Semicolon,
    Comma,
}

/// Characters that start a formula in a spreadsheet, narrow and wide.
const FORMULA_START: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// After these a spreadsheet with other settings begins a cell.
const SEPARATORS: [char; 5] = [';', ',', '\t', '\r', '\n'];

/// Writes the test runs.
pub fn write(runs: &[TestRun], separator: Separator) -> anyhow::Result<String> {
    let delimiter = match separator {
        Separator::Semicolon => b';',
        Separator::Comma => b',',
    };
    let mut writer = WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for run in runs {
        for (number, step) in (1..).zip(&run.steps) {
            writer.write_record(row(run, number, step).map(|cell| without_formulas(&cell)))?;
        }
    }
    let written = writer.into_inner().map_err(csv::IntoInnerError::into_error).context("the table ends in between")?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8(written)?))
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

/// Prefixes an apostrophe to each part of a cell that a spreadsheet could run as a formula.
fn without_formulas(cell: &str) -> String {
    let mut harmless = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for letter in cell.chars() {
        if begins && FORMULA_START.contains(&letter) {
            harmless.push('\'');
        }
        // Spaces and quotation marks before a formula are skipped.
        begins = SEPARATORS.contains(&letter) || begins && (letter.is_whitespace() || letter == '"');
        harmless.push(letter);
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, run};
    use super::*;

    fn rows(text: &str, delimiter: u8) -> Vec<csv::StringRecord> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), HEADER.as_slice());
        reader.records().map(Result::unwrap).collect()
    }

    #[test]
    fn every_cell_comes_back_as_it_was_but_for_the_apostrophe_before_a_formula() {
        for (separator, delimiter) in [(Separator::Semicolon, b';'), (Separator::Comma, b',')] {
            let rows = rows(&write(&[run()], separator).unwrap(), delimiter);
            assert_eq!(rows.len(), 4);
            let remarks: Vec<_> = rows.iter().map(|row| row[12].to_owned()).collect();
            let second = format!("'{}", HOSTILE[1].replace("\n- no item", "\n'- no item"));
            assert_eq!(remarks, [format!("'{}", HOSTILE[0]), second, String::new(), String::new()]);
            assert_eq!((&rows[1][5], &rows[1][8], &rows[1][11]), ("'=Kari \"K\" <Nordmann>", "2", "failed"));
            assert_eq!((&rows[1][10], &rows[3][11], &rows[3][13]), ("'-1 is | *less*", "", ""));
        }
    }

    #[test]
    fn nothing_in_a_cell_becomes_a_formula_however_the_file_is_read() {
        for cell in [
            "=1",
            "+1",
            "-1",
            "@1",
            "＝1",
            " =1",
            "\t=1",
            "\r=1",
            "\"=1",
            "a;=1",
            "a, =1",
            "a\t=1",
            "a\n=1",
            "a\r\n=1",
            "a;\"=1",
            "a\n\n  \"@1",
            "\u{a0}=1",
        ] {
            let harmless = without_formulas(cell);
            let parts = harmless.split(SEPARATORS).map(|part| part.trim_start_matches(['"', ' ', '\u{a0}']));
            assert!(parts.into_iter().all(|part| !part.starts_with(FORMULA_START)), "{cell:?} is {harmless:?}");
            assert_eq!(harmless.replace('\'', ""), cell);
        }
        assert_eq!(without_formulas("1 + 1 = 2"), "1 + 1 = 2");
    }

    #[test]
    fn rows_end_as_the_standard_has_it_and_no_rounds_are_a_head_alone() {
        let head = |separator: &str| format!("{BYTE_ORDER_MARK}{}\r\n", HEADER.join(separator));
        assert_eq!(write(&[], Separator::Semicolon).unwrap(), head(";"));
        assert_eq!(write(&[], Separator::Comma).unwrap(), head(","));
    }
}
