//! Fills in the [`Layout`] of a page from its request.

use super::avatar::Avatar;
use super::error::WebError;
use super::flash::Flash;
use super::layout::{Account, Breadcrumb, ComeBackButton, Layout, MenuRights, Section, Snackbar, WaitingRequests};
use super::refusal::Refusal;
use super::request_context::RequestContext;
use super::test_banner::banner_notes;
use super::{format, urls};
use crate::domain::number::OrganisationNumber;
use crate::i18n::fill;
use crate::service::{ActingAs, ServiceError};

impl RequestContext {
    /// The layout of a page outside any organisation.
    pub fn layout(&self, title: &str, section: Section) -> Layout {
        Layout {
            t: self.t,
            lang: self.lang,
            wording: self.portal.wording,
            title: fill(&self.t.common.title_suffix, &[("title", title)]),
            breadcrumbs: Vec::new(),
            section,
            menu_rights: MenuRights::Nothing,
            waiting_requests: WaitingRequests::default(),
            user: None,
            account: None,
            can_change_account: false,
            form_token: self.form_token(),
            path_and_query: self.path_and_query.clone(),
            banner_notes: banner_notes(self),
            tools_url: self.portal.test_tools.then(|| urls::tools(&self.path_and_query)),
            come_back: self.come_back(),
            client_url: self.client_url(),
            guide_url: self.guide_url(section),
            flash: self.snackbar(),
        }
    }

    /// That of the forms which every page has once somebody is signed in.
    fn form_token(&self) -> String {
        let token = self.session.is_signed_in().then(|| self.session.form_token());
        token.and_then(Result::ok).unwrap_or_default()
    }

    /// The message of the last change; a refusal is told by the page that it is about.
    fn snackbar(&self) -> Option<Snackbar> {
        let flash = self.session.take_flash::<Flash>().filter(|flash| !flash.is_empty())?;
        Some(flash.snackbar(self.t, self.lang))
    }

    /// What was refused just now, for the page that says why.
    pub fn take_refusal(&self) -> Option<Refusal> {
        self.session.peek_flash::<Flash>()?.refusal?;
        self.session.take_flash::<Flash>()?.refusal
    }

    fn come_back(&self) -> Option<ComeBackButton> {
        let way = self.session.come_back().filter(|_| self.portal.can_become && self.person().is_ok())?;
        Some(ComeBackButton {
            national_id: way.national_id.to_string(),
            label: fill(&self.t.test.client.come_back, &[("name", &way.name)]),
            return_to: way.page.into(),
        })
    }

    /// Where a tester becomes somebody at a client, to come back to this page.
    fn client_url(&self) -> Option<String> {
        let possible = self.portal.can_become && self.portal.test_tools && self.session.represented().is_some();
        possible.then(|| urls::with_return_to(urls::TEST_CLIENT, &self.path_and_query))
    }

    /// Where a tester changes a client from outside; empty without test tools.
    pub fn events_url(&self, client: OrganisationNumber) -> String {
        if !self.portal.test_tools {
            return String::new();
        }
        urls::with_query(urls::TEST_EVENTS, &[("client", client.to_string())])
    }

    fn waiting_requests(&self) -> WaitingRequests {
        match self.waiting.get() {
            None | Some(0) => WaitingRequests::default(),
            Some(&n) => WaitingRequests {
                number: format::count(self.lang, n),
                words: format::counted(self.lang, n, &self.t.request.waiting_one, &self.t.request.waiting_many),
            },
        }
    }

    /// Links to the guide, with a link back to this page unless it is the guide.
    fn guide_url(&self, section: Section) -> String {
        if section == Section::RelationGuide {
            return self.path_and_query.clone();
        }
        urls::with_return_to(urls::RELATION_GUIDE, &self.path_and_query)
    }

    /// The layout of a public page; shows the organisation of a signed-in person.
    pub async fn signed_in_layout(&self, title: &str, section: Section) -> Result<Layout, WebError> {
        match self.call_acting_cached(|_| Ok(())).await {
            Ok((acting, ())) => {
                let layout = self.acting_layout(&acting, title, &[]);
                Ok(Layout { section, guide_url: self.guide_url(section), breadcrumbs: Vec::new(), ..layout })
            }
            Err(
                WebError::SignedOut { .. }
                | WebError::ChooseOrganisation { .. }
                | WebError::Service(ServiceError::UnknownPerson),
            ) => Ok(self.layout(title, section)),
            Err(error) => Err(error),
        }
    }

    /// The layout of a page about the represented organisation.
    ///
    /// The last breadcrumb is the page itself.
    pub fn acting_layout(&self, acting: &ActingAs, title: &str, breadcrumbs: &[(&str, Option<&str>)]) -> Layout {
        let start = (self.t.common.start.as_str(), Some(urls::START));
        let management = (self.t.side.access_management.as_str(), None);
        let breadcrumb =
            |(label, href): (&str, Option<&str>)| Breadcrumb { label: label.into(), href: href.map(Into::into) };
        let owner = acting.owner.display_name();
        Layout {
            breadcrumbs: [start, management].into_iter().chain(breadcrumbs.iter().copied()).map(breadcrumb).collect(),
            menu_rights: MenuRights::of(acting.permissions),
            waiting_requests: self.waiting_requests(),
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
