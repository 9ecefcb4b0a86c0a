//! Damaged input of every kind is taken or refused in words: no panic, no answer that says that the portal failed.

use proptest::prelude::*;
use reqwest::Method;
use tokio::runtime::Runtime;

use crate::support::{AUDIT, GILD_KANNE, OVERVIEW, Portal, REVISORKUNDE, Visitor, dialog};

const GUIDE: &str = include_str!("../../fixtures/scenarios/veiledning.toml");

fn config() -> ProptestConfig {
    ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() }
}

/// A text with one piece replaced by another.
fn damaged(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        "\\PC{0,12}".prop_map(String::into_bytes),
        Just(b"9999-12-30T22:00:00.9999Z".to_vec()),
        Just(b"-009999-01-02T01:59:59Z".to_vec()),
        Just(b"99999999999999999999".to_vec()),
        Just(b"[[access]]\n".to_vec()),
    ];
    (0..=text.len(), 0_usize..60, piece).prop_map(move |(start, length, piece)| {
        let end = (start + length).min(text.len());
        [&text.as_bytes()[..start], &piece, &text.as_bytes()[end..]].concat()
    })
}

/// Posts a body; the status, which is never that of a failure.
async fn post(visitor: &Visitor, path: &str, kind: &str, body: Vec<u8>) -> u16 {
    let shown = String::from_utf8_lossy(&body).into_owned();
    let request = visitor.request(Method::POST, path).header("content-type", kind).body(body);
    let status = request.send().await.unwrap().status().as_u16();
    assert!(status < 500, "{status} of {path} for {shown}");
    status
}

/// The pages that show what was stored.
async fn assert_readable(visitor: &Visitor) {
    for path in ["/", "/test", "/test/clock", "/test/scenarios", "/test/scenarios/export", OVERVIEW] {
        let status = visitor.get(path).await.status.as_u16();
        assert!(status < 500, "{status} of {path}");
    }
}

#[test]
fn a_damaged_scenario_is_loaded_or_refused_and_what_is_loaded_can_be_shown_and_loaded_again() {
    let (runtime, portal) = (Runtime::new().unwrap(), Portal::start());
    let visitor = portal.visitor();
    proptest!(config(), |(text in damaged(GUIDE))| {
        runtime.block_on(async {
            if post(&visitor, "/test/api/load", "application/toml", text).await == 200 {
                assert_readable(&visitor).await;
                let exported = visitor.request(Method::POST, "/test/api/export").send().await.unwrap();
                let exported = exported.bytes().await.unwrap().to_vec();
                assert_eq!(post(&visitor, "/test/api/load", "application/toml", exported).await, 200);
            }
        });
    });
}

#[test]
fn a_damaged_upload_is_loaded_or_refused() {
    const UPLOAD: &str = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.toml\"\r\n\
        Content-Type: application/toml\r\n\r\nname = \"x\"\r\ntitle = { nb = \"x\" }\r\n\r\n--b--\r\n";
    let (runtime, portal) = (Runtime::new().unwrap(), Portal::start());
    let visitor = portal.visitor();
    proptest!(config(), |(body in damaged(UPLOAD), check in any::<bool>())| {
        let path = if check { "/test/scenarios/check" } else { "/test/scenarios/upload" };
        runtime.block_on(post(&visitor, path, "multipart/form-data; boundary=b", body));
    });
}

#[test]
fn a_damaged_clock_is_set_or_refused_and_what_is_set_can_be_shown() {
    const CLOCKS: [&str; 4] = [
        r#"{"clock":"fixed","at":"2026-03-01T09:00:00.123Z"}"#,
        r#"{"clock":"moved","by":"72h 3m 1ns"}"#,
        r#"{"clock":"moved","by":"-P1DT2H"}"#,
        r#"{"clock":"real"}"#,
    ];
    let (runtime, portal) = (Runtime::new().unwrap(), Portal::start());
    let visitor = runtime.block_on(portal.sign_in(GILD_KANNE));
    let json = prop::sample::select(&CLOCKS[..]).prop_flat_map(damaged);
    let moment = prop_oneof![
        ("-?[0-9]{4,6}", "[0-9]{2}", "[0-9]{2}", "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{0,9})?)?")
            .prop_map(|(year, month, day, time)| format!("{year}-{month}-{day}{time}")),
        Just("9999-12-31T23:59:59.999999999".to_owned()),
        Just("-9999-01-01T00:00".to_owned()),
    ];
    proptest!(config(), |(json in json, moment in moment, hours in any::<i32>())| {
        runtime.block_on(async {
            post(&visitor, "/test/api/clock", "application/json", json).await;
            assert_readable(&visitor).await;
            let hours = hours.to_string();
            let forms = [[("set", "fixed"), ("moment", moment.as_str())], [("set", "moved"), ("hours", hours.as_str())]];
            for form in forms {
                let form = serde_urlencoded::to_string(form).unwrap().into_bytes();
                post(&visitor, "/test/clock", "application/x-www-form-urlencoded", form).await;
                visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
                assert_readable(&visitor).await;
            }
        });
    });
}

#[test]
fn damaged_forms_are_refused_in_words() {
    const FORMS: [(&str, &str); 11] = [
        ("/test/worlds", "name=kari&expires=2h"),
        ("/test/worlds/delete", "world=kari"),
        ("/test/scenarios", "load=mistet-fullmakt"),
        ("/test/scenarios", "clients=12"),
        ("/test/events", "event=drop-role&client=310495883&provider=310495891&role=revisor"),
        ("/test/faults", "fault=slow&requests=1&milliseconds=1"),
        ("/test/clock", "set=moved&hours=24"),
        ("/test/walkthroughs", "tester=Kari&walkthrough=klientdelegering"),
        ("/language", "language=nn&return_to=%2F"),
        ("/represent", "organisation=310495891&return_to=%2F"),
        ("", "add=310495883&search=ulv&filter=added&page=2&size=50&seen=1&undo=1&bulk=add-matching&expected=12"),
    ];
    let (runtime, portal) = (Runtime::new().unwrap(), Portal::start());
    let visitor = runtime.block_on(portal.sign_in(GILD_KANNE));
    let form = prop::sample::select(&FORMS[..]).prop_flat_map(|(path, form)| (Just(path), damaged(form)));
    proptest!(ProptestConfig { cases: 120, ..config() }, |((path, form) in form)| {
        runtime.block_on(async {
            let token = visitor.form_token("/").await;
            let with_token = [format!("form_token={token}&").as_bytes(), &form].concat();
            let audit = dialog(AUDIT);
            let path = if path.is_empty() { &audit } else { path };
            post(&visitor, path, "application/x-www-form-urlencoded", with_token).await;
            visitor.post("/test/worlds", &[("name", "main")]).await;
            visitor.post("/test/faults", &[("off", "all")]).await;
            visitor.sign_in(GILD_KANNE).await;
        });
    });
}
