//! `/endsession`: RP-Initiated Logout 1.0. There is no session here to end; what remains is to send people back, and only
//! to an address that belongs to the client their ID token was made for.

use std::str::FromStr;
use std::time::SystemTime;

use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use openidconnect::{ClientId, IdTokenVerifier, IssuerUrl, Nonce};
use serde::Deserialize;
use url::Url;

use super::claims::PersonIdToken;
use super::lang::Lang;
use super::oauth_client::{OAuthClient, is_registered};
use super::pages::{self, ErrorPage};
use super::provider::Provider;
use super::sign_in::accepted;

#[derive(Deserialize)]
pub struct LogoutRequest {
    id_token_hint: Option<String>,
    client_id: Option<String>,
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
    ui_locales: Option<String>,
}

pub async fn from_link(
    provider: Data<Provider>,
    http: HttpRequest,
    request: Option<Query<LogoutRequest>>,
) -> HttpResponse {
    answer(&provider, &http, request.map(Query::into_inner))
}

pub async fn from_form(
    provider: Data<Provider>,
    http: HttpRequest,
    request: Option<Form<LogoutRequest>>,
) -> HttpResponse {
    answer(&provider, &http, request.map(Form::into_inner))
}

fn answer(provider: &Provider, http: &HttpRequest, request: Option<LogoutRequest>) -> HttpResponse {
    let Some(request) = request else {
        return pages::error_page(provider, Lang::choose(None, accepted(http)), ErrorPage::Malformed);
    };
    let lang = Lang::choose(request.ui_locales.as_deref(), accepted(http));
    let Some(wanted) = &request.post_logout_redirect_uri else {
        return pages::signed_out(provider, lang);
    };
    let issuer = provider.issuer_of(http);
    let origin = issuer.url().origin().ascii_serialization();
    let client = client_of(provider, &issuer, &request);
    let allowed = client.is_some_and(|client| is_registered(&client.post_logout_redirect_uris, wanted, &origin));
    match Url::parse(wanted) {
        Ok(mut url) if allowed => {
            if let Some(state) = &request.state {
                url.query_pairs_mut().append_pair("state", state);
            }
            pages::redirect(&url)
        }
        _ => pages::error_page(provider, lang, ErrorPage::PostLogout),
    }
}

/// The client that the hint was made for. Expired hints count: people sign out hours after they signed in.
fn client_of<'a>(provider: &'a Provider, issuer: &IssuerUrl, request: &LogoutRequest) -> Option<&'a OAuthClient> {
    let hint = PersonIdToken::from_str(request.id_token_hint.as_deref()?).ok()?;
    provider.clients.iter().find(|client| {
        let id = ClientId::new(client.id.clone());
        let verifier = IdTokenVerifier::new_public_client(id, issuer.clone(), provider.key_set())
            .set_time_fn(|| SystemTime::UNIX_EPOCH.into());
        let any_nonce = |_: Option<&Nonce>| Ok(());
        let named = request.client_id.as_ref();
        named.is_none_or(|named| *named == client.id) && hint.claims(&verifier, any_nonce).is_ok()
    })
}
