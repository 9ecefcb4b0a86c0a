//! Error texts: heading, sentence and links for each error.

use actix_web::http::StatusCode;

use super::error::WebError;
use super::format::{self, Locale};
use super::urls;
use crate::auth::AuthError;
use crate::i18n::{Texts, fill};
use crate::service::ServiceError;
use crate::service::store::StoreError;

/// The content of an error page.
pub struct ErrorText {
    pub heading: String,
    pub text: String,
    pub links: Vec<(String, String)>,
}

impl ErrorText {
    /// The text for a handler's error. `retry_url` is the page to try again.
    pub fn for_error(error: &WebError, locale: Locale, owner: &str, retry_url: &str) -> Self {
        let t = locale.t;
        let e = &t.errors;
        let to = |href: &str, label: &str| (href.to_owned(), label.to_owned());
        let overview = || vec![to(urls::OVERVIEW, &e.to_overview), to(urls::START, &e.to_start)];
        let again = || vec![to(retry_url, &e.try_again), to(urls::START, &e.to_start)];
        let sign_in = |back: &str| vec![to(&urls::with_return_to(urls::SIGN_IN, back), &e.sign_in_again)];
        let (heading, text, links) = match error {
            WebError::Service(ServiceError::NotEligible(refused)) => {
                let (client, eligibility) = &**refused;
                let heading = fill(&t.dialog.refused, &[("client", &client.display_name())]);
                let reasons = format::reasons(locale, owner, client, eligibility).join(" ");
                return Self { heading, text: reasons, links: vec![to(retry_url, &t.common.back)] };
            }
            WebError::Service(ServiceError::Declined(client)) => {
                let heading = fill(&t.dialog.refused, &[("client", &client.display_name())]);
                return Self {
                    heading,
                    text: t.test.faults.refused.to_string(),
                    links: vec![to(retry_url, &t.common.back)],
                };
            }
            WebError::Service(ServiceError::NoSuchChange) => {
                (&e.no_change_title, &e.no_change, vec![to(retry_url, &t.common.back)])
            }
            WebError::Service(ServiceError::NotFound) => (&e.not_found_title, &e.not_found, overview()),
            WebError::Service(ServiceError::NoPowers | ServiceError::NotRepresented) | WebError::OtherOwner { .. } => {
                (&e.no_powers_title, &e.no_powers, overview())
            }
            WebError::Service(ServiceError::NotForClients) => (&e.not_clients_title, &e.not_clients, overview()),
            WebError::Service(ServiceError::UnknownPerson) => (&e.signed_out_title, &e.signed_out, sign_in(retry_url)),
            WebError::SignedOut { return_to, .. } => (&e.signed_out_title, &e.signed_out, sign_in(return_to)),
            WebError::Service(ServiceError::Store(StoreError::Busy(_))) => (&e.busy_title, &e.busy, again()),
            WebError::Service(ServiceError::Store(StoreError::Full(_))) => (&e.full_title, &e.full, again()),
            WebError::Service(ServiceError::Store(StoreError::Unwritable(_))) => {
                (&e.unwritable_title, &e.unwritable, again())
            }
            WebError::FormToken => (&e.form_title, &e.form, overview()),
            WebError::BadInput
            | WebError::Service(
                ServiceError::ImpossibleEvent(_)
                | ServiceError::NotConfirmed { .. }
                | ServiceError::KeyReused
                | ServiceError::Problem(_)
                | ServiceError::Connection(_)
                | ServiceError::InvalidSystem(_),
            ) => (&e.bad_input_title, &e.bad_input, overview()),
            WebError::Auth(error) => return Self::for_auth_error(error, t, retry_url),
            WebError::Service(ServiceError::Store(StoreError::Failed(_)))
            | WebError::ChooseOrganisation { .. }
            | WebError::Internal(_) => (&e.server_title, &e.server, again()),
        };
        Self { heading: heading.to_string(), text: text.to_string(), links }
    }

    /// The text for a failed sign-in or a cross-site form.
    pub fn for_auth_error(error: &AuthError, t: &Texts, retry_url: &str) -> Self {
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
                (&e.server_title, &e.server, vec![to(retry_url, &e.try_again)])
            }
        };
        Self { heading: heading.to_string(), text: text.to_string(), links }
    }

    /// The text for a bare status, such as 404, 405 or 413.
    pub fn for_status(status: StatusCode, t: &Texts) -> Self {
        let e = &t.errors;
        let (heading, text) = match status {
            StatusCode::NOT_FOUND => (&e.not_found_title, &e.not_found),
            StatusCode::METHOD_NOT_ALLOWED => (&e.method_title, &e.method),
            StatusCode::PAYLOAD_TOO_LARGE => (&e.too_large_title, &e.too_large),
            StatusCode::INSUFFICIENT_STORAGE => (&e.full_title, &e.full),
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
