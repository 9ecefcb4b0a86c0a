//! What can go wrong between a person and their session. The variants are what the pages tell apart; the chain below a
//! variant is for the log. Nothing here holds a token, a code or a secret, so Debug may be logged.

use std::error::Error;

use actix_web::ResponseError;
use actix_web::http::StatusCode;

type Cause = Box<dyn Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    #[error("a setting of the sign-in is no address")]
    Settings(#[source] url::ParseError),
    /// The person said no.
    #[error("the sign-in was cancelled")]
    Denied,
    #[error("the identity provider does not answer as it should")]
    ProviderUnreachable(#[source] Cause),
    /// By the provider's error code; see [`Self::refused`].
    #[error("the identity provider refused: {0}")]
    Refused(String),
    /// The answer does not belong to the sign-in that this browser began, if it began one.
    #[error("the answer belongs to another sign-in")]
    StateMismatch,
    #[error("the ID token does not hold")]
    InvalidToken(#[source] Cause),
    #[error("the ID token has no {0}")]
    MissingClaim(&'static str),
    /// A post that another site made this browser send.
    #[error("the request came from another site")]
    CrossSite,
    #[error("the session could not be written")]
    Session(#[source] Cause),
}

impl AuthError {
    pub(super) fn unreachable(cause: impl Into<Cause>) -> Self {
        Self::ProviderUnreachable(cause.into())
    }

    /// By the provider's error code: some say that it cannot answer now.
    pub(super) fn refused(code: &str) -> Self {
        match code {
            "server_error" | "temporarily_unavailable" => Self::unreachable(format!("the provider answered {code}")),
            _ => Self::Refused(code.to_owned()),
        }
    }

    pub(super) fn invalid_token(cause: impl Into<Cause>) -> Self {
        Self::InvalidToken(cause.into())
    }
}

impl ResponseError for AuthError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Denied | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::StateMismatch => StatusCode::BAD_REQUEST,
            Self::ProviderUnreachable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Refused(_) | Self::InvalidToken(_) | Self::MissingClaim(_) => StatusCode::BAD_GATEWAY,
            Self::Settings(_) | Self::Session(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
