//! A real portal on a free port, with data of its own, and the first steps into it.

use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::{fs, thread};

use actix_web::dev::ServerHandle;
use clap::Parser;
use klientportal::app::Application;
use klientportal::browser::Page;
use klientportal::config::Config;
use tempfile::TempDir;

use crate::Outcome;

pub const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";
/// The key of the embedded sign-in takes seconds to make: one for all portals.
static KEY: Mutex<Option<Vec<u8>>> = Mutex::new(None);

pub struct Portal {
    pub url: String,
    pub data: TempDir,
    handle: ServerHandle,
}

impl Portal {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    pub fn start_with(arguments: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut key = KEY.lock().unwrap();
        let file = data.path().join("sign-in.pem");
        if let Some(key) = &*key {
            fs::write(&file, key).unwrap();
        }
        let (url, handle) = serve(data.path(), arguments);
        if key.is_none() {
            *key = fs::read(&file).ok();
        }
        Self { url, data, handle }
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// From the start page to wherever the portal leads this person; labels in bokmål.
    pub fn sign_in(&self, page: &Page, person: &str) -> Outcome {
        page.goto(&self.at("/sign-in"))?;
        page.heading("Velg hvem du logger inn som")?;
        page.press("button", &format!("{person}…"))?;
        page.wait_for("the sign-in did not lead back", |tree| tree.has("link", "Klientportal, til startsiden"))
    }

    /// Signed in as the managing director, on the page of this access.
    pub fn open_access(&self, page: &Page, access: &str) -> Outcome {
        self.sign_in(page, "Gild Kanne")?;
        page.press("link", access)?;
        page.heading(access)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn serve(data: &Path, arguments: &[&str]) -> (String, ServerHandle) {
    let folder = data.to_str().unwrap();
    let fixed = ["klientportal", "--listen", "127.0.0.1:0", "--data", folder];
    let config = Config::parse_from(fixed.iter().chain(arguments));
    let (started, wait) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let application = Application::build(&config).unwrap();
            let url = application.base_url.as_str().trim_end_matches('/').to_owned();
            started.send((url, application.server.handle())).unwrap();
            application.server.await.unwrap();
        });
    });
    wait.recv().unwrap()
}
