//! `/test/scenarios`: loads, uploads, validates and exports scenarios.

use actix_multipart::Multipart;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Query, Redirect};
use actix_web::{Either, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::form_errors::FormErrors;
use super::note_activity::others_are_active;
use super::question::{Question, QuestionPage};
use super::{TestForm, ToolLayout, ToolLink, form_layout, multipart, redirect_with_message, unprocessable};
use crate::domain::package::Localised;
use crate::domain::spelling::whole_number;
use crate::domain::world_contents::WorldContents;
use crate::i18n::fill;
use crate::service::worlds::{BuiltInScenario, ValidatedScenario};
use crate::service::{Service, ServiceError};
use crate::test_tools::{GENERATED, MAX_CLIENTS, TestTools};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::portal::Portal;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

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
    /// Number of clients to generate, as typed.
    pub clients: String,
    /// Includes the errors in an uploaded file.
    pub errors: FormErrors,
    /// Where an upload goes: to be refused, or to be carried out, when others are active.
    pub upload_url: String,
}

/// One scenario.
pub struct ScenarioView {
    pub name: String,
    pub title: String,
    pub description: String,
    pub load_label: String,
    pub current: bool,
}

/// A redirect, or the page with errors.
type ChangeResponse = Either<Redirect, Page<ScenariosPage>>;

/// Name of the upload field.
const FILE: &str = "file";

/// Name of the field for the number of clients.
const CLIENTS: &str = "clients";

/// A scenario's name, a number of clients to generate, or neither, to start over.
#[derive(Deserialize)]
pub struct ScenarioForm {
    load: Option<String>,
    clients: Option<String>,
    #[serde(flatten)]
    consent: Consent,
}

/// Whether the tester has agreed to throw away what others do in the world.
#[derive(Default, Deserialize)]
pub struct Consent {
    sure: Option<String>,
}

impl Consent {
    /// Whether there is nobody to ask about, or the tester has been asked.
    pub fn covers(&self, context: &RequestContext, tools: &TestTools) -> bool {
        self.sure.is_some() || !others_are_active(context, tools)
    }
}

/// Lists the scenarios.
pub async fn show(context: RequestContext) -> Result<Page<ScenariosPage>, WebError> {
    Ok(Page::ok(page(&context, FormErrors::default()).await?))
}

/// Loads a built-in or generated scenario, or reloads the current one.
pub async fn change(
    context: RequestContext,
    tools: Data<TestTools>,
    form: TestForm<ScenarioForm>,
) -> Result<ChangeResponse, WebError> {
    let ScenarioForm { load, clients, consent } = form.0.ok_or(WebError::BadInput)?;
    let agreed = consent.covers(&context, &tools);
    let ask = |query: &[(&str, &str)]| Ok(Either::Left(redirect(&urls::with_query(urls::TEST_REPLACE, query))));
    let name = match (load, clients) {
        (None, None) if !agreed => return ask(&[]),
        (None, None) => {
            let portal = context.portal.clone();
            let title = context.call_service(move |service| start_over(&portal, service)).await?;
            return redirect_after_load(&context, format::localised(&title, context.lang)).map(Either::Left);
        }
        (Some(name), _) => name,
        (None, Some(typed)) => {
            let clients = whole_number::<u32>(&typed).filter(|clients| *clients <= MAX_CLIENTS);
            let Some(clients) = clients else {
                let most = format::count(context.lang, MAX_CLIENTS as usize);
                let words = fill(&context.t.test.form.whole, &[("from", "0"), ("to", &most)]);
                let page = ScenariosPage { clients: typed, ..page(&context, FormErrors::at(CLIENTS, &words)).await? };
                return Ok(Either::Right(unprocessable(page)));
            };
            format!("{GENERATED}{clients}")
        }
    };
    if !agreed {
        return ask(&[("load", &name)]);
    }
    let scenario = find_scenario(&context.portal, name).await?.map_err(|_| WebError::BadInput)?;
    let title = load_into(&context, scenario).await?;
    redirect_after_load(&context, format::localised(&title, context.lang)).map(Either::Left)
}

/// Asks before what others do in the world is thrown away.
pub async fn ask(context: RequestContext, query: Query<ScenarioForm>) -> Result<Page<QuestionPage>, WebError> {
    let t = &context.t.test.scenarios;
    let world = [("world", context.world.as_str())];
    let load = query.load.clone().map(|name| ("load", name));
    let question = Question {
        heading: fill(&t.replace_heading, &world),
        text: fill(&t.replace_text, &world),
        action: urls::TEST_SCENARIOS,
        fields: std::iter::once(("sure", "yes".to_owned())).chain(load).collect(),
        yes: t.replace_yes.to_string(),
        cancel_url: urls::TEST_SCENARIOS,
    };
    question.page(&context, urls::TEST_SCENARIOS).await
}

