//! Paths of the API are compared without letter case, as Altinn's server does.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::middleware::Next;
use actix_web::{Error, error};

use crate::idp::exchange;
use crate::web::api;

/// What begins with one of these is for programs, also where nothing is.
pub const ROOTS: [&str; 2] = [AUTHENTICATION, ACCESS_MANAGEMENT];
const AUTHENTICATION: &str = "/authentication";
/// The portal's own pages are beside it.
const ACCESS_MANAGEMENT: &str = "/accessmanagement/api";

/// Middleware that writes the known part of a path as the routes do.
pub async fn ignore_letter_case<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if let Some(path) = as_routed(request.path()) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(format!("{path}{query}").parse().map_err(error::ErrorBadRequest)?);
        let uri = Uri::from_parts(parts).map_err(error::ErrorBadRequest)?;
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    next.call(request).await
}

/// The path in the routes' letters; `None` where it is already, or is not the API's.
fn as_routed(path: &str) -> Option<String> {
    let begins_with = |root: &str| path.get(..root.len()).is_some_and(|start| start.eq_ignore_ascii_case(root));
    if !ROOTS.into_iter().any(begins_with) {
        return None;
    }
    let lower = path.to_ascii_lowercase();
    let is_below = |root: &str| lower.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let client_delegation = format!("{}{}", api::ROOT, api::CLIENT_DELEGATION);
    let routed = if is_below(&client_delegation) || is_below(exchange::PATH) || is_below(ACCESS_MANAGEMENT) {
        lower
    } else if is_below(api::ROOT) {
        // Below, ids and references follow, whose case counts.
        format!("{}{}", api::ROOT, &path[api::ROOT.len()..])
    } else if is_below(AUTHENTICATION) {
        format!("{AUTHENTICATION}{}", &path[AUTHENTICATION.len()..])
    } else {
        return None;
    };
    (routed != path).then_some(routed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_paths_lose_their_capitals_and_others_keep_them() {
        for (path, expected) in [
            (
                "/AUTHENTICATION/api/v1/Enduser/SystemUser/Clients/",
                Some("/authentication/api/v1/enduser/systemuser/clients/".to_owned()),
            ),
            ("/authentication/API/v1/exchange/ID-porten", Some(exchange::PATH.to_owned())),
            (
                "/AccessManagement/API/v1/EndUser/Connections",
                Some("/accessmanagement/api/v1/enduser/connections".to_owned()),
            ),
            ("/AccessManagement/ui/Users", None),
            ("/Authentication/API/v1/systemregister/A", Some("/authentication/api/v1/systemregister/A".to_owned())),
            ("/Authentication/X/Y", Some("/authentication/X/Y".to_owned())),
            ("/Authentication", Some("/authentication".to_owned())),
            ("/authentication/X/Y", None),
            ("/Authentications", None),
            ("/Test", None),
            ("/Æ", None),
        ] {
            assert_eq!(as_routed(path), expected, "{path}");
        }
    }
}
