//! The authorization request: which are answered with a page, which with an error to the client, and which may sign
//! somebody in. No HTTP here, so that every refusal can be tested as a value.

use serde::Deserialize;
use url::Url;

use super::claims::AssuranceLevel;
use super::lang::Lang;
use super::login_hint::LoginHint;
use super::oauth_client::{OAuthClient, is_registered};
use super::scope::granted;

/// The parameters that are read; others are ignored, as OpenID Connect Core 3.1.2.1 asks.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Query {
    pub client_id: Option<String>,
    pub redirect_uri: Option<String>,
    pub response_type: Option<String>,
    pub response_mode: Option<String>,
    pub scope: Option<String>,
    pub state: Option<String>,
    pub nonce: Option<String>,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
    pub prompt: Option<String>,
    pub acr_values: Option<String>,
    pub ui_locales: Option<String>,
    pub login_hint: Option<String>,
    pub request: Option<String>,
    pub request_uri: Option<String>,
}

/// A request that may sign somebody in.
#[derive(Debug, Clone)]
pub struct Request {
    pub client: String,
    pub back: ReturnAddress,
    pub nonce: Option<String>,
    /// The scopes that are granted.
    pub scope: String,
    pub code_challenge: String,
    pub level: AssuranceLevel,
    pub lang: Lang,
    pub hint: LoginHint,
}

/// Where the answer goes: an allow-listed address and the client's state.
#[derive(Debug, Clone)]
pub struct ReturnAddress {
    /// As the client wrote it: the token request must repeat it to the letter.
    pub redirect_uri: String,
    url: Url,
    state: Option<String>,
}

impl ReturnAddress {
    pub fn with_code(&self, code: &str) -> Url {
        self.with(&[("code", code)])
    }

    pub fn with_error(&self, error: &str, description: &str) -> Url {
        self.with(&[("error", error), ("error_description", description)])
    }

    fn with(&self, answer: &[(&str, &str)]) -> Url {
        let mut url = self.url.clone();
        url.query_pairs_mut().extend_pairs(answer).extend_pairs(self.state.iter().map(|state| ("state", state)));
        url
    }
}

#[derive(Debug)]
pub enum Refusal {
    /// Nobody to answer: to redirect now would make this an open redirector.
    UnknownClient,
    UnknownRedirectUri,
    /// Goes back to the client: error code and description of RFC 6749 section 4.1.2.1.
    Back(Box<ReturnAddress>, &'static str, &'static str),
}

/// Checks a request against the clients. `origin` is the issuer's.
pub fn check(query: Query, lang: Lang, clients: &[OAuthClient], origin: &str) -> Result<Request, Refusal> {
    let client =
        clients.iter().find(|client| Some(&client.id) == query.client_id.as_ref()).ok_or(Refusal::UnknownClient)?;
    let redirect_uri = query
        .redirect_uri
        .clone()
        .filter(|uri| is_registered(&client.redirect_uris, uri, origin))
        .ok_or(Refusal::UnknownRedirectUri)?;
    let url = Url::parse(&redirect_uri).map_err(|_| Refusal::UnknownRedirectUri)?;
    let back = ReturnAddress { redirect_uri, url, state: query.state.clone() };
    if let Some((error, description)) = rejection(&query) {
        return Err(Refusal::Back(Box::new(back), error, description));
    }
    Ok(Request {
        client: client.id.clone(),
        back,
        nonce: query.nonce,
        scope: granted(query.scope.as_deref()),
        code_challenge: query.code_challenge.unwrap_or_default(),
        level: AssuranceLevel::suggested(query.acr_values.as_deref()),
        lang,
        hint: LoginHint::parse(query.login_hint.as_deref().unwrap_or_default()),
    })
}

