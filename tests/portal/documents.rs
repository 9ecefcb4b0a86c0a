//! The documents name files that are there.

use std::fs;
use std::path::{Path, PathBuf};

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let docs = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    docs.chain(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|file| root.join(file))).collect()
}

/// What stands between the two in a text, each time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end).map(|(found, _)| found)).collect()
}

#[test]
fn every_link_leads_to_a_file() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for link in between(&text, "](", ")").into_iter().filter(|link| !link.contains("://") && !link.starts_with('#'))
        {
            let file = document.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(file.exists(), "{}: {link}", document.display());
        }
    }
}

#[test]
fn every_source_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in documents().iter().filter(|document| !document.ends_with("CHANGELOG.md")) {
        let text = fs::read_to_string(document).unwrap();
        let mut found = 0;
        for line in text.lines() {
            // The words between pairs of backticks.
            for name in line.split('`').skip(1).step_by(2) {
                let path = name.split("::").next().unwrap();
                let is_source =
                    path.contains('/') && [".rs", ".js", ".mjs", ".html"].iter().any(|end| path.ends_with(end));
                if is_source && !path.contains('*') {
                    let places = [root.join(path), root.join("src").join(path), root.join("src/web").join(path)];
                    assert!(places.iter().any(|place| place.exists()), "{}: {path}", document.display());
                    found += 1;
                }
            }
        }
        assert!(found > 20 || !document.ends_with("ARCHITECTURE.md"), "the names were not found");
    }
}
