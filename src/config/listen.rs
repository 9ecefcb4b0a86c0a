//! Parses the address to listen on.

use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};

/// Parses `127.0.0.1:8080`, `localhost:8080`, or only a port.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    let port = text.strip_prefix(':').unwrap_or(text);
    if let Ok(port) = port.parse() {
        return Ok((Ipv4Addr::LOCALHOST, port).into());
    }
    let unclear =
        || format!("\"{text}\" is not an address and port, such as 127.0.0.1:8080, localhost:8080, [::1]:8080 or 8080");
    let found: Vec<_> = text.to_socket_addrs().map_err(|_| unclear())?.collect();
    // A name often has IPv4 and IPv6 addresses; browsers try both.
    found.iter().find(|address| address.is_ipv4()).or(found.first()).copied().ok_or_else(unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_a_name_and_a_port_alone_are_understood() {
        for (text, expected) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("0.0.0.0:1", "0.0.0.0:1"),
            ("[::1]:8080", "[::1]:8080"),
            ("[::]:0", "[::]:0"),
            ("localhost:8080", "127.0.0.1:8080"),
            ("8080", "127.0.0.1:8080"),
            (":8080", "127.0.0.1:8080"),
            ("0", "127.0.0.1:0"),
        ] {
            assert_eq!(address(text), Ok(expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_examples() {
        for text in ["", "nowhere", "localhost", "127.0.0.1", "70000", "::1:x", "http://localhost:8080"] {
            assert!(address(text).unwrap_err().contains("such as 127.0.0.1:8080"), "{text}");
        }
    }
}
