//! `/test/vendor`: asks for a system access as a vendor's program does, and follows what becomes of it.

use std::collections::HashSet;

use actix_web::Either;
use actix_web::web::Redirect;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::form_errors::{FormErrors, organisation_number};
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::auth::BaseUrl;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessRequest, RequestStatus};
use crate::domain::catalogue::Catalogue;
use crate::domain::display_name;
use crate::domain::number::OrganisationNumber;
use crate::domain::system::System;
use crate::i18n::{Texts, fill};
use crate::service::{self, AccessProblem, NewRequest, Service, ServiceError};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The program that these requests come from, in the audit trail.
const PROGRAM: &str = "klientportal-test";

/// The form, and the requests of this world.
#[derive(Template)]
#[template(path = "pages/test/vendor.html")]
pub struct VendorPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub systems: Vec<SystemOption>,
    pub typed: RequestForm,
    pub errors: FormErrors,
    /// Newest first.
    pub requests: Vec<RequestCard>,
}

/// A system that may ask.
pub struct SystemOption {
    pub id: String,
    /// "Revisorsystem – Revisorsystemer AS".
    pub label: String,
}

/// One request, with the link that the vendor shows its customer.
pub struct RequestCard {
    pub id: String,
    pub title: String,
    /// "Revisorsystem, for Diskret Nær Tiger AS. Referanse: ny".
    pub about: String,
    pub status: String,
    pub link: String,
    pub curl: String,
    /// Whether the vendor may withdraw it.
    pub is_open: bool,
}

/// What to ask for.
#[derive(Deserialize, Default)]
pub struct RequestForm {
    #[serde(default)]
    pub system: String,
    #[serde(default)]
    pub owner: String,
    /// `own` or `clients`.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub external_ref: String,
    #[serde(default)]
    pub title: String,
    /// The request to withdraw, instead of a new one.
    withdraw: Option<Uuid>,
}

struct Found {
    systems: Vec<System>,
    requests: Vec<(AccessRequest, String, RequestStatus)>,
}

/// Shows the form and the requests.
pub async fn show(context: RequestContext, base: BaseUrl) -> Result<Page<VendorPage>, WebError> {
    let represented = context.session.represented().map(|number| number.to_string());
    let typed =
        RequestForm { owner: represented.unwrap_or_default(), kind: "clients".to_owned(), ..Default::default() };
    Ok(Page::ok(page(&context, &base, typed, FormErrors::default()).await?))
}

