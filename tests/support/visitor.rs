//! A browser without JavaScript, with cookies, links and forms.

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
    /// `Accept-Language`.
    pub language: String,
    jar: Arc<Jar>,
    /// Follows no redirects: [`Self::send_and_follow`] does, with fragments.
    http: Client,
}

const MAX_REDIRECTS: usize = 10;

impl Visitor {
    /// A browser without cookies.
    pub fn new(base: &Url, language: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, language.parse().unwrap())]);
        let http = Client::builder().cookie_provider(jar.clone()).no_proxy().redirect(Policy::none());
        // Unlike a browser, reqwest does not retry on a pooled connection that a restart has closed.
        let http = http.pool_max_idle_per_host(0);
        let http = http.default_headers(headers).build().unwrap();
        Self { base: base.clone(), language: language.to_owned(), jar, http }
    }

    pub fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// Opens a page, following redirects.
    pub async fn get(&self, path: &str) -> Page {
        self.open(self.url(path)).await
    }

    async fn open(&self, url: Url) -> Page {
        self.send_and_follow(self.http.get(url.clone()), url).await
    }

    /// Sends the request and follows redirects.
    async fn send_and_follow(&self, request: RequestBuilder, mut url: Url) -> Page {
        let mut answer = request.send().await.unwrap();
        for _ in 0..MAX_REDIRECTS {
            let Some(location) = answer.headers().get(LOCATION) else {
                return Page { url, ..Page::of(answer).await };
            };
            assert_eq!(answer.status(), 303, "the portal redirects with 303 only");
            url = url.join(location.to_str().unwrap()).unwrap();
            answer = self.http.get(url.clone()).send().await.unwrap();
        }
        panic!("{url} redirects for ever")
    }

    /// A custom request; redirects are not followed.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// Posts a custom form; redirects are not followed.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        Page::of(self.request(Method::POST, path).form(fields).send().await.unwrap()).await
    }

    /// Follows the link with this accessible name.
    pub async fn follow(&self, page: &Page, link: &str) -> Page {
        let href = page.link_target(link).unwrap_or_else(|| panic!("{} has no link {link:?}", page.url));
        self.open(page.url.join(&href).unwrap()).await
    }

    /// Presses the button with this accessible name, which submits its form.
    pub async fn press(&self, page: &Page, button: &str) -> Page {
        self.fill_and_press(page, &[], button).await
    }

    /// Ticks these clients' checkboxes, then presses the button.
    pub async fn tick_and_press(&self, page: &Page, clients: &[&str], button: &str) -> Page {
        let ticked = |fields: &mut Vec<(String, String)>| {
            for client in clients {
                assert_eq!(page.count(&format!("input[name=chosen][value='{client}']")), 1, "a box for {client}");
                fields.push(("chosen".to_owned(), (*client).to_owned()));
            }
        };
        self.change_and_press(page, ticked, button).await
    }

    /// Unticks these clients' checkboxes, then presses the button.
    pub async fn untick_and_press(&self, page: &Page, clients: &[&str], button: &str) -> Page {
        let unticked = |fields: &mut Vec<(String, String)>| {
            fields.retain(|(name, value)| name != "chosen" || !clients.contains(&value.as_str()));
        };
        self.change_and_press(page, unticked, button).await
    }

    /// Fills in the form's fields, then presses the button.
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
        self.send_and_follow(request.header(REFERER, page.url.as_str()), target).await
    }

    /// Signs in through the provider's page; returns the page after it.
    pub async fn sign_in(&self, person: Person) -> Page {
        let sign_in_page = self.get("/sign-in").await;
        self.press(&sign_in_page, person.national_id).await
    }

    /// The session's form token, read from the page at this path.
    pub async fn form_token(&self, path: &str) -> String {
        let page = self.get(path).await;
        page.attribute("input[name=form_token]", "value").expect("a form with a token")
    }

    /// Posts a minimal dialog form; `change` is `add` or `remove`.
    pub async fn change(&self, dialog: &str, client: &str, change: &str) -> Page {
        let token = self.form_token("/").await;
        self.post(dialog, &[("form_token", &token), (change, client)]).await
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().into_iter().find_map(|(held, value)| (held == name).then_some(value))
    }

    /// Names and values of the portal's cookies.
    pub fn cookies(&self) -> Vec<(String, String)> {
        let header = self.jar.cookies(&self.base);
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        header.iter().flat_map(|header| header.to_str().unwrap().split("; ").filter_map(pair)).collect()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar.add_cookie_str(&format!("{name}={value}; Path=/"), &self.base);
    }
}

/// The fields that a form sends, without buttons.
fn fields(form: ElementRef) -> Vec<(String, String)> {
    let controls = Selector::parse("input[name], select[name], textarea[name]").unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let option = Selector::parse("option").unwrap();
    let field = |control: ElementRef| {
        let name = control.attr("name")?.to_owned();
        let value = match (control.value().name(), control.attr("type")) {
            // Without a selected option a browser sends the first one.
            ("select", _) => control.select(&chosen).next().or(control.select(&option).next())?.attr("value")?,
            ("textarea", _) => return Some((name, control.text().collect())),
            (_, Some("radio" | "checkbox")) => control.attr("checked").and(control.attr("value"))?,
            _ => control.attr("value").unwrap_or_default(),
        };
        Some((name, value.to_owned()))
    };
    form.select(&controls).filter_map(field).collect()
}
