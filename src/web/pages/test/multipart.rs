//! Reads an uploaded file from a multipart form.

use actix_multipart::{Field, Multipart};
use actix_web::error::PayloadError;
use futures_util::TryStreamExt;

/// Largest upload in bytes; enough for a scenario of fifty thousand clients.
pub const MAX_FILE_SIZE: usize = 32 * 1024 * 1024;

/// An uploaded file.
pub struct UploadedFile {
    /// The name on the user's machine.
    pub name: String,
    pub content: Vec<u8>,
}

/// The file in this field; `None` if there is none, or the body is not multipart.
pub async fn file(mut form: Multipart, field: &str) -> Result<Option<UploadedFile>, PayloadError> {
    loop {
        match form.try_next().await {
            Ok(Some(mut part)) if part.name() == Some(field) => {
                let Some(name) = file_name(&part) else { return Ok(None) };
                let content = part.bytes(MAX_FILE_SIZE).await.map_err(|_| PayloadError::Overflow)?;
                return Ok(content.ok().map(|content| UploadedFile { name, content: content.into() }));
            }
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return Ok(None),
        }
    }
}

fn file_name(part: &Field) -> Option<String> {
    Some(part.content_disposition()?.get_filename()?.to_owned())
}

#[cfg(test)]
mod tests {
    use actix_web::FromRequest;
    use actix_web::http::header::CONTENT_TYPE;
    use actix_web::test::TestRequest;

    use super::*;

    const BODY: &str = "--xyz\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nplain\r\n\
        --xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.toml\"\r\n\
        Content-Type: application/toml\r\n\r\nname = \"x\"\r\n\r\nmore\n\r\n--xyz--\r\n";

    async fn in_field(body: &'static str, boundary: &str, field: &str) -> Option<(String, Vec<u8>)> {
        let kind = (CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"));
        let (request, mut payload) = TestRequest::post().insert_header(kind).set_payload(body).to_http_parts();
        let form = Multipart::from_request(&request, &mut payload).await.unwrap();
        file(form, field).await.unwrap().map(|file| (file.name, file.content))
    }

    #[actix_web::test]
    async fn the_file_comes_out_as_it_went_in() {
        let expected = ("a.toml".to_owned(), b"name = \"x\"\r\n\r\nmore\n".to_vec());
        assert_eq!(in_field(BODY, "xyz", "file").await, Some(expected));
    }

    #[actix_web::test]
    async fn a_field_that_is_no_file_and_a_body_of_another_kind_hold_none() {
        assert_eq!(in_field(BODY, "xyz", "other").await, None);
        assert_eq!(in_field(BODY, "abc", "file").await, None);
        assert_eq!(in_field("", "xyz", "file").await, None);
    }
}
