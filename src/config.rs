//! Flags, environment and subcommands. Knows nothing of what they switch.

mod api;
mod listen;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use url::Url;

pub use api::{ApiAvailable, ApiExistence, ApiMessage, ApiSettings, TokenRequest};

use crate::auth::Secret;
use crate::domain::world::WorldName;
use crate::i18n::Wording;
use crate::scenario::SIZES;
use crate::walkthrough::command::WalkthroughCommand;

/// A portal on one machine in which an organisation puts its clients on a system access.
///
/// Without flags it serves the scenario "veiledning" on 127.0.0.1:8080, with its own test sign-in, and keeps what is
/// done under ./data. Everything is synthetic; nothing leaves the machine.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    #[command(flatten)]
    pub config: Config,
    /// To serve, when there is none.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Reads the command line and the environment, or ends the program with what is wrong. A variable that is empty counts
    /// as one that is not set.
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

/// What there is to do besides serving.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Scenarios: which there are, whether one is right, large ones for trying.
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// Walkthroughs: which there are, whether one is right, walking and photographing them.
    #[command(subcommand)]
    Walkthrough(WalkthroughCommand),
    /// Print an access token for the API, issued by the embedded sign-in. Flags of the portal go before `token`.
    Token(TokenRequest),
}

/// `klientportal scenario …`
#[derive(Debug, Clone, Subcommand)]
pub enum ScenarioCommand {
    /// Names the built-in scenarios.
    List,
    /// Says whether a scenario can be loaded; if not, every fault with file, line and field.
    Check {
        /// The name of a built-in one, or a file (.toml).
        scenario: String,
    },
    /// Throws a world away and makes it as the scenario says. A portal that is running sees it at once.
    Load {
        /// The name of a built-in one, or a file (.toml).
        scenario: String,
    },
    /// Writes a world as it is now as a scenario that loads to the same world.
    Export {
        /// File to write; without it, standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Makes the guide's world with another number of clients. The same number always makes the same text.
    Generate {
        /// How many clients.
        #[arg(long, value_parser = clap::value_parser!(u32).range(i64::from(*SIZES.start())..=i64::from(*SIZES.end())))]
        clients: u32,
        /// File to write; without it, standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

// Not a doc comment: it would stand in the help in place of the one above.
// How to serve.
#[derive(Debug, Clone, Parser)]
pub struct Config {
    /// Address and port to listen on, or a port alone for 127.0.0.1; port 0 takes a free one.
    #[arg(long, env = "KLIENTPORTAL_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT", value_parser = listen::address)]
    pub listen: SocketAddr,

    /// The address that browsers use, without a path; by default every own name works, such as localhost.
    #[arg(long, env = "KLIENTPORTAL_BASE_URL")]
    pub base_url: Option<Url>,

    /// Folder for the database, the sessions and the keys; made when it is missing.
    #[arg(long, env = "KLIENTPORTAL_DATA", default_value = "data", global = true)]
    pub data: PathBuf,

    /// The world that browsers see until they choose another: a file below the data folder, made when it is missing.
    #[arg(long, env = "KLIENTPORTAL_WORLD", default_value = "main", global = true)]
    pub world: WorldName,

    /// Leave out the pages and the API under /test: nobody can load scenarios, change worlds or become somebody there.
    #[arg(long, env = "KLIENTPORTAL_NO_TEST_TOOLS", value_parser = FalseyValueParser::new())]
    pub no_test_tools: bool,

    /// Scenario that fills an empty database: the name of a built-in one, or a file (.toml).
    #[arg(long, env = "KLIENTPORTAL_SCENARIO", default_value = "veiledning")]
    pub scenario: String,

    /// Throw the present world away and load the scenario again.
    #[arg(long)]
    pub reset: bool,

    /// The word that Norwegian texts use for a client.
    #[arg(long, env = "KLIENTPORTAL_WORDING", value_enum, default_value = "kunde")]
    pub wording: Wording,

    /// Sign in at this external OpenID provider instead of the embedded one.
    #[arg(long, env = "KLIENTPORTAL_OIDC_ISSUER", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,

    /// The portal's client id at the external provider.
    #[arg(long, env = "KLIENTPORTAL_OIDC_CLIENT_ID")]
    pub oidc_client_id: Option<String>,

    /// The portal's secret at the external provider, if it has one. Better given by the environment.
    #[arg(long, env = "KLIENTPORTAL_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub oidc_client_secret: Option<Secret>,

    /// Serve the embedded sign-in, in which anybody can become anybody, to other machines too.
    #[arg(long, env = "KLIENTPORTAL_ALLOW_REMOTE_SIGN_IN", value_parser = FalseyValueParser::new())]
    pub allow_remote_sign_in: bool,

    /// Let the portal at this address use the embedded sign-in too; may be given several times.
    #[arg(long = "sign-in-for", value_name = "BASE_URL")]
    pub sign_in_for: Vec<Url>,

    #[command(flatten)]
    pub api: ApiSettings,

    /// Folder of the built stylesheet, script, icons and font.
    #[arg(long, env = "KLIENTPORTAL_ASSETS", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/static/dist"), hide_default_value = true)]
    pub assets: PathBuf,
}

impl Config {
    /// The settings of these flags, program name first, and of nothing in the environment.
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
