//! Why the store failed.

use std::io::ErrorKind;

/// What can go wrong in a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another change holds the store; a later try may succeed.
    #[error("the store is busy")]
    Busy(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The disk has no room for the change.
    #[error("the disk is full")]
    Full(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file or its folder cannot be written.
    #[error("the data folder cannot be written")]
    Unwritable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store failed, or holds invalid data.
    #[error("the store failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Whether a later try may succeed.
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::Failed(_))
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full(Box::new(error)),
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::Unwritable(Box::new(error)),
            _ => Self::Failed(Box::new(error)),
        }
    }
}

pub(super) type Result<T> = std::result::Result<T, StoreError>;
