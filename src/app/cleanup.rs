//! Deletes in the background what has expired: sessions and worlds.

use std::sync::Arc;

use actix_web::web;
use jiff::Timestamp;

use super::world_registry::WorldRegistry;
use crate::auth::Sessions;

/// Deletes expired sessions and worlds now and every hour.
pub async fn run(sessions: Sessions, worlds: Arc<WorldRegistry>) {
    let mut hourly = actix_web::rt::time::interval(std::time::Duration::from_hours(1));
    loop {
        hourly.tick().await;
        if let Err(error) = sessions.sweep().await {
            tracing::error!(error = format!("{error:#}"), "expired sessions could not be deleted");
        }
        let worlds = worlds.clone();
        match web::block(move || worlds.delete_expired(Timestamp::now())).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(error = format!("{error:#}"), "expired worlds could not be deleted"),
            Err(error) => tracing::error!(%error, "expired worlds could not be deleted"),
        }
    }
}
