//! Configuration errors: one line, a non-zero exit code, nothing written.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use tempfile::{TempDir, tempdir};

use crate::support::portal::write_signing_key;
use crate::support::program::{Program, ProgramOutput, run};
use crate::support::{AUDIT, FIRM, Portal, access_id};

const GUIDE: &str = include_str!("../../../fixtures/scenarios/veiledning.toml");

/// A data folder with a signing key.
fn folder() -> (TempDir, String) {
    let folder = tempdir().unwrap();
    write_signing_key(folder.path());
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

fn start(data: &str, flags: &[&str]) -> ProgramOutput {
    run(&[&["--listen", "127.0.0.1:0", "--data", data], flags].concat())
}

/// Expects a single line of error output with all these words.
fn is_refused(ended: &ProgramOutput, words: &[&str]) {
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert_eq!(ended.stdout, "");
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines.len(), 1, "{}", ended.stderr);
    assert!(lines[0].starts_with("klientportal: "), "{}", lines[0]);
    for word in words {
        assert!(lines[0].contains(word), "no {word:?} in {}", lines[0]);
    }
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (_folder, data) = folder();
    let ended = run(&["--listen", &address, "--data", &data]);
    is_refused(&ended, &["cannot listen on", &address, "in use"]);
    assert!(!Path::new(&data).join("worlds/main.db").exists());
}

#[test]
fn missing_assets_are_named_with_what_builds_them() {
    let (folder, data) = folder();
    let assets = folder.path().join("no assets");
    let ended = start(&data, &["--assets", assets.to_str().unwrap()]);
    is_refused(&ended, &["stylesheet", assets.to_str().unwrap(), "npm", "KLIENTPORTAL_SKIP_ASSETS"]);
    assert!(!folder.path().join("worlds").exists());
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let (folder, _) = folder();
    let file = folder.path().join("a file");
    fs::write(&file, "").unwrap();
    let below = file.join("data");
    let ended = start(below.to_str().unwrap(), &[]);
    is_refused(&ended, &["cannot make the data folder", below.to_str().unwrap()]);
    let ended = start(file.to_str().unwrap(), &[]);
    is_refused(&ended, &["data folder", file.to_str().unwrap()]);
}

#[test]
fn a_database_that_is_none_is_named_and_left_alone() {
    for name in ["worlds/main.db", "sessions.db"] {
        let (folder, data) = folder();
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let letter = "Not a database, but somebody's letter. ".repeat(40);
        fs::write(&file, &letter).unwrap();
        let ended = start(&data, &[]);
        is_refused(&ended, &["not a database", if name == "worlds/main.db" { "main.db" } else { "sessions" }]);
        assert_eq!(fs::read_to_string(&file).unwrap(), letter);
    }
}

#[test]
fn an_empty_file_in_place_of_a_database_is_named_and_left_alone() {
    for name in ["worlds/main.db", "sessions.db"] {
        let (folder, data) = folder();
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "").unwrap();
        for flags in [&[][..], &["--reset"]] {
            is_refused(&start(&data, flags), &[file.to_str().unwrap(), "the file is empty"]);
        }
        assert_eq!(fs::read(&file).unwrap(), b"");
    }
}

#[test]
fn a_database_of_a_newer_version_is_named_as_that() {
    let later =
        "INSERT INTO refinery_schema_history SELECT 99, 'later', applied_on, '1' FROM refinery_schema_history LIMIT 1";
    for name in ["worlds/main.db", "sessions.db"] {
        let (folder, data) = folder();
        drop(Program::start("127.0.0.1:0", folder.path(), &[]));
        let file = folder.path().join(name);
        rusqlite::Connection::open(&file).unwrap().execute_batch(later).unwrap();
        is_refused(&start(&data, &[]), &[file.to_str().unwrap(), "from a newer version of Klientportal"]);
    }
}

#[test]
fn a_broken_cookie_key_or_signing_key_is_named() {
    for (name, words) in [("cookie.key", "is no cookie key"), ("sign-in.pem", "holds no RSA key")] {
        let (folder, data) = folder();
        let file = folder.path().join(name);
        fs::write(&file, "broken").unwrap();
        is_refused(&start(&data, &[]), &[words, file.to_str().unwrap()]);
    }
}

#[test]
fn a_scenario_with_faults_is_refused_by_file_line_and_field_before_anything_is_written() {
    let (folder, data) = folder();
    let file = folder.path().join("mine.toml");
    let faulty = GUIDE.replacen("310495891", "310495892", 1).replacen("form = \"DA\"", "form = \"XX\"", 1);
    fs::write(&file, faulty).unwrap();
    let name = file.to_str().unwrap();
    let ended = start(&data, &["--scenario", name]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines[0], "klientportal: the scenario has errors; nothing was loaded");
    assert!(lines[1].starts_with(&format!("{name}:15: organisation[0].number: `310495892` has a wrong check digit")));
    let form = lines.iter().find(|line| line.contains("`XX`")).unwrap();
    assert!(form.starts_with(&format!("{name}:39: organisation[4].form: ")), "{form}");
    assert!(!Path::new(&data).join("worlds/main.db").exists());
}

