//! The dialog's query, all in the URL: it survives reload, Back and a shared link.

use serde::Deserialize;

use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::service::{ClientFilter, ClientQuery};
use crate::web::urls;

/// The page sizes; the first is the default.
pub const SIZES: [usize; 4] = [10, 25, 50, 100];

/// Search, filter, page, and the change whose result to show.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct DialogQuery {
    #[serde(default)]
    pub search: String,
    #[serde(default)]
    pub filter: Filter,
    pub page: Option<usize>,
    pub size: Option<usize>,
    pub result: Option<ChangeId>,
}

/// The filter, as in the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    #[default]
    All,
    NotAdded,
    Added,
    /// Those with a ticked box, on whatever page.
    Chosen,
    Lacking,
}

impl Filter {
    /// In the order of the menu.
    pub const ALL: [Self; 5] = [Self::All, Self::NotAdded, Self::Added, Self::Chosen, Self::Lacking];

    /// As in the URL.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::NotAdded => "not-added",
            Self::Added => "added",
            Self::Chosen => "chosen",
            Self::Lacking => "lacking",
        }
    }

    /// Whether a client leaves the filtered list with this change.
    pub fn drops_after(self, action: Action) -> bool {
        matches!((self, action), (Self::Added, Action::Remove) | (Self::NotAdded, Action::Add))
    }

    /// Whether many may be removed at once: only where the list is about clients on the access.
    pub fn removes_many(self) -> bool {
        matches!(self, Self::Added | Self::Chosen | Self::Lacking)
    }

    /// Whether clients pass that are not on the access yet, and that nobody has ticked.
    pub fn could_list_new(self) -> bool {
        !matches!(self, Self::Added | Self::Chosen)
    }

    /// The service's filter; `chosen`: the clients with a ticked box.
    pub fn for_service(self, chosen: &[OrganisationNumber]) -> ClientFilter {
        match self {
            Self::All => ClientFilter::All,
            Self::NotAdded => ClientFilter::NotAdded,
            Self::Added => ClientFilter::Added,
            Self::Chosen => ClientFilter::Listed(chosen.to_vec()),
            Self::Lacking => ClientFilter::Lacking,
        }
    }
}

impl DialogQuery {
    /// Rows per page: one of [`SIZES`].
    pub fn size(&self) -> usize {
        self.size.filter(|size| SIZES.contains(size)).unwrap_or(SIZES[0])
    }

    /// The query for the service.
    pub fn client_query(&self, chosen: &[OrganisationNumber]) -> ClientQuery {
        let page = self.page.unwrap_or(1);
        ClientQuery { search: self.search.clone(), filter: self.filter.for_service(chosen), page, size: self.size() }
    }

    /// The URL of this query, without default values.
    pub fn url(&self, access: AccessId) -> String {
        urls::with_query(&urls::clients(access), &self.pairs())
    }

    /// The names and values of the query; empty for default values.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let unless = |default: bool, value: String| if default { String::new() } else { value };
        vec![
            ("search", self.search.trim().to_owned()),
            ("filter", unless(self.filter == Filter::All, self.filter.code().to_owned())),
            ("size", unless(self.size() == SIZES[0], self.size().to_string())),
            ("page", self.page.filter(|page| *page > 1).map(|page| page.to_string()).unwrap_or_default()),
            ("result", self.result.map(|result| result.uuid().to_string()).unwrap_or_default()),
        ]
    }

    /// Another page of the same list, without a result.
    pub fn at_page(&self, page: usize) -> Self {
        Self { page: Some(page), result: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_address(query: &DialogQuery) -> String {
        let url = query.url(AccessId::from(uuid::Uuid::nil()));
        url.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    }

    #[test]
    fn the_plain_dialog_has_a_plain_address() {
        assert_eq!(in_address(&DialogQuery::default()), "");
        let all_default = DialogQuery { page: Some(1), size: Some(10), ..DialogQuery::default() };
        assert_eq!(in_address(&all_default), "");
    }

    proptest! {
        #[test]
        fn an_address_brings_back_its_state(
            search in "\\PC{0,20}",
            filter in prop::sample::select(Filter::ALL.to_vec()),
            page in prop::option::of(1_usize..9999),
            size in prop::option::of(prop::sample::select(SIZES.to_vec())),
            result in prop::option::of(any::<u128>()),
        ) {
            let query = DialogQuery { search, filter, page, size, result: result.map(|id| uuid::Uuid::from_u128(id).into()) };
            let back: DialogQuery = serde_urlencoded::from_str(&in_address(&query)).unwrap();
            prop_assert_eq!(in_address(&back), in_address(&query));
            prop_assert_eq!(back.search, query.search.trim());
            prop_assert_eq!((back.filter, back.result), (query.filter, query.result));
        }
    }
}
