//! `/test`: lists people to sign in as, and shows the state of the world.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::fault_text::fault_with_count;
use super::{TestForm, ToolLayout, ToolLink, tool_layout};
use crate::auth::{ComeBack, ReturnTo};
use crate::domain::number::NationalId;
use crate::domain::package::Localised;
use crate::domain::permission::Permissions;
use crate::domain::person::{Person, PersonId};
use crate::i18n::{Texts, fill};
use crate::service::{Representation, Service};
use crate::test_tools::TestTools;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pages::sign_in::{self, SignInRequest};
use crate::web::request_context::RequestContext;
use crate::web::{format, test_banner, urls};

/// The people, and the state of the world.
#[derive(Template)]
#[template(path = "pages/test/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub people: Vec<PersonView>,
    /// Whether the page can sign in as somebody.
    pub can_become: bool,
    /// The page that the tools were opened from; sign-ins return there.
    pub return_to: Option<String>,
    /// Label and value, such as "Scenario" and "Veiledningen".
    pub state: Vec<(String, String)>,
}

/// A person and their permissions.
pub struct PersonView {
    pub national_id: String,
    pub name: String,
    pub note: String,
    /// "Bli Gild Kanne".
    pub become_label: String,
    pub representations: Vec<RepresentationView>,
    /// Shown for a person without roles.
    pub no_representation: String,
    pub current: bool,
}

/// A person's roles and permissions in an organisation.
pub struct RepresentationView {
    /// "Diskret Nær Tiger AS: daglig leder".
    pub roles: String,
    pub powers: String,
}

/// The person to sign in as.
#[derive(Deserialize)]
pub struct BecomeForm {
    national_id: NationalId,
    return_to: Option<String>,
    /// The page to come back to as the present person.
    come_back: Option<String>,
}

/// The page that the tools were opened from.
#[derive(Deserialize)]
pub struct IndexQuery {
    return_to: Option<String>,
}

type PersonEntry = (Person, Localised, Vec<Representation>);

/// Shows the page.
pub async fn show(
    context: RequestContext,
    test_tools: Data<TestTools>,
    query: Query<IndexQuery>,
) -> Result<Page<IndexPage>, WebError> {
    if let Some(page) = query.return_to.as_deref().and_then(ReturnTo::parse) {
        context.session.open_tools_from(&page)?;
    }
    let everybody = |service: &Service| {
        let people = service.people()?.into_iter();
        let known = people.map(|(person, note)| Ok((service.representations(person.id)?, note)));
        let known = known.map(|known| known.map(|((person, representations), note)| (person, note, representations)));
        Ok((known.collect::<crate::service::Result<Vec<PersonEntry>>>()?, service.loaded()?))
    };
    let (people, loaded) = context.call_service(everybody).await?;
    let me = context.person().ok();
    let t = &context.t.test.people;
    let mut state = vec![(t.world.to_string(), context.world.to_string())];
    if let Some(loaded) = loaded {
        state.push((t.scenario.to_string(), format::localised(&loaded.title, context.lang).to_owned()));
        state.push((t.loaded.to_string(), format::date_time(loaded.loaded)));
    }
    state.push((t.clock.to_string(), test_banner::clock(&context)));
    state.push((t.faults.to_string(), faults(&context, &test_tools)));
    let ToolLayout { layout, tools } = tool_layout(&context, urls::TEST).await?;
    let return_to = context.session.tools_opened_from().filter(|page| *page != ReturnTo::default());
    Ok(Page::ok(IndexPage {
        layout,
        tools,
        return_to: return_to.map(|page| page.as_str().to_owned()),
        people: people.into_iter().map(|known| person(&context, me, known)).collect(),
        can_become: context.portal.can_become,
        state,
    }))
}

/// Signs in through the identity provider, with the person already chosen.
pub async fn sign_in_as(
    context: RequestContext,
    request: SignInRequest,
    form: TestForm<BecomeForm>,
) -> Result<HttpResponse, WebError> {
    let BecomeForm { national_id, return_to, come_back } = form.0.ok_or(WebError::BadInput)?;
    match (come_back.as_deref().and_then(ReturnTo::parse), context.person()) {
        (Some(page), Ok(person)) => {
            let (person, _) = context.call_service(move |service| service.representations(person)).await?;
            context.session.put_come_back(&ComeBack {
                name: person.display_name(),
                national_id: person.national_id,
                page,
            })?;
        }
        _ => context.session.forget_come_back(),
    }
    let return_to = ReturnTo::parse(return_to.as_deref().unwrap_or(urls::OVERVIEW)).unwrap_or_default();
    sign_in::begin(&context, &request, Some(&national_id), &return_to).await
}

fn faults(context: &RequestContext, tools: &TestTools) -> String {
    let mut active = context.session.faults().map(|key| tools.faults.of_session(key).active()).unwrap_or_default();
    active.extend(tools.faults.of_world(&context.world).active());
    let words: Vec<_> = active.into_iter().map(|active| fault_with_count(context.t, active)).collect();
    if words.is_empty() { context.t.test.people.no_faults.to_string() } else { words.join(", ") }
}

fn person(context: &RequestContext, me: Option<PersonId>, (person, note, representations): PersonEntry) -> PersonView {
    let name = person.display_name();
    PersonView {
        national_id: person.national_id.to_string(),
        note: format::localised(&note, context.lang).to_owned(),
        become_label: fill(&context.t.test.people.be, &[("name", &name)]),
        representations: representations.iter().map(|one| representation_view(context.t, one)).collect(),
        no_representation: context.t.test.people.no_roles.to_string(),
        current: me == Some(person.id),
        name,
    }
}

fn representation_view(t: &Texts, Representation { organisation, roles, .. }: &Representation) -> RepresentationView {
    let powers = Permissions::of(roles);
    let words = &t.test.people;
    let powers = match (powers.access_management, powers.client_administration) {
        (true, true) => &words.powers_both,
        (true, false) => &words.powers_access,
        (false, true) => &words.powers_clients,
        (false, false) => &words.powers_none,
    };
    let roles = format::roles(t, roles);
    RepresentationView {
        roles: fill(&words.roles, &[("organisation", &organisation.display_name()), ("roles", &roles)]),
        powers: powers.to_string(),
    }
}
