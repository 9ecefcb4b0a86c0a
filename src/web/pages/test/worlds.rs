//! `/test/worlds`: lists, creates, chooses and deletes worlds.

use actix_web::web::{Data, Query, Redirect};
use actix_web::{Either, web};
use askama::Template;
use serde::Deserialize;

use super::form_errors::FormErrors;
use super::question::{Question, QuestionPage};
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::domain::world::{WorldLifetime, WorldName};
use crate::i18n::fill;
use crate::service::worlds::{WorldSummary, WorldsError};
use crate::test_tools::TestTools;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pagination::{Pagination, pagination};
use crate::web::portal::Portal;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// Worlds on one page of the list.
const PAGE_SIZE: usize = 20;

/// The worlds to choose from.
#[derive(Template)]
#[template(path = "pages/test/worlds.html")]
pub struct WorldsPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub worlds: Vec<WorldView>,
    pub pages: Option<Pagination>,
    pub typed: WorldForm,
    pub errors: FormErrors,
}

/// One world.
pub struct WorldView {
    pub name: String,
    /// "Gå til main".
    pub choose_label: String,
    /// "Slett kari"; `None` for the portal's own world.
    pub delete_label: Option<String>,
    pub current: bool,
    /// Label and value, such as "Størrelse" and "340 kB".
    pub state: Vec<(String, String)>,
}

/// The page of the list.
#[derive(Deserialize)]
pub struct WorldsQuery {
    page: Option<usize>,
}

/// The world to go to, and after how long it is deleted when it is new.
#[derive(Default, Deserialize)]
pub struct WorldForm {
    pub name: String,
    #[serde(default)]
    pub expires: String,
}

/// The world to delete.
#[derive(Deserialize)]
pub struct DeleteForm {
    world: WorldName,
}

/// Lists the worlds.
pub async fn show(context: RequestContext, query: Query<WorldsQuery>) -> Result<Page<WorldsPage>, WebError> {
    let wanted = query.page.unwrap_or(1);
    Ok(Page::ok(page(&context, wanted, WorldForm::default(), FormErrors::default()).await?))
}

