//! `klientportal scenario load | export`.

use crate::support::portal::give_key;
use crate::support::program::{Program, run};
use crate::support::{GILD_KANNE, Visitor};

#[tokio::test]
async fn a_running_portal_sees_at_once_what_was_loaded_and_export_writes_what_loads_to_the_same() {
    let folder = tempfile::tempdir().unwrap();
    give_key(folder.path());
    let data = folder.path().to_str().unwrap();
    let program = Program::start("127.0.0.1:0", folder.path(), &[]);
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    let loaded = run(&["--data", data, "scenario", "load", "roller"]);
    assert_eq!((loaded.code, loaded.stdout.as_str()), (Some(0), "The world main is made from roller.\n"));
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
