//! Requests from server to provider: over the network, or within the process for the embedded provider. The portal may be
//! unable to reach its own public address: behind a published port, or a proxy with a private CA.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::reqwest::{self, Certificate, redirect};
use openidconnect::{AsyncHttpClient, HttpClientError, HttpRequest, HttpResponse};

use super::error::AuthError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// For one request, and for all that a visitor waits for at once.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Metadata and keys are a few kilobytes.
const MAX_BODY: usize = 1024 * 1024;

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
        let builder = reqwest::Client::builder()
            // The provider names its endpoints itself; to follow a redirect would let it name others for us.
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT);
        let client = system_certificates().into_iter().fold(builder, reqwest::ClientBuilder::add_root_certificate);
        Ok(Self::Network(client.build().map_err(AuthError::unreachable)?))
    }
}

/// The system's CA certificates, or those of `SSL_CERT_FILE` and `SSL_CERT_DIR`. They count beside Mozilla's, which are
/// built in. One that cannot be used would make the client fail as a whole, so it is left out.
fn system_certificates() -> Vec<Certificate> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "CA certificates of the system could not be read");
    }
    let usable = found.certs.iter().filter(|certificate| webpki::anchor_from_trusted_cert(certificate).is_ok());
    usable.filter_map(|certificate| Certificate::from_der(certificate).ok()).collect()
}

type Error = HttpClientError<reqwest::Error>;

impl<'c> AsyncHttpClient<'c> for BackChannel {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Error>> + Send + Sync + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        match self {
            Self::Network(client) => Box::pin(send(client, request)),
            Self::InProcess(answer) => {
                let response = answer(request);
                Box::pin(std::future::ready(Ok(response)))
            }
        }
    }
}

/// The whole answer. A server error is an error: the provider cannot answer now, whatever its body says.
async fn send(client: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, Error> {
    let mut response = client.execute(request.try_into().map_err(Box::new)?).await.map_err(Box::new)?;
    if response.status().is_server_error() {
        return Err(HttpClientError::Other(format!("answered with status {}", response.status().as_u16())));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Box::new)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(HttpClientError::Other(format!("answered with more than {MAX_BODY} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    let mut answer = HttpResponse::new(body);
    *answer.status_mut() = response.status();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    Ok(answer)
}
