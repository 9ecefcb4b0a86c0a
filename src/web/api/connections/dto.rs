//! The JSON of relationships. Names are those of Altinn's contract, without what this portal has not.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::giving::CannotGive;
use crate::domain::organisation::Organisation;
use crate::domain::relationship::HeldPower;
use crate::domain::role::ErRole;
use crate::service::{ActingSystem, OfferedPackage, RelationshipDetail};
use crate::web::api::dto::{Links, PackageUrn};

/// Rettighetshaver at Altinn: the role of a provider that was added by hand.
const RIGHTHOLDER: Uuid = Uuid::from_u128(0x42ca_e370_2dc1_4fdc_9c67_c2f4_b0f0_f829);
const RIGHTHOLDER_URN: &str = "urn:altinn:role:rettighetshaver";

/// A provider that a client has added by hand.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    pub id: Uuid,
    /// Altinn's id of the role Rettighetshaver.
    pub role_id: Uuid,
    pub from_id: Uuid,
    pub to_id: Uuid,
}

/// A package that a client has given by hand.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentPackage {
    pub id: Uuid,
    pub assignment_id: Uuid,
    /// **Only here**, in place of Altinn's id of the package.
    #[schema(example = "urn:altinn:accesspackage:skattegrunnlag")]
    pub package_urn: String,
}

/// The relationships of a party.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionList {
    pub links: Links,
    pub data: Vec<Connection>,
}

/// A relationship with another organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Connection {
    pub party: Party,
    /// Empty for a provider that was only added.
    pub roles: Vec<RoleUrn>,
    /// The provider's system accesses that act for the client; only told to the client.
    pub connections: Vec<ConnectedSystem>,
}

/// A system access that acts for a client.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectedSystem {
    pub party: SystemUserParty,
}

/// A system access as a party.
#[derive(Debug, Serialize, ToSchema)]
pub struct SystemUserParty {
    pub id: Uuid,
    /// Its title.
    pub name: String,
    /// `Systembruker`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// An organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    pub id: Uuid,
    /// As registered, usually in capitals.
    pub name: String,
    /// `Organisasjon`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The organisation form's code.
    pub variant: &'static str,
    pub organization_identifier: String,
}

/// A role, by its URN.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleUrn {
    /// A role in Enhetsregisteret, `urn:altinn:external-role:ccr:…`, or `urn:altinn:role:rettighetshaver` for what was given by hand.
    pub urn: String,
}

/// Who holds which packages.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackagePermissionList {
    pub links: Links,
    pub data: Vec<PackagePermission>,
}

/// A package, its giver and its holder.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackagePermission {
    pub package: PackageUrn,
    pub permissions: Vec<Permission>,
}

/// One way in which a package is held.
#[derive(Debug, Serialize, ToSchema)]
pub struct Permission {
    pub from: Party,
    pub to: Party,
    pub role: RoleUrn,
}

/// Which packages the person can give.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageCheckList {
    pub links: Links,
    pub data: Vec<PackageCheck>,
}

/// Whether the person can give a package to an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageCheck {
    pub package: PackageUrn,
    pub result: bool,
    /// Why not; empty where the person can.
    pub reasons: Vec<CheckReason>,
}

/// Why a package cannot be given.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckReason {
    pub description: &'static str,
}

impl Assignment {
    /// Of a provider that a client has added.
    pub fn of(client: &Organisation, provider: &Organisation) -> Self {
        let (from_id, to_id) = (client.uuid(), provider.uuid());
        Self { id: derived(from_id, &to_id.to_string()), role_id: RIGHTHOLDER, from_id, to_id }
    }
}

impl AssignmentPackage {
    /// Of a package that a client has given.
    pub fn of(client: &Organisation, provider: &Organisation, package_urn: String) -> Self {
        let assignment_id = Assignment::of(client, provider).id;
        Self { id: derived(assignment_id, &package_urn), assignment_id, package_urn }
    }
}

/// The same thing always has the same id.
fn derived(within: Uuid, name: &str) -> Uuid {
    Uuid::new_v5(&within, name.as_bytes())
}

impl From<&Organisation> for Party {
    fn from(organisation: &Organisation) -> Self {
        Self {
            id: organisation.uuid(),
            name: organisation.name.clone(),
            kind: "Organisasjon",
            variant: organisation.form.code(),
            organization_identifier: organisation.number.to_string(),
        }
    }
}

impl RoleUrn {
    fn registered(role: ErRole) -> Self {
        Self { urn: format!("urn:altinn:external-role:ccr:{}", role.code()) }
    }

    fn by_hand() -> Self {
        Self { urn: RIGHTHOLDER_URN.to_owned() }
    }

    /// The ways in which a package is held.
    pub fn of_power(held: &HeldPower) -> Vec<Self> {
        let by_hand = held.given.then(Self::by_hand);
        held.roles.iter().copied().map(Self::registered).chain(by_hand).collect()
    }
}

impl Connection {
    /// The relationship, with the provider's accesses among these.
    pub fn of(detail: &RelationshipDetail, systems: &[ActingSystem]) -> Self {
        let by_hand = detail.powers.added.map(|_| RoleUrn::by_hand());
        let systems = systems.iter().filter(|system| system.provider.number == detail.organisation.number);
        let connected = |system: &ActingSystem| ConnectedSystem {
            party: SystemUserParty {
                id: system.access.id.uuid(),
                name: system.access.title.clone(),
                kind: "Systembruker",
            },
        };
        Self {
            party: Party::from(&detail.organisation),
            roles: detail.powers.roles.iter().copied().map(RoleUrn::registered).chain(by_hand).collect(),
            connections: systems.map(connected).collect(),
        }
    }
}

impl From<&OfferedPackage> for PackageCheck {
    fn from(offered: &OfferedPackage) -> Self {
        let reason = |why| CheckReason {
            description: match why {
                CannotGive::NotAssignable => "The package comes with a role and cannot be given.",
                CannotGive::NotHeld => "The person does not hold the package, and no role of the person covers it.",
                CannotGive::NotForOrganisations => "The package can only be given to people.",
            },
        };
        Self {
            package: PackageUrn { urn: offered.package.code.urn() },
            result: offered.obstacle.is_none(),
            reasons: offered.obstacle.map(reason).into_iter().collect(),
        }
    }
}
