//! An issuer behind TLS with a certificate of a private authority, trusted by `SSL_CERT_FILE`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::redirect::Policy;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::{CLIENT_ID, Issuer};
use crate::support::program::command;

/// A server that speaks TLS as `localhost` and passes on what it hears; its port, and the authority's certificate.
async fn tls_before(plain: String) -> (u16, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("localhost:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, plain) = (acceptor.clone(), plain.clone());
            tokio::spawn(async move {
                if let Ok(mut outside) = acceptor.accept(stream).await {
                    let mut inside = TcpStream::connect(plain).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
                }
            });
        }
    });
    (port, authority.as_ref().pem())
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What `/sign-in` answers with at a portal that uses the issuer.
async fn status_of_sign_in(issuer: &str, trusted: Option<&Path>) -> u16 {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let flags = ["--listen", "127.0.0.1:0", "--data", folder, "--oidc-issuer", issuer, "--oidc-client-id", CLIENT_ID];
    let mut program = command(&flags);
    program.envs(trusted.map(|file| ("SSL_CERT_FILE", file)));
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let _running = Running(child);
    let base = said.find_map(|line| line.unwrap().strip_prefix("Klientportal: ").map(str::to_owned)).unwrap();
    let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    http.get(format!("{base}sign-in")).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_a_private_authority_counts_when_the_system_trusts_it() {
    let issuer = Issuer::start();
    let (port, authority) = tls_before(issuer.url.trim_start_matches("http://").to_owned()).await;
    let url = format!("https://localhost:{port}");
    issuer.behave(|behaviour| behaviour.named = Some(url.clone()));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, authority).unwrap();
    assert_eq!(status_of_sign_in(&url, Some(&file)).await, 303);
    assert_eq!(status_of_sign_in(&url, None).await, 503);
}
