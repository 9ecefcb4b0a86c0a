//! The session's cookie, and the middleware that reads the session before the handler and writes its changes afterwards.

use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, CookieJar, Key, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};

use super::session_store::{KeyChange, Sessions};

/// The session cookie's name.
pub fn session_cookie(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// Sessions by cookie: `__Host-` and `Secure` when the portal is reached over https; `SameSite=Lax`, as `Strict` would
/// lose the session on the way back from the provider. The cookie is signed, which keeps made-up keys from reaching the
/// records; with a `key` that changes at restart, everybody signs in again then.
pub struct SessionCookies {
    sessions: Sessions,
    key: Key,
    https: bool,
}

impl SessionCookies {
    pub fn new(sessions: Sessions, key: Key, https: bool) -> Self {
        Self { sessions, key, https }
    }

    /// The session's key, if the cookie was signed here.
    fn read(&self, request: &ServiceRequest) -> Option<String> {
        let name = session_cookie(self.https);
        let mut jar = CookieJar::new();
        jar.add_original(request.cookie(name)?);
        Some(jar.signed(&self.key).get(name)?.value().to_owned())
    }

    fn with(&self, value: String) -> Cookie<'static> {
        Cookie::build(session_cookie(self.https), value)
            .path("/")
            .secure(self.https)
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish()
    }

    fn signed(&self, session_key: String) -> Option<Cookie<'static>> {
        let mut jar = CookieJar::new();
        jar.signed_mut(&self.key).add(self.with(session_key));
        jar.get(session_cookie(self.https)).cloned()
    }

    fn removal(&self) -> Cookie<'static> {
        let mut cookie = self.with(String::new());
        cookie.make_removal();
        cookie
    }
}

/// A middleware. The cookie is set only with a new key: a request that ends late must not bring back an earlier one.
pub async fn keep_session(
    cookies: Data<SessionCookies>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let given = cookies.read(&request);
    let loaded = match &given {
        Some(key) => cookies.sessions.load(key).await,
        None => None,
    };
    let key = given.filter(|_| loaded.is_some());
    let fields = loaded.unwrap_or_default();
    request.extensions_mut().insert(fields.clone());
    let mut response = next.call(request).await?;
    let cookie = match cookies.sessions.write(key, &fields).await {
        KeyChange::None => None,
        KeyChange::New(key) => cookies.signed(key),
        KeyChange::Gone => Some(cookies.removal()),
    };
    if let Some(cookie) = cookie {
        response.response_mut().add_cookie(&cookie)?;
    }
    Ok(response)
}

#[cfg(test)]
#[path = "session_cookie_tests.rs"]
mod tests;
