//! Deletes expired sessions in the background.

use crate::auth::Sessions;

/// Deletes expired sessions now and every hour.
pub async fn run(sessions: Sessions) {
    let mut hourly = actix_web::rt::time::interval(std::time::Duration::from_hours(1));
    loop {
        hourly.tick().await;
        if let Err(error) = sessions.sweep().await {
            tracing::error!(error = format!("{error:#}"), "expired sessions could not be deleted");
        }
    }
}