fn rejection(query: &Query) -> Option<(&'static str, &'static str)> {
    if query.request.is_some() {
        return Some(("request_not_supported", "send plain parameters"));
    }
    if query.request_uri.is_some() {
        return Some(("request_uri_not_supported", "send plain parameters"));
    }
    if query.response_type.as_deref() != Some("code") {
        return Some(("unsupported_response_type", "only code is supported"));
    }
    if !matches!(query.response_mode.as_deref(), None | Some("query")) {
        return Some(("invalid_request", "only response_mode query is supported"));
    }
    if !words(query.scope.as_deref()).any(|scope| scope == "openid") {
        return Some(("invalid_scope", "the scope must include openid"));
    }
    if query.code_challenge_method.as_deref() != Some("S256") {
        return Some(("invalid_request", "PKCE with S256 is required"));
    }
    // 32 bytes in base64url without padding: RFC 7636 section 4.2.
    if query.code_challenge.as_ref().map(String::len) != Some(43) {
        return Some(("invalid_request", "code_challenge must be 43 characters"));
    }
    if words(query.prompt.as_deref()).any(|prompt| prompt == "none") {
        return Some(("login_required", "no session is kept here"));
    }
    None
}

fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACK: &str = "http://localhost/back?keep=1";
    const ORIGIN: &str = "http://portal.example";

    fn clients() -> Vec<OAuthClient> {
        vec![OAuthClient {
            id: "portal".into(),
            redirect_uris: vec![BACK.into(), "/back".into()],
            post_logout_redirect_uris: Vec::new(),
        }]
    }

    fn query(changes: &[(&str, &str)]) -> Query {
        let mut pairs = vec![
            ("client_id", "portal"),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("scope", "openid profile"),
            ("state", "s&s"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256"),
        ];
        pairs.retain(|(name, _)| changes.iter().all(|(changed, _)| name != changed));
        pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        serde_urlencoded::from_str(&serde_urlencoded::to_string(pairs).unwrap()).unwrap()
    }

    fn refusal(changes: &[(&str, &str)]) -> Refusal {
        check(query(changes), Lang::Nb, &clients(), ORIGIN).unwrap_err()
    }

    fn error(changes: &[(&str, &str)]) -> &'static str {
        match refusal(changes) {
            Refusal::Back(_, error, _) => error,
            other => panic!("not sent back: {other:?}"),
        }
    }

    #[test]
    fn a_full_request_is_accepted_and_unknown_parameters_are_ignored() {
        let request = check(query(&[("colour", "red")]), Lang::Nn, &clients(), ORIGIN).unwrap();
        assert_eq!(request.client, "portal");
        assert_eq!(request.lang, Lang::Nn);
    }

    #[test]
    fn an_unknown_client_or_address_is_never_redirected_to() {
        assert!(matches!(refusal(&[("client_id", "")]), Refusal::UnknownClient));
        assert!(matches!(refusal(&[("client_id", "x")]), Refusal::UnknownClient));
        for uri in ["", "http://localhost/back", "http://localhost/back?keep=1&a=b", "https://evil.example/"] {
            let refusal = refusal(&[("redirect_uri", uri)]);
            assert!(matches!(refusal, Refusal::UnknownRedirectUri), "{uri}");
        }
    }

    #[test]
    fn an_address_on_the_issuers_own_origin_has_its_name() {
        assert!(check(query(&[("redirect_uri", "http://portal.example/back")]), Lang::Nb, &clients(), ORIGIN).is_ok());
        for uri in ["/back", "http://localhost/back", "http://portal.example:81/back", "http://portal.example/back2"] {
            assert!(matches!(refusal(&[("redirect_uri", uri)]), Refusal::UnknownRedirectUri), "{uri}");
        }
    }

    #[test]
    fn other_faults_go_back_to_the_client_by_their_code() {
        assert_eq!(error(&[("response_type", "token")]), "unsupported_response_type");
        assert_eq!(error(&[("response_mode", "fragment")]), "invalid_request");
        assert_eq!(error(&[("scope", "profile")]), "invalid_scope");
        assert_eq!(error(&[("code_challenge", "")]), "invalid_request");
        assert_eq!(error(&[("code_challenge_method", "plain")]), "invalid_request");
        assert_eq!(error(&[("prompt", "none")]), "login_required");
        assert_eq!(error(&[("request", "a.b.c")]), "request_not_supported");
        assert_eq!(error(&[("request_uri", "urn:x")]), "request_uri_not_supported");
    }

    #[test]
    fn answers_keep_the_query_of_the_address_and_carry_the_state() {
        let request = check(query(&[]), Lang::Nb, &clients(), ORIGIN).unwrap();
        assert_eq!(request.back.with_code("c").as_str(), "http://localhost/back?keep=1&code=c&state=s%26s");
    }
}
