//! `/accessmanagement/ui/systemuser/create`: a firm makes an own access to a system that it chooses.
//! One address, as at Altinn; what was chosen is in the query, so that reload and Back work.

mod query;
mod view;

pub use view::{ChooseView, CreateBody, CreatePage, Denied, OfferView, SystemRow};

use self::query::{Able, CreateQuery, offer_url};
use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Query, Redirect};
use serde::Deserialize;

use crate::domain::package::PackageCode;
use crate::domain::permission::Permissions;
use crate::domain::system::SystemId;
use crate::service::{AccessOffer, AccessProblem, ActingAs, NewOwnAccess, Result, ServiceError, SystemChoice};
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::flash_access::{AccessChange, AccessDone};
use crate::web::form::ProtectedForm;
use crate::web::page::Page;
use crate::web::refusal::{Attempt, Refusal};
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The form of the second step: the system, and the packages that the person has seen.
#[derive(Deserialize)]
pub struct CreateForm {
    system: String,
    #[serde(default)]
    package: Vec<PackageCode>,
}

/// What the service says.
enum Answer {
    /// The person may not make accesses; these may.
    NoPowers(Vec<Able>),
    Choices(Vec<SystemChoice>),
    /// With those who could give the packages that this person cannot.
    Offer(Box<AccessOffer>, Vec<Able>),
}

/// Shows the step that the query asks for.
pub async fn show(
    context: RequestContext,
    query: Query<CreateQuery>,
) -> std::result::Result<Either<Page<CreatePage>, Redirect>, WebError> {
    if let Some(address) = context.without_empty_query() {
        return Ok(Either::Right(redirect(address)));
    }
    let query = query.into_inner();
    let system = query.system.as_deref().and_then(|id| id.parse().ok());
    let missing = query.system.is_some() && system.is_none();
    let (acting, answer) = context.call_acting(move |acting| find(acting, system.as_ref())).await?;
    let refusal = context.take_refusal();
    let name = acting.owner.display_name();
    let body = match answer {
        Answer::NoPowers(able) => CreateBody::no_powers(&context, &name, able),
        Answer::Offer(offer, able) => CreateBody::Offer(OfferView::of(&context, &name, *offer, able, refusal.as_ref())),
        Answer::Choices(choices) => {
            let unknown = missing || query.system.is_some();
            match ChooseView::of(&context, &choices, &query, unknown.then_some(refusal).flatten().as_ref()) {
                Ok(view) => CreateBody::Choose(view),
                Err(chosen) => return Ok(Either::Right(redirect(&offer_url(&chosen)))),
            }
        }
    };
    let status = if matches!(body, CreateBody::NoPowers { .. }) { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let t = context.t;
    let breadcrumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (t.create.title.as_str(), None)];
    let layout = context.acting_layout(&acting, &t.create.title, &breadcrumbs);
    Ok(Either::Left(Page::with_status(CreatePage { layout, body }, status)))
}

fn find(acting: &ActingAs, system: Option<&SystemId>) -> Result<Answer> {
    let Ok(manager) = acting.access_manager() else {
        return Ok(Answer::NoPowers(acting.people_with(|permissions| permissions.access_management)?));
    };
    let offer = match system.map(|system| manager.access_offer(system)).transpose() {
        Err(ServiceError::Problem(AccessProblem::UnknownSystem)) => None,
        offer => offer?,
    };
    let Some(offer) = offer else { return Ok(Answer::Choices(manager.system_choices()?)) };
    let able = if offer.packages.iter().any(|asked| asked.obstacle.is_some()) {
        acting.people_with(gives_every_package)?
    } else {
        Vec::new()
    };
    Ok(Answer::Offer(Box::new(offer), able))
}

fn gives_every_package(permissions: Permissions) -> bool {
    permissions.gives_every_package
}

/// Makes the access, and shows it on the overview.
pub async fn create(
    context: RequestContext,
    form: ProtectedForm<CreateForm>,
) -> std::result::Result<Redirect, WebError> {
    let CreateForm { system, package: packages } = form.verified(&context)?;
    let (real, lang) = ((context.portal.clock)(), context.lang);
    let address = offer_url(&system);
    let id: std::result::Result<SystemId, _> = system.parse();
    let make = move |acting: &ActingAs| {
        let manager = acting.access_manager()?;
        let system = id.map_err(|_| AccessProblem::UnknownSystem)?;
        let offer = manager.access_offer(&system)?;
        let title = format::localised(&offer.choice.system.name, lang).to_owned();
        manager.create(&NewOwnAccess { system, title, packages }, acting.now(real)?)
    };
    match context.call_acting(make).await {
        Ok((_, access)) => {
            let change = AccessChange { access: access.id, title: access.title, done: AccessDone::Created };
            context.session.put_flash(&Flash { access: Some(change), ..Flash::default() })?;
            Ok(redirect(urls::OVERVIEW))
        }
        Err(WebError::Service(error)) => {
            let refusal = Some(Refusal::of(Attempt::Create, &error).ok_or(error)?);
            context.session.put_flash(&Flash { refusal, ..Flash::default() })?;
            Ok(redirect(&address))
        }
        Err(error) => Err(error),
    }
}
