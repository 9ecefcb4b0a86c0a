//! `/test/scenarios`: which is loaded, load another, start over, upload one, write the world out.

use actix_multipart::Multipart;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Redirect};
use actix_web::{Either, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::refusal::Refusal;
use super::{Frame, TestForm, ToolLink, frame_with, multipart, refused, said};
use crate::domain::package::Localised;
use crate::domain::world_contents::WorldContents;
use crate::i18n::fill;
use crate::service::worlds::{BuiltInScenario, ValidatedScenario};
use crate::service::{Service, ServiceError};
use crate::test_tools::{GENERATED, MAX_CLIENTS};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::portal::Portal;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The scenarios to load.
#[derive(Template)]
#[template(path = "pages/test/scenarios.html")]
pub struct ScenariosPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub intro: String,
    pub scenarios: Vec<ScenarioView>,
    pub reset_intro: String,
    pub export_label: String,
    /// How many clients to generate, as typed.
    pub clients: String,
    /// What is wrong with an uploaded file, as the file's author reads it.
    pub refusal: Refusal,
}

/// One scenario.
pub struct ScenarioView {
    pub name: String,
    pub title: String,
    pub description: String,
    pub load_label: String,
    pub current: bool,
}

/// Back to the page, or the page with what is wrong.
type Changed = Either<Redirect, Page<ScenariosPage>>;

/// The field for a file of one's own.
const FILE: &str = "file";

/// The field for how many clients.
const CLIENTS: &str = "clients";

/// What was pressed: a scenario's name, how many clients to generate, or neither, to start over.
#[derive(Deserialize)]
pub struct ScenarioForm {
    load: Option<String>,
    clients: Option<String>,
}

/// Lists the scenarios.
pub async fn show(context: RequestContext) -> Result<Page<ScenariosPage>, WebError> {
    Ok(Page::ok(page(&context, Refusal::default()).await?))
}

/// Loads a scenario that is there or is made, or the present one again.
pub async fn change(context: RequestContext, form: TestForm<ScenarioForm>) -> Result<Changed, WebError> {
    let ScenarioForm { load, clients } = form.0.ok_or(WebError::BadInput)?;
    let name = match (load, clients) {
        (None, None) => {
            let portal = context.portal.clone();
            let title = context.call_service(move |service| start_over(&portal, service)).await?;
            return was_loaded(&context, format::localised(&title, context.lang)).map(Either::Left);
        }
        (Some(name), _) => name,
        (None, Some(typed)) => {
            let clients = typed.trim().parse::<u32>().ok().filter(|clients| *clients <= MAX_CLIENTS);
            let Some(clients) = clients else {
                let most = format::count(context.lang, MAX_CLIENTS as usize);
                let words = fill(&context.t.test.form.whole, &[("from", "0"), ("to", &most)]);
                let page = ScenariosPage { clients: typed, ..page(&context, Refusal::at(CLIENTS, &words)).await? };
                return Ok(Either::Right(refused(page)));
            };
            format!("{GENERATED}{clients}")
        }
    };
    let scenario = named(&context.portal, name).await?.map_err(|_| WebError::BadInput)?;
    let title = load_into(&context, scenario).await?;
    was_loaded(&context, format::localised(&title, context.lang)).map(Either::Left)
}

/// Loads the file that was sent, or says what is wrong with it.
pub async fn upload(context: RequestContext, form: Multipart) -> actix_web::Result<Changed> {
    match sent(&context, form).await? {
        Ok(scenario) => {
            let title = load_into(&context, scenario).await?;
            Ok(Either::Left(was_loaded(&context, format::localised(&title, context.lang))?))
        }
        Err(refusal) => Ok(Either::Right(refused(page(&context, refusal).await?))),
    }
}

/// Says whether the file that was sent is without fault, and loads nothing.
pub async fn check(context: RequestContext, form: Multipart) -> actix_web::Result<Changed> {
    match sent(&context, form).await? {
        Ok(scenario) => {
            let title = format::localised(&scenario.contents.title, context.lang);
            let words = fill(&context.t.test.scenarios.is_sound, &[("title", title)]);
            Ok(Either::Left(said(&context, urls::TEST_SCENARIOS, words)?))
        }
        Err(refusal) => Ok(Either::Right(refused(page(&context, refusal).await?))),
    }
}

