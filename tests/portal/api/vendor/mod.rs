//! What a vendor's program does: requests for system accesses, system users, system register, tokens.

mod checks;
mod ends;
mod generator;
mod grant;
mod register;
mod requests;
mod system_users;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Client, Method, RequestBuilder};
use rsa::RsaPrivateKey;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};

use super::Answer;
use crate::support::Portal;

pub const ROOT: &str = "/authentication/api/v1";
const VENDOR: &str = "310495913";
const OTHER_VENDOR: &str = "310495921";
pub const SYSTEM: &str = "310495913_revisor";
pub const FIRM: &str = "310495891";
const CLIENT: &str = "00000000-0000-4000-8000-000000000001";

const WRITE: &str = "altinn:authentication/systemuser.request.write";
const READ: &str = "altinn:authentication/systemuser.request.read";
const REGISTER: &str = "altinn:authentication/systemregister.write";
const MASKINPORTEN: &str = "altinn:maskinporten/systemuser.read";

pub struct VendorProgram {
    base: reqwest::Url,
    http: Client,
    pub token: String,
}

/// A portal with the world of `world.toml`.
pub async fn portal(flags: &[&str]) -> Portal {
    let portal = Portal::start_with(flags);
    let world = include_str!("world.toml").replace("{KEY}", &public_key(&portal).to_string());
    let url = portal.base.join("/test/api/load").unwrap();
    let loaded = Answer::to(http().post(url).body(world)).await;
    assert_eq!(loaded.status, 200, "{}", loaded.text);
    portal
}

fn http() -> Client {
    Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap()
}

/// The key that signs for the first OAuth client: the same as the portal's own, since generating one is slow.
fn private_key(portal: &Portal) -> String {
    std::fs::read_to_string(portal.data.path().join("sign-in.pem")).unwrap()
}

fn public_key(portal: &Portal) -> Value {
    let key = RsaPrivateKey::from_pkcs1_pem(&private_key(portal)).unwrap().to_public_key();
    let [n, e] = [key.n(), key.e()].map(|part| URL_SAFE_NO_PAD.encode(part.to_bytes_be()));
    json!({"kty": "RSA", "n": n, "e": e})
}

impl VendorProgram {
    /// With every scope.
    pub async fn of(portal: &Portal) -> Self {
        Self::of_vendor(portal, VENDOR).await
    }

    /// Another vendor's, with every scope.
    pub async fn of_vendor(portal: &Portal, vendor: &str) -> Self {
        Self::with(portal, vendor, &[WRITE, READ, REGISTER, MASKINPORTEN].join(" ")).await
    }

    async fn with(portal: &Portal, vendor: &str, scopes: &str) -> Self {
        let mut url = portal.base.join("/test/api/GetEnterpriseToken").unwrap();
        url.query_pairs_mut().extend_pairs([("env", "tt02"), ("orgNo", vendor), ("scopes", scopes)]);
        let token = Answer::to(http().get(url).basic_auth("anybody", Some("anything"))).await;
        assert_eq!(token.status, 200, "{}", token.text);
        Self::with_token(portal, token.text)
    }

    fn with_token(portal: &Portal, token: String) -> Self {
        Self { base: portal.base.clone(), http: http(), token }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.base.join(&format!("{ROOT}{path}")).unwrap()).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, path).body(body.to_string())).await
    }

    /// Asks for an access for clients, with other members in the body.
    pub async fn ask(&self, more: Value) -> Answer {
        let mut body = json!({
            "systemId": SYSTEM,
            "partyOrgNo": FIRM,
            "accessPackages": [{"urn": "urn:altinn:accesspackage:ansvarlig-revisor"}],
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post(REQUESTS_FOR_CLIENTS, &body).await
    }

    /// Asks for an own access, with other members in the body.
    pub async fn ask_own(&self, more: Value) -> Answer {
        let mut body = json!({
            "systemId": SYSTEM,
            "partyOrgNo": FIRM,
            "accessPackages": [{"urn": "urn:altinn:accesspackage:skattegrunnlag"}],
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post(OWN_REQUESTS, &body).await
    }
}

/// A program with a person's token, which names no vendor.
pub async fn person(portal: &Portal) -> VendorProgram {
    let mut url = portal.base.join("/test/api/GetPersonalToken").unwrap();
    url.query_pairs_mut().extend_pairs([("pid", "12836810064"), ("scopes", &format!("{READ} {WRITE}"))]);
    let token = Answer::to(http().get(url).basic_auth("a", Some("b"))).await;
    VendorProgram::with_token(portal, token.text)
}

pub const OWN_REQUESTS: &str = "/systemuser/request/vendor";
pub const REQUESTS_FOR_CLIENTS: &str = "/systemuser/request/vendor/agent";

/// The path of a request for clients in `world.toml`, by its external reference.
pub fn by_reference(reference: &str) -> String {
    format!("{REQUESTS_FOR_CLIENTS}/byexternalref/{SYSTEM}/{FIRM}/{reference}")
}

async fn id_of(program: &VendorProgram, path: &str) -> String {
    program.get(path).await.json()["id"].as_str().unwrap().to_owned()
}
