//! Flags and environment. Knows nothing of what they switch.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::auth::Secret;
use crate::i18n::Wording;

/// A portal on one machine in which an organisation puts its clients on a system access.
///
/// Without flags it serves the scenario "veiledning" on 127.0.0.1:8080, with its own test sign-in, and keeps what is
/// done under ./data. Everything is synthetic; nothing leaves the machine.
#[derive(Debug, Clone, Parser)]
#[command(version)]
pub struct Config {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "KLIENTPORTAL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The address that browsers use, without a path; by default http:// and the address listened on.
    #[arg(long, env = "KLIENTPORTAL_BASE_URL")]
    pub base_url: Option<Url>,

    /// Folder for the database, the sessions and the keys; made when it is missing.
    #[arg(long, env = "KLIENTPORTAL_DATA", default_value = "data")]
    pub data: PathBuf,

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
    #[arg(long, env = "KLIENTPORTAL_ALLOW_REMOTE_SIGN_IN")]
    pub allow_remote_sign_in: bool,

    /// Let the portal at this address use the embedded sign-in too; may be given several times.
    #[arg(long = "sign-in-for", value_name = "BASE_URL")]
    pub sign_in_for: Vec<Url>,

    #[command(flatten)]
    pub api: ApiSettings,

    /// Folder of the built stylesheet, script, icons and font.
    #[arg(long, env = "KLIENTPORTAL_ASSETS", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/static/dist"), hide_default_value = true)]
    pub assets: PathBuf,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do instead of serving.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Print an access token for the API, issued by the embedded sign-in. The portal need not be stopped.
    Token(TokenOrder),
}

/// The token to print.
#[derive(Debug, Clone, Args)]
pub struct TokenOrder {
    /// National id of a synthetic person.
    #[arg(long)]
    pub person: String,

    /// Scope, or several separated by spaces; may be given several times.
    #[arg(long = "scope", default_values = ["altinn:clientdelegations.read", "altinn:clientdelegations.write"])]
    pub scopes: Vec<String>,

    /// Client id of the program that will use it.
    #[arg(long = "client", default_value = "klientportal-test")]
    pub client: String,

    /// How sure the sign-in is to be of the person: 4 (high), 3 (substantial), or 0, too low for the API.
    #[arg(long, default_value_t = 4)]
    pub level: u8,

    /// Minutes until it expires.
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u32).range(1..=525_600))]
    pub minutes: u32,
}

/// Switches of the Client Delegation API: where Altinn's documents, its behaviour and what would be better part.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Client Delegation API")]
pub struct ApiSettings {
    /// Take tokens of this issuer instead of the sign-in's.
    #[arg(long = "api-issuer", env = "KLIENTPORTAL_API_ISSUER")]
    pub issuer: Option<String>,

    /// Take only tokens that name this audience.
    #[arg(long = "api-audience", env = "KLIENTPORTAL_API_AUDIENCE")]
    pub audience: Option<String>,

    /// Register a program at the embedded sign-in; may be given several times.
    #[arg(long = "api-client", value_name = "ID=REDIRECT_URI", value_parser = api_client)]
    pub clients: Vec<(String, Url)>,

    /// Whom `clients/available` lists: clients with every package, or with any, as Altinn does.
    #[arg(long = "api-available", env = "KLIENTPORTAL_API_AVAILABLE", value_enum, default_value = "eligible")]
    pub available: ApiAvailable,

    /// Where a problem says what is wrong: in `title`, as Altinn does today, or in `detail`, as it did before.
    #[arg(long = "api-message", env = "KLIENTPORTAL_API_MESSAGE", value_enum, default_value = "title")]
    pub message: ApiMessage,

    /// Whether somebody without powers learns that a system access exists, as at Altinn.
    #[arg(long = "api-existence", env = "KLIENTPORTAL_API_EXISTENCE", value_enum, default_value = "hidden")]
    pub existence: ApiExistence,

    /// Clients a page, with `links.next`; without it, one page has all, as at Altinn.
    #[arg(long = "api-page-size", env = "KLIENTPORTAL_API_PAGE_SIZE")]
    pub page_size: Option<NonZeroUsize>,

    /// Requests a minute for each token; 0 for as many as one likes.
    #[arg(long = "api-rate", env = "KLIENTPORTAL_API_RATE", default_value_t = 600)]
    pub rate: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the flag says what they are")]
pub enum ApiAvailable {
    Eligible,
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the flag says what they are")]
pub enum ApiMessage {
    Title,
    Detail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the flag says what they are")]
pub enum ApiExistence {
    Hidden,
    Revealed,
}

fn api_client(text: &str) -> Result<(String, Url), String> {
    let (id, address) = text.split_once('=').ok_or("is not ID=REDIRECT_URI")?;
    let address = address.parse().map_err(|error| format!("{address}: {error}"))?;
    Ok((id.to_owned(), address))
}
