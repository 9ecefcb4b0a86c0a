//! Keys that change, and signatures that do not fit.

use super::{Issuer, NOT_ACCEPTED, is_signed_in, portal_at, said, sign_in};
use crate::support::issuer::Change;

#[tokio::test]
async fn a_key_that_changed_is_fetched_under_its_old_id_and_under_none() {
    let headers: [Change; 2] = [|_| (), |header| _ = header.as_object_mut().unwrap().remove("kid")];
    for header in headers {
        let issuer = Issuer::start();
        issuer.behave(|behaviour| (behaviour.one_kid, behaviour.header) = (true, header));
        let portal = portal_at(&issuer);
        assert!(is_signed_in(&sign_in(&portal).await));
        issuer.behave(|behaviour| (behaviour.signs, behaviour.publishes) = (1, vec![1]));
        let page = sign_in(&portal).await;
        assert!(is_signed_in(&page), "{:?}", said(&page));
        assert_eq!(issuer.asked("/jwks"), 2);
    }
}

#[tokio::test]
async fn signatures_that_do_not_fit_make_the_portal_ask_once_and_not_each_time() {
    let issuer = Issuer::start();
    let portal = portal_at(&issuer);
    assert!(is_signed_in(&sign_in(&portal).await));
    issuer.behave(|behaviour| behaviour.signs = 1);
    for _ in 0..4 {
        assert_eq!(said(&sign_in(&portal).await), (502, NOT_ACCEPTED.to_owned()));
    }
    assert_eq!(issuer.asked("/jwks"), 2);
}
