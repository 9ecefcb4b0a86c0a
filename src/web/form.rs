//! A form that only the portal's own page can have sent: it carries the session's token.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::WebError;
use super::visit::Visit;

/// A form that has been read but not yet believed: only [`ProtectedForm::verified`] yields what is in it.
pub struct ProtectedForm<T> {
    form_token: Option<String>,
    content: Result<T, WebError>,
}

/// The field that every such form has.
#[derive(Deserialize)]
struct Token {
    form_token: Option<String>,
}

impl<T> ProtectedForm<T> {
    /// The content, if somebody is signed in and the token is that session's.
    pub fn verified(self, visit: &Visit) -> Result<T, WebError> {
        visit.person()?;
        let given = self.form_token.unwrap_or_default();
        if visit.session.verify_form_token(&given) { self.content } else { Err(WebError::FormToken) }
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for ProtectedForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    /// A field that stands several times, such as a ticked box, is a list.
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async {
            let body = body.await?;
            let token = serde_html_form::from_bytes::<Token>(&body).ok();
            Ok(Self {
                form_token: token.and_then(|token| token.form_token),
                content: serde_html_form::from_bytes(&body).map_err(|_| WebError::BadInput),
            })
        })
    }
}
