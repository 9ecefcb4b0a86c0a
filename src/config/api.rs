//! Flags of the Client Delegation API and of `klientportal token`.

use std::num::NonZeroUsize;

use clap::Args;
use url::Url;

use crate::web::api::{Available, Existence, Message, Requests};

/// Options of `klientportal token`. The token is valid for the world of `--world`.
#[derive(Debug, Clone, Args)]
pub struct TokenRequest {
    /// National id of a synthetic person.
    #[arg(long, required_unless_present = "vendor")]
    pub person: Option<String>,

    /// Organisation number of a vendor, for a token without a person, as Maskinporten's.
    #[arg(long, conflicts_with_all = ["person", "level"])]
    pub vendor: Option<String>,

    /// One or more scopes, separated by spaces; may be repeated. By default those of the API for clients, with
    /// `--vendor` those for requests and the system register.
    #[arg(long = "scope")]
    pub scopes: Vec<String>,

    /// Client id of the program that uses the token.
    #[arg(long = "client", default_value = "klientportal-test")]
    pub client: String,

    /// Authentication level: 4 (high), 3 (substantial), or 0 (too low for the API).
    #[arg(long, default_value_t = 4)]
    pub level: u8,

    /// Minutes until it expires.
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u32).range(1..=525_600))]
    pub minutes: u32,
}

// Settings of the API, for where Altinn's documentation and behaviour differ.
// Not a doc comment: it would replace the program's description in the help.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Client Delegation API")]
pub struct ApiSettings {
    /// Accept tokens of this issuer instead of the sign-in's.
    #[arg(long = "api-issuer", env = "KLIENTPORTAL_API_ISSUER")]
    pub issuer: Option<String>,

    /// Accept only tokens for this audience.
    #[arg(long = "api-audience", env = "KLIENTPORTAL_API_AUDIENCE")]
    pub audience: Option<String>,

    /// Register a program at the embedded sign-in; may be repeated, also for several addresses of one program.
    #[arg(long = "api-client", value_name = "ID=REDIRECT_URI", value_parser = client_address)]
    pub clients: Vec<(String, String)>,

    /// Let a registered program send people here after they signed out; may be repeated.
    #[arg(long = "api-client-post-logout", value_name = "ID=REDIRECT_URI", value_parser = client_address, requires = "clients")]
    pub post_logout: Vec<(String, String)>,

    /// Clients that `clients/available` lists: with every package, or with any, as Altinn does.
    #[arg(long = "api-available", env = "KLIENTPORTAL_API_AVAILABLE", value_enum, default_value = "eligible")]
    pub available: Available,

    /// Field with a problem's message: `title`, as at Altinn today, or `detail`, as before.
    #[arg(long = "api-message", env = "KLIENTPORTAL_API_MESSAGE", value_enum, default_value = "title")]
    pub message: Message,

    /// Whether callers without powers can learn that a system access exists, as at Altinn.
    #[arg(long = "api-existence", env = "KLIENTPORTAL_API_EXISTENCE", value_enum, default_value = "hidden")]
    pub existence: Existence,

    /// Vendors' requests where Altinn is odd: `consistent`, or `original`, as Altinn does.
    #[arg(long = "api-requests", env = "KLIENTPORTAL_API_REQUESTS", value_enum, default_value = "consistent")]
    pub requests: Requests,

    /// Clients per page, with `links.next`; by default all on one page, as at Altinn.
    #[arg(long = "api-page-size", env = "KLIENTPORTAL_API_PAGE_SIZE")]
    pub page_size: Option<NonZeroUsize>,

    /// Requests per minute and valid token, and per address without one; 0 for no limit.
    #[arg(long = "api-rate", env = "KLIENTPORTAL_API_RATE", default_value_t = 600)]
    pub rate: u32,
}

/// Parses `ID=REDIRECT_URI`. The address stays as typed: the provider compares it exactly.
fn client_address(text: &str) -> Result<(String, String), String> {
    let (id, address) = text.split_once('=').ok_or("is not ID=REDIRECT_URI")?;
    let url: Url = address.parse().map_err(|error| format!("{address}: {error}"))?;
    if url.fragment().is_some() {
        return Err(format!("{address}: a redirect address has no fragment"));
    }
    Ok((id.to_owned(), address.to_owned()))
}
