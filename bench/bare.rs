//! The baseline: plain actix that answers every request with another server's bytes.
//! `bare ADDRESS HEADERS BODY`: the files that `curl --dump-header` and `--output` write.

use std::net::SocketAddr;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;

/// The fixed response.
struct Response {
    headers: HeaderMap,
    body: Bytes,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [address, headers, body] = &arguments[..] else { anyhow::bail!("usage: bare ADDRESS HEADERS BODY") };
    let address: SocketAddr = address.parse()?;
    let headers = headers_of(&std::fs::read_to_string(headers).context("no headers")?)?;
    let answer = Data::new(Response { headers, body: std::fs::read(body).context("no body")?.into() });
    HttpServer::new(move || App::new().app_data(answer.clone()).default_service(web::to(send)))
        .bind(address)?
        .run()
        .await?;
    Ok(())
}

async fn send(answer: Data<Response>) -> HttpResponse {
    let mut response = HttpResponse::Ok().body(answer.body.clone());
    *response.headers_mut() = answer.headers.clone();
    response
}

/// Parses headers, without those that the server adds itself.
fn headers_of(dump: &str) -> anyhow::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in dump.lines().filter_map(|line| line.split_once(": ")) {
        let name: HeaderName = name.parse()?;
        if !["date", "content-length", "transfer-encoding"].contains(&name.as_str()) {
            headers.append(name, HeaderValue::from_str(value.trim_end())?);
        }
    }
    Ok(headers)
}
