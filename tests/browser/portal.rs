//! A real portal on a free port with its own data, and the first steps into it.

use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::{fs, thread};

use actix_web::dev::ServerHandle;
use clap::Parser;
use klientportal::app::Application;
use klientportal::browser::Page;
use klientportal::config::Config;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::Outcome;

pub const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";
/// The embedded sign-in's key, which takes seconds to make: shared by all portals.
static KEY: Mutex<Option<Vec<u8>>> = Mutex::new(None);

const SIGN_OUT: &str = "(() => {
  const form = document.querySelector('form[action$=\"/sign-out\"]');
  return fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).then(({ ok }) => ok);
})()";

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

    /// Loads the scenario again. Sessions go on.
    pub fn reset(&self) {
        let reset = reqwest::Client::new().post(self.at("/test/api/reset")).send();
        let answer = actix_web::rt::System::new().block_on(reset).unwrap();
        assert_eq!(answer.status(), 200);
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Signs in from the start page, in bokmål.
    pub fn sign_in(&self, page: &Page, person: &str) -> Outcome {
        page.goto(&self.at("/sign-in"))?;
        page.heading("Velg hvem du logger inn som")?;
        page.press("button", &format!("{person}…"))?;
        page.wait_for("the sign-in did not lead back", |tree| tree.has("link", "Klientportal, til startsiden"))
    }

    /// Signs out and restores the cookies:
    /// the session has ended, and the browser does not know.
    pub fn end_session(page: &Page) -> Outcome {
        let cookies = page.cookies()?;
        let signed_out = page.evaluate(SIGN_OUT)?;
        assert_eq!(signed_out, true);
        page.set_cookies(&cookies)
    }

    /// Opens the world's file beside the portal.
    pub fn world(&self) -> Connection {
        Connection::open(self.data.path().join("worlds/main.db")).unwrap()
    }

    /// Number of clients on the access that the tests add to.
    pub fn on_access(&self) -> usize {
        let counted = "select count(*) from delegation where access in \
                       (select key from system_access where title = 'Revisor klientdelegering')";
        self.count(counted)
    }

    /// Number of changes.
    pub fn changes(&self) -> usize {
        self.count("select count(*) from audit")
    }

    /// Number of test runs.
    pub fn runs(&self) -> usize {
        self.count("select count(*) from round")
    }

    pub fn count(&self, question: &str) -> usize {
        self.world().query_row(question, [], |row| row.get::<_, u32>(0)).unwrap().try_into().unwrap()
    }

    /// Opens this access as the managing director.
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
    let listen = if arguments.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] };
    let fixed = ["klientportal", "--data", folder];
    let config = Config::parse_from(fixed.iter().chain(listen).chain(arguments));
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
