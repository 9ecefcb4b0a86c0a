//! Browsers and programs of the firm, its client and the vendor.

use reqwest::{Client, Method, RequestBuilder, Url};

use crate::api::{client, connections};
use crate::support::{FIRM, GILD_KANNE, KLIENTKUNDE, MUNTER_LYKT, Visitor};

const VENDOR: &str = "310495948";

/// A person's browser with its form token.
pub type Browser = (Visitor, String);

/// Everybody who acts, each signed in or with a token.
#[derive(Clone)]
pub struct Actors {
    pub firm: Browser,
    pub client: Browser,
    http: Client,
    base: Url,
    pub vendor: String,
    clients_program: String,
}

impl Actors {
    pub async fn of(base: &Url) -> Self {
        let (firm, client) = (Visitor::new(base, "nb"), Visitor::new(base, "nb"));
        firm.sign_in(GILD_KANNE).await;
        client.sign_in(MUNTER_LYKT).await;
        let (firm_token, client_token) = (firm.form_token("/").await, client.form_token("/").await);
        let http = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let token = async |query: String| {
            let asked = http.get(base.join(&format!("/test/api/{query}")).unwrap()).basic_auth("a", Some("b"));
            asked.send().await.unwrap().text().await.unwrap()
        };
        let scopes = "altinn:authentication/systemuser.request.write%20altinn:authentication/systemuser.request.read";
        let vendor = token(format!("GetEnterpriseToken?env=tt02&orgNo={VENDOR}&scopes={scopes}")).await;
        let person = MUNTER_LYKT.national_id;
        let clients_program = token(format!("GetPersonalToken?pid={person}&scopes=altinn:portal/enduser")).await;
        Self {
            firm: (firm, firm_token),
            client: (client, client_token),
            http: http.clone(),
            base: base.clone(),
            vendor,
            clients_program,
        }
    }

    pub fn call(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        self.http.request(method, self.base.join(path).unwrap()).bearer_auth(token)
    }

    /// The client's program gives the firm a package or, with DELETE, takes it back.
    pub fn change_package(&self, method: Method, package: &str) -> RequestBuilder {
        let (from, to) = (client(KLIENTKUNDE), client(FIRM));
        let from = if method == Method::POST { format!("party={from}") } else { format!("party={from}&from={from}") };
        let path =
            format!("{}/accesspackages?{from}&to={to}&package=urn:altinn:accesspackage:{package}", connections::BASE);
        self.call(method, &path, &self.clients_program)
    }
}

/// Presses a button of a form.
pub fn press((visitor, token): &Browser, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    let fields: Vec<_> = [("form_token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
    visitor.request(Method::POST, path).form(&fields)
}
