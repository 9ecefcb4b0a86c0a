//! The JSON bodies. Field names and capitals are those of Altinn's contract.
//!
//! Fields that only this portal has are absent unless the request asks for them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::access::{AccessKind, SystemAccess};
use crate::domain::eligibility::{Eligibility, Missing, PackageStatus};
use crate::domain::organisation::Organisation;
use crate::service::ClientEntry;

/// A system access (system user).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// The value for the parameter `agent`.
    pub id: Uuid,
    pub integration_title: String,
    pub system_id: String,
    /// Empty, as at Altinn, except in the answer to Maskinporten: there the system's id.
    pub product_name: String,
    pub system_internal_id: Uuid,
    pub party_id: String,
    /// Always empty, as at Altinn; the capitals are Altinn's.
    #[serde(rename = "partyUuId")]
    pub party_uuid: &'static str,
    /// The owner's organisation number.
    pub reportee_org_no: String,
    /// RFC 3339, UTC.
    pub created: String,
    pub is_deleted: bool,
    /// Always empty, as at Altinn.
    pub supplier_name: &'static str,
    /// The vendor's organisation number.
    pub supplier_orgno: String,
    pub external_ref: String,
    /// The packages that a client must have.
    pub access_packages: Vec<PackageUrn>,
    /// `agent` for clients, `standard` for the owner itself.
    pub user_type: &'static str,
}

/// An access package, by its URN.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageUrn {
    #[schema(example = "urn:altinn:accesspackage:ansvarlig-revisor")]
    pub urn: String,
}

/// A page of clients.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientList {
    pub links: Links,
    pub data: Vec<Client>,
    pub system_user_information: SystemUserInformation,
}

/// Links to other pages.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Links {
    /// The URL of the next page. Absent on the last page, and when paging is off, which is the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// The value for the parameter `client`.
    #[serde(rename = "clientId")]
    pub id: Uuid,
    #[serde(rename = "clientOrganizationNumber")]
    pub number: String,
    /// As registered, usually in capitals.
    #[serde(rename = "clientOrganizationName")]
    pub name: String,
    /// Only here, with `include=access`: whether the client is on the system access.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegated: Option<bool>,
    /// Only here, with `include=access`: the packages that the client has, and how it got them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Vec<HeldPackage>>,
    /// Only here, with `include=access`: the packages that the client lacks, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_packages: Option<Vec<MissingPackage>>,
}

/// A package that a client has.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldPackage {
    pub urn: String,
    /// A role in Enhetsregisteret, `urn:altinn:external-role:ccr:…`, or `urn:altinn:role:rettighetshaver` for a package that
    /// the client gave directly.
    pub role: String,
}

/// A package that a client lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MissingPackage {
    pub urn: String,
    /// `role`: the client must register the owner in `role`. `orgForm`: `role` gives it only to clients with a form in
    /// `forms`. `direct`: the client must give it directly. `unobtainable`: nobody can give it.
    pub reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<&'static str>,
}

/// The system access, and its owner.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SystemUserInformation {
    pub system_user_id: Uuid,
    /// The owner's organisation number.
    pub system_user_owner_org: String,
}

/// A client and a system access.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delegation {
    pub agent: Uuid,
    pub client: Uuid,
}

/// A change of many clients.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    pub action: BatchAction,
    /// Ids of clients; duplicates count once.
    #[schema(min_items = 1, max_items = 1000, example = json!(["3ddce6a6-3927-5517-8992-b8e559c57adf"]))]
    pub clients: Vec<Uuid>,
}

/// Add or remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BatchAction {
    Add,
    Remove,
}

/// The result of a batch. All possible changes were made in one transaction.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResult {
    pub agent: Uuid,
    pub action: BatchAction,
    /// One per client, in the order of the request.
    pub results: Vec<ClientResult>,
}

/// The result for one client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientResult {
    pub client: Uuid,
    /// `changed`: added or removed now. `unchanged`: already so. `refused`: see `code`.
    pub outcome: &'static str,
    /// The problem's code, when refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_packages: Vec<MissingPackage>,
}

impl From<&SystemAccess> for Agent {
    fn from(access: &SystemAccess) -> Self {
        Self {
            id: access.id.uuid(),
            integration_title: access.title.clone(),
            system_id: access.system.id.to_string(),
            product_name: String::new(),
            system_internal_id: access.system.id.uuid(),
            party_id: Organisation::party_id_of(access.owner).to_string(),
            party_uuid: "",
            reportee_org_no: access.owner.to_string(),
            created: access.created.to_string(),
            is_deleted: false,
            supplier_name: "",
            supplier_orgno: access.system.vendor.number.to_string(),
            external_ref: access.external_ref.to_string(),
            access_packages: access.packages.iter().map(|code| PackageUrn { urn: code.urn() }).collect(),
            user_type: match access.kind {
                AccessKind::Own => "standard",
                AccessKind::Clients => "agent",
            },
        }
    }
}

impl Client {
    /// The client, with the packages that it has and lacks if `with_access`.
    pub fn of(entry: &ClientEntry, with_access: bool) -> Self {
        let ClientEntry { organisation, eligibility, assigned } = entry;
        Self {
            id: organisation.uuid(),
            number: organisation.number.to_string(),
            name: organisation.name.clone(),
            delegated: with_access.then_some(*assigned),
            access: with_access.then(|| HeldPackage::all(eligibility)),
            missing_packages: with_access.then(|| MissingPackage::all(eligibility)),
        }
    }
}

impl HeldPackage {
    fn all(eligibility: &Eligibility) -> Vec<Self> {
        let held = eligibility.held().map(|(code, standing)| {
            let role = match standing {
                PackageStatus::ThroughRole(role) => format!("urn:altinn:external-role:ccr:{}", role.code()),
                PackageStatus::Direct | PackageStatus::Missing(_) => "urn:altinn:role:rettighetshaver".to_owned(),
            };
            Self { urn: code.urn(), role }
        });
        held.collect()
    }
}

impl MissingPackage {
    /// All missing packages.
    pub fn all(eligibility: &Eligibility) -> Vec<Self> {
        let missing = eligibility.missing().map(|(code, why)| {
            let (reason, role, forms) = match why {
                Missing::Role(role) => ("role", Some(role), &[][..]),
                Missing::OrgForm { role, forms } => ("orgForm", Some(role), forms),
                Missing::Direct => ("direct", None, &[][..]),
                Missing::Unobtainable => ("unobtainable", None, &[][..]),
            };
            let role = role.map(|role| format!("urn:altinn:external-role:ccr:{}", role.code()));
            Self { urn: code.urn(), reason, role, forms: forms.iter().map(|form| form.code()).collect() }
        });
        missing.collect()
    }
}
