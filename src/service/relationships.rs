//! Use cases: see the organisation's providers, or its clients, and what was given.

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::snapshot::ProviderSnapshot;
use super::store::{Read, ReadClients};
use super::{AccessManager, Result, ServiceError};
use crate::domain::client::Client;
use crate::domain::client_index::skip_positions;
use crate::domain::giving::CannotGive;
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::relationship::{HeldPower, Powers, Side};
use crate::domain::role::ErRole;
use crate::domain::search_term::SearchTerm;

/// A query for relationships.
#[derive(Debug, Clone, Default)]
pub struct RelationshipQuery {
    /// As typed.
    pub search: String,
    /// From 1; a page after the last is the last.
    pub page: usize,
    /// Rows per page.
    pub size: usize,
}

/// One page of relationships, in Norwegian order of the other organisations.
#[derive(Debug, Default)]
pub struct RelationshipPage {
    pub rows: Vec<RelationshipRow>,
    /// The page shown, from 1.
    pub page: usize,
    pub pages: usize,
    /// How many the search matches on all pages.
    pub matched: usize,
    /// How many there are, regardless of the search.
    pub total: usize,
}

/// A relationship in a list.
#[derive(Debug, Clone)]
pub struct RelationshipRow {
    /// The other one: the provider of a client, or the client of a provider.
    pub organisation: Organisation,
    pub roles: Vec<ErRole>,
    /// How many packages are given by hand.
    pub given: usize,
    /// Whether the client has added the provider within the last hour. Only told to the client.
    pub is_new: bool,
}

/// A relationship, and the packages that are held.
#[derive(Debug)]
pub struct RelationshipDetail {
    /// The other one.
    pub organisation: Organisation,
    pub powers: Powers,
    /// By code.
    pub packages: Vec<HeldPower<'static>>,
}

/// How much of a relationship can be removed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletable {
    All,
    /// What was given by hand; registered roles stay.
    GivenOnly,
    /// It is only registered.
    Nothing,
}

/// A package that a client could give.
#[derive(Debug)]
pub struct OfferedPackage {
    pub package: &'static AccessPackage,
    /// How the provider holds it, if it does.
    pub held: Option<HeldPower<'static>>,
    /// Why the person cannot give it.
    pub obstacle: Option<CannotGive>,
}

impl Deletable {
    /// How much of a relationship with these powers can be removed.
    pub fn of(powers: &Powers) -> Self {
        match (powers.added, powers.roles.is_empty()) {
            (None, _) => Self::Nothing,
            (Some(_), true) => Self::All,
            (Some(_), false) => Self::GivenOnly,
        }
    }
}

impl RelationshipDetail {
    /// How much of it can be removed here.
    pub fn deletable(&self) -> Deletable {
        Deletable::of(&self.powers)
    }
}

