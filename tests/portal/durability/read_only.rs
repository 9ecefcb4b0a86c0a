//! A data folder that may not be written.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::support::portal::write_signing_key;
use crate::support::program::Program;
use crate::support::{AUDIT, GILD_KANNE, REVISORKUNDE, Visitor, access, dialog};

/// The program, bound by permissions also where the tests are run by root.
fn command(data: &Path) -> Command {
    let program = env!("CARGO_BIN_EXE_klientportal");
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-all", "--inh-caps=-all", program]);
        command
    } else {
        Command::new(program)
    };
    command.args(["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    command
}

/// Changes the permissions of the folder, its folders and its databases.
fn set_writable(data: &Path, writable: bool) {
    let mode = |is_dir: bool| (if is_dir { 0o500 } else { 0o400 }) | (if writable { 0o200 } else { 0 });
    for folder in [data.join("worlds"), data.to_owned()] {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            if entry.path().extension().is_some_and(|extension| extension != "pem" && extension != "key") {
                fs::set_permissions(entry.path(), Permissions::from_mode(mode(false))).unwrap();
            }
        }
        fs::set_permissions(&folder, Permissions::from_mode(mode(true))).unwrap();
    }
}

fn data() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_signing_key(folder.path());
    folder
}

#[tokio::test]
async fn a_folder_that_may_not_be_written_is_said_and_leaves_nothing_half_done() {
    let folder = data();
    let program = Program::run(&mut command(folder.path()));
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    set_writable(folder.path(), false);
    let page = visitor.post("/test/worlds", &[("name", "ny")]).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (500, "Portalen kan ikke lagre"));
    assert_eq!(visitor.get(&access(AUDIT)).await.rows("#assigned"), ["Revisorkunde AS"]);
    set_writable(folder.path(), true);
    let page = visitor.post("/test/worlds", &[("name", "ny")]).await;
    assert_eq!(page.status, 303);
}

#[tokio::test]
async fn a_portal_does_not_start_on_a_folder_that_it_may_not_write() {
    let folder = data();
    drop(Program::run(&mut command(folder.path())));
    set_writable(folder.path(), false);
    let output = command(folder.path()).output().unwrap();
    set_writable(folder.path(), true);
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = format!("cannot write to the data folder {}", folder.path().display());
    assert!(output.status.code() == Some(1) && said.contains(&expected), "{said}");
    drop(Program::run(&mut command(folder.path())));
}

#[tokio::test]
async fn a_database_that_may_not_be_written_is_shown_and_a_change_is_refused_in_words() {
    let folder = data();
    drop(Program::run(&mut command(folder.path())));
    fs::set_permissions(folder.path().join("worlds/main.db"), Permissions::from_mode(0o400)).unwrap();
    let program = Program::run(&mut command(folder.path()));
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    let page = visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (500, "Portalen kan ikke lagre"));
    assert_eq!(visitor.get(&access(AUDIT)).await.rows("#assigned"), [""; 0]);
}
