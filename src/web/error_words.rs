//! What a reader is told of an error: the one match from it to a heading, a sentence and ways on.

use actix_web::http::StatusCode;

use super::error::WebError;
use super::format::{self, Locale};
use super::urls;
use crate::auth::AuthError;
use crate::i18n::{Texts, fill};
use crate::service::ServiceError;
use crate::service::store::StoreError;

/// A failure in words: heading, sentence, ways on.
pub struct Words {
    pub heading: String,
    pub text: String,
    pub links: Vec<(String, String)>,
}

impl Words {
    /// What the reader is told. `here` is the page to try again.
    pub fn of(error: &WebError, locale: Locale, owner: &str, here: &str) -> Self {
        let t = locale.t;
        let e = &t.errors;
        let to = |href: &str, label: &str| (href.to_owned(), label.to_owned());
        let overview = || vec![to(urls::OVERVIEW, &e.to_overview), to(urls::START, &e.to_start)];
        let again = || vec![to(here, &e.try_again), to(urls::START, &e.to_start)];
        let sign_in = |back: &str| vec![to(&urls::returning(urls::SIGN_IN, back), &e.sign_in_again)];
        let (heading, text, links) = match error {
            WebError::Service(ServiceError::NotEligible(refused)) => {
                let (client, eligibility) = &**refused;
                let heading = fill(&t.dialog.refused, &[("client", &client.display_name())]);
                let reasons = format::reasons(locale, owner, client, eligibility).join(" ");
                return Self { heading, text: reasons, links: vec![to(here, &t.common.back)] };
            }
            WebError::Service(ServiceError::Declined(client)) => {
                let heading = fill(&t.dialog.refused, &[("client", &client.display_name())]);
                return Self {
                    heading,
                    text: t.test.faults.refused.to_string(),
                    links: vec![to(here, &t.common.back)],
                };
            }
            WebError::Service(ServiceError::NotFound) => (&e.not_found_title, &e.not_found, overview()),
            WebError::Service(ServiceError::NoPowers | ServiceError::NotRepresented) | WebError::OtherOwner { .. } => {
                (&e.no_powers_title, &e.no_powers, overview())
            }
            WebError::Service(ServiceError::NotForClients) => (&e.not_clients_title, &e.not_clients, overview()),
            WebError::Service(ServiceError::UnknownPerson) => (&e.signed_out_title, &e.signed_out, sign_in(here)),
            WebError::SignedOut { return_to, .. } => (&e.signed_out_title, &e.signed_out, sign_in(return_to)),
            WebError::Service(ServiceError::Store(StoreError::Busy(_))) => (&e.busy_title, &e.busy, again()),
            WebError::FormToken => (&e.form_title, &e.form, overview()),
            WebError::BadInput
            | WebError::Service(ServiceError::ImpossibleEvent(_) | ServiceError::NotAgreed { .. }) => {
                (&e.bad_input_title, &e.bad_input, overview())
            }
            WebError::Auth(error) => return Self::of_auth(error, t, here),
            WebError::Service(ServiceError::Store(StoreError::Failed(_)))
            | WebError::ChooseFirst { .. }
            | WebError::Internal(_) => (&e.server_title, &e.server, again()),
        };
        Self { heading: heading.to_string(), text: text.to_string(), links }
    }

    /// What the reader is told of a sign-in that failed or a post that came from elsewhere.
    pub fn of_auth(error: &AuthError, t: &Texts, here: &str) -> Self {
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
        Self { heading: heading.to_string(), text: text.to_string(), links }
    }

    /// The words for an answer without a page of its own: no such route, wrong method, a body that is too large.
    pub fn of_status(status: StatusCode, t: &Texts) -> Self {
        let e = &t.errors;
        let (heading, text) = match status {
            StatusCode::NOT_FOUND => (&e.not_found_title, &e.not_found),
            StatusCode::METHOD_NOT_ALLOWED => (&e.method_title, &e.method),
            StatusCode::PAYLOAD_TOO_LARGE => (&e.too_large_title, &e.too_large),
            StatusCode::SERVICE_UNAVAILABLE => (&e.busy_title, &e.busy),
            status if status.is_client_error() => (&e.bad_input_title, &e.bad_input),
            _ => (&e.server_title, &e.server),
        };
        let links = vec![
            (urls::OVERVIEW.to_owned(), e.to_overview.to_string()),
            (urls::START.to_owned(), e.to_start.to_string()),
        ];
        Self { heading: heading.to_string(), text: text.to_string(), links }
    }
}
