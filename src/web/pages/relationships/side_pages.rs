//! What differs between the pages of users and those of powers from others: addresses and words.

use uuid::Uuid;

use crate::domain::relationship::Side;
use crate::i18n::{Text, Texts};
use crate::web::layout::Section;
use crate::web::urls;

/// Addresses and words of one side's pages.
pub trait SidePages {
    fn section(self) -> Section;
    /// The list.
    fn list_url(self) -> &'static str;
    /// The page of one organisation.
    fn page_url(self, organisation: Uuid) -> String;
    /// The question before all is deleted.
    fn removal_url(self, organisation: Uuid) -> String;
    /// The list's name, for breadcrumbs.
    fn title(self, t: &Texts) -> &Text;
}

impl SidePages for Side {
    fn section(self) -> Section {
        match self {
            Self::Client => Section::Users,
            Self::Provider => Section::Received,
        }
    }

    fn list_url(self) -> &'static str {
        match self {
            Self::Client => urls::USERS,
            Self::Provider => urls::RECEIVED,
        }
    }

    fn page_url(self, organisation: Uuid) -> String {
        let pattern = match self {
            Self::Client => urls::USER,
            Self::Provider => urls::RECEIVED_FROM,
        };
        urls::relationship(pattern, organisation)
    }

    fn removal_url(self, organisation: Uuid) -> String {
        let pattern = match self {
            Self::Client => urls::DELETE_USER,
            Self::Provider => urls::DELETE_RECEIVED,
        };
        urls::relationship(pattern, organisation)
    }

    fn title(self, t: &Texts) -> &Text {
        match self {
            Self::Client => &t.users.title,
            Self::Provider => &t.received.title,
        }
    }
}
