//! A minimal HTTP client on one kept connection, which adds little time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

/// A connection with a session cookie.
pub struct HttpConnection {
    stream: TcpStream,
    host: SocketAddr,
    cookie: String,
    received: Vec<u8>,
}

/// A response; the body stays encoded.
pub struct Response {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
    /// From the first byte sent to the last byte received.
    pub took: Duration,
}

impl HttpConnection {
    pub fn open(host: SocketAddr, cookie: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host, cookie: cookie.to_owned(), received: Vec::new() })
    }

    pub fn get(&mut self, path: &str) -> anyhow::Result<Response> {
        let (host, cookie) = (self.host, &self.cookie);
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\n\r\n"))
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Response> {
        let body = serde_urlencoded::to_string(fields)?;
        let (host, cookie, length) = (self.host, &self.cookie, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
    }

    fn ask(&mut self, request: &str) -> anyhow::Result<Response> {
        let begun = Instant::now();
        self.stream.write_all(request.as_bytes())?;
        self.received.clear();
        let head_end = loop {
            if let Some(end) = self.received.windows(4).position(|end| end == b"\r\n\r\n") {
                break end + 4;
            }
            self.receive()?;
        };
        let head = String::from_utf8_lossy(&self.received[..head_end]).into_owned();
        let length: usize = header(&head, "content-length").context("an answer of unknown length")?.parse()?;
        while self.received.len() < head_end + length {
            self.receive()?;
        }
        let took = begun.elapsed();
        let status = head.get(9..12).context("no status")?.parse()?;
        let body = String::from_utf8_lossy(&self.received[head_end..]).into_owned();
        Ok(Response { status, location: header(&head, "location").map(str::to_owned), body, took })
    }

    fn receive(&mut self) -> anyhow::Result<()> {
        let mut piece = [0; 16_384];
        let read = self.stream.read(&mut piece)?;
        ensure!(read > 0, "the server closed the connection");
        self.received.extend_from_slice(&piece[..read]);
        Ok(())
    }
}

impl Response {
    /// The response, if it has this status.
    pub fn expect(self, status: u16) -> anyhow::Result<Self> {
        ensure!(self.status == status, "{} instead of {status}: {}", self.status, self.body);
        Ok(self)
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
}
