//! Requests from server to provider: over the network, or within the process for the embedded provider. The portal may be
//! unable to reach its own public address: behind a published port, or a proxy with a private CA.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::reqwest::{self, redirect};
use openidconnect::{AsyncHttpClient, HttpClientError, HttpRequest, HttpResponse};

use super::error::AuthError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// The way to the provider's metadata, keys and token endpoint.
#[derive(Clone)]
pub enum BackChannel {
    Network(reqwest::Client),
    /// Answers a request as the provider would over HTTP.
    InProcess(Arc<dyn Fn(HttpRequest) -> HttpResponse + Send + Sync>),
}

impl BackChannel {
    /// A client for providers elsewhere.
    pub fn network() -> Result<Self, AuthError> {
        let client = reqwest::Client::builder()
            // The provider names its endpoints itself; to follow a redirect would let it name others for us.
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .build()
            .map_err(AuthError::unreachable)?;
        Ok(Self::Network(client))
    }
}

impl<'c> AsyncHttpClient<'c> for BackChannel {
    type Error = HttpClientError<reqwest::Error>;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + Sync + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        match self {
            Self::Network(client) => client.call(request),
            Self::InProcess(answer) => {
                let response = answer(request);
                Box::pin(std::future::ready(Ok(response)))
            }
        }
    }
}
