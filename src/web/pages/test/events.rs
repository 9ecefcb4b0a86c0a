//! `/test/events`: simulates events in the registers outside the portal.

use actix_web::Either;
use actix_web::web::{Query, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::event_form::{EventForm, Typed};
use super::form_errors::FormErrors;
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::domain::access::SystemAccess;
use crate::domain::access_request::{AccessRequest, ExternalRef};
use crate::domain::collation::SortKey;
use crate::domain::display_name;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::AccessPackage;
use crate::domain::role::ErRole;
use crate::domain::system::System;
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
    /// Those that can be given directly.
    pub packages: Vec<ListOption>,
    pub all_packages: Vec<ListOption>,
    pub forms: Vec<&'static str>,
    pub systems: Vec<SystemRow>,
    /// The same systems, for a list.
    pub system_options: Vec<ListOption>,
    pub requests: Vec<ListOption>,
    pub accesses: Vec<ListOption>,
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
    let systems = context.call_service(Service::systems).await?;
    let errors = match form.event(context.t, &systems).ok_or(WebError::BadInput)? {
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
    let real = (context.portal.clock)();
    let find = move |service: &Service| service.event_options(service.clock()?.at(real));
    let options = context.call_service(find).await?;
    let EventOptions { mut organisations, mut providers, systems, requests, mut accesses } = options;
    accesses.sort_by_cached_key(|access| SortKey::of(&access.title));
    for list in [&mut organisations, &mut providers] {
        list.sort_by_cached_key(|organisation| SortKey::of(&organisation.name));
    }
    let packages = |fits: fn(&AccessPackage) -> bool| package_options(context, fits);
    let system_option =
        |system: &System| ListOption { value: system.id.to_string(), label: system_label(context, system) };
    let system_row = |system: &System| SystemRow {
        label: system_label(context, system),
        vendor: system.vendor.number.to_string(),
        system: system.id.to_string(),
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
        packages: packages(|package| package.assignable),
        all_packages: packages(|_| true),
        forms: OrgForm::all().map(OrgForm::code).collect(),
        systems: systems.iter().map(system_row).collect(),
        system_options: systems.iter().map(system_option).collect(),
        requests: requests.iter().map(request_option).collect(),
        accesses: accesses.iter().map(access_option).collect(),
        typed,
        errors,
    })
}

/// The packages that fit, by name.
fn package_options(context: &RequestContext, fits: fn(&AccessPackage) -> bool) -> Vec<ListOption> {
    let packages = context.portal.service.catalogue().iter().filter(|package| fits(package));
    let option = |package: &AccessPackage| ListOption {
        value: package.code.to_string(),
        label: format::localised(&package.name, context.lang).to_owned(),
    };
    let mut options: Vec<_> = packages.map(option).collect();
    options.sort_by_cached_key(|package| SortKey::of(&package.label));
    options
}

/// "Revisorsystemer (Revisorsystemer AS)".
fn system_label(context: &RequestContext, system: &System) -> String {
    let vendor = display_name::organisation(&system.vendor.name);
    format!("{} ({vendor})", format::localised(&system.name, context.lang))
}

fn request_option(request: &AccessRequest) -> ListOption {
    option(request.id.uuid(), &request.title, request.owner, &request.external_ref)
}

fn access_option(access: &SystemAccess) -> ListOption {
    option(access.id.uuid(), &access.title, access.owner, &access.external_ref)
}

/// "Revisor klientdelegering (310495891, ref-1)"; the owner's number alone where it is the reference.
fn option(id: Uuid, title: &str, owner: OrganisationNumber, external_ref: &ExternalRef) -> ListOption {
    let (owner, external_ref) = (owner.to_string(), external_ref.as_str());
    let key = if external_ref == owner { owner } else { format!("{owner}, {external_ref}") };
    ListOption { value: id.to_string(), label: format!("{title} ({key})") }
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
