//! `docs/SECURITY.md` names the test that holds each promise.

use std::fs;
use std::path::Path;

use crate::layers::files;

/// What stands between backticks in the last column of the tables with tests: all but the one with three columns.
fn named(document: &str) -> Vec<&str> {
    let rows = document.lines().filter(|line| line.starts_with("| ") && line.matches(" | ").count() != 2);
    rows.flat_map(|row| row.rsplit(" | ").next().unwrap_or_default().split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_promise_names_tests_that_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/SECURITY.md")).unwrap();
    let sources = ["src", "tests"].map(|folder| files(&root.join(folder), "rs"));
    let sources: String = sources.iter().flatten().map(|file| fs::read_to_string(file).unwrap()).collect();
    let tests = named(&document);
    assert!(tests.len() > 90, "{tests:?}");
    let missing: Vec<_> = tests.iter().filter(|test| !sources.contains(&format!("fn {test}("))).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
