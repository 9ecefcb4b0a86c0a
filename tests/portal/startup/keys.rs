//! Signing keys: complete and private before the portal answers requests.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::support::GILD_KANNE;
use crate::support::program::{command, run};

fn token(data: &str) -> String {
    let ended = run(&["--data", data, "token", "--person", GILD_KANNE.national_id]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.stdout.split('.').next().unwrap().to_owned()
}

#[test]
fn the_port_opens_when_the_keys_are_there() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut program = command(&["--listen", &address, "--data", folder]);
    let mut child = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while TcpStream::connect(&address).is_err() {
        assert!(child.try_wait().unwrap().is_none(), "the program ended");
        sleep(Duration::from_millis(2));
    }
    let found: Vec<_> =
        ["sign-in.pem", "cookie.key", "sessions.db"].map(|name| fs::metadata(data.path().join(name))).into();
    child.kill().unwrap();
    child.wait().unwrap();
    for file in found {
        assert_eq!(file.expect("a file").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn processes_that_start_at_once_end_with_one_key() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let headers: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..3).map(|_| scope.spawn(|| token(folder))).collect();
        started.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let later = token(folder);
    assert!(headers.iter().all(|header| *header == later), "each header has the id of the key: {headers:?}");
    let left: Vec<_> = fs::read_dir(data.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("new")), "{left:?}");
}
