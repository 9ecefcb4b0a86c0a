//! The Chromium process and its profile folder.
//!
//! Both go away with this process, even when it is killed.

use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};
use std::{fs, io};

use super::error::{Error, Result};

const PROGRAM: &str = "/usr/bin/chromium";
const START_WITHIN: Duration = Duration::from_mins(1);
/// Stops the browser and removes its profile at end of input.
/// Input ends also when this process is killed. Removal repeats, because the browser's children may still write.
/// The browser alone keeps standard output open, so that its end shows when the browser does.
const KEEPER: &str = r#"
folder=$1; shift
"$@" & browser=$!
exec >&-
read -r _
kill "$browser"; wait "$browser"
for _ in 1 2 3 4 5 6 7 8 9; do rm -rf "$folder" && exit; sleep 0.3; done
"#;

/// Same pictures on every machine: fixed colour profile and font rendering.
/// No address bar suggestions: they would cost one more process per page.
const FLAGS: [&str; 26] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--password-store=basic",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--disable-partial-raster",
    "--disable-checker-imaging",
    "--disable-skia-runtime-opts",
    "--num-raster-threads=1",
    "--force-device-scale-factor=1",
    "--remote-debugging-port=0",
];

/// With this variable set, the browser has a window to watch. For finding faults only: pictures differ.
const WINDOW: &str = "KLIENTPORTAL_BROWSER_WINDOW";

fn flags() -> impl Iterator<Item = &'static str> {
    let has_window = std::env::var_os(WINDOW).is_some();
    FLAGS.into_iter().filter(move |flag| !(has_window && flag.starts_with("--headless")))
}

/// A running Chromium.
pub struct Process {
    /// Standard input that keeps the browser alive while it is open.
    keeper: Child,
}

impl Process {
    /// Starts `$CHROMIUM`, or Debian's, with a new profile; its protocol's address.
    pub fn start() -> Result<(Self, String)> {
        let program = std::env::var("CHROMIUM").unwrap_or_else(|_| PROGRAM.to_owned());
        // The shell script removes it, also when this process is killed.
        let folder = tempfile::Builder::new().prefix("klientportal-browser-").tempdir()?.keep();
        let log = fs::File::create(folder.join("said"))?;
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "sh"])
            .arg(&folder)
            .arg(&program)
            .args(flags())
            .arg(format!("--user-data-dir={}", folder.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let ended = end_of(keeper.stdout.take());
        let process = Self { keeper };
        let address =
            address(&folder, &ended).ok_or_else(|| Error::Start { program, said: last_lines(&folder.join("said")) })?;
        Ok((process, address))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Whether the stream has ended. Reads it meanwhile, so that its writer never waits.
fn end_of(stream: Option<ChildStdout>) -> Arc<AtomicBool> {
    let ended = Arc::new(AtomicBool::new(false));
    let end = Arc::clone(&ended);
    spawn(move || {
        if let Some(mut stream) = stream {
            let _ = io::copy(&mut stream, &mut io::sink());
        }
        end.store(true, Ordering::Relaxed);
    });
    ended
}

/// Waits for Chromium's file with port and path of its protocol; not for a Chromium that has ended.
fn address(folder: &Path, ended: &AtomicBool) -> Option<String> {
    let deadline = Instant::now() + START_WITHIN;
    while Instant::now() < deadline && !ended.load(Ordering::Relaxed) {
        let text = fs::read_to_string(folder.join("DevToolsActivePort")).unwrap_or_default();
        if let Some((port, path)) = text.split_once('\n').filter(|(_, path)| !path.is_empty()) {
            return Some(format!("ws://127.0.0.1:{port}{}", path.trim()));
        }
        sleep(Duration::from_millis(20));
    }
    None
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(5)..].join(" | ")
}
