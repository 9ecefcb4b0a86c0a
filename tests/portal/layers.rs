//! Rules for the source: layers, restricted names, and file lengths.
//!
//! The layers are described in `src/lib.rs`. Templates belong to the layer of their pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::module_graph::{Crate, Edges, circles};

/// Every layer, with the layers that it may use.
const ARROWS: [(&str, &[&str]); 14] = [
    ("main", &["app", "config", "scenario", "walkthrough"]),
    (
        "app",
        &[
            "web",
            "test_tools",
            "auth",
            "service",
            "domain",
            "store",
            "scenario",
            "walkthrough",
            "idp",
            "i18n",
            "config",
        ],
    ),
    ("config", &["web", "auth", "i18n", "scenario", "walkthrough", "domain"]),
    ("web", &["test_tools", "auth", "service", "domain", "i18n", "walkthrough"]),
    ("auth", &["service", "domain"]),
    ("test_tools", &["service", "domain", "scenario", "walkthrough"]),
    ("service", &["domain"]),
    ("store", &["test_tools", "service", "domain"]),
    ("scenario", &["toml_source", "domain"]),
    ("walkthrough", &["toml_source", "scenario", "i18n", "browser", "domain"]),
    ("toml_source", &["domain"]),
    ("domain", &[]),
    ("idp", &[]),
    ("i18n", &[]),
];
/// Drives a browser; has a Cargo feature.
const ALONE: &str = "browser";

/// Polls a file every few milliseconds.
const WATCH: &str = "src/store/sqlite/change_detector.rs";
/// The type of texts, which are escaped on load and printed as they are.
const TEXT: &str = "src/i18n/text.rs";

/// The layer of the test tools, and the only places that may use it.
const TEST_TOOLS: &str = "test_tools";
const KNOW_TEST_TOOLS: [&str; 5] =
    ["src/app/", "src/web/pages/test/", "src/store/mod.rs", "src/store/sqlite/test_runs.rs", "src/store/tests/"];

const LONGEST: usize = 300;
const MEDIAN: usize = 120;

struct Source {
    path: String,
    layer: String,
    /// The code without comments and `#[cfg(test)]` modules.
    code: String,
    lines: usize,
}

pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rust = files(&root.join("src"), "rs");
    let html = files(&root.join("templates"), "html");
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        Source { layer: layer(&path), code: code(&text), lines: text.lines().count(), path }
    };
    let sources: Vec<_> = rust.into_iter().chain(html).map(source).filter(|source| source.layer != "lib").collect();
    assert!(sources.len() > 100, "the sources were not found");
    sources
}

fn layer(path: &str) -> String {
    if let Some(template) = path.strip_prefix("templates/") {
        return if template.starts_with("idp/") { "idp" } else { "web" }.to_owned();
    }
    let below = path.strip_prefix("src/").unwrap();
    match below.split('/').next().unwrap().trim_end_matches(".rs") {
        // The binary.
        "command" => "main".to_owned(),
        layer => layer.to_owned(),
    }
}

/// The lines before the tests module, which is last in a file, without comments.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(source: &Source) -> bool {
    source.path.contains("/tests/") || source.path.ends_with("_tests.rs") || source.path.ends_with("/samples.rs")
}

/// The first segments of all paths from the crate's root.
fn named(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for root in ["crate::", "klientportal::"] {
        for (at, _) in code.match_indices(root) {
            names.extend(first_names(&code[at + root.len()..]));
        }
    }
    names
}

/// `a::b` names `a`; `{a::b, c}` names both.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| {
        let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
        text[..end].to_owned()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(group[start..at].trim_start()));
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Whether `super::super::…` reaches the crate's root, past the file's layer.
fn climbs_out(source: &Source) -> bool {
    let below = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = below.split('/').count();
    source.path.starts_with("src/") && source.code.contains(&"super::".repeat(depth))
}

#[test]
fn no_layer_names_one_that_it_may_not_use() {
    for source in sources() {
        if source.layer == ALONE {
            assert!(named(&source.code).is_subset(&BTreeSet::from([ALONE.to_owned()])), "{}", source.path);
            continue;
        }
        let known = ARROWS.iter().find(|(layer, _)| *layer == source.layer);
        let (own, allowed) = known.unwrap_or_else(|| panic!("{} belongs to no layer: add it to the rule", source.path));
        for name in named(&source.code) {
            assert!(
                name == *own || allowed.contains(&name.as_str()),
                "{} names {name}, which {own} may not use",
                source.path
            );
        }
        assert!(!climbs_out(&source), "{} reaches another layer by super", source.path);
    }
}

