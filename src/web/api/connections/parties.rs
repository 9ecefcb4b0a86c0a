//! The query's parties: who acts, who gives, who is given.

use uuid::Uuid;

use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::relationship::Side;
use crate::service::{ActingAs, ConnectionProblem, RelationshipDetail, Result as ServiceResult, Service};
use crate::web::api::parameters::Parameters;
use crate::web::api::problem::ApiError;

/// The party that acts, which of the two it is, and the other one where it is named.
#[derive(Debug, Clone, Copy)]
pub struct Parties {
    pub party: Uuid,
    pub side: Side,
    pub other: Option<Uuid>,
}

impl Parties {
    /// Of a call about what `party` gives `to`.
    pub fn giving(query: &Parameters) -> Result<Self, ApiError> {
        let [party, to] = query.ids(["party", "to"])?;
        required(&[("party", party), ("to", to)])?;
        Self::of(party, party, to)
    }

    /// Of a call about one relationship, in either direction.
    pub fn both(query: &Parameters) -> Result<Self, ApiError> {
        let [party, from, to] = query.ids(["party", "from", "to"])?;
        required(&[("party", party), ("from", from), ("to", to)])?;
        Self::of(party, from, to)
    }

    /// Of a list: `from` or `to` is the party, and the other one may be left out.
    pub fn listed(query: &Parameters) -> Result<Self, ApiError> {
        let [party, from, to] = query.ids(["party", "from", "to"])?;
        required(&[("party", party)])?;
        Self::of(party, from, to)
    }

    fn of(party: Option<Uuid>, from: Option<Uuid>, to: Option<Uuid>) -> Result<Self, ApiError> {
        let party = party.unwrap_or_default();
        if from.is_some() && from == to {
            return Err(ApiError::Connection(ConnectionProblem::Oneself));
        }
        let (side, other) = if from == Some(party) {
            (Side::Client, to)
        } else if to == Some(party) {
            (Side::Provider, from)
        } else {
            let fault = "One of from and to is the party.".to_owned();
            return Err(ApiError::Binding(vec![("party", fault)]));
        };
        Ok(Self { party, side, other })
    }

    /// The relationships that the list is about.
    pub fn relationships(&self, acting: &ActingAs) -> ServiceResult<Vec<RelationshipDetail>> {
        let mut details = acting.access_manager()?.every_relationship(self.side)?;
        details.retain(|detail| self.other.is_none_or(|id| id == detail.organisation.uuid()));
        Ok(details)
    }

    /// The other one, which must be an organisation here.
    pub fn known_other(&self, service: &Service) -> Result<Organisation, ApiError> {
        let other = self.other.unwrap_or_default();
        let known = service.organisation_by_id(other)?;
        known.ok_or(ApiError::Connection(ConnectionProblem::UnknownOrganisation))
    }
}

/// The party alone, of a call about no other.
pub fn party(query: &Parameters) -> Result<Uuid, ApiError> {
    let [party] = query.ids(["party"])?;
    required(&[("party", party)])?;
    Ok(party.unwrap_or_default())
}

/// The package that the query names, by URN or code.
pub fn package(query: &Parameters) -> Result<PackageCode, ApiError> {
    let missing = || ApiError::Binding(vec![("package", "The package field is required.".to_owned())]);
    query.get("package").map(PackageCode::from).ok_or_else(missing)
}

fn required(ids: &[(&'static str, Option<Uuid>)]) -> Result<(), ApiError> {
    let missing = ids.iter().filter(|(_, id)| id.is_none());
    let faults: Vec<_> = missing.map(|(name, _)| (*name, format!("The {name} field is required."))).collect();
    if faults.is_empty() { Ok(()) } else { Err(ApiError::Binding(faults)) }
}
