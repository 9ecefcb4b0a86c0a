//! `connections/accesspackages`: the packages that are given, and can be.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::caller::{EndUser, Use};
use super::dto::{
    AssignmentPackage, PackageCheck, PackageCheckList, PackagePermission, PackagePermissionList, Party, Permission,
    RoleUrn,
};
use super::parties::{Parties, package, party};
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::relationship::Side;
use crate::service::{RelationshipDetail, ServiceError};
use crate::web::api::dto::{Links, PackageUrn};
use crate::web::api::parameters::Parameters;
use crate::web::api::problem::ApiError;
use crate::web::api::response;
use crate::web::api::schema::{BindingProblem, Problem};

/// Who holds which packages.
#[utoipa::path(
    get,
    path = "/enduser/connections/accesspackages",
    tag = "Connections",
    operation_id = "listConnectionPackages",
    summary = "List who holds which packages, and how",
    params(super::schema::ListedParties),
    responses(
        (status = 200, description = "The packages, by URN", body = PackagePermissionList),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "A parameter is missing or malformed, or neither `from` nor `to` is the party; `AM.VLD-00009`: giver and receiver are the same", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(http: HttpRequest, caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let parties = Parties::listed(&query)?;
    caller.require_scope(parties.side, Use::Reads)?;
    let list = caller.call(parties.party, move |_, acting, _| {
        Ok(permissions(&acting.owner, parties.side, &parties.relationships(acting)?))
    });
    response::list(&http, &list.await?)
}

/// What the person can give in the party's name.
#[utoipa::path(
    get,
    path = "/enduser/connections/accesspackages/delegationcheck",
    tag = "Connections",
    operation_id = "checkConnectionPackages",
    summary = "Check which packages the person can give",
    params(("party" = uuid::Uuid, Query, description = "The giver's id", example = "3ddce6a6-3927-5517-8992-b8e559c57adf")),
    responses(
        (status = 200, description = "Every package, by URN", body = PackageCheckList),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "`party` is missing or malformed", body = BindingProblem, content_type = "application/problem+json")
    )
)]
pub async fn check(http: HttpRequest, caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let party = party(&query)?;
    caller.require_scope(Side::Client, Use::Reads)?;
    let checks = caller.call(party, move |_, acting, _| {
        let checked = acting.access_manager()?.every_package();
        Ok(PackageCheckList { links: Links::default(), data: checked.iter().map(PackageCheck::from).collect() })
    });
    response::list(&http, &checks.await?)
}

/// Gives a package.
#[utoipa::path(
    post,
    path = "/enduser/connections/accesspackages",
    tag = "Connections",
    operation_id = "giveConnectionPackage",
    summary = "Give an organisation a package",
    description = "Again answers with what exists.",
    params(super::schema::GivingParties, super::schema::PackageParameter),
    responses(
        (status = 200, description = "The package is given", body = AssignmentPackage),
        (status = 400, description = "A parameter is missing or malformed; `AM-00022`: the organisation was not added; `AM.VLD-00006`: no organisation \
            has the id; `-00009`: giver and receiver are the same; `-00011`: no package has the URN; `-00026`: not the person's to give; \
            `-00028`: no organisation can have it", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn give(caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let (parties, code) = (Parties::giving(&query)?, package(&query)?);
    caller.require_scope(Side::Client, Use::Writes)?;
    let given = caller.call(parties.party, move |service, acting, now| {
        let provider = parties.known_other(service)?;
        acting.access_manager()?.give(provider.uuid(), &code, now)?;
        Ok(AssignmentPackage::of(&acting.owner, &provider, code.urn()))
    });
    response::one(StatusCode::OK, &given.await?)
}

/// Takes a package back, or gives it back.
#[utoipa::path(
    delete,
    path = "/enduser/connections/accesspackages",
    tag = "Connections",
    operation_id = "removeConnectionPackage",
    summary = "Take a package back, or give it back",
    description = "By the client, or by the provider. Delegations that rest on it end. Also 204 when nothing was there.",
    params(super::schema::BothParties, super::schema::PackageParameter),
    responses(
        (status = 204, description = "The package is not given by hand any more"),
        (status = 400, description = "A parameter is missing or malformed; `AM.VLD-00011`: no package has the URN", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn take_back(caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let (parties, code) = (Parties::both(&query)?, package(&query)?);
    caller.require_scope(parties.side, Use::Writes)?;
    let taken = caller.call(parties.party, move |_, acting, now| {
        let other = parties.other.unwrap_or_default();
        match acting.access_manager()?.take_back(parties.side, other, &code, now) {
            Ok(_) | Err(ServiceError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    });
    taken.await.map(|()| HttpResponse::NoContent().finish())
}

fn permissions(owner: &Organisation, side: Side, details: &[RelationshipDetail]) -> PackagePermissionList {
    let mut by_package: BTreeMap<PackageCode, Vec<Permission>> = BTreeMap::new();
    for detail in details {
        let (own, other) = (Party::from(owner), Party::from(&detail.organisation));
        let (from, to) = if side == Side::Client { (own, other) } else { (other, own) };
        for held in &detail.packages {
            let ways = RoleUrn::of_power(held).into_iter();
            let permissions = ways.map(|role| Permission { from: from.clone(), to: to.clone(), role });
            by_package.entry(held.package.code.clone()).or_default().extend(permissions);
        }
    }
    let data = by_package.into_iter();
    let data =
        data.map(|(code, permissions)| PackagePermission { package: PackageUrn { urn: code.urn() }, permissions });
    PackagePermissionList { links: Links::default(), data: data.collect() }
}
