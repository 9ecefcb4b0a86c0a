//! A portal with a generated world, and people signed in to it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Parser;
use klientportal::app::Application;
use klientportal::config::Config;
use klientportal::scenario;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::{Client, Url};
use scraper::{Html, Selector};

use crate::connection::HttpConnection;

/// Managing director of the provider.
pub const DIRECTOR: &str = "12836810064";
/// Client administrator of the provider.
pub const ADMINISTRATOR: &str = "04897910050";
/// The access that 19 of 20 clients can be added to.
const ACCESS: &str = "Revisor klientdelegering";

pub const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";

/// A running portal.
pub struct Portal {
    pub clients: u32,
    pub address: SocketAddr,
    base_url: Url,
    /// The number of clients.
    pub database: PathBuf,
    /// Time from scenario file to listening portal.
    pub started_in: Duration,
    /// The director's session.
    pub cookie: String,
    /// Path of the access for clients.
    pub access: String,
}

impl Portal {
    /// Starts a portal in its own folder below this one.
    pub fn start(folder: &Path, clients: u32) -> anyhow::Result<Self> {
        let scenario = folder.join(format!("{clients}.toml"));
        std::fs::write(&scenario, scenario::generate(clients))?;
        let data = folder.join(clients.to_string());
        let begun = Instant::now();
        let (base_url, address) = serve(&scenario, &data)?;
        let started_in = begun.elapsed();
        let mut portal = Self {
            clients,
            address,
            base_url,
            database: data.join("worlds/main.db"),
            started_in,
            cookie: String::new(),
            access: String::new(),
        };
        portal.cookie = portal.sign_in(DIRECTOR)?;
        let overview = portal.connection()?.get(OVERVIEW)?.expect(200)?.body;
        portal.access = link(&overview, ACCESS).context("the overview shows no access for clients")?;
        Ok(portal)
    }

    /// Path of the dialog.
    pub fn dialog(&self) -> String {
        format!("{}/clients", self.access)
    }

    /// A connection with the director's session.
    pub fn connection(&self) -> anyhow::Result<HttpConnection> {
        HttpConnection::open(self.address, &self.cookie)
    }

    /// Signs a person in as a browser does; the session cookie.
    pub fn sign_in(&self, national_id: &str) -> anyhow::Result<String> {
        let jar = Arc::new(Jar::default());
        let browser = Client::builder().cookie_provider(jar.clone()).no_proxy().build()?;
        let sign_in = async {
            let asked = browser.get(self.base_url.join("/sign-in")?).send().await?.error_for_status()?;
            let at = asked.url().clone();
            let page = asked.text().await?;
            let (action, ticket) =
                (attribute(&page, "main form", "action"), attribute(&page, "[name=ticket]", "value"));
            let fields = [("ticket", ticket.context("no ticket")?), ("person", national_id.to_owned())];
            let press = browser.post(at.join(&action.context("no form")?)?).header("sec-fetch-site", "same-origin");
            press.form(&fields).send().await?.error_for_status()?;
            anyhow::Ok(())
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(sign_in)?;
        let cookies = jar.cookies(&self.base_url).context("no session")?;
        Ok(cookies.to_str()?.to_owned())
    }
}

/// Serves in a thread until the process ends.
fn serve(scenario: &Path, data: &Path) -> anyhow::Result<(Url, SocketAddr)> {
    let (scenario, data) = (scenario.as_os_str(), data.as_os_str());
    let flags = ["klientportal".as_ref(), "--listen=127.0.0.1:0".as_ref(), "--scenario".as_ref(), scenario];
    let config = Config::try_parse_from(flags.into_iter().chain(["--data".as_ref(), data]))?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            match Application::build(&config) {
                Ok(application) => {
                    let _ = tell.send(Ok((application.base_url, application.address)));
                    let _ = application.server.await;
                }
                Err(error) => drop(tell.send(Err(error))),
            }
        });
    });
    told.recv()?
}

/// An attribute of the first element that matches the selector.
pub fn attribute(page: &str, selector: &str, name: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse(selector).ok()?;
    page.select(&selector).next()?.attr(name).map(str::to_owned)
}

/// Target of the first link with this in its text.
fn link(page: &str, text: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let links = Selector::parse("main a").ok()?;
    let found = page.select(&links).find(|link| link.text().collect::<String>().contains(text))?;
    found.attr("href").map(str::to_owned)
}
