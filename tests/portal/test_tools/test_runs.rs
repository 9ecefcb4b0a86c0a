//! Exports of test runs, parsed by other libraries.

use reqwest::Method;

use super::walkthroughs::{LIST, REMOVE, begin, decide};
use crate::support::{Portal, Visitor};

const REMARK: &str = "=1+1\n\"sitat\", <b> & | ]]>\u{1}";

/// Media type, disposition and text of a file.
async fn file(visitor: &Visitor, path: &str) -> (String, String, String) {
    let answer = visitor.request(Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    let (kind, name) = (header("content-type"), header("content-disposition"));
    (kind, name, answer.text().await.unwrap())
}

fn rows(text: &str, delimiter: u8) -> Vec<csv::StringRecord> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

/// Begins two test runs, and decides two steps of the first; returns its URL.
async fn two_test_runs(visitor: &Visitor) -> String {
    let run = begin(visitor, REMOVE).await;
    let next = decide(visitor, &run, 1, "Feilet", REMARK).await;
    decide(visitor, &next, 2, "Bestått", "").await;
    begin(visitor, REMOVE).await;
    run.path().to_owned()
}

#[tokio::test]
async fn a_table_can_be_read_again() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = two_test_runs(&visitor).await;
    let (kind, name, text) = file(&visitor, &format!("{run}.csv")).await;
    assert_eq!(kind, "text/csv; charset=utf-8; header=present");
    assert!(name.starts_with("attachment; filename=\"remove-client-20") && name.ends_with("Z.csv\""), "{name}");
    let table = rows(&text, b';');
    let columns = |row: usize| [5, 8, 11, 12].map(|column| table[row][column].to_owned());
    assert_eq!(table.len(), 4);
    assert_eq!(columns(0), ["Kari Nordmann", "1", "failed", &format!("'{REMARK}")]);
    assert_eq!((columns(1), columns(2)[2].as_str()), (["Kari Nordmann", "2", "passed", ""].map(str::to_owned), ""));
    let (_, name, all) = file(&visitor, &format!("{LIST}/rounds.csv")).await;
    assert_eq!(name, "attachment; filename=\"rounds-main.csv\"");
    assert_eq!(rows(&all, b';').len(), 8);
    let (.., comma) = file(&visitor, &format!("{run}.csv?separator=comma")).await;
    assert_eq!(rows(&comma, b',')[0][12], format!("'{REMARK}"));
    let links = visitor
        .get(&run)
        .await
        .elements(".tool-files a")
        .into_iter()
        .map(|link| link.attr("href").unwrap().to_owned())
        .collect::<Vec<_>>();
    assert!(links.contains(&format!("{run}.csv?separator=comma")), "{links:?}");
}

#[tokio::test]
async fn a_build_system_can_read_how_it_went() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = two_test_runs(&visitor).await;
    let (kind, _, text) = file(&visitor, &format!("{run}.xml")).await;
    assert_eq!(kind, "application/xml; charset=utf-8");
    let document = roxmltree::Document::parse(&text).unwrap();
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert_eq!(failure.text(), Some(REMARK.trim_end_matches('\u{1}')));
    let suite = failure.ancestors().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!(["tests", "failures", "skipped"].map(|name| suite.attribute(name)), [Some("4"), Some("1"), Some("2")]);
    let (.., all) = file(&visitor, &format!("{LIST}/rounds.xml")).await;
    let document = roxmltree::Document::parse(&all).unwrap();
    assert_eq!(document.root_element().attribute("tests"), Some("8"));
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("testsuite")).count(), 2);
}

#[tokio::test]
async fn a_report_says_what_was_asked_and_what_came_of_it() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = two_test_runs(&visitor).await;
    let (kind, _, text) = file(&visitor, &format!("{run}.md")).await;
    assert_eq!(kind, "text/markdown; charset=utf-8");
    assert!(
        text.starts_with("# Gjennomganger for hånd\n\n## Fjern en kunde\n\n- Resultat: 1 bestått, 1 feilet"),
        "{text}"
    );
    assert!(text.contains("### Steg 1 av 4: Feilet\n\nÅpne systemtilgangen «Landbruk klientdelegering».\n"), "{text}");
    assert!(text.contains("\n> \\=1+1\n> \"sitat\", \\<b\\> \\& \\| \\]\\]\\>"), "{text}");
    let (.., all) = file(&visitor, &format!("{LIST}/rounds.md")).await;
    assert_eq!(all.matches("\n## ").count(), 2);
}

#[tokio::test]
async fn what_is_no_file_or_no_test_run_is_not_found() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let run = two_test_runs(&visitor).await;
    let nobodys = "/test/walkthroughs/rounds/00000000-0000-0000-0000-000000000001";
    for path in [format!("{run}.pdf"), format!("{LIST}/rounds.pdf"), format!("{nobodys}.csv"), nobodys.to_owned()] {
        assert_eq!(visitor.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(visitor.get(&format!("{LIST}/rounds/none")).await.status, 404);
}
