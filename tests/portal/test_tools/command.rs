//! `klientportal scenario load | export`.

use crate::support::portal::write_signing_key;
use crate::support::program::{Program, run};
use crate::support::{GILD_KANNE, Visitor};

#[tokio::test]
async fn a_running_portal_sees_at_once_what_was_loaded_and_export_writes_what_loads_to_the_same() {
    let folder = tempfile::tempdir().unwrap();
    write_signing_key(folder.path());
    let data = folder.path().to_str().unwrap();
    let program = Program::start("127.0.0.1:0", folder.path(), &[]);
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    let loaded = run(&["--data", data, "scenario", "load", "roller"]);
    assert_eq!((loaded.code, loaded.stdout.as_str()), (Some(0), "Loaded roller into the world main.\n"));
    assert_eq!(visitor.get("/test").await.count(".tool-card"), 18);

    let file = folder.path().join("mine.toml");
    let file = file.to_str().unwrap();
    assert_eq!(run(&["--data", data, "scenario", "export", "--out", file]).code, Some(0));
    assert_eq!(run(&["--data", data, "--world", "other", "scenario", "load", file]).code, Some(0));
    let other = run(&["--data", data, "--world", "other", "scenario", "export"]);
    assert_eq!(other.stdout, std::fs::read_to_string(file).unwrap());
    let nowhere = run(&["--data", data, "--world", "nowhere", "scenario", "export"]);
    assert!(nowhere.code != Some(0) && nowhere.stderr.contains("there is no world of this name"), "{}", nowhere.stderr);
}

#[test]
fn data_and_world_may_stand_before_the_verb_or_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for (world, arguments) in [
        ("first", ["--data", data, "--world", "first", "scenario", "load", "roller"]),
        ("second", ["scenario", "--data", data, "load", "--world", "second", "roller"]),
        ("third", ["scenario", "load", "roller", "--world", "third", "--data", data]),
    ] {
        let ended = run(&arguments);
        let said = format!("Loaded roller into the world {world}.\n");
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (Some(0), said.as_str(), ""));
        assert!(folder.path().join(format!("worlds/{world}.db")).is_file());
    }
    let before = run(&["--data", data, "--world", "first", "scenario", "export"]);
    let after = run(&["scenario", "export", "--world", "third", "--data", data]);
    assert!(before.code == Some(0) && before.stdout == after.stdout, "{}", after.stderr);
    let mixed = run(&["--world", "nowhere", "scenario", "export", "--world", "third", "--data", data]);
    assert!(mixed.stdout == after.stdout, "the later one counts: {}", mixed.stderr);
}
