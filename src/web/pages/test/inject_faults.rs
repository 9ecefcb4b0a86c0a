//! Injects the active faults of a browser's session or world into its requests.
//!
//! Never into the test tools, where faults are cleared.

use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::RETRY_AFTER;
use actix_web::middleware::Next;
use actix_web::web::{self, Data};
use actix_web::{Error, HttpMessage, HttpResponse};

use super::fault_text::fault_with_count;
use super::token_issuer::TokenTools;
use crate::auth::TypedSession;
use crate::i18n::{fill, texts};
use crate::service::store::StoreError;
use crate::service::{Declines, ServiceError};
use crate::test_tools::TestTools;
use crate::test_tools::faults::{ActiveFaults, Fault, RequestKind};
use crate::web::error::WebError;
use crate::web::injected::Injected;
use crate::web::portal::Portal;
use crate::web::request_context::chosen_language;
use crate::web::urls;

/// A failure injected in place of the handler.
enum Failure {
    /// The portal as a whole.
    Unavailable,
    /// The store.
    Busy,
}

/// Middleware, inside the error pages; does nothing without the test tools.
pub async fn inject_faults(
    tools: Option<Data<TestTools>>,
    token_tools: Data<TokenTools>,
    portal: Data<Portal>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let Some(tools) = tools else { return Ok(next.call(request).await?.map_into_left_body()) };
    let session = request.extract::<TypedSession>().await?;
    let faults = RequestFaults::of(&tools, &portal, &session);
    if faults.are_none() {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let due = request_kind(&request).map(|kind| faults.take_due(kind)).unwrap_or_default();
    let mut injected = Injected { banner: faults.banner(&portal, &request), ..Injected::default() };
    let (mut delay, mut failure) = (Duration::ZERO, None);
    for fault in due {
        match fault {
            Fault::Slow { milliseconds } => delay += Duration::from_millis(milliseconds),
            Fault::SessionExpired => session.expire(),
            Fault::Unavailable => failure = Some(Failure::Unavailable),
            Fault::Busy => failure = Some(Failure::Busy),
            Fault::RefuseAdds { every } => injected.declines = Some(every_nth(every.get())),
            Fault::DeclineAccesses { code } => injected.declines_accesses = Some(code.as_str()),
            Fault::RotatedKey => rotate_key(&token_tools).await,
            Fault::SignInDenied | Fault::WrongNonce | Fault::ExpiredToken | Fault::BadSignature => {
                injected.login_hint = Some(login_hint(fault));
            }
            // For programs only.
            Fault::Upstream { .. } => {}
        }
    }
    request.extensions_mut().insert(injected);
    // A sleep of nothing still waits for the timer.
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match failure {
        None => Ok(next.call(request).await?.map_into_left_body()),
        Some(Failure::Busy) => {
            let busy = StoreError::Busy("a fault on demand".into());
            let error = WebError::Service(ServiceError::Store(busy));
            Ok(request.error_response(error).map_into_right_body())
        }
        Some(Failure::Unavailable) => {
            let response = HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "1")).finish();
            Ok(request.into_response(response).map_into_right_body())
        }
    }
}

/// Makes the embedded provider sign with a new key. The sign-in goes on either way.
async fn rotate_key(tools: &TokenTools) {
    let Ok(issuer) = tools.token_issuer().cloned() else { return };
    match web::block(move || issuer.rotate_key()).await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => tracing::info!("the provider keeps its key: it has changed it a moment ago, or too often"),
        Ok(Err(error)) => tracing::error!(error = format!("{error:#}"), "the provider's key could not be changed"),
        Err(error) => tracing::error!(%error, "the provider's key could not be changed"),
    }
}

/// Declines the first client and every nth after it.
pub(super) fn every_nth(n: usize) -> Declines {
    Arc::new(move |index| index % n == 0)
}

/// The part of `login_hint` that the embedded provider reads the fault from.
fn login_hint(fault: Fault) -> String {
    format!("fault:{}", fault.code().trim_start_matches("sign-in-"))
}

/// The faults that apply to a request: its session's, and its world's.
struct RequestFaults {
    session: Option<Arc<ActiveFaults>>,
    world: Arc<ActiveFaults>,
}

impl RequestFaults {
    fn of(tools: &TestTools, portal: &Portal, session: &TypedSession) -> Self {
        let world = session.world().unwrap_or_else(|| portal.world.clone());
        let key = session.faults();
        Self { session: key.map(|key| tools.faults.of_session(key)), world: tools.faults.of_world(&world) }
    }

    fn are_none(&self) -> bool {
        self.world.is_empty() && self.session.as_ref().is_none_or(|faults| faults.is_empty())
    }

    /// The session's due faults, or the world's if it has none.
    fn take_due(&self, kind: RequestKind) -> Vec<Fault> {
        let own = self.session.as_ref().map(|faults| faults.take_due(kind)).unwrap_or_default();
        if own.is_empty() { self.world.take_due(kind) } else { own }
    }

    fn banner(&self, portal: &Portal, request: &ServiceRequest) -> String {
        let mut active = self.session.as_ref().map(|faults| faults.active()).unwrap_or_default();
        active.extend(self.world.active());
        if active.is_empty() {
            return String::new();
        }
        let t = texts(chosen_language(request.request()), portal.wording);
        let faults: Vec<_> = active.iter().map(|active| fault_with_count(t, *active)).collect();
        fill(&t.test.strip.faults, &[("faults", &faults.join(", "))])
    }
}

/// `None` for the test tools, the sign-in callback, sign-out and `/language`.
fn request_kind(request: &ServiceRequest) -> Option<RequestKind> {
    let path = request.path();
    match path {
        urls::SIGN_IN | urls::TEST_BECOME => return Some(RequestKind::SignIn),
        urls::SIGN_IN_CALLBACK | urls::SIGN_OUT | urls::SIGNED_OUT | urls::LANGUAGE | urls::TEST => return None,
        _ => {}
    }
    if path.strip_prefix(urls::TEST).is_some_and(|rest| rest.starts_with('/')) {
        return None;
    }
    Some(match path {
        _ if request.method().is_safe() => RequestKind::Read,
        _ if urls::changes_access(path) => RequestKind::AccessChange,
        _ => RequestKind::Change,
    })
}