#[test]
fn a_reset_to_a_scenario_with_faults_leaves_the_world_as_it_is() {
    let (folder, data) = folder();
    drop(Program::start("127.0.0.1:0", folder.path(), &[]));
    let before = fs::read(folder.path().join("worlds/main.db")).unwrap();
    let file = folder.path().join("mine.toml");
    fs::write(&file, "name = \"mine\"\n[[organisation]]\n").unwrap();
    let ended = start(&data, &["--reset", "--scenario", file.to_str().unwrap()]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("mine.toml:"), "{}", ended.stderr);
    assert_eq!(fs::read(folder.path().join("worlds/main.db")).unwrap(), before);
    let stored = crate::support::Database::of(folder.path());
    assert!(stored.clients_on(&access_id(FIRM, AUDIT)).is_empty(), "the guide's world is still there");
}

#[test]
fn a_scenario_that_there_is_not_is_answered_with_those_there_are() {
    let (_folder, data) = folder();
    is_refused(
        &start(&data, &["--scenario", "veiledningen"]),
        &["no scenario \"veiledningen\"", "built in: veiledning"],
    );
    let missing = Path::new(&data).join("missing.toml");
    let missing = missing.to_str().unwrap();
    is_refused(&start(&data, &["--scenario", missing]), &["cannot read the scenario", missing]);
    assert!(!Path::new(&data).join("worlds/main.db").exists());
}

#[test]
fn the_embedded_sign_in_is_not_served_to_other_machines_unasked() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let (_folder, data) = folder();
        let ended = run(&["--listen", address, "--data", &data]);
        is_refused(&ended, &["anybody become anybody", "--allow-remote-sign-in"]);
        assert!(!Path::new(&data).join("worlds/main.db").exists());
    }
}

#[test]
fn the_embedded_sign_in_is_served_to_other_machines_when_a_flag_says_so() {
    let (folder, _) = folder();
    let program = Program::start("0.0.0.0:0", folder.path(), &["--allow-remote-sign-in"]);
    assert_eq!(program.base.scheme(), "http");
}

#[test]
fn with_an_external_issuer_any_address_will_do() {
    let (folder, _) = folder();
    let flags = ["--oidc-issuer", "https://login.example", "--oidc-client-id", "x"];
    assert!(Program::start("0.0.0.0:0", folder.path(), &flags).base.port().is_some());
}

#[test]
fn flags_that_do_not_fit_are_explained() {
    let (_folder, data) = folder();
    for url in ["https://portal.example/path", "ftp://portal.example"] {
        is_refused(&start(&data, &["--base-url", url]), &["--base-url", url, "http or https"]);
    }
    is_refused(&start(&data, &["--oidc-issuer", "x", "--oidc-client-id", "y"]), &["--oidc-issuer"]);
    is_refused(&start(&data, &["--api-issuer", "x"]), &["--api-issuer"]);
    let unknown = ["--api-client", "a=http://localhost:1", "--api-client-post-logout", "b=http://localhost:1"];
    is_refused(&start(&data, &unknown), &["--api-client-post-logout b"]);
    for (flags, word) in [
        (&["--listen", "nowhere"][..], "--listen"),
        (&["--wording", "customer"], "--wording"),
        (&["--oidc-issuer", "https://login.example"], "--oidc-client-id"),
        (&["--nonsense"], "--nonsense"),
    ] {
        let ended = run(flags);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{flags:?}");
        assert!(ended.stderr.contains(word), "{}", ended.stderr);
    }
}

#[test]
fn help_names_every_flag_and_its_variable() {
    let ended = run(&["--help"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    for flag in [
        "--listen",
        "--base-url",
        "--data",
        "--scenario",
        "--reset",
        "--wording",
        "--oidc-issuer",
        "--oidc-client-id",
        "--oidc-client-secret",
        "--allow-remote-sign-in",
        "--sign-in-for",
        "--assets",
    ] {
        assert!(ended.stdout.contains(flag), "{flag}");
    }
    assert!(ended.stdout.contains("KLIENTPORTAL_LISTEN"));
    assert_eq!(run(&["--version"]).stdout.trim(), concat!("klientportal ", env!("KLIENTPORTAL_VERSION")));
}

#[tokio::test]
async fn two_portals_on_one_machine_do_not_mix_their_data() {
    let (one, other) = (Portal::start(), Portal::start());
    assert_ne!(one.base, other.base);
    assert!(other.visitor().get("/").await.status.is_success() && one.visitor().get("/").await.status.is_success());
}
