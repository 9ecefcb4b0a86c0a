//! A vendor's program: an HTTP client with a token.

use klientportal::domain::access::AccessId;
use klientportal::domain::number::OrganisationNumber;
use klientportal::domain::organisation::Organisation;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, Url};
use serde_json::Value;

use crate::support::{FIRM, Person, Portal};

pub const BASE: &str = "/authentication/api/v1/enduser/systemuser";
pub const BOTH_SCOPES: &str = "read=1&write=1";

pub struct Program {
    base: Url,
    http: Client,
    pub token: String,
}

/// A response of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Program {
    /// A program with a token with both scopes and the highest level.
    pub async fn of(portal: &Portal, person: Person) -> Self {
        Self::with(portal, person, BOTH_SCOPES, 4).await
    }

    /// A program with a token from `/test/token`; `scopes` are fields of its form.
    pub async fn with(portal: &Portal, person: Person, scopes: &str, level: u8) -> Self {
        let path = format!("/test/token?person={}&client=vendor&level={level}&{scopes}", person.national_id);
        let page = portal.visitor().get(&path).await;
        let token = page.text("textarea").unwrap_or_else(|| panic!("no token: {}", page.status));
        Self::with_token(portal, &token)
    }

    pub fn with_token(portal: &Portal, token: &str) -> Self {
        let http = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        Self { base: portal.base.clone(), http, token: token.to_owned() }
    }

    /// A request with the token, to a path below the API's.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_at(method, &format!("{BASE}{path}"))
    }

    /// A request with the token, to any path.
    pub fn request_at(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.base.join(path).unwrap();
        let request = self.http.request(method, url);
        if self.token.is_empty() { request } else { request.bearer_auth(&self.token) }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    pub async fn add(&self, agent: &str, client: &str) -> Answer {
        Answer::to(self.request(Method::POST, &format!("/clients?agent={agent}&client={client}"))).await
    }

    pub async fn remove(&self, agent: &str, client: &str) -> Answer {
        Answer::to(self.request(Method::DELETE, &format!("/clients?agent={agent}&client={client}"))).await
    }

    pub async fn batch(&self, agent: &str, body: &Value) -> Answer {
        let path = format!("/clients/batch?agent={agent}");
        Answer::to(self.request(Method::POST, &path).body(body.to_string())).await
    }

    /// The organisation numbers of the list at a path.
    pub async fn numbers(&self, path: &str) -> Vec<String> {
        self.get(path).await.numbers()
    }
}

impl Answer {
    pub async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {:?} is no JSON", self.status, self.text))
    }

    pub fn numbers(&self) -> Vec<String> {
        let list = self.json();
        let rows = list["data"].as_array().unwrap_or_else(|| panic!("{list} is no list")).iter();
        rows.map(|row| row["clientOrganizationNumber"].as_str().unwrap().to_owned()).collect()
    }

    /// Status and code of a problem.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        (self.status, problem["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Code and path of each validation error.
    pub fn faults(&self) -> Vec<String> {
        assert_eq!(self.problem(), (400, "STD-00000".to_owned()));
        let problem = self.json();
        let faults = problem["validationErrors"].as_array().unwrap().iter();
        faults
            .map(|fault| format!("{} {}", fault["code"].as_str().unwrap(), fault["paths"][0].as_str().unwrap()))
            .collect()
    }
}

/// The id of one of the firm's accesses.
pub fn agent(title: &str) -> String {
    AccessId::of(FIRM.parse().unwrap(), title).uuid().to_string()
}

/// The API's id of an organisation.
pub fn client(number: &str) -> String {
    let number: OrganisationNumber = number.parse().unwrap();
    Organisation { number, name: String::new(), form: "AS".parse().unwrap() }.uuid().to_string()
}