/// The scenario in the file that was sent, or what is wrong with it.
async fn sent(context: &RequestContext, form: Multipart) -> actix_web::Result<Result<ValidatedScenario, Refusal>> {
    let t = &context.t.test.scenarios;
    let file = multipart::file(form, FILE).await?;
    let Some(file) = file.filter(|file| !file.content.trim_ascii().is_empty()) else {
        return Ok(Err(Refusal::at(FILE, &t.no_file)));
    };
    let Ok(text) = String::from_utf8(file.content) else { return Ok(Err(Refusal::at(FILE, &t.not_utf_8))) };
    Ok(checked(&context.portal, file.name, text).await?.map_err(|faults| {
        let mut refusal = Refusal::default();
        for fault in faults {
            refusal.add(FILE, fault);
        }
        refusal
    }))
}

/// The world as a file.
pub async fn export(context: RequestContext) -> Result<HttpResponse, WebError> {
    let worlds = context.portal.worlds.clone();
    let written = move |service: &Service| service.contents().map(|contents| (worlds.write(&contents), contents.name));
    let (text, name) = context.call_service(written).await?;
    let name = format!("attachment; filename=\"{name}.toml\"");
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, "application/toml")).insert_header((CONTENT_DISPOSITION, name));
    Ok(answer.insert_header((CACHE_CONTROL, "no-store")).body(text))
}

/// Reads a scenario off the async threads: a large one takes a while.
pub async fn checked(
    portal: &Data<Portal>,
    file: String,
    text: String,
) -> Result<Result<ValidatedScenario, Vec<String>>, WebError> {
    let portal = portal.clone();
    let read = web::block(move || portal.worlds.read(&file, &text)).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// The scenario of this name that there is without a file, made off the async threads.
pub async fn named(portal: &Data<Portal>, name: String) -> Result<Result<ValidatedScenario, Vec<String>>, WebError> {
    let portal = portal.clone();
    let read = web::block(move || portal.worlds.named(&name)).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// Makes the world once more from what it was made from; what that is called.
pub fn start_over(portal: &Portal, service: &Service) -> crate::service::Result<Localised> {
    let loaded = service.loaded()?.ok_or(ServiceError::NotFound)?;
    let source = service.source()?.ok_or(ServiceError::NotFound)?;
    // It was read before it was kept, so only another version of the portal can find a fault in it.
    let scenario = portal.worlds.read(&loaded.name, &source).map_err(|_| ServiceError::NotFound)?;
    service.load(&scenario, (portal.clock)())?;
    Ok(loaded.title)
}

/// Loads a scenario into the visitor's world; what it is called.
pub async fn load_into(context: &RequestContext, scenario: ValidatedScenario) -> Result<Localised, WebError> {
    let (title, now) = (scenario.contents.title.clone(), (context.portal.clock)());
    context.call_service(move |service| service.load(&scenario, now)).await?;
    Ok(title)
}

fn was_loaded(context: &RequestContext, title: &str) -> Result<Redirect, WebError> {
    said(context, urls::TEST_SCENARIOS, fill(&context.t.test.scenarios.was_loaded, &[("title", title)]))
}

async fn page(context: &RequestContext, refusal: Refusal) -> Result<ScenariosPage, WebError> {
    let loaded = context.call_service(Service::loaded).await?;
    let t = &context.t.test.scenarios;
    let (name, title) = loaded.map(|loaded| (loaded.name, loaded.title)).unzip();
    let name = name.unwrap_or_default();
    let title = title.as_ref().map(|title| format::localised(title, context.lang)).unwrap_or_default();
    let worlds = context.portal.worlds.clone();
    let read = move || {
        let read = |scenario: &BuiltInScenario| {
            Some((scenario.name, worlds.read(scenario.name, scenario.text).ok()?.contents))
        };
        worlds.built_in().iter().filter_map(read).collect::<Vec<_>>()
    };
    let scenarios = web::block(read).await.map_err(|error| WebError::Internal(error.into()))?;
    let Frame { layout, tools } = frame_with(context, urls::TEST_SCENARIOS, &refusal).await?;
    Ok(ScenariosPage {
        layout,
        tools,
        intro: fill(&t.intro, &[("world", context.world.as_str())]),
        scenarios: scenarios.into_iter().map(|scenario| view(context, scenario, &name)).collect(),
        reset_intro: fill(&t.reset_intro, &[("title", title)]),
        export_label: fill(&t.export, &[("name", &name)]),
        clients: "12000".to_owned(),
        refusal,
    })
}

fn view(context: &RequestContext, (name, scenario): (&'static str, WorldContents), loaded: &str) -> ScenarioView {
    let title = format::localised(&scenario.title, context.lang);
    ScenarioView {
        name: name.to_owned(),
        load_label: fill(&context.t.test.scenarios.load, &[("title", title)]),
        title: title.to_owned(),
        description: format::localised(&scenario.description, context.lang).to_owned(),
        current: *name == *loaded,
    }
}
