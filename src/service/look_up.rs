//! Use case: find an organisation to add, by its number or by its name.

use super::connection_problem::ConnectionProblem;
use super::{AccessManager, Result};
use crate::domain::collation::SortKey;
use crate::domain::number::{NumberError, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::relationship::Relationship;
use crate::domain::search_term::SearchTerm;

/// How many organisations with a name are shown.
const SHOWN: usize = 10;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp {
    /// The organisation with the typed number.
    Number(LookedUp),
    /// Those with the typed words in their names: the first ones in Norwegian order, and how many there are.
    Name { shown: Vec<Organisation>, matched: usize },
}

/// An organisation, and whether it can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    pub organisation: Organisation,
    pub state: LookUpState,
}

/// Whether the organisation can be added as a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookUpState {
    Addable,
    /// It is added or registered already.
    Known,
    /// It is the organisation itself.
    Own,
}

impl AccessManager<'_> {
    /// Looks up what was typed: a number, or words of a name.
    ///
    /// # Errors
    /// [`ConnectionProblem::InvalidNumber`] and [`ConnectionProblem::UnknownOrganisation`].
    pub fn look_up(self, typed: &str) -> Result<LookUp> {
        match typed.parse() {
            Ok(number) => self.look_up_number(number).map(LookUp::Number),
            Err(NumberError::Length) => self.look_up_name(&SearchTerm::of(typed)),
            Err(error) => Err(ConnectionProblem::InvalidNumber(error).into()),
        }
    }

    fn look_up_number(self, number: OrganisationNumber) -> Result<LookedUp> {
        let read = self.0.service.store.read()?;
        let organisation = read.organisation(number)?.ok_or(ConnectionProblem::UnknownOrganisation)?;
        let pair = Relationship { provider: number, client: self.0.owner.number };
        let state = if number == self.0.owner.number {
            LookUpState::Own
        } else if read.powers(pair)?.is_some() {
            LookUpState::Known
        } else {
            LookUpState::Addable
        };
        Ok(LookedUp { organisation, state })
    }

    fn look_up_name(self, term: &SearchTerm) -> Result<LookUp> {
        if !matches!(term, SearchTerm::Words(_)) {
            return Err(ConnectionProblem::InvalidNumber(NumberError::Length).into());
        }
        let mut found = self.0.service.store.read()?.organisations(usize::MAX)?;
        found.retain(|organisation| term.finds(organisation));
        found.sort_by_cached_key(|organisation| (SortKey::of(&organisation.name), organisation.number));
        let matched = found.len();
        found.truncate(SHOWN);
        Ok(LookUp::Name { shown: found, matched })
    }
}
