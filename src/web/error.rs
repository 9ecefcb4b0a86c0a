//! What can go wrong between a request and its page, and the one match from it to status and words.
//!
//! A handler answers with a [`WebError`]; the middleware in `error_pages` turns it into a page in the portal's layout.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, ResponseError};

use super::present;
use super::urls;
use super::visit::Visit;
use crate::auth::AuthError;
use crate::i18n::{Texts, fill};
use crate::service::ServiceError;
use crate::service::store::StoreError;

/// Why a handler did not answer with its page.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The service refused or failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Sign-in, session or origin.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// Nobody is signed in; `expired` when the browser thought that somebody was. The way back after signing in.
    #[error("nobody is signed in")]
    SignedOut { expired: bool, return_to: String },
    /// The person has yet to choose whom to represent.
    #[error("nobody is represented")]
    ChooseFirst { return_to: String },
    /// The form's token is missing or of another session.
    #[error("the form token does not fit the session")]
    FormToken,
    /// An address, query or form that no page of the portal makes.
    #[error("the request has a wrong form")]
    BadInput,
    /// The portal itself failed.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

/// A failure in words: heading, sentence, ways on.
pub struct Words {
    pub heading: String,
    pub text: String,
    pub links: Vec<(String, String)>,
}

impl WebError {
    /// The address to go to instead, where that is the whole answer.
    fn redirect(&self) -> Option<String> {
        match self {
            Self::SignedOut { expired: false, return_to } => Some(urls::returning(urls::SIGN_IN, return_to)),
            Self::ChooseFirst { return_to } => Some(urls::returning(urls::REPRESENT, return_to)),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Service(error) => match error {
                ServiceError::NotFound => StatusCode::NOT_FOUND,
                ServiceError::NoPowers | ServiceError::NotRepresented => StatusCode::FORBIDDEN,
                ServiceError::UnknownPerson => StatusCode::UNAUTHORIZED,
                ServiceError::NotForClients
                | ServiceError::NotEligible(_)
                | ServiceError::Refused(_)
                | ServiceError::NotAgreed { .. } => StatusCode::CONFLICT,
                ServiceError::Impossible(_) => StatusCode::UNPROCESSABLE_ENTITY,
                ServiceError::Store(StoreError::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE,
                ServiceError::Store(StoreError::Failed(_)) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Auth(error) => error.status_code(),
            Self::SignedOut { .. } => StatusCode::UNAUTHORIZED,
            Self::FormToken => StatusCode::FORBIDDEN,
            Self::ChooseFirst { .. } => StatusCode::SEE_OTHER,
            Self::BadInput => StatusCode::BAD_REQUEST,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the reader is told. `here` is the page to try again.
    pub fn words(&self, visit: &Visit, owner: &str, here: &str) -> Words {
        let t = visit.t;
        let e = &t.errors;
        let to = |href: &str, label: &str| (href.to_owned(), label.to_owned());
        let overview = || vec![to(urls::OVERVIEW, &e.to_overview), to(urls::START, &e.to_start)];
        let again = || vec![to(here, &e.try_again), to(urls::START, &e.to_start)];
        let sign_in = |back: &str| vec![to(&urls::returning(urls::SIGN_IN, back), &e.sign_in_again)];
        let (heading, text, links) = match self {
            Self::Service(ServiceError::NotEligible(refused)) => {
                let (client, eligibility) = &**refused;
                let heading = fill(&t.dialog.refused, &[("client", &client.display_name())]);
                let reasons = present::reasons(visit, owner, client, eligibility).join(" ");
                return Words { heading, text: reasons, links: vec![to(here, &t.common.back)] };
            }
            Self::Service(ServiceError::Refused(client)) => {
                let heading = fill(&t.dialog.refused, &[("client", &client.display_name())]);
                return Words {
                    heading,
                    text: t.test.faults.refused.to_string(),
                    links: vec![to(here, &t.common.back)],
                };
            }
            Self::Service(ServiceError::NotFound) => (&e.not_found_title, &e.not_found, overview()),
            Self::Service(ServiceError::NoPowers | ServiceError::NotRepresented) => {
                (&e.no_powers_title, &e.no_powers, overview())
            }
            Self::Service(ServiceError::NotForClients) => (&e.not_clients_title, &e.not_clients, overview()),
            Self::Service(ServiceError::UnknownPerson) => (&e.signed_out_title, &e.signed_out, sign_in(here)),
            Self::SignedOut { return_to, .. } => (&e.signed_out_title, &e.signed_out, sign_in(return_to)),
            Self::Service(ServiceError::Store(StoreError::Busy(_))) => (&e.busy_title, &e.busy, again()),
            Self::FormToken => (&e.form_title, &e.form, overview()),
            Self::BadInput | Self::Service(ServiceError::Impossible(_) | ServiceError::NotAgreed { .. }) => {
                (&e.bad_input_title, &e.bad_input, overview())
            }
            Self::Auth(error) => return Self::auth_words(error, t, here),
            Self::Service(ServiceError::Store(StoreError::Failed(_)))
            | Self::ChooseFirst { .. }
            | Self::Internal(_) => (&e.server_title, &e.server, again()),
        };
        Words { heading: heading.to_string(), text: text.to_string(), links }
    }

    /// What the reader is told of a sign-in that failed or a post that came from elsewhere.
    pub fn auth_words(error: &AuthError, t: &Texts, here: &str) -> Words {
        let e = &t.errors;
        let to = |href: &str, label: &str| (href.to_owned(), label.to_owned());
        let sign_in = || vec![to(urls::SIGN_IN, &e.sign_in_again), to(urls::START, &e.to_start)];
        let (heading, text, links) = match error {
            AuthError::CrossSite => (&e.cross_site_title, &e.cross_site, vec![to(urls::OVERVIEW, &e.to_overview)]),
            AuthError::Denied => (&e.denied_title, &e.denied, sign_in()),
            AuthError::ProviderUnreachable(_) => (&e.provider_title, &e.provider, sign_in()),
            AuthError::Refused(_)
            | AuthError::StateMismatch
            | AuthError::InvalidToken(_)
            | AuthError::MissingClaim(_) => (&e.sign_in_title, &e.sign_in, sign_in()),
            AuthError::Settings(_) | AuthError::Session(_) => {
                (&e.server_title, &e.server, vec![to(here, &e.try_again)])
            }
        };
        Words { heading: heading.to_string(), text: text.to_string(), links }
    }
}

/// The words for an answer without a page of its own: no such route, wrong method, a body that is too large.
pub fn words_for_status(status: StatusCode, t: &Texts) -> Words {
    let e = &t.errors;
    let (heading, text) = match status {
        StatusCode::NOT_FOUND => (&e.not_found_title, &e.not_found),
        StatusCode::METHOD_NOT_ALLOWED => (&e.method_title, &e.method),
        StatusCode::PAYLOAD_TOO_LARGE => (&e.too_large_title, &e.too_large),
        StatusCode::SERVICE_UNAVAILABLE => (&e.busy_title, &e.busy),
        status if status.is_client_error() => (&e.bad_input_title, &e.bad_input),
        _ => (&e.server_title, &e.server),
    };
    let links =
        vec![(urls::OVERVIEW.to_owned(), e.to_overview.to_string()), (urls::START.to_owned(), e.to_start.to_string())];
    Words { heading: heading.to_string(), text: text.to_string(), links }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        if self.redirect().is_some() { StatusCode::SEE_OTHER } else { self.status() }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(address) = self.redirect() {
            response.insert_header((LOCATION, address));
        }
        response.finish()
    }
}