/// Chooses a world, and creates it if needed.
pub async fn choose(
    context: RequestContext,
    form: TestForm<WorldForm>,
) -> Result<Either<Redirect, Page<WorldsPage>>, WebError> {
    let typed = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.worlds;
    let mut errors = FormErrors::default();
    let name = typed.name.trim().parse::<WorldName>();
    if name.is_err() {
        errors.add("world-name", &t.wrong_name);
    }
    let lifetime = Some(typed.expires.trim()).filter(|expires| !expires.is_empty()).map(str::parse::<WorldLifetime>);
    let lifetime = lifetime.transpose();
    if lifetime.is_err() {
        errors.add("world-expires", &t.wrong_expires);
    }
    if let (Ok(name), Ok(lifetime)) = (name, lifetime) {
        match make_world(&context.portal, name.clone(), lifetime).await? {
            Ok(()) => {
                context.session.choose_world(&name)?;
                let words = fill(&t.chosen, &[("world", name.as_str())]);
                return redirect_with_message(&context, urls::TEST_WORLDS, words).map(Either::Left);
            }
            Err(WorldsError::TooMany) => errors.add("world-name", &t.too_many),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Either::Right(unprocessable(page(&context, 1, typed, errors).await?)))
}

/// Asks whether to delete a world.
pub async fn ask(context: RequestContext, query: Query<DeleteForm>) -> Result<Page<QuestionPage>, WebError> {
    let t = &context.t.test.worlds;
    let name = query.world.as_str();
    let question = Question {
        heading: fill(&t.delete_heading, &[("world", name)]),
        text: fill(&t.delete_text, &[("world", name)]),
        action: urls::TEST_WORLD_DELETE,
        fields: vec![("world", name.to_owned())],
        yes: fill(&t.delete, &[("world", name)]),
        cancel_url: urls::TEST_WORLDS,
    };
    question.page(&context, urls::TEST_WORLDS).await
}

/// Deletes a world. Sessions in it go to the portal's own world with their next page.
pub async fn delete(
    context: RequestContext,
    tools: Data<TestTools>,
    form: TestForm<DeleteForm>,
) -> Result<Redirect, WebError> {
    let DeleteForm { world } = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.worlds;
    let words = match delete_world(&context.portal, &tools, &world).await? {
        Ok(()) => &t.deleted,
        Err(WorldsError::Unknown) => &t.gone,
        Err(WorldsError::Default) => &t.not_default,
        Err(error) => return Err(error.into()),
    };
    if context.world == world && context.world != context.portal.world {
        context.session.leave_world();
    }
    redirect_with_message(&context, urls::TEST_WORLDS, fill(words, &[("world", world.as_str())]))
}

/// Deletes a world, and the faults that were ordered for it.
pub async fn delete_world(
    portal: &Data<Portal>,
    tools: &Data<TestTools>,
    name: &WorldName,
) -> Result<Result<(), WorldsError>, WebError> {
    let (portal, tools, name) = (portal.clone(), tools.clone(), name.clone());
    let delete = move || portal.worlds.delete(&name).inspect(|()| tools.faults.forget_world(&name));
    web::block(delete).await.map_err(|error| WebError::Internal(error.into()))
}

async fn make_world(
    portal: &Data<Portal>,
    name: WorldName,
    lifetime: Option<WorldLifetime>,
) -> Result<Result<(), WorldsError>, WebError> {
    let portal = portal.clone();
    let made = web::block(move || portal.worlds.make(&name, lifetime).map(drop)).await;
    made.map_err(|error| WebError::Internal(error.into()))
}

async fn page(
    context: &RequestContext,
    wanted: usize,
    typed: WorldForm,
    errors: FormErrors,
) -> Result<WorldsPage, WebError> {
    let portal = context.portal.clone();
    let read = web::block(move || {
        let all = portal.worlds.list()?;
        let last = all.len().div_ceil(PAGE_SIZE).max(1);
        let current = wanted.clamp(1, last);
        let shown = all.into_iter().skip((current - 1) * PAGE_SIZE).take(PAGE_SIZE);
        // What cannot be read here may be deleted all the same.
        let with_scenario = |world: WorldSummary| (portal.worlds.scenario_in(&world.name).ok().flatten(), world);
        Ok::<_, WorldsError>((shown.map(with_scenario).collect::<Vec<_>>(), current, last))
    });
    let (worlds, current, last) = read.await.map_err(|error| WebError::Internal(error.into()))??;
    let href = |page: usize| urls::with_query(urls::TEST_WORLDS, &[("page", page.to_string())]);
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_WORLDS, &errors).await?;
    Ok(WorldsPage {
        layout,
        tools,
        worlds: worlds.into_iter().map(|(scenario, world)| view(context, scenario, world)).collect(),
        pages: pagination(context.t, current, last, href),
        typed,
        errors,
    })
}

fn view(context: &RequestContext, scenario: Option<String>, world: WorldSummary) -> WorldView {
    let t = &context.t.test.worlds;
    let named = |text: &str| fill(text, &[("world", world.name.as_str())]);
    let expires = world.expires.map(|expires| (&t.expires, format::date_time(expires)));
    let state = [
        Some((&t.scenario, scenario.unwrap_or_else(|| t.no_scenario.to_string()))),
        Some((&t.used, format::date_time(world.used))),
        Some((&t.size, fill(&t.kilobytes, &[("count", &format::count(context.lang, kilobytes(world.bytes)))]))),
        expires,
    ];
    WorldView {
        choose_label: named(&t.choose),
        delete_label: (world.name != context.portal.world).then(|| named(&t.delete)),
        current: world.name == context.world,
        state: state.into_iter().flatten().map(|(label, value)| (label.to_string(), value)).collect(),
        name: world.name.into(),
    }
}

fn kilobytes(bytes: u64) -> usize {
    usize::try_from(bytes.div_ceil(1000)).unwrap_or(usize::MAX)
}