#[test]
fn every_arrow_of_the_rule_is_used() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        used.entry(source.layer).or_default().extend(named(&source.code));
    }
    for (layer, allowed) in ARROWS {
        let unused: Vec<_> = allowed.iter().filter(|other| !used[layer].contains(**other)).collect();
        assert!(unused.is_empty(), "nothing in {layer} names {unused:?}: take the arrows out of the rule");
    }
}

#[test]
fn only_the_app_the_tools_pages_and_the_store_know_the_test_tools() {
    for source in
        sources().iter().filter(|source| source.layer != TEST_TOOLS && named(&source.code).contains(TEST_TOOLS))
    {
        assert!(KNOW_TEST_TOOLS.iter().any(|path| source.path.starts_with(path)), "{}", source.path);
    }
    for place in KNOW_TEST_TOOLS {
        let used = |source: &Source| source.path.starts_with(place) && named(&source.code).contains(TEST_TOOLS);
        assert!(sources().iter().any(used), "nothing in {place} names the test tools: take it out of the rule");
    }
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let edges = Crate::read(&root).edges();
    assert!(edges.len() > 100 && edges.values().map(BTreeSet::len).sum::<usize>() > 300, "the uses were not found");
    assert_eq!(circles(&edges), Vec::<Vec<&str>>::new());
}

#[test]
fn a_circle_is_found_through_a_re_export_and_a_path_and_a_mod_line_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).unwrap();
    write("lib.rs", "mod a;\nmod b;\nmod c;\npub use b::B;\n");
    write("a.rs", "use crate::B;\npub struct A(B);\n");
    write("b.rs", "pub struct B;\npub fn b() { super::c::c() }\n");
    write("c.rs", "pub fn c() {}\n#[cfg(test)]\nmod tests { use crate::a::A; }\n");
    let edges = || Crate::read(&folder.path().join("lib.rs")).edges();
    assert_eq!(circles(&edges()), Vec::<Vec<&str>>::new());
    let uses = |edges: &Edges, file: &str| edges[file].iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        (uses(&edges(), "a.rs"), uses(&edges(), "b.rs"), uses(&edges(), "lib.rs")),
        ("b.rs".into(), "c.rs".into(), String::new())
    );
    write("c.rs", "pub fn c() { println!(\"{}\", crate::a::A::new()) }\n");
    assert_eq!(circles(&edges()), [["a.rs", "b.rs", "c.rs"]]);
}

#[test]
fn the_rule_reads_groups_and_single_paths() {
    let names = |code| named(code).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(names("use crate::store::Pool;"), "store");
    assert_eq!(names("use crate::{\n    web::{page, urls},\n    idp,\n};\nlet x = crate::app::y();"), "app idp web");
    assert_eq!(names("use klientportal::app::Application;"), "app");
    assert_eq!(code("use a;\n    // crate::store\n/// crate::idp\n#[cfg(test)]\nmod tests {}"), "use a;");
}

#[test]
fn only_the_store_knows_sql() {
    for source in sources().iter().filter(|source| source.layer != "store") {
        for word in ["rusqlite", "refinery", "SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA"] {
            // The log filter names the crate, to silence it.
            let said = source.code.replace("refinery_core=warn", "");
            assert!(!said.contains(word), "{}: {word}", source.path);
        }
    }
}

#[test]
fn only_the_outer_layers_know_http_and_html() {
    for source in sources().iter().filter(|source| source.path.starts_with("src/")) {
        let outer = ["main", "app", "web", "auth", "idp", "walkthrough", ALONE].contains(&source.layer.as_str());
        for word in ["actix", "reqwest", "askama", "oauth2", "openidconnect"] {
            let is_printed = source.path == TEXT && word == "askama";
            assert!(outer || is_printed || !source.code.contains(word), "{}: {word}", source.path);
        }
    }
}

#[test]
fn only_the_app_reads_the_clock() {
    for source in sources().iter().filter(|source| source.layer != "app" && !is_test(source)) {
        for word in ["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now"] {
            // Waiting for a browser and polling a file measure durations; they do not read the time of day.
            let measures = [ALONE, "walkthrough"].contains(&source.layer.as_str()) || source.path == WATCH;
            assert!((measures && word == "Instant::now") || !source.code.contains(word), "{}: {word}", source.path);
        }
    }
}

#[test]
fn every_file_begins_with_why_it_is_there() {
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs") {
        assert!(fs::read_to_string(&path).unwrap().starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn files_are_short() {
    let mut lengths: Vec<_> = sources().into_iter().filter(|source| source.path.starts_with("src/")).collect();
    lengths.sort_by_key(|source| source.lines);
    let longest = lengths.iter().filter(|source| source.lines > LONGEST).map(|source| (&source.path, source.lines));
    assert_eq!(longest.collect::<Vec<_>>(), [], "longer than {LONGEST} lines");
    let median = &lengths[lengths.len() / 2];
    assert!(median.lines < MEDIAN, "the median file has {} lines", median.lines);
}
