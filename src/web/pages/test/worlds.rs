//! `/test/worlds`: lists, creates and chooses worlds.

use actix_web::web::Redirect;
use actix_web::{Either, web};
use askama::Template;
use serde::Deserialize;

use super::form_errors::FormErrors;
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::domain::world::WorldName;
use crate::i18n::fill;
use crate::service::worlds::WorldsError;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// The worlds to choose from.
#[derive(Template)]
#[template(path = "pages/test/worlds.html")]
pub struct WorldsPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub worlds: Vec<WorldView>,
    pub typed: String,
    pub errors: FormErrors,
}

/// One world.
pub struct WorldView {
    pub name: String,
    /// "Gå til main".
    pub choose_label: String,
    pub current: bool,
}

/// The world to go to.
#[derive(Deserialize)]
pub struct WorldForm {
    name: String,
}

/// Lists the worlds.
pub async fn show(context: RequestContext) -> Result<Page<WorldsPage>, WebError> {
    Ok(Page::ok(page(&context, String::new(), FormErrors::default()).await?))
}

/// Chooses a world, and creates it if needed.
pub async fn choose(
    context: RequestContext,
    form: TestForm<WorldForm>,
) -> Result<Either<Redirect, Page<WorldsPage>>, WebError> {
    let WorldForm { name: typed } = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.worlds;
    let error = match typed.trim().parse::<WorldName>() {
        Err(_) => &t.wrong_name,
        Ok(name) => match made(&context, name.clone()).await? {
            Ok(()) => {
                context.session.choose_world(&name)?;
                return redirect_with_message(
                    &context,
                    urls::TEST_WORLDS,
                    fill(&t.chosen, &[("world", name.as_str())]),
                )
                .map(Either::Left);
            }
            Err(WorldsError::TooMany) => &t.too_many,
            Err(error) => return Err(WebError::Internal(error.into())),
        },
    };
    Ok(Either::Right(unprocessable(page(&context, typed, FormErrors::at("world-name", error)).await?)))
}

async fn made(context: &RequestContext, name: WorldName) -> Result<Result<(), WorldsError>, WebError> {
    let portal = context.portal.clone();
    let made = web::block(move || portal.worlds.make(&name).map(drop)).await;
    made.map_err(|error| WebError::Internal(error.into()))
}

async fn page(context: &RequestContext, typed: String, errors: FormErrors) -> Result<WorldsPage, WebError> {
    let portal = context.portal.clone();
    let names = web::block(move || portal.worlds.names()).await;
    let names = names.map_err(|error| WebError::Internal(error.into()))?;
    let names = names.map_err(|error| WebError::Internal(error.into()))?;
    let view = |name: WorldName| WorldView {
        choose_label: fill(&context.t.test.worlds.choose, &[("world", name.as_str())]),
        current: name == context.world,
        name: name.into(),
    };
    let worlds = names.into_iter().map(view).collect();
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_WORLDS, &errors).await?;
    Ok(WorldsPage { layout, tools, worlds, typed, errors })
}
