//! The scopes of access tokens. Others are ignored, as RFC 6749 section 3.3 allows.

/// To see and to change whom a system access is for, as Altinn names it.
pub const API_SCOPES: [&str; 2] = ["altinn:clientdelegations.read", "altinn:clientdelegations.write"];

/// To see and to change what organisations have given each other, as Altinn names it.
const CONNECTION_SCOPES: [&str; 5] = [
    "altinn:portal/enduser",
    "altinn:accessmanagement/enduser:connections:toothers.read",
    "altinn:accessmanagement/enduser:connections:toothers.write",
    "altinn:accessmanagement/enduser:connections:fromothers.read",
    "altinn:accessmanagement/enduser:connections:fromothers.write",
];

/// Every scope that can be granted.
pub fn known() -> impl Iterator<Item = &'static str> {
    ["openid", "profile"].into_iter().chain(API_SCOPES).chain(CONNECTION_SCOPES)
}

/// Of the scopes asked for, separated by spaces, those that are granted.
pub fn granted(asked: Option<&str>) -> String {
    let asked: Vec<_> = asked.unwrap_or_default().split_ascii_whitespace().collect();
    known().filter(|scope| asked.contains(scope)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_scopes_are_granted_and_each_once() {
        let asked = "openid email altinn:clientdelegations.write openid altinn:clientdelegations.admin";
        assert_eq!(granted(Some(asked)), "openid altinn:clientdelegations.write");
        assert_eq!(granted(None), "");
    }
}
