//! The portal as a client of an OpenID provider: authorization code with PKCE, and an ID token that is verified in full.
//! Works alike against the provider for tests and an external one over https.

use std::str::FromStr;

use jiff::Timestamp;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreErrorResponseType};
use openidconnect::{
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenVerifier, LanguageTag, LoginHint, LogoutRequest, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::authorization_response::Callback;
use super::back_channel::BackChannel;
use super::error::AuthError;
use super::identity::{CLOCK_SKEW, PersonIdToken, VerifiedIdentity};
use super::issuer::{Issuer, same_origin_url};
use super::provider_cache::{Metadata, ProviderCache};
use super::secret::Secret;

#[derive(Clone)]
pub struct Settings {
    pub issuer: Issuer,
    pub back_channel: BackChannel,
    pub client_id: String,
    /// None at a provider that takes PKCE instead.
    pub client_secret: Option<Secret>,
    /// Paths on the portal's own address, beginning with a slash: where the browser comes back to.
    pub redirect_path: &'static str,
    pub post_logout_path: &'static str,
    /// Besides `openid`, which is always asked for.
    pub scopes: Vec<String>,
    /// Real time.
    pub clock: fn() -> Timestamp,
}

/// What the browser keeps, sealed, while the person is at the provider.
#[derive(Debug, Serialize, Deserialize)]
pub struct PendingSignIn {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

impl PendingSignIn {
    /// By which the answer is recognised; visible ASCII.
    pub fn state(&self) -> &str {
        self.state.secret()
    }
}

type ReadyClient =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

pub struct RelyingParty {
    issuer: Issuer,
    provider: ProviderCache,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    redirect_path: &'static str,
    post_logout_path: &'static str,
    scopes: Vec<Scope>,
    clock: fn() -> Timestamp,
}

impl RelyingParty {
    /// Contacts nobody: the provider is asked when the first person signs in.
    pub fn new(settings: Settings) -> Self {
        let secret = settings.client_secret;
        Self {
            issuer: settings.issuer,
            provider: ProviderCache::new(settings.back_channel, settings.clock, has_token_endpoint),
            client_id: ClientId::new(settings.client_id),
            client_secret: secret.map(|secret| ClientSecret::new(secret.expose().into())),
            redirect_path: settings.redirect_path,
            post_logout_path: settings.post_logout_path,
            scopes: settings.scopes.into_iter().map(Scope::new).collect(),
            clock: settings.clock,
        }
    }

    /// Where to send the browser that opened the portal at `base`, and what to remember until it is back. `ui_locales`:
    /// language tags, best first. A `login_hint` that is empty is left out.
    pub async fn begin(
        &self,
        base: &Url,
        ui_locales: &[&str],
        login_hint: &str,
    ) -> Result<(Url, PendingSignIn), AuthError> {
        let client = self.client(&*self.provider.metadata(&self.issuer.at(base)?).await?, base)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .add_scopes(self.scopes.iter().cloned());
        for tag in ui_locales {
            request = request.add_ui_locale(LanguageTag::new((*tag).into()));
        }
        if !login_hint.is_empty() {
            request = request.set_login_hint(LoginHint::new(login_hint.to_owned()));
        }
        let (url, state, nonce) = request.url();
        let pending = PendingSignIn { state, nonce, verifier };
        Ok((url, pending))
    }

    /// Who came back, to the address that the sign-in was begun at.
    pub async fn finish(
        &self,
        base: &Url,
        callback: Callback,
        pending: PendingSignIn,
    ) -> Result<VerifiedIdentity, AuthError> {
        let issuer = self.issuer.at(base)?;
        let names_issuer = callback.iss.is_some();
        let code = callback.checked_code(&pending.state, &issuer)?;
        let metadata = self.provider.metadata(&issuer).await?;
        if !names_issuer && metadata.additional_metadata().additional_metadata.must_name_issuer() {
            return Err(AuthError::StateMismatch);
        }
        let client = self.client(&metadata, base)?;
        let request = client.exchange_code(code).map_err(AuthError::unreachable)?;
        let response = request.set_pkce_verifier(pending.verifier).request_async(self.provider.back_channel()).await;
        let response = response.map_err(token_error)?;
        let id_token = response.id_token().ok_or(AuthError::MissingClaim("id_token"))?.to_string();
        match self.verify(&metadata, &id_token, &pending.nonce) {
            Err(error @ ClaimsVerificationError::SignatureVerification(_)) => {
                match self.provider.refetch(&metadata).await? {
                    Some(fresh) => self.verify(&fresh, &id_token, &pending.nonce),
                    None => Err(error),
                }
            }
            result => result,
        }
        .map_err(AuthError::invalid_token)?
    }

    /// Where to send the browser to sign out at the provider too. None when the provider has no such place, or cannot be
    /// asked: the portal's own session ends all the same.
    pub async fn sign_out_url(&self, base: &Url, id_token_hint: &str, state: &str) -> Option<Url> {
        let metadata = self.provider.metadata(&self.issuer.at(base).ok()?).await.ok()?;
        let end_session = metadata.additional_metadata().end_session_endpoint.clone()?;
        let hint = PersonIdToken::from_str(id_token_hint).ok()?;
        let request = LogoutRequest::from(end_session)
            .set_id_token_hint(&hint)
            .set_client_id(self.client_id.clone())
            .set_post_logout_redirect_uri(
                PostLogoutRedirectUrl::new(same_origin_url(base, self.post_logout_path)).ok()?,
            );
        let request = if state.is_empty() { request } else { request.set_state(CsrfToken::new(state.to_owned())) };
        Some(request.http_get_url())
    }

    /// Fetches the metadata before anybody signs in; whether that worked.
    pub async fn fetch_metadata(&self) -> bool {
        match self.issuer.any() {
            Ok(issuer) => self.provider.metadata(&issuer).await.is_ok(),
            Err(_) => false,
        }
    }

    /// The provider's origins, by its metadata, that forms of the portal are redirected to: a form can lead to the sign-in
    /// or to the sign-out there. The issuer's own origin while the metadata is unknown, none for the embedded provider.
    pub fn redirect_origins(&self) -> Vec<String> {
        let Issuer::Fixed(issuer) = &self.issuer else { return Vec::new() };
        let origin = |url: &Url| url.origin().ascii_serialization();
        let Some(metadata) = self.provider.latest() else { return vec![origin(issuer.url())] };
        let mut origins = vec![origin(metadata.authorization_endpoint().url())];
        let end_session = metadata.additional_metadata().end_session_endpoint.as_ref();
        origins.extend(end_session.map(|endpoint| origin(endpoint.url())));
        origins.dedup();
        origins
    }

    fn client(&self, metadata: &Metadata, base: &Url) -> Result<ReadyClient, AuthError> {
        let (id, secret) = (self.client_id.clone(), self.client_secret.clone());
        let redirect_uri = RedirectUrl::new(same_origin_url(base, self.redirect_path)).map_err(AuthError::Settings)?;
        Ok(CoreClient::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(redirect_uri))
    }

    /// Signature (RS256 only), issuer, audience, times and nonce; then what it says.
    fn verify(
        &self,
        metadata: &Metadata,
        id_token: &str,
        nonce: &Nonce,
    ) -> Result<Result<VerifiedIdentity, AuthError>, ClaimsVerificationError> {
        let latest = (self.clock)().as_second() + CLOCK_SKEW;
        let refuse_future = |second: i64| {
            if second > latest { Err("the ID token is from the future".to_owned()) } else { Ok(()) }
        };
        let token = PersonIdToken::from_str(id_token)
            .map_err(|_| ClaimsVerificationError::Other("the ID token cannot be read".into()))?;
        let verifier = IdTokenVerifier::new_public_client(
            self.client_id.clone(),
            metadata.issuer().clone(),
            metadata.jwks().clone(),
        )
        .set_issue_time_verifier_fn(move |issued| refuse_future(issued.timestamp()));
        let claims = token.claims(&verifier, nonce)?;
        if claims.authorized_party().is_some_and(|party| *party != self.client_id) {
            return Err(ClaimsVerificationError::Other("the ID token was issued to another client (azp)".into()));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a number that does not fit is far from the present")]
        let valid_from = claims.additional_claims().nbf.map_or(i64::MIN, |nbf| nbf as i64);
        refuse_future(valid_from).map_err(ClaimsVerificationError::Other)?;
        Ok(VerifiedIdentity::new(claims, id_token.to_owned()))
    }
}

fn has_token_endpoint(metadata: &Metadata) -> Result<(), &'static str> {
    metadata.token_endpoint().map(|_| ()).ok_or("token_endpoint")
}

/// Leaves out the body of an answer that cannot be read: there may be tokens in it.
fn token_error<E: std::error::Error + Send + Sync>(
    error: RequestTokenError<E, StandardErrorResponse<CoreErrorResponseType>>,
) -> AuthError {
    match error {
        RequestTokenError::ServerResponse(response) => AuthError::refused(response.error().as_ref()),
        RequestTokenError::Request(error) => AuthError::unreachable(error),
        RequestTokenError::Parse(error, _) => {
            AuthError::invalid_token(format!("the token response fails at {}", error.path()))
        }
        RequestTokenError::Other(reason) => AuthError::unreachable(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pending_sign_in_survives_the_cookie_and_hides_itself_in_debug() {
        let json = r#"{"state":"s3cret","nonce":"n0nce","verifier":"v3rifier"}"#;
        let pending: PendingSignIn = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&pending).unwrap(), json);
        let shown = format!("{pending:?}");
        assert!(["s3cret", "n0nce", "v3rifier"].iter().all(|secret| !shown.contains(secret)));
    }
}
