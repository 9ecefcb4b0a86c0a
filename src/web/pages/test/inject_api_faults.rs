//! Injects a world's active faults into API requests with a token for that world.
//!
//! Faults of a single browser session do not apply.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::web::Data;

use super::inject_faults::every_nth;
use crate::domain::world::WorldName;
use crate::test_tools::TestTools;
use crate::test_tools::faults::{Fault, RequestKind, Upstream};
use crate::web::api::interceptor::{Interception, Interceptor, UpstreamFailure};
use crate::web::api::problem;

/// Injects the faults of these test tools.
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
                // Only for pages or sign-ins, or handled in `upstream_failure`.
                Fault::SessionExpired
                | Fault::DeclineAccesses { .. }
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
        self.0.faults.of_world(world).take_upstream(|upstream| applies_to(upstream, method)).map(failure)
    }
}

/// Whether the failure can occur for this method.
fn applies_to(upstream: Upstream, method: &Method) -> bool {
    match upstream {
        Upstream::DelegationFailed => *method == Method::POST,
        Upstream::RevocationFailed => *method == Method::DELETE,
        Upstream::ListUnauthorized | Upstream::ListForbidden | Upstream::ListFailed => method.is_safe(),
        Upstream::NotForClients | Upstream::PackageUnknown | Upstream::OwnerNotFound => true,
    }
}

fn failure(upstream: Upstream) -> UpstreamFailure {
    UpstreamFailure::Coded(match upstream {
        Upstream::DelegationFailed => problem::DELEGATION_FAILED,
        Upstream::RevocationFailed => problem::REVOCATION_FAILED,
        Upstream::NotForClients => problem::NOT_AGENT_TYPE,
        Upstream::ListUnauthorized => problem::LIST_UNAUTHORIZED,
        Upstream::ListForbidden => problem::LIST_FORBIDDEN,
        Upstream::ListFailed => problem::LIST_FAILED,
        Upstream::PackageUnknown => problem::PACKAGE_UNKNOWN,
        Upstream::OwnerNotFound => return UpstreamFailure::OwnerNotFound,
    })
}
