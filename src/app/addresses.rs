//! The portal's URLs: configured, on loopback, and seen from other machines.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use anyhow::{Context, bail};
use url::{Host, Url};

use crate::auth::PortalAddress;
use crate::config::Config;

/// The configured URL, or every own name at which the portal listens.
pub fn portal_address(config: &Config, address: SocketAddr) -> anyhow::Result<PortalAddress> {
    if let Some(url) = &config.base_url
        && (url.path() != "/" || url.host().is_none() || !["http", "https"].contains(&url.scheme()))
    {
        bail!("--base-url {url} must be http or https with a host only, such as https://portal.example");
    }
    let here = SocketAddr::new(loopback_for(address.ip()), address.port());
    let listening = Url::parse(&format!("http://{here}")).context("the address makes no URL")?;
    Ok(PortalAddress::new(config.base_url.clone(), listening))
}

/// Replaces an unspecified address by loopback: browsers cannot open it.
fn loopback_for(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}

/// The URL for other machines, when the portal listens on every address.
/// It has the address that this machine would send from. Nothing is sent.
pub fn remote_url(address: SocketAddr) -> Option<Url> {
    if !address.ip().is_unspecified() {
        return None;
    }
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // Reserved for documentation (RFC 5737), on no network.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let own = SocketAddr::new(socket.local_addr().ok()?.ip(), address.port());
    Url::parse(&format!("http://{own}")).ok()
}

/// The URL and, on loopback, its other names, which browsers may use too.
pub fn with_loopback_names(portal: &Url) -> Vec<Url> {
    let is_loopback = match portal.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if !is_loopback {
        return vec![portal.clone()];
    }
    let named = |name| {
        let mut url = portal.clone();
        url.set_host(Some(name)).ok().map(|()| url)
    };
    let others = ["localhost", "127.0.0.1", "[::1]"].into_iter().filter_map(named).filter(|url| url != portal);
    std::iter::once(portal.clone()).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_loopback_portal_has_three_names_and_another_one() {
        let names = with_loopback_names(&url("http://127.0.0.1:8081"));
        assert_eq!(names, ["http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081"].map(url));
        assert_eq!(with_loopback_names(&url("https://portal.example")), [url("https://portal.example")]);
    }

    #[test]
    fn what_can_be_opened_is_named_where_every_address_is_listened_on() {
        assert_eq!(loopback_for("0.0.0.0".parse().unwrap()), Ipv4Addr::LOCALHOST);
        assert_eq!(loopback_for("::".parse().unwrap()), Ipv6Addr::LOCALHOST);
        assert_eq!(loopback_for("192.168.1.7".parse().unwrap()).to_string(), "192.168.1.7");
        assert_eq!(remote_url("127.0.0.1:8080".parse().unwrap()), None);
    }
}
