//! The middleware around handlers, with records in memory: which cookies it sets, and who they are.

use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpResponse, web};
use uuid::Uuid;

use super::*;
use crate::auth::session_store::tests::{Memory, noon};
use crate::auth::{SignedIn, TypedSession};
use crate::domain::permission::AuthenticationLevel;

async fn form(session: TypedSession) -> String {
    session.form_token().unwrap()
}

async fn sign_in(session: TypedSession) -> HttpResponse {
    let person = Uuid::from_u128(1);
    session.sign_in(SignedIn { person, level: AuthenticationLevel(4), at: noon() }, "a.b.c").unwrap();
    HttpResponse::NoContent().finish()
}

async fn who(session: TypedSession) -> String {
    session.person().map_or("nobody".into(), |person| person.to_string())
}

async fn sign_out(session: TypedSession) -> HttpResponse {
    session.sign_out();
    HttpResponse::NoContent().finish()
}

/// Visits the paths in turn with a cookie of one's own choice or the one last set; all cookies seen, and the last body.
async fn visit(https: bool, steps: &[(&str, Option<usize>)]) -> (Vec<Cookie<'static>>, String) {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let app = App::new()
        .app_data(Data::new(sessions))
        .wrap(from_fn(keep_session))
        .wrap(session_cookie_middleware(Key::from(&[7; 64]), https))
        .route("/form", web::get().to(form))
        .route("/sign-in", web::get().to(sign_in))
        .route("/who", web::get().to(who))
        .route("/sign-out", web::get().to(sign_out));
    let app = init_service(app).await;
    let (mut cookies, mut body) = (Vec::<Cookie<'static>>::new(), String::new());
    for (path, with) in steps {
        let cookie = with.map(|index| cookies[index].clone());
        let mut request = TestRequest::with_uri(path);
        for cookie in cookie.iter().chain(with.is_none().then(|| cookies.last()).flatten()) {
            request = request.cookie(cookie.clone());
        }
        let response = call_service(&app, request.to_request()).await;
        cookies.extend(response.response().cookies().map(Cookie::into_owned));
        body = String::from_utf8(read_body(response).await.to_vec()).unwrap();
    }
    (cookies, body)
}

#[actix_web::test]
async fn signing_in_gives_a_new_cookie_and_the_one_from_before_is_nobody() {
    let (cookies, old) = visit(false, &[("/form", None), ("/sign-in", None), ("/who", Some(0))]).await;
    assert_ne!(cookies[0].value(), cookies[1].value());
    assert_eq!(old, "nobody");
    let (_, new) = visit(false, &[("/form", None), ("/sign-in", None), ("/who", None)]).await;
    assert_eq!(new, Uuid::from_u128(1).to_string());
}

#[actix_web::test]
async fn a_cookie_kept_after_sign_out_is_nobody() {
    let steps = [("/sign-in", None), ("/sign-out", None), ("/who", Some(0))];
    assert_eq!(visit(false, &steps).await.1, "nobody");
}

#[actix_web::test]
async fn the_cookie_is_bound_to_the_host_and_hidden_from_scripts() {
    let (cookies, _) = visit(true, &[("/form", None)]).await;
    let cookie = &cookies[0];
    assert_eq!(cookie.name(), "__Host-session");
    assert_eq!((cookie.secure(), cookie.http_only()), (Some(true), Some(true)));
    assert_eq!((cookie.path(), cookie.domain()), (Some("/"), None));
    assert_eq!(cookie.same_site(), Some(SameSite::Lax));
    assert_eq!(cookie.max_age(), None);
}
