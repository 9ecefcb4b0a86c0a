//! Environment variables and standard output.

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use actix_web::rt::time::sleep;
use reqwest::StatusCode;

use crate::support::portal::write_signing_key;
use crate::support::program::command;
use crate::support::{OVERVIEW, Visitor};

struct Started {
    child: std::process::Child,
    base: reqwest::Url,
}

fn start(mut program: Command) -> Started {
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Closes the pipe: later prints fail.
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let base = said.find_map(|line| line.unwrap().strip_prefix("Klientportal: ")?.parse().ok());
    Started { base: base.expect("the program prints its address"), child }
}

impl Started {
    /// The log so far.
    fn log(mut self) -> String {
        self.child.kill().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        self.child.wait().unwrap();
        log
    }
}

#[tokio::test]
async fn one_and_true_switch_on_and_an_empty_variable_counts_as_none() {
    for (value, status) in [("1", 404), ("true", 404), ("0", 200), ("", 200)] {
        let data = tempfile::tempdir().unwrap();
        write_signing_key(data.path());
        let mut program = command(&["--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()]);
        program.env("KLIENTPORTAL_NO_TEST_TOOLS", value);
        for empty in ["BASE_URL", "OIDC_ISSUER", "OIDC_CLIENT_ID", "SCENARIO", "API_PAGE_SIZE", "ALLOW_REMOTE_SIGN_IN"]
        {
            program.env(format!("KLIENTPORTAL_{empty}"), "");
        }
        let started = start(program);
        let page = Visitor::new(&started.base, "nb").get("/test").await;
        assert_eq!(page.status.as_u16(), status, "{value:?}");
        started.log();
    }
}

#[tokio::test]
async fn what_people_search_for_is_not_logged_and_an_ordinary_redirect_is_no_error() {
    let data = tempfile::tempdir().unwrap();
    write_signing_key(data.path());
    let started = start(command(&["--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()]));
    let visitor = Visitor::new(&started.base, "nb");
    let page = visitor.get(&format!("{OVERVIEW}?search=hemmelig")).await;
    assert_eq!(page.status, StatusCode::OK, "the sign-in's choice");
    visitor.set_cookie("session", "expired");
    assert_eq!(visitor.get(&format!("{OVERVIEW}?search=hemmelig")).await.status, StatusCode::UNAUTHORIZED);
    let log = started.log();
    assert!(log.contains("request refused"), "{log}");
    assert!(!log.contains("hemmelig") && !log.contains("ERROR"), "{log}");
}

#[tokio::test]
async fn a_closed_standard_output_ends_no_portal() {
    let data = tempfile::tempdir().unwrap();
    write_signing_key(data.path());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut program = command(&["--listen", &address, "--data", data.path().to_str().unwrap()]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = program.stdout(writer).stderr(Stdio::null()).spawn().unwrap();
    while TcpStream::connect(&address).is_err() {
        assert!(child.try_wait().unwrap().is_none(), "the program ended");
        sleep(Duration::from_millis(10)).await;
    }
    sleep(Duration::from_secs(1)).await;
    let base = format!("http://{address}/").parse().unwrap();
    assert_eq!(Visitor::new(&base, "nb").get("/").await.status, StatusCode::OK);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    for arguments in [&["walkthrough", "list"][..], &["walkthrough", "check"], &["scenario", "list"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended =
            command(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stderr), (Some(0), Vec::new()), "{arguments:?}");
    }
}

#[test]
fn an_error_that_nobody_reads_is_still_an_ordinary_one() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status =
        command(&["walkthrough", "check", "missing.toml"]).stdout(Stdio::null()).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}
