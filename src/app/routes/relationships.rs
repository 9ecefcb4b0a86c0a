//! Routes of the pages about relationships.

use actix_web::web::{ServiceConfig, post};

use crate::app::resources::{form_page, get_or_head, resource};
use crate::web::pages::acting_systems;
use crate::web::pages::relationships::{add, change, detail, give, list, removal};
use crate::web::urls;

/// The pages of both sides, and what acts for a client.
pub fn pages(config: &mut ServiceConfig) {
    config
        .service(resource(urls::USERS, "GET, HEAD").route(get_or_head().to(list::show_users)))
        .service(form_page(urls::NEW_USER).route(get_or_head().to(add::show)).route(post().to(add::add)))
        .service(form_page(urls::USER).route(get_or_head().to(detail::show_user)).route(post().to(change::of_user)))
        .service(form_page(urls::GIVE).route(get_or_head().to(give::show)).route(post().to(change::in_dialog)))
        .service(
            form_page(urls::DELETE_USER)
                .route(get_or_head().to(removal::ask_user))
                .route(post().to(removal::remove_user)),
        )
        .service(resource(urls::RECEIVED, "GET, HEAD").route(get_or_head().to(list::show_received)))
        .service(
            form_page(urls::RECEIVED_FROM)
                .route(get_or_head().to(detail::show_received_from))
                .route(post().to(change::of_received)),
        )
        .service(
            form_page(urls::DELETE_RECEIVED)
                .route(get_or_head().to(removal::ask_received))
                .route(post().to(removal::remove_received)),
        )
        .service(resource(urls::ACTING_SYSTEMS, "GET, HEAD").route(get_or_head().to(acting_systems::show)));
}
