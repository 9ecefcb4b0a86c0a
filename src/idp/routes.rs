//! Where the endpoints are.

use std::sync::Arc;

use actix_web::web::{self, Data, ServiceConfig};

use super::provider::Provider;
use super::{discovery, end_session, exchange, sign_in, token};

/// Mounts the provider under `/idp`, and the exchange of its access tokens where Altinn has it. Its endpoints use no cookies: a host's check of where a post comes from may leave
/// them out, as the sign-in form has its ticket and the token endpoint its code.
pub fn configure(provider: Arc<Provider>) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let scope = web::scope("/idp")
            .app_data(Data::from(provider.clone()))
            .route("/.well-known/openid-configuration", web::get().to(discovery::configuration))
            .route("/jwks", web::get().to(discovery::keys))
            .route("/authorize", web::get().to(sign_in::start))
            .route("/sign-in", web::get().to(sign_in::show))
            .route("/sign-in", web::post().to(sign_in::submit))
            .route("/token", web::post().to(token::redeem))
            .route("/endsession", web::get().to(end_session::from_link))
            .route("/endsession", web::post().to(end_session::from_form));
        let exchange = web::resource(exchange::PATH).app_data(Data::from(provider));
        config.service(scope).service(exchange.route(web::get().to(exchange::exchange)));
    }
}
