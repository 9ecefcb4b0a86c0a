//! What a person's roles in an organisation allow, in one place.
//!
//! Source: the access control guide's roles. Altinn decides it by three resources: access management, client
//! administration, and the overview, which either of the two opens.

use serde::{Deserialize, Serialize};

use super::access::AccessKind;
use super::role::PersonRole;

/// The sign-in's level of assurance, as Altinn numbers it: 3 substantial, 4 high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuthenticationLevel(pub u8);

impl AuthenticationLevel {
    /// Minimum in the policy of `altinn_client_administration`.
    pub const MIN_FOR_CLIENT_ADMINISTRATION: Self = Self(3);
}

/// The powers of one person in one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a power of its own; none excludes another")]
pub struct Permissions {
    /// Sees own accesses; creates, approves and deletes accesses (`altinn_access_management`).
    pub access_management: bool,
    /// Sees clients, adds and removes them (`altinn_client_administration`).
    pub client_administration: bool,
    /// Can give every assignable package of the organisation, held or not.
    pub gives_every_package: bool,
    /// Has client administration, but signed in at too low a level.
    pub level_too_low: bool,
}

impl Permissions {
    /// The powers that these roles give together.
    pub fn of(roles: &[PersonRole]) -> Self {
        roles.iter().fold(Self::default(), |sum, role| {
            let one = Self::of_role(*role);
            Self {
                access_management: sum.access_management || one.access_management,
                client_administration: sum.client_administration || one.client_administration,
                gives_every_package: sum.gives_every_package || one.gives_every_package,
                level_too_low: false,
            }
        })
    }

    /// The powers that are left at this level.
    #[must_use]
    pub fn at_level(self, level: AuthenticationLevel) -> Self {
        if level >= AuthenticationLevel::MIN_FOR_CLIENT_ADMINISTRATION {
            return self;
        }
        Self { client_administration: false, level_too_low: self.client_administration, ..self }
    }

    /// Whether the overview of accesses may be opened (`altinn_system_user_overview`).
    pub fn overview(self) -> bool {
        self.access_management || self.client_administration
    }

    /// Whether accesses of this kind may be seen.
    pub fn sees(self, kind: AccessKind) -> bool {
        match kind {
            AccessKind::Own => self.access_management,
            AccessKind::Clients => self.overview(),
        }
    }

    fn of_role(role: PersonRole) -> Self {
        use PersonRole as R;
        let (access_management, client_administration) = match role {
            R::ManagingDirector
            | R::Chair
            | R::Owner
            | R::FullLiability
            | R::SharedLiability
            | R::GeneralPartner
            | R::ManagingShipowner
            | R::EstateAdministrator
            | R::MainAdministrator => (true, true),
            R::ContactNuf | R::NorwegianRepresentative | R::AccessManager => (true, false),
            R::ClientAdministrator => (false, true),
            R::BoardMember | R::DeputyMember | R::DeputyChair | R::Contact | R::Employee => (false, false),
        };
        // Exactly the key roles and Hovedadministrator have both.
        let gives_every_package = access_management && client_administration;
        Self { access_management, client_administration, gives_every_package, level_too_low: false }
    }
}

#[cfg(test)]
#[path = "permission_tests.rs"]
mod tests;
