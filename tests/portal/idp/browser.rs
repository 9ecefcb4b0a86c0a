//! A person at a browser: opens pages, reads forms, presses buttons.

use klientportal::auth::{AuthError, Callback, PendingSignIn, VerifiedIdentity};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};

use super::site::Site;
use crate::support::Page;

pub struct Browser {
    http: Client,
}

impl Browser {
    pub fn new() -> Self {
        let http = Client::builder().redirect(Policy::none()).cookie_store(true).no_proxy();
        Self { http: http.build().unwrap() }
    }

    pub async fn open(&self, url: impl reqwest::IntoUrl) -> Page {
        Page::of(self.http.get(url).send().await.unwrap()).await
    }

    pub async fn open_in(&self, languages: &str, url: &str) -> Page {
        let request = self.http.get(url).header("accept-language", languages);
        Page::of(request.send().await.unwrap()).await
    }

    /// Where a link leads that answers with a redirect.
    pub async fn follow(&self, url: impl reqwest::IntoUrl) -> Url {
        location(&self.http.get(url).send().await.unwrap())
    }

    /// Presses a button: the form's ticket goes along.
    pub async fn press(&self, site: &Site, page: &Page, fields: &[(&str, &str)]) -> Response {
        self.press_from("same-origin", site, page, fields).await
    }

    pub async fn press_from(&self, origin: &str, site: &Site, page: &Page, fields: &[(&str, &str)]) -> Response {
        let ticket = ticket(page);
        let fields = [&[("ticket", ticket.as_str())], fields].concat();
        let action = page.attribute("form", "action").unwrap();
        let request = self.http.post(site.url(&action)).header("sec-fetch-site", origin);
        request.form(&fields).send().await.unwrap()
    }

    pub async fn post(&self, url: &str, fields: &[(&str, &str)]) -> (StatusCode, serde_json::Value) {
        let response = self.http.post(url).form(fields).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// From the portal to the provider, and one button there; what comes back, and what the portal remembers.
    pub async fn answer(&self, site: &Site, fields: &[(&str, &str)]) -> (Callback, PendingSignIn) {
        let (url, pending) = site.party.begin(&site.portal(), &["nb"], "").await.unwrap();
        let page = self.open(url).await;
        let back = location(&self.press(site, &page, fields).await);
        assert_eq!(back.path(), "/callback");
        (callback(&back), pending)
    }

    pub async fn sign_in(&self, site: &Site, national_id: &str) -> Result<VerifiedIdentity, AuthError> {
        let (callback, pending) = self.answer(site, &[("person", national_id)]).await;
        site.party.finish(&site.portal(), callback, pending).await
    }
}

pub fn ticket(page: &Page) -> String {
    page.attribute("input[name=ticket]", "value").expect("a ticket in the form")
}

pub fn callback(url: &Url) -> Callback {
    serde_urlencoded::from_str(url.query().unwrap_or_default()).unwrap()
}

pub fn location(response: &Response) -> Url {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[LOCATION].to_str().unwrap().parse().unwrap()
}
