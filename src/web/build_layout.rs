//! The frame of every page: title, breadcrumbs, menu, the person and the organisation represented.

use super::error::WebError;
use super::flash::Flash;
use super::layout::{Account, Avatar, Crumb, Layout, Section};
use super::request_context::RequestContext;
use super::test_banner::notes;
use super::{format, urls};
use crate::i18n::fill;
use crate::service::{ActingAs, ServiceError};

impl RequestContext {
    /// The frame of a page that belongs to nobody in particular.
    pub fn layout(&self, title: &str, section: Section) -> Layout {
        Layout {
            t: self.t,
            lang: self.lang,
            wording: self.portal.wording,
            title: fill(&self.t.common.title_suffix, &[("title", title)]),
            crumbs: Vec::new(),
            section,
            may_see_accesses: false,
            user: None,
            account: None,
            can_change_account: false,
            form_token: self.session.signed_in().and_then(|_| self.session.form_token().ok()).unwrap_or_default(),
            here: self.here.clone(),
            banner_notes: notes(self),
            tools_url: self.portal.test_tools.then(|| urls::tools(&self.here)),
            guide_url: self.guide_url(section),
            flash: self.session.take_flash::<Flash>().map(|flash| flash.worded(self.t, self.lang)),
        }
    }

    /// The guide leads back to where it was opened from; the guide itself is no such place.
    fn guide_url(&self, section: Section) -> String {
        if section == Section::RelationGuide {
            return self.here.clone();
        }
        urls::returning(urls::RELATION_GUIDE, &self.here)
    }

    /// The frame of a page for anybody, with the organisation represented if somebody is signed in.
    pub async fn signed_in_layout(&self, title: &str, section: Section) -> Result<Layout, WebError> {
        match self.call_acting_cached(|_| Ok(())).await {
            Ok((acting, ())) => {
                let layout = self.acting_layout(&acting, title, &[]);
                Ok(Layout { section, guide_url: self.guide_url(section), crumbs: Vec::new(), ..layout })
            }
            Err(
                WebError::SignedOut { .. }
                | WebError::ChooseFirst { .. }
                | WebError::Service(ServiceError::UnknownPerson),
            ) => Ok(self.layout(title, section)),
            Err(error) => Err(error),
        }
    }

    /// The frame of a page about the represented organisation. The last crumb is the page itself.
    pub fn acting_layout(&self, acting: &ActingAs, title: &str, crumbs: &[(&str, Option<&str>)]) -> Layout {
        let start = (self.t.common.start.as_str(), Some(urls::START));
        let management = (self.t.side.access_management.as_str(), None);
        let crumb = |(label, href): (&str, Option<&str>)| Crumb { label: label.into(), href: href.map(Into::into) };
        let owner = acting.owner.display_name();
        Layout {
            crumbs: [start, management].into_iter().chain(crumbs.iter().copied()).map(crumb).collect(),
            may_see_accesses: acting.permissions.overview(),
            user: Some(acting.person.display_name()),
            account: Some(Account {
                number: format::number(self.t, acting.owner.number),
                avatar: Avatar::of(&owner),
                name: owner,
            }),
            can_change_account: acting.can_represent_others,
            ..self.layout(title, Section::SystemAccesses)
        }
    }
}
