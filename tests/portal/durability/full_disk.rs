//! A disk without room: a small file system of its own, where the machine allows one.

use std::process::{Command, Stdio};

use reqwest::{Client, Method};
use tempfile::TempDir;

use crate::support::portal::write_signing_key;
use crate::support::program::Program;
use crate::support::{AUDIT, GILD_KANNE, OVERVIEW, REVISORKUNDE, Visitor, access, dialog};

/// Runs a script in namespaces of its own, so that it may mount.
fn unshared(script: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-ec", script, "sh"]).args(arguments).stdin(Stdio::null());
    command
}

fn can_mount(folder: &TempDir) -> bool {
    let script = "mount -t tmpfs -o size=64k tmpfs \"$1\"";
    let mounted = unshared(script, &[folder.path().to_str().unwrap()]).stderr(Stdio::null()).status();
    mounted.is_ok_and(|status| status.success())
}

/// The program with its data on a file system of this size.
fn program(folder: &TempDir, size: &str) -> Program {
    let script = "mount -t tmpfs -o size=$3 tmpfs \"$1\"; cp \"$2\" \"$1/sign-in.pem\"; \
                  exec \"$4\" --listen 127.0.0.1:0 --data \"$1\"";
    let (data, key) = (folder.path().join("data"), folder.path().join("sign-in.pem"));
    std::fs::create_dir(&data).unwrap();
    write_signing_key(folder.path());
    let arguments = [data.to_str().unwrap(), key.to_str().unwrap(), size, env!("CARGO_BIN_EXE_klientportal")];
    Program::run(&mut unshared(script, &arguments))
}

async fn load(visitor: &Visitor, query: &str) -> (u16, String) {
    let url = visitor.url(&format!("/test/api/load?{query}"));
    let answer = Client::builder().no_proxy().build().unwrap().request(Method::POST, url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_full_disk_is_said_and_leaves_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    if !can_mount(&folder) {
        println!("Skipped: no file system can be mounted here.");
        return;
    }
    let program = program(&folder, "4m");
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    // A new world, a large scenario, and small changes until there is no room for another.
    let mut made = 0;
    let refused = loop {
        let (status, text) = load(&visitor, &format!("world=w-{made}&scenario=veiledning")).await;
        if status != 200 {
            break (status, text);
        }
        made += 1;
    };
    assert_eq!(refused.0, 507, "{}", refused.1);
    assert!(refused.1.contains("the disk is full"), "{}", refused.1);
    assert_eq!(load(&visitor, "world=w-0&scenario=generated-20000").await.0, 507);
    let page = visitor.post("/test/scenarios", &[("clients", "20000"), ("sure", "yes")]).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (507, "Disken er full"));
    assert_eq!(visitor.get(OVERVIEW).await.status, 200);
    assert_eq!(visitor.get(&access(AUDIT)).await.rows("#assigned"), ["Revisorkunde AS"]);
    let worlds = visitor.get("/test/worlds").await;
    assert!(worlds.button(&format!("Slett w-{made}")).is_none(), "the world that had no room is not there");
    // With room again everything goes on.
    for nth in 0..made {
        visitor.post("/test/worlds/delete", &[("world", &format!("w-{nth}"))]).await;
    }
    assert_eq!(load(&visitor, "world=again&scenario=veiledning").await.0, 200);
}
