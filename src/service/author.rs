//! Who makes a change, for the audit trail.

use jiff::Timestamp;

use super::ActingAs;
use crate::domain::audit::{AuditEntry, Channel, Deed, OUTSIDE};
use crate::domain::number::OrganisationNumber;
use crate::domain::person::PersonId;

/// Who makes a change, for which organisation and how.
#[derive(Debug, Clone)]
pub(super) struct Author {
    person: PersonId,
    on_behalf_of: OrganisationNumber,
    channel: Channel,
}

impl Author {
    /// Nobody in the portal: the organisation itself, outside.
    pub fn outside(on_behalf_of: OrganisationNumber) -> Self {
        Self { person: OUTSIDE, on_behalf_of, channel: Channel::Outside }
    }

    /// The entry for what was done.
    pub fn entry(&self, deed: Deed, at: Timestamp) -> AuditEntry {
        let Self { person, on_behalf_of, channel } = self.clone();
        AuditEntry { at, person, on_behalf_of, deed, channel }
    }
}

impl ActingAs {
    /// The person, for the represented organisation.
    pub(super) fn author(&self) -> Author {
        Author { person: self.person.id, on_behalf_of: self.owner.number, channel: self.channel.clone() }
    }
}
