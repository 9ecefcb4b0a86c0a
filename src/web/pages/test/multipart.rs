//! One file out of a form that sends files (RFC 7578): as much of it as a browser's form needs, and no more.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;

/// A file that was sent.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// As it is called where it comes from.
    pub name: String,
    /// Bytes that are no UTF-8 are replaced.
    pub text: String,
}

/// The file in the field of this name; `None` where the form has none.
pub fn file(request: &HttpRequest, body: &[u8], field: &str) -> Option<File> {
    let kind = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let boundary = kind.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1;
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    in_field(&String::from_utf8_lossy(body), boundary, field)
}

fn in_field(body: &str, boundary: &str, field: &str) -> Option<File> {
    let delimiter = format!("--{boundary}");
    body.split(&delimiter).find_map(|part| {
        let (head, content) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let disposition = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
        let value = |key: &str| disposition.split_once(&format!("; {key}=\""))?.1.split('"').next();
        let file = (value("name")? == field).then(|| value("filename")).flatten()?;
        let text = content.strip_suffix("\r\n").unwrap_or(content).to_owned();
        Some(File { name: file.to_owned(), text })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--xyz\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nplain\r\n\
        --xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.toml\"\r\n\
        Content-Type: application/toml\r\n\r\nname = \"x\"\r\n\r\nmore\n\r\n--xyz--\r\n";

    #[test]
    fn the_file_comes_out_as_it_went_in() {
        let expected = File { name: "a.toml".into(), text: "name = \"x\"\r\n\r\nmore\n".into() };
        assert_eq!(in_field(BODY, "xyz", "file"), Some(expected));
    }

    #[test]
    fn a_field_that_is_no_file_and_a_body_of_another_kind_hold_none() {
        assert_eq!(in_field(BODY, "xyz", "other"), None);
        assert_eq!(in_field(BODY, "abc", "file"), None);
        assert_eq!(in_field("", "xyz", "file"), None);
    }
}
