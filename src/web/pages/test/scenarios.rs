//! `/test/scenarios`: which is loaded, load another, start over, upload one, write the world out.

use actix_multipart::Multipart;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Redirect};
use actix_web::{Either, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::refusal::Refusal;
use super::{Frame, TestForm, ToolLink, frame_with, multipart, refused, said};
use crate::domain::contents::Contents;
use crate::domain::package::Localised;
use crate::i18n::fill;
use crate::service::worlds::{BuiltIn, Checked};
use crate::service::{Service, ServiceError};
use crate::test_tools::{GENERATED, MOST_CLIENTS};
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::portal::Portal;
use crate::web::visit::Visit;
use crate::web::{present, urls};

/// The scenarios to load.
#[derive(Template)]
#[template(path = "pages/test/scenarios.html")]
pub struct ScenariosPage {
    pub chrome: Chrome,
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
pub async fn show(visit: Visit) -> Result<Page<ScenariosPage>, WebError> {
    Ok(Page::ok(page(&visit, Refusal::default()).await?))
}

/// Loads a scenario that is there or is made, or the present one again.
pub async fn change(visit: Visit, form: TestForm<ScenarioForm>) -> Result<Changed, WebError> {
    let ScenarioForm { load, clients } = form.0.ok_or(WebError::BadInput)?;
    let name = match (load, clients) {
        (None, None) => {
            let portal = visit.portal.clone();
            let title = visit.ask(move |service| start_over(&portal, service)).await?;
            return was_loaded(&visit, present::localised(&title, visit.lang)).map(Either::Left);
        }
        (Some(name), _) => name,
        (None, Some(typed)) => {
            let clients = typed.trim().parse::<u32>().ok().filter(|clients| *clients <= MOST_CLIENTS);
            let Some(clients) = clients else {
                let most = present::count(visit.lang, MOST_CLIENTS as usize);
                let words = fill(&visit.t.test.form.whole, &[("from", "0"), ("to", &most)]);
                let page = ScenariosPage { clients: typed, ..page(&visit, Refusal::at(CLIENTS, &words)).await? };
                return Ok(Either::Right(refused(page)));
            };
            format!("{GENERATED}{clients}")
        }
    };
    let scenario = named(&visit.portal, name).await?.map_err(|_| WebError::BadInput)?;
    let title = load_into(&visit, scenario).await?;
    was_loaded(&visit, present::localised(&title, visit.lang)).map(Either::Left)
}

/// Loads the file that was sent, or says what is wrong with it.
pub async fn upload(visit: Visit, form: Multipart) -> actix_web::Result<Changed> {
    match sent(&visit, form).await? {
        Ok(scenario) => {
            let title = load_into(&visit, scenario).await?;
            Ok(Either::Left(was_loaded(&visit, present::localised(&title, visit.lang))?))
        }
        Err(refusal) => Ok(Either::Right(refused(page(&visit, refusal).await?))),
    }
}

/// Says whether the file that was sent is without fault, and loads nothing.
pub async fn check(visit: Visit, form: Multipart) -> actix_web::Result<Changed> {
    match sent(&visit, form).await? {
        Ok(scenario) => {
            let title = present::localised(&scenario.contents.title, visit.lang);
            let words = fill(&visit.t.test.scenarios.is_sound, &[("title", title)]);
            Ok(Either::Left(said(&visit, urls::TEST_SCENARIOS, words)?))
        }
        Err(refusal) => Ok(Either::Right(refused(page(&visit, refusal).await?))),
    }
}

/// The scenario in the file that was sent, or what is wrong with it.
async fn sent(visit: &Visit, form: Multipart) -> actix_web::Result<Result<Checked, Refusal>> {
    let t = &visit.t.test.scenarios;
    let file = multipart::file(form, FILE).await?;
    let Some(file) = file.filter(|file| !file.content.trim_ascii().is_empty()) else {
        return Ok(Err(Refusal::at(FILE, &t.no_file)));
    };
    let Ok(text) = String::from_utf8(file.content) else { return Ok(Err(Refusal::at(FILE, &t.not_utf_8))) };
    Ok(checked(&visit.portal, file.name, text).await?.map_err(|faults| {
        let mut refusal = Refusal::default();
        for fault in faults {
            refusal.add(FILE, fault);
        }
        refusal
    }))
}

/// The world as a file.
pub async fn export(visit: Visit) -> Result<HttpResponse, WebError> {
    let worlds = visit.portal.worlds.clone();
    let written = move |service: &Service| service.contents().map(|contents| (worlds.write(&contents), contents.name));
    let (text, name) = visit.ask(written).await?;
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
) -> Result<Result<Checked, Vec<String>>, WebError> {
    let portal = portal.clone();
    let read = web::block(move || portal.worlds.read(&file, &text)).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// The scenario of this name that there is without a file, made off the async threads.
pub async fn named(portal: &Data<Portal>, name: String) -> Result<Result<Checked, Vec<String>>, WebError> {
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
pub async fn load_into(visit: &Visit, scenario: Checked) -> Result<Localised, WebError> {
    let (title, now) = (scenario.contents.title.clone(), (visit.portal.clock)());
    visit.ask(move |service| service.load(&scenario, now)).await?;
    Ok(title)
}

fn was_loaded(visit: &Visit, title: &str) -> Result<Redirect, WebError> {
    said(visit, urls::TEST_SCENARIOS, fill(&visit.t.test.scenarios.was_loaded, &[("title", title)]))
}

async fn page(visit: &Visit, refusal: Refusal) -> Result<ScenariosPage, WebError> {
    let loaded = visit.ask(Service::loaded).await?;
    let t = &visit.t.test.scenarios;
    let (name, title) = loaded.map(|loaded| (loaded.name, loaded.title)).unzip();
    let name = name.unwrap_or_default();
    let title = title.as_ref().map(|title| present::localised(title, visit.lang)).unwrap_or_default();
    let worlds = visit.portal.worlds.clone();
    let read = move || {
        let read = |scenario: &BuiltIn| Some((scenario.name, worlds.read(scenario.name, scenario.text).ok()?.contents));
        worlds.built_in().iter().filter_map(read).collect::<Vec<_>>()
    };
    let scenarios = web::block(read).await.map_err(|error| WebError::Internal(error.into()))?;
    let Frame { chrome, tools } = frame_with(visit, urls::TEST_SCENARIOS, &refusal).await?;
    Ok(ScenariosPage {
        chrome,
        tools,
        intro: fill(&t.intro, &[("world", visit.world.as_str())]),
        scenarios: scenarios.into_iter().map(|scenario| view(visit, scenario, &name)).collect(),
        reset_intro: fill(&t.reset_intro, &[("title", title)]),
        export_label: fill(&t.export, &[("name", &name)]),
        clients: "12000".to_owned(),
        refusal,
    })
}

fn view(visit: &Visit, (name, scenario): (&'static str, Contents), loaded: &str) -> ScenarioView {
    let title = present::localised(&scenario.title, visit.lang);
    ScenarioView {
        name: name.to_owned(),
        load_label: fill(&visit.t.test.scenarios.load, &[("title", title)]),
        title: title.to_owned(),
        description: present::localised(&scenario.description, visit.lang).to_owned(),
        current: *name == *loaded,
    }
}
