//! The address of a request's page, as the vendor or the portal itself links to it.

use serde::Deserialize;
use uuid::Uuid;

use crate::domain::access::AccessKind;
use crate::domain::access_request::RequestId;
use crate::web::urls;

/// Altinn's query: `skiplogout` keeps the person signed in after the answer, `backtopage` shows a link back.
#[derive(Deserialize)]
pub struct RequestQuery {
    id: Option<String>,
    #[serde(default)]
    skiplogout: String,
    #[serde(default)]
    backtopage: String,
}

/// A request's kind, its id, and what happens after the answer.
pub(super) struct RequestLink {
    pub kind: AccessKind,
    id: Option<String>,
    pub skip_logout: bool,
    back_to: String,
}

impl RequestLink {
    pub fn of(kind: AccessKind, query: RequestQuery) -> Self {
        let RequestQuery { id, skiplogout, backtopage } = query;
        let id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
        Self { kind, id, skip_logout: skiplogout == "true", back_to: backtopage }
    }

    /// The id, if there is one and it reads.
    pub fn id(&self) -> Option<Result<RequestId, uuid::Error>> {
        Some(self.id.as_ref()?.parse().map(|id: Uuid| id.into()))
    }

    /// The page that the link back leads to: one of those that link here, and nothing else.
    pub fn back_url(&self) -> Option<&'static str> {
        let named = self.back_to.strip_prefix(urls::ACCESS_MANAGEMENT).unwrap_or(&self.back_to);
        let pages = [urls::OVERVIEW, urls::REQUESTS].into_iter();
        pages.into_iter().find(|page| page.strip_prefix(urls::ACCESS_MANAGEMENT) == Some(named))
    }

    /// Hidden fields of the page's form.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let fields = [
            ("id", self.id.clone().unwrap_or_default()),
            ("skiplogout", if self.skip_logout { "true".to_owned() } else { String::new() }),
            ("backtopage", self.back_to.clone()),
        ];
        fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        urls::with_query(urls::request_page(self.kind), &self.fields())
    }
}

/// The address that the overview and the list of requests link to: the person stays signed in and comes back there.
pub fn from_page(kind: AccessKind, id: RequestId, page: &'static str) -> String {
    let back = page.strip_prefix(urls::ACCESS_MANAGEMENT).unwrap_or(page);
    let query = RequestQuery { id: Some(id.uuid().to_string()), skiplogout: "true".into(), backtopage: back.into() };
    RequestLink::of(kind, query).url()
}
