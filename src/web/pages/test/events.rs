//! `/test/events`: simulates events in the registers outside the portal.

use actix_web::Either;
use actix_web::web::{Query, Redirect};
use askama::Template;
use serde::Deserialize;

use super::event_form::{EventForm, Typed};
use super::form_errors::FormErrors;
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::domain::collation::SortKey;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::role::ErRole;
use crate::i18n::{Texts, fill};
use crate::service::events::{EventOptions, EventOutcome};
use crate::service::{Service, ServiceError};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The forms, one per group of events.
#[derive(Template)]
#[template(path = "pages/test/events.html")]
pub struct EventsPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    /// Suggestions for the client's number.
    pub organisations: Vec<ListOption>,
    pub providers: Vec<ListOption>,
    pub roles: Vec<ListOption>,
    pub packages: Vec<ListOption>,
    pub forms: Vec<&'static str>,
    pub systems: Vec<SystemRow>,
    pub typed: Typed,
    pub errors: FormErrors,
}

/// An `<option>`.
pub struct ListOption {
    pub value: String,
    pub label: String,
}

/// A system that can be deleted.
pub struct SystemRow {
    pub vendor: String,
    pub system: String,
    pub label: String,
}

/// The client to change.
#[derive(Deserialize)]
pub struct EventsQuery {
    #[serde(default)]
    client: String,
}

/// Shows the forms.
pub async fn show(context: RequestContext, query: Query<EventsQuery>) -> Result<Page<EventsPage>, WebError> {
    Ok(Page::ok(page(&context, Typed::about(&query.client), FormErrors::default()).await?))
}

/// Applies an event.
pub async fn apply(
    context: RequestContext,
    form: TestForm<EventForm>,
) -> Result<Either<Redirect, Page<EventsPage>>, WebError> {
    let form = form.0.ok_or(WebError::BadInput)?;
    let errors = match form.event(context.t).ok_or(WebError::BadInput)? {
        Err(errors) => errors,
        Ok(event) => {
            let real = (context.portal.clock)();
            let apply = move |service: &Service| service.apply_event(&event, service.clock()?.at(real));
            match context.call_service(apply).await {
                Ok(outcome) => {
                    let client = outcome.new_client.map_or_else(|| form.client.clone(), |number| number.to_string());
                    let address = urls::with_query(urls::TEST_EVENTS, &[("client", client)]);
                    return redirect_with_message(&context, &address, words(context.t, outcome)).map(Either::Left);
                }
                Err(WebError::Service(ServiceError::ImpossibleEvent(why))) => form.refused(context.t, why),
                Err(error) => return Err(error),
            }
        }
    };
    Ok(Either::Right(unprocessable(page(&context, Typed::from(form), errors).await?)))
}

async fn page(context: &RequestContext, typed: Typed, errors: FormErrors) -> Result<EventsPage, WebError> {
    let EventOptions { mut organisations, mut providers, systems } =
        context.call_service(Service::event_options).await?;
    for list in [&mut organisations, &mut providers] {
        list.sort_by_cached_key(|organisation| SortKey::of(&organisation.name));
    }
    let packages = context.portal.service.catalogue().iter().filter(|package| package.assignable);
    let mut packages: Vec<_> = packages
        .map(|package| ListOption {
            value: package.code.to_string(),
            label: format::localised(&package.name, context.lang).to_owned(),
        })
        .collect();
    packages.sort_by_cached_key(|package| SortKey::of(&package.label));
    let system = |(vendor, system): (Organisation, String)| SystemRow {
        label: format!("{system} ({})", vendor.display_name()),
        vendor: vendor.number.to_string(),
        system,
    };
    let role =
        |role: ErRole| ListOption { value: role.code().to_owned(), label: format::er_role(context.t, role).to_owned() };
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_EVENTS, &errors).await?;
    Ok(EventsPage {
        layout,
        tools,
        organisations: organisations.iter().map(list_option).collect(),
        providers: providers.iter().map(list_option).collect(),
        roles: ErRole::ALL.map(role).into(),
        packages,
        forms: OrgForm::all().map(OrgForm::code).collect(),
        systems: systems.into_iter().map(system).collect(),
        typed,
        errors,
    })
}

fn list_option(organisation: &Organisation) -> ListOption {
    let label = format!("{} ({}, {})", organisation.display_name(), organisation.number, organisation.form.code());
    ListOption { value: organisation.number.to_string(), label }
}

/// Describes what the event did.
fn words(t: &Texts, outcome: EventOutcome) -> String {
    let t = &t.test.events;
    if !outcome.changed {
        return t.nothing.to_string();
    }
    let counted = |count: usize, text: &str| (count > 0).then(|| fill(text, &[("count", &count.to_string())]));
    let created = outcome.new_client.map(|number| fill(&t.created, &[("number", &number.grouped())]));
    let parts = [
        Some(t.happened.to_string()),
        created,
        counted(outcome.delegations_gone, &t.gone),
        counted(outcome.delegations_reduced, &t.reduced),
        counted(outcome.accesses_gone, &t.accesses_gone),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
}
