//! Injects the faults that a tester has ordered for everybody in a world into the requests of programs with a token for
//! it. What is ordered for one browser alone hits no program.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::web::Data;

use super::inject_faults::every_nth;
use crate::domain::world::WorldName;
use crate::test_tools::TestTools;
use crate::test_tools::faults::{Fault, RequestKind, Upstream};
use crate::web::api::interceptor::{Interception, Interceptor, UpstreamFailure};
use crate::web::api::problem;

/// Injects the faults of these tools.
pub struct FaultInjector(pub Data<TestTools>);

impl Interceptor for FaultInjector {
    fn before(&self, world: &WorldName, method: &Method) -> Interception {
        let kind = if method.is_safe() { RequestKind::Read } else { RequestKind::Change };
        let mut interception = Interception::default();
        for fault in self.0.faults.of_world(world).take_due_for_program(kind) {
            match fault {
                Fault::Slow { milliseconds } => interception.delay += Duration::from_millis(milliseconds),
                Fault::Unavailable | Fault::Busy => interception.busy = true,
                Fault::RefuseAdds { every } => interception.declines = Some(every_nth(every.get())),
                // Of a browser's session, of its sign-in, or asked for below.
                Fault::SessionExpired
                | Fault::SignInDenied
                | Fault::WrongNonce
                | Fault::ExpiredToken
                | Fault::BadSignature
                | Fault::RotatedKey
                | Fault::Upstream { .. } => {}
            }
        }
        interception
    }

    fn upstream_failure(&self, world: &WorldName, method: &Method) -> Option<UpstreamFailure> {
        self.0.faults.of_world(world).take_upstream(|answer| fits(answer, method)).map(failure)
    }
}

/// Whether a request with this method could meet the failure.
fn fits(answer: Upstream, method: &Method) -> bool {
    match answer {
        Upstream::DelegationFailed => *method == Method::POST,
        Upstream::RevocationFailed => *method == Method::DELETE,
        Upstream::ListUnauthorized | Upstream::ListForbidden | Upstream::ListFailed => method.is_safe(),
        Upstream::NotForClients | Upstream::PackageUnknown | Upstream::OwnerNotFound => true,
    }
}

fn failure(answer: Upstream) -> UpstreamFailure {
    UpstreamFailure::Numbered(match answer {
        Upstream::DelegationFailed => problem::DELEGATION_FAILED,
        Upstream::RevocationFailed => problem::REVOCATION_FAILED,
        Upstream::NotForClients => problem::NOT_AN_AGENT,
        Upstream::ListUnauthorized => problem::LIST_UNAUTHORIZED,
        Upstream::ListForbidden => problem::LIST_FORBIDDEN,
        Upstream::ListFailed => problem::LIST_FAILED,
        Upstream::PackageUnknown => problem::PACKAGE_UNKNOWN,
        Upstream::OwnerNotFound => return UpstreamFailure::OwnerNotFound,
    })
}
