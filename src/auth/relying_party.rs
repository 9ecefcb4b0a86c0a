//! The portal as a client of an OpenID provider: authorization code with PKCE, and an ID token that is verified in full.
//! Works alike against the provider for tests and an external one over https.

use std::str::FromStr;

use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreErrorResponseType};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdTokenVerifier, LanguageTag, LoginHint, LogoutRequest, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, StandardErrorResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use url::Url;

use super::back_channel::BackChannel;
use super::error::AuthError;
use super::identity::{PersonIdToken, VerifiedIdentity};
use super::issuer::{Issuer, same_origin_url};
use super::provider_cache::ProviderCache;
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

/// The parameters with which the provider sends the browser back.
#[derive(Default, Deserialize)]
pub struct Callback {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
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
}

impl RelyingParty {
    /// Contacts nobody: the provider is asked when the first person signs in.
    pub fn new(settings: Settings) -> Self {
        let secret = settings.client_secret;
        Self {
            issuer: settings.issuer,
            provider: ProviderCache::new(settings.back_channel),
            client_id: ClientId::new(settings.client_id),
            client_secret: secret.map(|secret| ClientSecret::new(secret.expose().into())),
            redirect_path: settings.redirect_path,
            post_logout_path: settings.post_logout_path,
            scopes: settings.scopes.into_iter().map(Scope::new).collect(),
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
        let code = checked_code(callback, &pending.state)?;
        let issuer = self.issuer.at(base)?;
        let metadata = self.provider.metadata(&issuer).await?;
        let client = self.client(&metadata, base)?;
        let request = client.exchange_code(code).map_err(AuthError::unreachable)?;
        let response = request.set_pkce_verifier(pending.verifier).request_async(self.provider.back_channel()).await;
        let response = response.map_err(token_error)?;
        let id_token = response.id_token().ok_or(AuthError::MissingClaim("id_token"))?.to_string();
        match self.verify(&metadata, &id_token, &pending.nonce) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let metadata = self.provider.with_fresh_keys(&issuer).await?;
                self.verify(&metadata, &id_token, &pending.nonce)
            }
            result => result,
        }
        .map_err(AuthError::invalid_token)?
    }

    /// Where to send the browser to sign out at the provider too. None when the provider has no such place, or cannot be
    /// asked: the portal's own session ends all the same.
    pub async fn sign_out_url(&self, base: &Url, id_token_hint: &str) -> Option<Url> {
        let metadata = self.provider.metadata(&self.issuer.at(base).ok()?).await.ok()?;
        let end_session = metadata.additional_metadata().end_session_endpoint.clone()?;
        let hint = PersonIdToken::from_str(id_token_hint).ok()?;
        let request = LogoutRequest::from(end_session)
            .set_id_token_hint(&hint)
            .set_client_id(self.client_id.clone())
            .set_post_logout_redirect_uri(
                PostLogoutRedirectUrl::new(same_origin_url(base, self.post_logout_path)).ok()?,
            );
        Some(request.http_get_url())
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout, base: &Url) -> Result<ReadyClient, AuthError> {
        let (id, secret) = (self.client_id.clone(), self.client_secret.clone());
        let redirect_uri = RedirectUrl::new(same_origin_url(base, self.redirect_path)).map_err(AuthError::Settings)?;
        Ok(CoreClient::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(redirect_uri))
    }

    /// Signature (RS256 only), issuer, audience, expiry and nonce; then what it says.
    fn verify(
        &self,
        metadata: &ProviderMetadataWithLogout,
        id_token: &str,
        nonce: &Nonce,
    ) -> Result<Result<VerifiedIdentity, AuthError>, ClaimsVerificationError> {
        let token = PersonIdToken::from_str(id_token)
            .map_err(|_| ClaimsVerificationError::Other("the ID token cannot be read".into()))?;
        let verifier = IdTokenVerifier::new_public_client(
            self.client_id.clone(),
            metadata.issuer().clone(),
            metadata.jwks().clone(),
        );
        let claims = token.claims(&verifier, nonce)?;
        Ok(VerifiedIdentity::new(claims, id_token.to_owned()))
    }
}

fn checked_code(callback: Callback, state: &CsrfToken) -> Result<AuthorizationCode, AuthError> {
    let answered = callback.state.unwrap_or_default();
    if !bool::from(answered.as_bytes().ct_eq(state.secret().as_bytes())) {
        return Err(AuthError::StateMismatch);
    }
    match (callback.error, callback.code) {
        (Some(error), _) if error == "access_denied" => Err(AuthError::Denied),
        (Some(error), _) => Err(AuthError::Refused(error)),
        (None, Some(code)) => Ok(AuthorizationCode::new(code)),
        (None, None) => Err(AuthError::Refused("no code".into())),
    }
}

/// Leaves out the body of an answer that cannot be read: there may be tokens in it.
fn token_error<E: std::error::Error + Send + Sync>(
    error: RequestTokenError<E, StandardErrorResponse<CoreErrorResponseType>>,
) -> AuthError {
    match error {
        RequestTokenError::ServerResponse(response) => AuthError::Refused(response.error().as_ref().into()),
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

    fn callback(code: &str, state: &str, error: &str) -> Callback {
        let some = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        Callback { code: some(code), state: some(state), error: some(error) }
    }

    fn checked(callback: Callback) -> Result<AuthorizationCode, AuthError> {
        checked_code(callback, &CsrfToken::new("state".into()))
    }

    #[test]
    fn an_answer_with_another_state_or_none_is_never_looked_at() {
        for state in ["", "stat", "state2", "STATE"] {
            let refused = checked(callback("code", state, "access_denied"));
            assert!(matches!(refused, Err(AuthError::StateMismatch)), "{state}");
        }
    }

    #[test]
    fn a_refusal_is_told_apart_from_a_fault() {
        let denied = checked(callback("", "state", "access_denied"));
        assert!(matches!(denied, Err(AuthError::Denied)));
        let refused = checked(callback("code", "state", "server_error"));
        assert!(matches!(refused, Err(AuthError::Refused(code)) if code == "server_error"));
        assert!(matches!(checked(callback("", "state", "")), Err(AuthError::Refused(_))));
    }

    #[test]
    fn the_code_comes_through() {
        let code = checked(callback("code", "state", "")).unwrap();
        assert_eq!(code.secret(), "code");
    }

    #[test]
    fn a_pending_sign_in_survives_the_cookie_and_hides_itself_in_debug() {
        let json = r#"{"state":"s3cret","nonce":"n0nce","verifier":"v3rifier"}"#;
        let pending: PendingSignIn = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&pending).unwrap(), json);
        let shown = format!("{pending:?}");
        assert!(["s3cret", "n0nce", "v3rifier"].iter().all(|secret| !shown.contains(secret)));
    }
}
