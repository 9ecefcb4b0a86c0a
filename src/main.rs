//! The program: parses arguments, sets up the log, serves or runs a subcommand.

mod command;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use klientportal::app::Application;
use klientportal::config::{Cli, Config};
use tracing_subscriber::EnvFilter;

/// Returns memory to the system after reading a large scenario.
/// The system's allocator would keep four times what serving needs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Log filter without `RUST_LOG`: requests and errors, but no library internals.
const DEFAULT_LOG: &str = "info,actix_server=warn,refinery_core=warn";

/// A subcommand's user reads its output, so only errors are logged.
/// Chromium disconnects at the end, which is no error.
const COMMAND_LOG: &str = "error,chromiumoxide=off";

fn main() -> ExitCode {
    let Cli { config, command } = Cli::read();
    let log = if command.is_some() { COMMAND_LOG } else { DEFAULT_LOG };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(log));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match command.map_or_else(|| serve(&config), |command| command::run(&command, &config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Not eprintln!, which panics where nobody reads.
            let _ = writeln!(std::io::stderr(), "klientportal: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn serve(config: &Config) -> anyhow::Result<()> {
    actix_web::rt::System::new().block_on(async {
        let application = Application::build(config)?;
        print_start_message(config, &application)?;
        application.server.await?;
        Ok(())
    })
}

/// Prints the address and the people who can log in.
fn print_start_message(config: &Config, application: &Application) -> anyhow::Result<()> {
    let mut lines = vec![format!("Klientportal: {}", application.base_url)];
    if let Some(remote_url) = &application.remote_url {
        lines.push(format!("From other machines: {remote_url}"));
    }
    if config.oidc_issuer.is_none() {
        lines.extend([String::new(), "Log in as".to_owned()]);
        for (person, note) in application.service.people()? {
            lines.push(format!("  {}  {:<22} {}", person.national_id, person.display_name(), note.nb));
        }
    }
    let kept = format!("Stop with Ctrl+C. What you do is kept in {}.\n", config.data.display());
    lines.extend([String::new(), kept]);
    command::print(&lines.join("\n"))
}
