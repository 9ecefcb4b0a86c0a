//! Settings from flags and environment, and the subcommands.

mod api;
mod listen;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use url::Url;

pub use api::{ApiSettings, TokenRequest};

use crate::auth::Secret;
use crate::domain::world::WorldName;
use crate::i18n::Wording;
use crate::scenario::{MAX_PROVIDERS, SIZES};
use crate::walkthrough::command::WalkthroughCommand;

/// A portal on one machine in which an organisation puts its clients on a system access.
///
/// Without flags it serves the scenario "veiledning" on 127.0.0.1:8080 with a built-in test sign-in, and stores data in
/// ./data. All data is synthetic; nothing leaves the machine.
#[derive(Debug, Parser)]
#[command(version = env!("KLIENTPORTAL_VERSION"))]
pub struct Cli {
    #[command(flatten)]
    pub config: Config,
    /// Without a subcommand, the program serves the portal.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Reads the command line and the environment, or exits with an error.
    /// An empty variable counts as unset.
    pub fn read() -> Self {
        let set = |flag: Arg| {
            let is_empty = flag.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
            if is_empty { flag.env(None::<&'static str>) } else { flag }
        };
        let mut command = Self::command().mut_args(set);
        let read = Self::from_arg_matches(&command.get_matches_mut());
        read.unwrap_or_else(|error| error.format(&mut command).exit())
    }
}

/// The subcommands.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// List, validate, load, export and generate scenarios.
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// List, validate and run walkthroughs, and take their screenshots.
    #[command(subcommand)]
    Walkthrough(WalkthroughCommand),
    /// Print an access token for the API, issued by the embedded sign-in. Flags of the portal go before `token`.
    Token(TokenRequest),
}

/// `klientportal scenario …`
#[derive(Debug, Clone, Subcommand)]
pub enum ScenarioCommand {
    /// List the built-in scenarios.
    List,
    /// Validate a scenario; print every error with file, line and field.
    Check {
        /// Name of a built-in scenario, or a file (.toml).
        scenario: String,
    },
    /// Replace a world with a scenario. A running portal sees it at once.
    Load {
        /// Name of a built-in scenario, or a file (.toml).
        scenario: String,
    },
    /// Export a world in its current state as a scenario file.
    Export {
        /// Output file; by default standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Generate the guide's world with any number of clients. The same number always gives the same file.
    Generate {
        /// Number of clients.
        #[arg(long, value_parser = clap::value_parser!(u32).range(i64::from(*SIZES.start())..=i64::from(*SIZES.end())))]
        clients: u32,
        /// Number of providers of one of the guide's clients, Klientkunde AS.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=i64::from(MAX_PROVIDERS)))]
        providers: u32,
        /// Output file; by default standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

// Settings of the portal. Not a doc comment: it would replace the program's description in the help.
#[derive(Debug, Clone, Parser)]
pub struct Config {
    /// Address and port to listen on, or only a port for 127.0.0.1. Port 0 picks a free one.
    #[arg(long, env = "KLIENTPORTAL_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT", value_parser = listen::address)]
    pub listen: SocketAddr,

    /// Public URL of the portal, without a path. By default every name of this machine works.
    #[arg(long, env = "KLIENTPORTAL_BASE_URL")]
    pub base_url: Option<Url>,

    /// Folder for databases, sessions and keys; created if missing.
    #[arg(long, env = "KLIENTPORTAL_DATA", default_value = "data", global = true)]
    pub data: PathBuf,

    /// World that browsers see until they choose another; created if missing.
    #[arg(long, env = "KLIENTPORTAL_WORLD", default_value = "main", global = true)]
    pub world: WorldName,

    /// Disable the pages and API under /test.
    #[arg(long, env = "KLIENTPORTAL_NO_TEST_TOOLS", value_parser = FalseyValueParser::new())]
    pub no_test_tools: bool,

    /// Scenario for an empty world: name of a built-in one, or a file (.toml).
    #[arg(long, env = "KLIENTPORTAL_SCENARIO", default_value = "veiledning")]
    pub scenario: String,

    /// Replace the world with the scenario before serving.
    #[arg(long)]
    pub reset: bool,

    /// Word for a client in Norwegian texts.
    #[arg(long, env = "KLIENTPORTAL_WORDING", value_enum, default_value = "kunde")]
    pub wording: Wording,

    /// Sign in at this external OpenID provider instead of the embedded one.
    #[arg(long, env = "KLIENTPORTAL_OIDC_ISSUER", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,

    /// Client id of the portal at the external provider.
    #[arg(long, env = "KLIENTPORTAL_OIDC_CLIENT_ID")]
    pub oidc_client_id: Option<String>,

    /// Client secret of the portal at the external provider, if any. Prefer the environment variable.
    #[arg(long, env = "KLIENTPORTAL_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub oidc_client_secret: Option<Secret>,

    /// Allow other machines to use the embedded sign-in, where anybody can sign in as anybody.
    #[arg(long, env = "KLIENTPORTAL_ALLOW_REMOTE_SIGN_IN", value_parser = FalseyValueParser::new())]
    pub allow_remote_sign_in: bool,

    /// Let the portal at this URL use the embedded sign-in too; may be repeated.
    #[arg(long = "sign-in-for", value_name = "BASE_URL")]
    pub sign_in_for: Vec<Url>,

    #[command(flatten)]
    pub api: ApiSettings,

    /// Folder with the built stylesheet, script, icons and font.
    #[arg(long, env = "KLIENTPORTAL_ASSETS", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/static/dist"), hide_default_value = true)]
    pub assets: PathBuf,
}

impl Config {
    /// Parses these flags, program name first, and ignores the environment.
    pub fn from_flags(flags: &[&str]) -> Result<Self, clap::Error> {
        Self::from_arg_matches(&Self::without_environment().try_get_matches_from(flags)?)
    }

    fn without_environment() -> clap::Command {
        Self::command().mut_args(|flag| flag.env(None::<&'static str>))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_alone_leave_the_environment_out() {
        assert!(Config::command().get_arguments().any(|flag| flag.get_env().is_some()));
        assert!(Config::without_environment().get_arguments().all(|flag| flag.get_env().is_none()));
        let config = Config::from_flags(&["klientportal", "--listen", "0"]).unwrap();
        assert_eq!((config.listen.port(), config.scenario.as_str(), config.no_test_tools), (0, "veiledning", false));
    }
}