/// Sends a request, or withdraws one.
pub async fn change(
    context: RequestContext,
    base: BaseUrl,
    form: TestForm<RequestForm>,
) -> Result<Either<Redirect, Page<VendorPage>>, WebError> {
    let form = form.0.ok_or(WebError::BadInput)?;
    if let Some(id) = form.withdraw {
        return withdraw(&context, id).await.map(Either::Left);
    }
    let mut errors = FormErrors::default();
    let t = context.t;
    let owner: Option<OrganisationNumber> = errors.number("owner", &form.owner, &|fault| organisation_number(t, fault));
    let kind = AccessKind::from_code(&form.kind).unwrap_or(AccessKind::Clients);
    if let Some(owner) = owner {
        let (system, real) = (form.system.clone(), (context.portal.clock)());
        let (external_ref, title) = (form.external_ref.clone(), form.title.clone());
        let ask = move |service: &Service| ask(service, &system, owner, kind, (external_ref, title), real);
        match context.call_service(ask).await {
            Ok(title) => {
                let text = fill(&t.test.vendor.sent, &[("title", &title)]);
                return redirect_with_message(&context, urls::TEST_VENDOR, text).map(Either::Left);
            }
            Err(WebError::Service(ServiceError::Problem(problem))) => {
                let (field, text) = refusal(t, &problem);
                errors.add(field, text);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Either::Right(unprocessable(page(&context, &base, form, errors).await?)))
}

/// Asks for all packages of the system that such an access can have.
fn ask(
    service: &Service,
    system: &str,
    owner: OrganisationNumber,
    kind: AccessKind,
    (external_ref, title): (String, String),
    real: jiff::Timestamp,
) -> service::Result<String> {
    let known = service.systems()?.into_iter().find(|known| known.id.as_str() == system && !known.deleted);
    let known = known.ok_or(AccessProblem::UnknownSystem)?;
    let new = NewRequest {
        kind,
        system: system.to_owned(),
        owner: owner.to_string(),
        external_ref: Some(external_ref),
        title: Some(title),
        packages: Some(packages(service.catalogue(), &known, kind)),
        rights: None,
        redirect_url: known.redirect_urls.first().map(|url| url.as_str().to_owned()),
    };
    let now = service.clock()?.at(real);
    let asked = service.acting_vendor(known.vendor.number, PROGRAM.to_owned()).ask(&new, now)?;
    if asked.existed { Err(AccessProblem::RequestWaits.into()) } else { Ok(asked.request.title) }
}

fn packages(catalogue: &Catalogue, system: &System, kind: AccessKind) -> Vec<String> {
    let fits = |code: &&crate::domain::package::PackageCode| {
        catalogue.get(code).is_some_and(|package| match kind {
            AccessKind::Own => package.assignable,
            AccessKind::Clients => package.delegable,
        })
    };
    system.packages.iter().filter(fits).map(|code| code.as_str().to_owned()).collect()
}

/// The field that a refusal is about, and its words.
fn refusal(t: &Texts, problem: &AccessProblem) -> (&'static str, String) {
    let v = &t.test.vendor;
    match problem {
        AccessProblem::UnknownParty => ("owner", v.unknown_owner.to_string()),
        AccessProblem::AccessExists | AccessProblem::RequestAccepted => ("external-ref", v.access_exists.to_string()),
        AccessProblem::RequestWaits => ("external-ref", v.request_waits.to_string()),
        AccessProblem::RequestRejected => ("external-ref", v.request_rejected.to_string()),
        AccessProblem::NoPackages | AccessProblem::NothingAskedFor => ("kind-clients", v.no_packages.to_string()),
        other => ("system", fill(&v.refused, &[("code", other.code())])),
    }
}

async fn withdraw(context: &RequestContext, id: Uuid) -> Result<Redirect, WebError> {
    let real = (context.portal.clock)();
    let end = move |service: &Service| {
        let now = service.clock()?.at(real);
        let Some(request) = service.request(id.into())? else { return Ok(false) };
        match service.acting_vendor(request.system.vendor.number, PROGRAM.to_owned()).withdraw(request.id, now) {
            Ok(()) => Ok(true),
            Err(ServiceError::Problem(_)) => Ok(false),
            Err(error) => Err(error),
        }
    };
    let v = &context.t.test.vendor;
    let text = if context.call_service(end).await? { &v.withdrawn } else { &v.not_withdrawn };
    redirect_with_message(context, urls::TEST_VENDOR, text.to_string())
}

async fn page(
    context: &RequestContext,
    base: &BaseUrl,
    mut typed: RequestForm,
    errors: FormErrors,
) -> Result<VendorPage, WebError> {
    let real = (context.portal.clock)();
    let find = move |service: &Service| {
        let now = service.clock()?.at(real);
        let requests = service.all_requests()?.into_iter().rev().map(|request| {
            let owner = service.organisation(request.owner)?;
            let status = request.status(now);
            Ok((request, owner.map(|owner| owner.display_name()).unwrap_or_default(), status))
        });
        Ok(Found { systems: service.systems()?, requests: requests.collect::<service::Result<_>>()? })
    };
    let Found { systems, requests } = context.call_service(find).await?;
    if typed.external_ref.is_empty() && errors.is_empty() {
        typed.external_ref = free_ref(&requests);
    }
    let cards = requests.iter().map(|(request, owner, status)| card(context, base, request, owner, *status)).collect();
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_VENDOR, &errors).await?;
    let option = |system: System| {
        let vendor = display_name::organisation(&system.vendor.name);
        SystemOption {
            label: format!("{} – {vendor}", format::localised(&system.name, context.lang)),
            id: system.id.to_string(),
        }
    };
    let systems = systems.into_iter().filter(|system| !system.deleted).map(option).collect();
    Ok(VendorPage { layout, tools, systems, typed, errors, requests: cards })
}

/// A reference that no request has.
fn free_ref(requests: &[(AccessRequest, String, RequestStatus)]) -> String {
    let taken: HashSet<_> = requests.iter().map(|(request, ..)| request.external_ref.as_str()).collect();
    let mut refs = (1..).map(|n| format!("ref-{n}"));
    refs.find(|one| !taken.contains(one.as_str())).unwrap_or_default()
}

fn card(
    context: &RequestContext,
    BaseUrl(base): &BaseUrl,
    request: &AccessRequest,
    owner: &str,
    status: RequestStatus,
) -> RequestCard {
    let v = &context.t.test.vendor;
    let id = request.id.uuid().to_string();
    let path = urls::with_query(urls::request_page(request.kind), &[("id", &id)]);
    let path_and_kind = match request.kind {
        AccessKind::Own => "vendor",
        AccessKind::Clients => "vendor/agent",
    };
    let at = |path: &str| base.join(path).map_or_else(|_| path.to_owned(), Into::into);
    let api = at(&format!("/authentication/api/v1/systemuser/request/{path_and_kind}/{id}"));
    let system = format::localised(&request.system.name, context.lang);
    let reference = request.external_ref.as_str();
    RequestCard {
        title: request.title.clone(),
        about: fill(&v.about, &[("system", system), ("owner", owner), ("ref", reference)]),
        status: status_text(context.t, request, status),
        link: at(&path),
        curl: format!("curl --header \"Authorization: Bearer $TOKEN\" {api}"),
        is_open: status != RequestStatus::Accepted,
        id,
    }
}

/// What has become of a request, in words.
pub fn status_text(t: &Texts, request: &AccessRequest, status: RequestStatus) -> String {
    let v = &t.test.vendor;
    let text = match status {
        RequestStatus::New if request.escalation.is_some() => &v.escalated,
        RequestStatus::New => &v.waits,
        RequestStatus::Accepted => &v.accepted,
        RequestStatus::Rejected => &v.rejected,
        RequestStatus::Timedout => &v.timed_out,
    };
    text.to_string()
}
