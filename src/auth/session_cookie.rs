//! The session's cookie, which actix-session holds, and the middleware that reads the session before the handler and
//! writes its changes afterwards.

use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::storage::CookieSessionStore;
use actix_session::{SessionExt, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::{Key, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};

use super::session_store::{KeyChange, Sessions};

/// The cookie's only field: the session's key.
const SESSION_KEY: &str = "key";

/// The session cookie's name.
pub fn session_cookie(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// Keeps the session's key in a cookie: `__Host-` and `Secure` when the portal is reached over https; `SameSite=Lax`, as
/// `Strict` would lose the session on the way back from the provider. The cookie is signed, which keeps made-up keys from
/// reaching the records; with a `key` that changes at restart, everybody signs in again then.
pub fn session_cookie_middleware(key: Key, https: bool) -> SessionMiddleware<CookieSessionStore> {
    SessionMiddleware::builder(CookieSessionStore::default(), key)
        .cookie_name(session_cookie(https).into())
        .cookie_secure(https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(BrowserSession::default())
        .build()
}

/// A middleware inside that of the cookie. The cookie is set only with a new key: a request that ends late must not bring
/// back an earlier one.
pub async fn keep_session(
    sessions: Data<Sessions>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let cookie = request.get_session();
    let given: Option<String> = cookie.get(SESSION_KEY).ok().flatten();
    let loaded = match &given {
        Some(key) => sessions.load(key).await,
        None => None,
    };
    let key = given.filter(|_| loaded.is_some());
    let fields = loaded.unwrap_or_default();
    request.extensions_mut().insert(fields.clone());
    let response = next.call(request).await?;
    match sessions.write(key, &fields).await {
        KeyChange::None => {}
        KeyChange::New(key) => cookie.insert(SESSION_KEY, key)?,
        KeyChange::Gone => cookie.purge(),
    }
    Ok(response)
}

#[cfg(test)]
#[path = "session_cookie_tests.rs"]
mod tests;
