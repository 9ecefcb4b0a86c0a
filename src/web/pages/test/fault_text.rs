//! Texts for faults.

use crate::i18n::{Texts, fill};
use crate::test_tools::faults::{ActiveFault, Fault};

/// "trege svar (3 til)".
pub fn fault_with_count(t: &Texts, ActiveFault { fault, left }: ActiveFault) -> String {
    let text = if left == 1 { &t.test.faults.left_one } else { &t.test.faults.left };
    let name = fault_name(t, fault);
    let name = match fault {
        Fault::DeclineAccesses { code } => format!("{name}: {}", code.as_str()),
        _ => name.to_owned(),
    };
    fill(text, &[("fault", &name), ("count", &left.to_string())])
}

/// The fault's name.
pub fn fault_name(t: &Texts, fault: Fault) -> &str {
    let names = &t.test.fault_name;
    match fault {
        Fault::Slow { .. } => &names.slow,
        Fault::RefuseAdds { .. } => &names.refuse_adds,
        Fault::Unavailable => &names.unavailable,
        Fault::Busy => &names.busy,
        Fault::SessionExpired => &names.session_expired,
        Fault::SignInDenied => &names.sign_in_denied,
        Fault::WrongNonce => &names.wrong_nonce,
        Fault::ExpiredToken => &names.expired_token,
        Fault::BadSignature => &names.bad_signature,
        Fault::RotatedKey => &names.rotated_key,
        Fault::DeclineAccesses { .. } => &names.decline_accesses,
        Fault::Upstream { .. } => &names.upstream,
    }
}
