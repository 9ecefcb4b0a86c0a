//! Somebody at a browser without JavaScript: keeps cookies, follows links and redirects, presses buttons.

use std::sync::Arc;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap, LOCATION, REFERER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Url};
use scraper::{ElementRef, Selector};

use super::page::{Page, form_around};
use super::people::Person;

#[derive(Clone)]
pub struct Visitor {
    pub base: Url,
    /// What the browser asks for.
    pub language: String,
    jar: Arc<Jar>,
    /// Follows no redirect: that is done here, as a browser does it, with the fragment.
    http: Client,
}

/// As many redirects as a browser would bear, and more than the portal needs.
const PATIENCE: usize = 10;

impl Visitor {
    /// A browser without cookies that asks for the language.
    pub fn new(base: &Url, language: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, language.parse().unwrap())]);
        let http = Client::builder().cookie_provider(jar.clone()).no_proxy().redirect(Policy::none());
        // A connection kept from before a restart would fail where a browser tries again.
        let http = http.pool_max_idle_per_host(0);
        let http = http.default_headers(headers).build().unwrap();
        Self { base: base.clone(), language: language.to_owned(), jar, http }
    }

    pub fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// Opens an address and what it redirects to.
    pub async fn get(&self, path: &str) -> Page {
        self.open(self.url(path)).await
    }

    async fn open(&self, url: Url) -> Page {
        self.arrive(self.http.get(url.clone()), url).await
    }

    /// Sends the request and follows where its answer leads.
    async fn arrive(&self, request: RequestBuilder, mut url: Url) -> Page {
        let mut answer = request.send().await.unwrap();
        for _ in 0..PATIENCE {
            let Some(location) = answer.headers().get(LOCATION) else {
                return Page { url, ..Page::of(answer).await };
            };
            assert_eq!(answer.status(), 303, "the portal redirects with 303 only");
            url = url.join(location.to_str().unwrap()).unwrap();
            answer = self.http.get(url.clone()).send().await.unwrap();
        }
        panic!("{url} redirects for ever")
    }

    /// A request of one's own making, whose redirects are not followed.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// A form of one's own making. The answer's redirect is not followed.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        Page::of(self.request(Method::POST, path).form(fields).send().await.unwrap()).await
    }

    /// Follows the link with this accessible name.
    pub async fn follow(&self, page: &Page, link: &str) -> Page {
        let href = page.link_target(link).unwrap_or_else(|| panic!("{} has no link {link:?}", page.url));
        self.open(page.url.join(&href).unwrap()).await
    }

    /// Presses the button with this accessible name: its form goes to where a browser would send it.
    pub async fn press(&self, page: &Page, button: &str) -> Page {
        self.fill_and_press(page, &[], button).await
    }

    /// Ticks these clients' boxes, then presses the button.
    pub async fn tick_and_press(&self, page: &Page, clients: &[&str], button: &str) -> Page {
        let ticked = |fields: &mut Vec<(String, String)>| {
            for client in clients {
                assert_eq!(page.count(&format!("input[name=chosen][value='{client}']")), 1, "a box for {client}");
                fields.push(("chosen".to_owned(), (*client).to_owned()));
            }
        };
        self.change_and_press(page, ticked, button).await
    }

    /// Takes the ticks off these clients' boxes, then presses the button.
    pub async fn untick_and_press(&self, page: &Page, clients: &[&str], button: &str) -> Page {
        let unticked = |fields: &mut Vec<(String, String)>| {
            fields.retain(|(name, value)| name != "chosen" || !clients.contains(&value.as_str()));
        };
        self.change_and_press(page, unticked, button).await
    }

    /// Writes into the form's fields, then presses the button.
    pub async fn fill_and_press(&self, page: &Page, typed: &[(&str, &str)], button: &str) -> Page {
        let written = |fields: &mut Vec<(String, String)>| {
            for (name, value) in typed {
                let field = fields.iter_mut().find(|(field, _)| field == name);
                let (_, field) = field.unwrap_or_else(|| panic!("the form has no field {name}"));
                (*value).clone_into(field);
            }
        };
        self.change_and_press(page, written, button).await
    }

    async fn change_and_press(
        &self,
        page: &Page,
        change: impl FnOnce(&mut Vec<(String, String)>),
        button: &str,
    ) -> Page {
        let pressed = page.button(button).unwrap_or_else(|| panic!("{} has no button {button:?}", page.url));
        let form = match pressed.attr("form") {
            Some(id) => page.elements(&format!("form#{id}")).into_iter().next(),
            None => form_around(pressed),
        };
        let form = form.expect("a button has a form");
        let mut target = page.url.join(form.attr("action").unwrap_or(page.url.as_str())).unwrap();
        let mut fields = fields(form);
        change(&mut fields);
        if let Some(name) = pressed.attr("name") {
            fields.push((name.to_owned(), pressed.attr("value").unwrap_or_default().to_owned()));
        }
        let request = if form.attr("method") == Some("post") {
            self.http.post(target.clone()).header("sec-fetch-site", "same-origin").form(&fields)
        } else {
            target.set_query(Some(&serde_urlencoded::to_string(&fields).unwrap()));
            self.http.get(target.clone())
        };
        self.arrive(request.header(REFERER, page.url.as_str()), target).await
    }

    /// Signs in through the provider's page; the page that one arrives at.
    pub async fn sign_in(&self, person: Person) -> Page {
        let choice = self.get("/sign-in").await;
        self.press(&choice, person.national_id).await
    }

    /// The token of this session's forms, taken from the page at the path.
    pub async fn form_token(&self, path: &str) -> String {
        let page = self.get(path).await;
        page.attribute("input[name=form_token]", "value").expect("a form with a token")
    }

    /// `add` puts the client on the access of this dialog, `remove` takes it off, by the plainest request that may do it.
    pub async fn change(&self, dialog: &str, client: &str, change: &str) -> Page {
        let token = self.form_token("/").await;
        self.post(dialog, &[("form_token", &token), (change, client)]).await
    }

    /// The value of a cookie that the browser holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().into_iter().find_map(|(held, value)| (held == name).then_some(value))
    }

    /// The cookies that the browser holds for the portal, by name and value.
    pub fn cookies(&self) -> Vec<(String, String)> {
        let header = self.jar.cookies(&self.base);
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        header.iter().flat_map(|header| header.to_str().unwrap().split("; ").filter_map(pair)).collect()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar.add_cookie_str(&format!("{name}={value}; Path=/"), &self.base);
    }
}

/// What a form sends: hidden and text fields, chosen radio buttons and options. Buttons only when pressed.
fn fields(form: ElementRef) -> Vec<(String, String)> {
    let controls = Selector::parse("input[name], select[name], textarea[name]").unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let option = Selector::parse("option").unwrap();
    let field = |control: ElementRef| {
        let name = control.attr("name")?.to_owned();
        let value = match (control.value().name(), control.attr("type")) {
            // A browser sends the first option where none is chosen.
            ("select", _) => control.select(&chosen).next().or(control.select(&option).next())?.attr("value")?,
            ("textarea", _) => return Some((name, control.text().collect())),
            (_, Some("radio" | "checkbox")) => control.attr("checked").and(control.attr("value"))?,
            _ => control.attr("value").unwrap_or_default(),
        };
        Some((name, value.to_owned()))
    };
    form.select(&controls).filter_map(field).collect()
}
