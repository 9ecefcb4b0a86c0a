//! Builds `static/` with npm when its sources changed.
//! Writes the built files' addresses to `$OUT_DIR/assets.rs`.
//!
//! A check needs neither npm nor a network: with `KLIENTPORTAL_SKIP_ASSETS=1` nothing is built, and where nothing has
//! been built yet, a failing npm is only a warning. The portal then refuses to start and says what to do.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;
use std::{env, fs, io};

const SOURCES: [&str; 13] = [
    // Say which rules of the stylesheet are in use.
    "templates",
    "static/css",
    "static/script",
    "static/build.mjs",
    "static/font.mjs",
    "static/icons",
    "static/icons.mjs",
    "static/purge.mjs",
    "static/third-party.mjs",
    "static/favicon.svg",
    "static/package.json",
    "static/package-lock.json",
    "static/.npmrc",
];
const MANIFEST: &str = "static/dist/manifest.json";
/// npm's own copy of the lock file, as old as what it installed.
const INSTALLED: &str = "static/node_modules/.package-lock.json";
/// Embedded by a macro, which Cargo does not see.
const MIGRATIONS: &str = "src/store/sqlite/migrations";
/// The commit that an archive was made from; in a repository, a placeholder.
const ARCHIVED_COMMIT: &str = ".commit";
const ASSETS: [&str; 4] = ["style", "script", "icons", "favicon"];
/// Set to anything but 0: use what is in `static/dist`, if anything.
const SKIP: &str = "KLIENTPORTAL_SKIP_ASSETS";

fn main() -> ExitCode {
    let skip = env::var_os(SKIP).is_some_and(|value| !value.is_empty() && value != "0");
    print_triggers(skip);
    print_version();
    let built = if skip { Ok(()) } else { build() };
    match built.and_then(|()| write_constants()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("cargo::error={why}");
            ExitCode::FAILURE
        }
    }
}

/// Tells Cargo when to run this again.
/// A path that does not exist makes every build run it, and compile the crate: right while the assets are missing,
/// unless they are skipped.
fn print_triggers(skip: bool) {
    println!("cargo::rerun-if-env-changed={SKIP}");
    for path in SOURCES.iter().chain([&"build.rs", &INSTALLED, &MANIFEST]) {
        if !skip || Path::new(path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    if Path::new(MIGRATIONS).exists() {
        println!("cargo::rerun-if-changed={MIGRATIONS}");
    }
}

/// Tells the program its version, with the commit as far as that is known: `0.2.0+896a63c`.
fn print_version() {
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match commit_of_repository().or_else(commit_of_archive) {
        Some(commit) => format!("{version}+{commit}"),
        None => version,
    };
    println!("cargo::rustc-env=KLIENTPORTAL_VERSION={version}");
}

fn commit_of_repository() -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    };
    // Not a repository that the source merely lies in.
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    // Grows with each commit and each change of branch.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    if Path::new(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "--short=7", "HEAD"])
}

/// `git archive` writes the commit into this file.
fn commit_of_archive() -> Option<String> {
    println!("cargo::rerun-if-changed={ARCHIVED_COMMIT}");
    let commit = fs::read_to_string(ARCHIVED_COMMIT).ok()?.trim().to_owned();
    commit.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(commit).filter(|commit| !commit.is_empty())
}

fn build() -> Result<(), String> {
    let lock = modified(Path::new("static/package-lock.json"));
    if modified(Path::new(INSTALLED)) < lock {
        match run("npm", &["ci"]) {
            Ok(()) => backdate(INSTALLED, lock)?,
            // Only where nothing is built yet: old assets would be served without a word.
            Err(why) if !Path::new(MANIFEST).exists() => {
                println!(
                    "cargo::warning=stylesheet, script and icons are not built, so the portal will not start: {why}"
                );
                return Ok(());
            }
            Err(why) => return Err(format!("{why}; or set {SKIP}=1 to keep what is in static/dist")),
        }
    }
    let newest = newest_source().map_err(|error| format!("static/ cannot be read: {error}"))?;
    if modified(Path::new(MANIFEST)) < newest {
        run("node", &["build.mjs"])?;
        backdate(MANIFEST, newest)?;
    }
    Ok(())
}

/// Gives a file the age of its sources:
/// Cargo would run this again for a file that changed meanwhile.
fn backdate(path: &str, time: Option<SystemTime>) -> Result<(), String> {
    let Some(time) = time else { return Ok(()) };
    fs::File::options()
        .append(true)
        .open(path)
        .and_then(|file| file.set_modified(time))
        .map_err(|error| format!("{path}: {error}"))
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let command = format!("{program} {}", arguments.join(" "));
    match Command::new(program).args(arguments).current_dir("static").output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            let lines = stderr.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("npm warn"));
            let first: Vec<&str> = lines.take(3).collect();
            Err(format!("`{command}` failed: run it in static/ to see why. It began: {}", first.join(" | ")))
        }
        Err(error) => Err(format!("`{command}` did not start ({error}): install Node.js 20 or later, with npm")),
    }
}

fn newest_source() -> io::Result<Option<SystemTime>> {
    let mut newest = None;
    let mut waiting: Vec<PathBuf> = SOURCES.iter().map(PathBuf::from).collect();
    while let Some(path) = waiting.pop() {
        newest = newest.max(modified(&path));
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                waiting.push(entry?.path());
            }
        }
    }
    Ok(newest)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// One `pub const` per built file:
/// its address with the hash of its content, or one that has no file.
fn write_constants() -> Result<(), String> {
    let manifest = fs::read_to_string(MANIFEST).ok();
    let names = manifest.as_deref().map(parse);
    let mut lines = Vec::new();
    for asset in ASSETS {
        let name = match &names {
            Some(names) => names.get(asset).copied().ok_or(format!("{MANIFEST} names no {asset}"))?,
            None => "not-built",
        };
        let constant = asset.to_uppercase();
        lines.push(format!("pub const {constant}: &str = \"/static/{name}\";"));
    }
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join("assets.rs"), lines.join("\n")).map_err(|error| error.to_string())
}

/// Parses the manifest:
/// a flat object of plain names that our own build wrote, so no JSON crate is needed.
fn parse(manifest: &str) -> HashMap<&str, &str> {
    manifest
        .lines()
        .filter_map(|line| line.trim().trim_end_matches(',').split_once(": "))
        .map(|(key, value)| (key.trim_matches('"'), value.trim_matches('"')))
        .collect()
}
