//! Logs API requests for `/test/requests`.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::WARNING;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest};
use jiff::Timestamp;
use tracing_actix_web::RequestId;

use crate::test_tools::TestTools;
use crate::test_tools::request_log::LoggedRequest;
use crate::web::api::{Requester, SentBody};
use crate::web::portal::Portal;

/// Bytes of a body to keep.
const BODY_KEPT: usize = 8 * 1024;

/// Middleware around the API; does nothing without the test tools.
pub async fn log_request(
    tools: Option<Data<TestTools>>,
    portal: Data<Portal>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = next.call(request).await?;
    if let Some(tools) = tools {
        let warning = response.headers().get(WARNING).and_then(|warning| warning.to_str().ok()).map(str::to_owned);
        let request = logged(response.request(), response.status(), (portal.clock)());
        tools.requests.add(LoggedRequest { warning, ..request });
    }
    Ok(response)
}

fn logged(request: &HttpRequest, status: StatusCode, at: Timestamp) -> LoggedRequest {
    let extensions = request.extensions();
    let requester = extensions.get::<Requester>();
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
    let body = extensions.get::<SentBody>().map(|SentBody(body)| &body[..body.len().min(BODY_KEPT)]);
    LoggedRequest {
        at,
        method: request.method().to_string(),
        target: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
        status: status.as_u16(),
        person: requester.and_then(|requester| requester.person),
        organisation: requester.and_then(|requester| requester.organisation),
        client: requester.map(|requester| requester.client_id.clone()),
        world: requester.map(|requester| requester.world.clone()),
        id: extensions.get::<RequestId>().map(|id| **id).unwrap_or_default(),
        idempotency_key: key.map(str::to_owned),
        body: body.map(|body| String::from_utf8_lossy(body).into_owned()),
        warning: None,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;
    use actix_web::test::TestRequest;
    use url::Url;

    use super::*;
    use crate::test_tools::request_log::{CAPACITY, RequestLog};
    use crate::web::pages::test::requests::curl;

    fn request(target: &str) -> LoggedRequest {
        let request = TestRequest::with_uri(target).method(Method::DELETE);
        let request = request.insert_header(("authorization", "Bearer secret")).to_http_request();
        logged(&request, StatusCode::OK, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_request_becomes_a_command_without_its_token_that_no_shell_misreads() {
        let request = request("/clients?agent=a'%20$(id)");
        assert_eq!(
            curl(&request, &Url::parse("http://localhost/").unwrap()),
            r#"curl -i -X DELETE 'http://localhost/clients?agent=a'\''%20$(id)' -H "Authorization: Bearer $TOKEN""#
        );
        assert!(!format!("{request:?}").contains("secret"));
    }

    #[test]
    fn only_the_latest_are_kept_the_last_one_first() {
        let log = RequestLog::default();
        for number in 0..CAPACITY + 5 {
            log.add(request(&format!("/{number}")));
        }
        assert_eq!((log.latest().len(), log.latest()[0].target.as_str()), (CAPACITY, "/204"));
    }
}
