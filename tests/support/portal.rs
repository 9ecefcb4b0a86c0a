//! A real portal in a thread, on a free port, with a temporary data folder.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{LazyLock, mpsc};
use std::thread::{self, JoinHandle};

use actix_web::dev::ServerHandle;
use clap::Parser;
use klientportal::app::Application;
use klientportal::config::Config;
use reqwest::Url;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use tempfile::TempDir;

use super::database::Database;
use super::people::Person;
use super::visitor::Visitor;

pub struct Portal {
    /// The URL that browsers open.
    pub base: Url,
    /// The address that it listens on.
    pub address: SocketAddr,
    pub data: TempDir,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// One signing key for all portals: generating one takes seconds.
static KEY: LazyLock<String> = LazyLock::new(|| {
    let key = RsaPrivateKey::new(&mut rand::rngs::OsRng, 2048).unwrap();
    key.to_pkcs1_pem(LineEnding::LF).unwrap().to_string()
});

/// Writes a signing key to a data folder: generating one is slow.
pub fn write_signing_key(data: &Path) {
    std::fs::write(data.join("sign-in.pem"), KEY.as_bytes()).unwrap();
}

impl Portal {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts with flags besides those for address and data.
    pub fn start_with(flags: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        write_signing_key(data.path());
        let folder = data.path().to_str().unwrap();
        let own = ["klientportal", "--data", folder];
        let listen = if flags.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] };
        let config = Config::try_parse_from(own.iter().chain(listen).chain(flags)).unwrap();
        let (report, reported) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let application = Application::build(&config).unwrap();
                let started = (application.base_url.clone(), application.address, application.server.handle());
                report.send(started).unwrap();
                application.server.await.unwrap();
            });
        });
        let (base, address, server) = reported.recv().expect("the portal starts");
        Self { base, address, data, server, thread: Some(thread) }
    }

    /// A browser that asks for Bokmål.
    pub fn visitor(&self) -> Visitor {
        self.visitor_with_language("nb")
    }

    pub fn visitor_with_language(&self, language: &str) -> Visitor {
        Visitor::new(&self.base, language)
    }

    /// A visitor who has just signed in.
    pub async fn sign_in(&self, person: Person) -> Visitor {
        let visitor = self.visitor();
        visitor.sign_in(person).await;
        visitor
    }

    pub fn database(&self) -> Database {
        Database::of(self.data.path())
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Calling stop is enough; the returned future only waits.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the portal's thread panicked");
        }
    }
}
