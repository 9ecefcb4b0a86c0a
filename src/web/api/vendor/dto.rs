//! The JSON of requests and systems. Names and capitals are those of Altinn's contract.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessRequest, RequestStatus};
use crate::domain::package::Localised;
use crate::domain::system::System;
use crate::web::api::dto::{Agent, Links, PackageUrn};

/// A request to be made, of either kind.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewRequestBody {
    /// A registered system of the vendor's. Required.
    #[schema(example = "310495913_revisorsystem")]
    pub system_id: Option<String>,
    /// The organisation number of the firm that is asked. Required.
    #[schema(example = "310495891")]
    pub party_org_no: Option<String>,
    /// The vendor's own reference; by default the firm's number. Unique together with system and firm.
    pub external_ref: Option<String>,
    /// The access's name; by default the system's Norwegian name.
    pub integration_title: Option<String>,
    /// For an own access only; elsewhere unknown. No system has rights here, so none can be asked for.
    pub rights: Option<Vec<Right>>,
    /// A part of the system's packages. Required for clients.
    pub access_packages: Option<Vec<PackageReference>>,
    /// Where the person who answers is sent: equal to one of the system's addresses, except for the query.
    pub redirect_url: Option<String>,
}

/// The members of [`NewRequestBody`] at the address of a kind.
pub fn request_members(kind: AccessKind) -> &'static [&'static str] {
    const FOR_CLIENTS: [&str; 6] =
        ["systemId", "partyOrgNo", "externalRef", "integrationTitle", "accessPackages", "redirectUrl"];
    const OWN: [&str; 7] =
        ["systemId", "partyOrgNo", "externalRef", "integrationTitle", "accessPackages", "redirectUrl", "rights"];
    match kind {
        AccessKind::Clients => &FOR_CLIENTS,
        AccessKind::Own => &OWN,
    }
}

/// An access package in a request.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PackageReference {
    #[schema(example = "urn:altinn:accesspackage:ansvarlig-revisor")]
    pub urn: Option<String>,
}

/// A right to a resource.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Right {
    #[serde(default)]
    pub resource: Vec<Attribute>,
}

/// A part of a resource's name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Attribute {
    #[schema(example = "urn:altinn:resource")]
    pub id: Option<String>,
    pub value: Option<String>,
}

/// A request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Becomes the id of the access.
    pub id: Uuid,
    pub integration_title: String,
    pub external_ref: String,
    pub system_id: String,
    pub party_org_no: String,
    /// For own accesses only; always empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<Right>>,
    pub access_packages: Vec<PackageUrn>,
    /// `New`, `Accepted`, `Rejected` or `Timedout`.
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    /// The page where a person answers. Not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_url: Option<String>,
    /// Whether somebody sent it on to those who may approve it.
    pub escalated: bool,
    /// RFC 3339, UTC.
    pub created: String,
    /// Whether it was not answered within 180 days.
    pub timed_out: bool,
}

/// A page of requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestList {
    pub links: Links,
    pub data: Vec<Request>,
}

/// A page of system accesses (system users).
#[derive(Debug, Serialize, ToSchema)]
pub struct SystemUserList {
    pub links: Links,
    pub data: Vec<Agent>,
}

impl Request {
    /// The request with this status.
    pub fn of(request: &AccessRequest, status: RequestStatus) -> Self {
        Self {
            id: request.id.uuid(),
            integration_title: request.title.clone(),
            external_ref: request.external_ref.to_string(),
            system_id: request.system.id.to_string(),
            party_org_no: request.owner.to_string(),
            rights: (request.kind == AccessKind::Own).then(Vec::new),
            access_packages: request.packages.iter().map(|code| PackageUrn { urn: code.urn() }).collect(),
            status: status.code(),
            redirect_url: request.redirect_url.as_ref().map(ToString::to_string),
            confirm_url: None,
            escalated: request.escalation.is_some(),
            created: request.created.to_string(),
            timed_out: status == RequestStatus::Timedout,
        }
    }
}

/// A system to be registered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewSystemBody {
    /// The vendor's number, an underscore and a name. Required.
    #[schema(example = "310495913_nytt-system")]
    pub id: Option<String>,
    /// Required.
    pub vendor: Option<VendorReference>,
    /// By language: `nb`, `nn` and `en`; a missing one is taken from `nb`. Required.
    pub name: Option<BTreeMap<String, String>>,
    /// The same. Required.
    pub description: Option<BTreeMap<String, String>>,
    /// No resource is known here.
    pub rights: Option<Vec<Right>>,
    pub access_packages: Option<Vec<PackageReference>>,
    /// Ids of the OAuth clients that fetch tokens for the system.
    pub client_id: Option<Vec<String>>,
    /// Whether a firm can make an own access to it in the portal; by default yes.
    pub is_visible: Option<bool>,
    pub allowed_redirect_urls: Option<Vec<String>>,
}

/// The members of [`NewSystemBody`].
pub const SYSTEM_MEMBERS: [&str; 9] =
    ["id", "vendor", "name", "description", "rights", "accessPackages", "clientId", "isVisible", "allowedRedirectUrls"];

/// A vendor in a request.
#[derive(Debug, Deserialize, ToSchema)]
pub struct VendorReference {
    #[serde(rename = "ID", alias = "id", alias = "Id")]
    #[schema(example = "0192:310495913")]
    pub id: Option<String>,
}

/// An organisation, by its number.
#[derive(Debug, Serialize, ToSchema)]
pub struct VendorInfo {
    pub authority: &'static str,
    #[serde(rename = "ID")]
    pub id: String,
}

/// A registered system.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegisteredSystem {
    pub id: String,
    pub vendor: VendorInfo,
    /// By language.
    pub name: BTreeMap<&'static str, String>,
    pub description: BTreeMap<&'static str, String>,
    /// Always empty.
    pub rights: Vec<Right>,
    pub access_packages: Vec<PackageUrn>,
    pub client_id: Vec<Uuid>,
    pub is_visible: bool,
    pub allowed_redirect_urls: Vec<String>,
}

/// Whether a change of the register was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterUpdate {
    pub success: bool,
}

impl From<&System> for RegisteredSystem {
    fn from(system: &System) -> Self {
        let localised = |text: &Localised| {
            BTreeMap::from([("nb", text.nb.clone()), ("nn", text.nn.clone()), ("en", text.en.clone())])
        };
        Self {
            id: system.id.to_string(),
            vendor: VendorInfo { authority: "iso6523-actorid-upis", id: format!("0192:{}", system.vendor.number) },
            name: localised(&system.name),
            description: localised(&system.description),
            rights: Vec::new(),
            access_packages: system.packages.iter().map(|code| PackageUrn { urn: code.urn() }).collect(),
            client_id: system.oauth_clients.iter().map(|client| client.id).collect(),
            is_visible: system.visible,
            allowed_redirect_urls: system.redirect_urls.iter().map(ToString::to_string).collect(),
        }
    }
}