/// Loads an uploaded scenario, or shows its errors.
pub async fn upload(
    context: RequestContext,
    tools: Data<TestTools>,
    consent: Query<Consent>,
    form: Multipart,
) -> actix_web::Result<ChangeResponse> {
    match uploaded_scenario(&context, form).await? {
        // A file cannot be kept for a question on the next page.
        Ok(_) if !consent.covers(&context, &tools) => {
            let words = fill(&context.t.test.scenarios.replace_upload, &[("world", context.world.as_str())]);
            let page = page(&context, FormErrors::at(FILE, &words)).await?;
            let upload_url = urls::with_query(urls::TEST_UPLOAD, &[("sure", "yes")]);
            Ok(Either::Right(unprocessable(ScenariosPage { upload_url, ..page })))
        }
        Ok(scenario) => {
            let title = load_into(&context, scenario).await?;
            Ok(Either::Left(redirect_after_load(&context, format::localised(&title, context.lang))?))
        }
        Err(errors) => Ok(Either::Right(unprocessable(page(&context, errors).await?))),
    }
}

/// Validates an uploaded scenario. Loads nothing.
pub async fn check(context: RequestContext, form: Multipart) -> actix_web::Result<ChangeResponse> {
    match uploaded_scenario(&context, form).await? {
        Ok(scenario) => {
            let title = format::localised(&scenario.contents.title, context.lang);
            let words = fill(&context.t.test.scenarios.is_sound, &[("title", title)]);
            Ok(Either::Left(redirect_with_message(&context, urls::TEST_SCENARIOS, words)?))
        }
        Err(errors) => Ok(Either::Right(unprocessable(page(&context, errors).await?))),
    }
}

/// Reads and validates the uploaded file.
async fn uploaded_scenario(
    context: &RequestContext,
    form: Multipart,
) -> actix_web::Result<Result<ValidatedScenario, FormErrors>> {
    let t = &context.t.test.scenarios;
    let file = multipart::file(form, FILE).await?;
    let Some(file) = file.filter(|file| !file.content.trim_ascii().is_empty()) else {
        return Ok(Err(FormErrors::at(FILE, &t.no_file)));
    };
    let Ok(text) = String::from_utf8(file.content) else { return Ok(Err(FormErrors::at(FILE, &t.not_utf_8))) };
    Ok(read_scenario(&context.portal, file.name, text).await?.map_err(|faults| {
        let mut errors = FormErrors::default();
        for fault in faults {
            errors.add(FILE, fault);
        }
        errors
    }))
}

/// Exports the world as a file.
pub async fn export(context: RequestContext) -> Result<HttpResponse, WebError> {
    let worlds = context.portal.worlds.clone();
    let export = move |service: &Service| service.contents().map(|contents| (worlds.write(&contents), contents.name));
    let (text, name) = context.call_service(export).await?;
    let name = format!("attachment; filename=\"{name}.toml\"");
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "application/toml")).insert_header((CONTENT_DISPOSITION, name));
    Ok(response.insert_header((CACHE_CONTROL, "no-store")).body(text))
}

/// Validates a scenario on a blocking thread: a large one takes a while.
pub async fn read_scenario(
    portal: &Data<Portal>,
    file: String,
    text: String,
) -> Result<Result<ValidatedScenario, Vec<String>>, WebError> {
    let portal = portal.clone();
    let read = web::block(move || portal.worlds.read(&file, &text)).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// Finds a built-in scenario, or generates one, on a blocking thread.
pub async fn find_scenario(
    portal: &Data<Portal>,
    name: String,
) -> Result<Result<ValidatedScenario, Vec<String>>, WebError> {
    let portal = portal.clone();
    let read = web::block(move || portal.worlds.named(&name)).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// Reloads the world from its source; returns the scenario's title.
pub fn start_over(portal: &Portal, service: &Service) -> crate::service::Result<Localised> {
    let loaded = service.loaded()?.ok_or(ServiceError::NotFound)?;
    let source = service.source()?.ok_or(ServiceError::NotFound)?;
    // It was valid when it was stored, so this fails only in another version of the portal.
    let scenario = portal.worlds.read(&loaded.name, &source).map_err(|_| ServiceError::NotFound)?;
    service.load(&scenario, (portal.clock)())?;
    Ok(loaded.title)
}

/// Loads a scenario into the session's world; returns its title.
pub async fn load_into(context: &RequestContext, scenario: ValidatedScenario) -> Result<Localised, WebError> {
    let (title, now) = (scenario.contents.title.clone(), (context.portal.clock)());
    context.call_service(move |service| service.load(&scenario, now)).await?;
    Ok(title)
}

fn redirect_after_load(context: &RequestContext, title: &str) -> Result<Redirect, WebError> {
    redirect_with_message(
        context,
        urls::TEST_SCENARIOS,
        fill(&context.t.test.scenarios.was_loaded, &[("title", title)]),
    )
}

async fn page(context: &RequestContext, errors: FormErrors) -> Result<ScenariosPage, WebError> {
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
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_SCENARIOS, &errors).await?;
    Ok(ScenariosPage {
        layout,
        tools,
        intro: fill(&t.intro, &[("world", context.world.as_str())]),
        scenarios: scenarios.into_iter().map(|scenario| view(context, scenario, &name)).collect(),
        reset_intro: fill(&t.reset_intro, &[("title", title)]),
        export_label: fill(&t.export, &[("name", &name)]),
        clients: "12000".to_owned(),
        errors,
        upload_url: urls::TEST_UPLOAD.to_owned(),
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