impl AccessManager<'_> {
    /// A page of the organisation's relationships on this side.
    pub fn relationships(self, side: Side, query: &RelationshipQuery, now: Timestamp) -> Result<RelationshipPage> {
        let snapshot = self.0.provider_snapshot()?;
        let term = SearchTerm::of(&query.search);
        let page = Paging { page: query.page, size: query.size.max(1) };
        Ok(match side {
            Side::Client => providers(&snapshot, &term, page, now),
            Side::Provider => clients(&snapshot, &term, page),
        })
    }

    /// The relationship with the organisation of this id.
    pub fn relationship(self, side: Side, id: Uuid) -> Result<RelationshipDetail> {
        self.read_relationship(&*self.0.service.store.read()?, side, id)
    }

    fn read_relationship(self, read: &dyn Read, side: Side, id: Uuid) -> Result<RelationshipDetail> {
        let organisation = organisation_by_id(read, id)?;
        let pair = side.relationship(self.0.owner.number, organisation.number);
        let powers = read.powers(pair)?.ok_or(ServiceError::NotFound)?;
        let form = if side == Side::Client { self.0.owner.form } else { organisation.form };
        let packages = powers.packages(self.0.service.catalogue, form);
        Ok(RelationshipDetail { organisation, powers, packages })
    }

    /// Every relationship on this side, in Norwegian order of the other organisations.
    pub fn every_relationship(self, side: Side) -> Result<Vec<RelationshipDetail>> {
        let snapshot = self.0.provider_snapshot()?;
        let read = self.0.service.store.read()?;
        let detail = |organisation: Organisation, powers: Powers| {
            let form = if side == Side::Client { self.0.owner.form } else { organisation.form };
            let packages = powers.packages(self.0.service.catalogue, form);
            RelationshipDetail { organisation, powers, packages }
        };
        Ok(match side {
            Side::Client => {
                snapshot.providers.iter().cloned().map(|(provider, powers)| detail(provider, powers)).collect()
            }
            Side::Provider => {
                let by_hand: HashMap<_, _> = read.clients_by_hand(self.0.owner.number)?.into_iter().collect();
                let client = |position| {
                    let Client { organisation, roles, direct: given } = snapshot.client_index.client(position);
                    let added = by_hand.get(&organisation.number).copied();
                    detail(organisation, Powers { roles, given, added })
                };
                snapshot.related.ones().map(client).collect()
            }
        })
    }

    /// The packages that can be given to a provider, by code, with what stands in the way of giving one.
    pub fn offered_packages(self, id: Uuid) -> Result<Vec<OfferedPackage>> {
        let held = self.relationship(Side::Client, id)?.packages;
        let mut offered = self.every_package();
        offered.retain(|offered| offered.package.assignable);
        for offered in &mut offered {
            offered.held = held.iter().find(|held| held.package.code == offered.package.code).cloned();
        }
        Ok(offered)
    }

    /// Every package, by code, with what stands in the way of giving it to an organisation.
    pub fn every_package(self) -> Vec<OfferedPackage> {
        let obstacle = |package| self.0.giving.check_for_organisation(package).err();
        let offered = |package| OfferedPackage { package, held: None, obstacle: obstacle(package) };
        self.0.service.catalogue.iter().map(offered).collect()
    }
}

/// The organisation with this id in addresses.
pub(super) fn organisation_by_id(read: &dyn ReadClients, id: Uuid) -> Result<Organisation> {
    read.organisations_by_id(&[id])?.pop().flatten().ok_or(ServiceError::NotFound)
}

#[derive(Clone, Copy)]
struct Paging {
    page: usize,
    size: usize,
}

impl Paging {
    /// The page with these counts; its rows begin after `first`.
    fn of(self, matched: usize, total: usize, rows: impl FnOnce(usize) -> Vec<RelationshipRow>) -> RelationshipPage {
        let pages = matched.div_ceil(self.size).max(1);
        let page = self.page.clamp(1, pages);
        RelationshipPage { rows: rows((page - 1) * self.size), page, pages, matched, total }
    }
}

fn providers(snapshot: &ProviderSnapshot, term: &SearchTerm, paging: Paging, now: Timestamp) -> RelationshipPage {
    let found: Vec<_> = snapshot.providers.iter().filter(|(provider, _)| term.finds(provider)).collect();
    let row = |(organisation, powers): &&(Organisation, Powers)| RelationshipRow {
        organisation: organisation.clone(),
        roles: powers.roles.clone(),
        given: powers.given.len(),
        is_new: powers.is_new(now),
    };
    paging.of(found.len(), snapshot.providers.len(), |first| {
        found.iter().skip(first).take(paging.size).map(row).collect()
    })
}

fn clients(snapshot: &ProviderSnapshot, term: &SearchTerm, paging: Paging) -> RelationshipPage {
    let found = &snapshot.client_index.find(term) & &snapshot.related;
    let row = |position| {
        let client = snapshot.client_index.client(position);
        let (roles, given) = (client.roles, client.direct.len());
        RelationshipRow { organisation: client.organisation, roles, given, is_new: false }
    };
    paging.of(found.count_ones(..), snapshot.related.count_ones(..), |first| {
        skip_positions(&found, first).take(paging.size).map(row).collect()
    })
}
