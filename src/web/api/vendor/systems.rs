//! `/systemregister/vendor…`: a vendor registers its systems, in the least form that programs need.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Path};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use uuid::Uuid;

use super::body;
use super::caller::{Scoped, WritesRegister};
use super::dto::{NewSystemBody, RegisterUpdate, RegisteredSystem, SYSTEM_MEMBERS};
use super::requests::resource;
use crate::domain::number::OrganisationNumber;
use crate::domain::package::Localised;
use crate::domain::system::SystemId;
use crate::service::ServiceError;
use crate::service::register::{NewSystem, SystemFault};
use crate::web::api::batch::SentBody;
use crate::web::api::problem::ApiError;
use crate::web::api::response;
use crate::web::api::schema::Problem;

/// Registers a system.
#[utoipa::path(
    post,
    path = "/systemregister/vendor",
    tag = "System register",
    operation_id = "registerSystem",
    summary = "Register a system",
    description = "Every error is reported. A program gets tokens for it only where the scenario has its public key.",
    request_body = NewSystemBody,
    responses(
        (status = 200, description = "The system's internal id", body = Uuid),
        (status = 400, description = "A member is missing or wrong", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn register(
    http: HttpRequest,
    program: Scoped<WritesRegister>,
    bytes: Bytes,
) -> Result<HttpResponse, ApiError> {
    http.extensions_mut().insert(SentBody(bytes.clone()));
    let content = body::read::<NewSystemBody>(&http, &bytes, &SYSTEM_MEMBERS)?;
    let named = content.vendor.as_ref().and_then(|vendor| vendor.id.as_ref());
    body::missing(&[
        ("Id", body::given(content.id.as_ref())),
        ("Vendor", named.is_some()),
        ("Name", content.name.is_some()),
        ("Description", content.description.is_some()),
    ])?;
    let named = named.and_then(|named| vendor_number(named));
    let named = named.ok_or_else(|| ServiceError::InvalidSystem(vec![SystemFault::UnknownVendor]))?;
    let vendor = program.registrar(Some(named))?;
    if vendor != named {
        return Err(ApiError::Forbidden("the system is for another vendor"));
    }
    let new = new_system(content)?;
    let id = program.call(vendor, move |vendor, now| Ok(vendor.register_system(&new, now)?.id.uuid()));
    response::one(StatusCode::OK, &id.await?)
}

/// One of the vendor's systems.
#[utoipa::path(
    get,
    path = "/systemregister/vendor/{systemId}",
    tag = "System register",
    operation_id = "getSystem",
    summary = "Look up a system",
    params(("systemId" = String, Path, description = "The system's id")),
    responses(
        (status = 200, description = "The system", body = RegisteredSystem),
        (status = 404, description = "Unknown, removed, or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn show(program: Scoped<WritesRegister>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let vendor = program.registrar(vendor_of(&id))?;
    let system = program.call(vendor, move |vendor, _| Ok(RegisteredSystem::from(&vendor.system(&id)?)));
    response::one(StatusCode::OK, &system.await?)
}

/// Removes one of the vendor's systems.
#[utoipa::path(
    delete,
    path = "/systemregister/vendor/{systemId}",
    tag = "System register",
    operation_id = "deleteSystem",
    summary = "Remove a system",
    description = "Nobody can ask for accesses to it or fetch tokens for it any more. Its accesses stay listed.",
    params(("systemId" = String, Path, description = "The system's id")),
    responses(
        (status = 200, description = "The system is removed", body = RegisterUpdate),
        (status = 404, description = "Unknown, removed, or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn remove(program: Scoped<WritesRegister>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let vendor = program.registrar(vendor_of(&id))?;
    program.call(vendor, move |vendor, now| Ok(vendor.remove_system(&id, now)?)).await?;
    response::one(StatusCode::OK, &RegisterUpdate { success: true })
}

/// The vendor that a system's id begins with.
pub(super) fn vendor_of(id: &str) -> Option<OrganisationNumber> {
    id.parse::<SystemId>().ok()?.vendor()
}

/// The number of `0192:310495913`; here the scheme must be named.
fn vendor_number(id: &str) -> Option<OrganisationNumber> {
    id.trim().strip_prefix("0192:")?.parse().ok()
}

fn new_system(body: NewSystemBody) -> Result<NewSystem, ApiError> {
    let clients = body.client_id.unwrap_or_default();
    let clients = clients.iter().map(|client| {
        let fault = |_| ApiError::Binding(vec![("ClientId", format!("The value '{client}' is not valid."))]);
        Uuid::parse_str(client.trim()).map_err(fault)
    });
    let packages = body.access_packages.unwrap_or_default().into_iter();
    Ok(NewSystem {
        id: body.id.unwrap_or_default(),
        name: localised("Name", body.name)?,
        description: localised("Description", body.description)?,
        packages: packages.map(|package| package.urn.unwrap_or_default()).collect(),
        rights: body.rights.unwrap_or_default().iter().map(resource).collect(),
        oauth_clients: clients.collect::<Result<_, _>>()?,
        visible: body.is_visible.unwrap_or(true),
        redirect_urls: body.allowed_redirect_urls.unwrap_or_default(),
    })
}

fn localised(member: &'static str, texts: Option<BTreeMap<String, String>>) -> Result<Localised, ApiError> {
    let texts = texts.unwrap_or_default();
    let text = |lang: &str| texts.get(lang).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let fault = || ApiError::Binding(vec![(member, format!("The {member} field must have a text in nb."))]);
    let nb = text("nb").ok_or_else(fault)?;
    Ok(Localised { nn: text("nn").unwrap_or_else(|| nb.clone()), en: text("en").unwrap_or_else(|| nb.clone()), nb })
}
