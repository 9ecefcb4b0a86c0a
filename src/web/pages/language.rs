//! `/language`: stores the chosen language in a cookie.

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::LOCATION;
use actix_web::web::Form;
use serde::Deserialize;

use crate::auth::ReturnTo;
use crate::i18n::Lang;
use crate::web::request_context::{LANGUAGE_COOKIE, RequestContext};

/// The language, and the page to return to.
#[derive(Deserialize)]
pub struct LanguageForm {
    lang: Lang,
    return_to: Option<String>,
}

/// Sets the cookie for a year.
///
/// Needs no form token: a forged request could only change the language.
pub async fn choose(context: RequestContext, form: Form<LanguageForm>) -> HttpResponse {
    let cookie = Cookie::build(LANGUAGE_COOKIE, form.lang.code())
        .path("/")
        .http_only(true)
        .secure(context.portal.https)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish();
    let back = ReturnTo::or_front_page(form.return_to.as_deref());
    HttpResponse::SeeOther().cookie(cookie).insert_header((LOCATION, back.as_str())).finish()
}
