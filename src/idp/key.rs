//! The signing key, kept in a file so that those who verify need not fetch a new one each time the program starts.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKeyId;
use openidconnect::core::CoreRsaPrivateSigningKey;
use rand::rngs::OsRng;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, LineEnding};
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

const BITS: usize = 2048;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the key could not be read or written")]
    File(#[from] io::Error),
    #[error("the file of earlier keys beside it (.earlier.json) cannot be read; remove it to forget them")]
    Earlier(#[source] serde_json::Error),
    #[error("the file holds no RSA key in PKCS#1 PEM; remove it to make another")]
    Pem(#[from] rsa::pkcs1::Error),
    #[error("an RSA key could not be made")]
    Generate(#[from] rsa::Error),
    #[error("the key cannot be used for signing: {0}")]
    Unusable(String),
}

/// Reads the key, or makes one when the file does not exist yet. Of several processes that do so at once, all end with the
/// same key.
pub fn load_or_create(path: &Path) -> Result<CoreRsaPrivateSigningKey, KeyError> {
    let pem = match fs::read_to_string(path) {
        Ok(pem) => pem,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            write(path, &generate()?, Existing::Keep)?;
            fs::read_to_string(path)?
        }
        Err(error) => return Err(error.into()),
    };
    signing_key(&pem)
}

/// Makes another key in place of the one in the file.
pub fn replace(path: &Path) -> Result<CoreRsaPrivateSigningKey, KeyError> {
    let pem = generate()?;
    write(path, &pem, Existing::Replace)?;
    signing_key(&pem)
}

fn signing_key(pem: &str) -> Result<CoreRsaPrivateSigningKey, KeyError> {
    let key = RsaPrivateKey::from_pkcs1_pem(pem)?;
    let kid = JsonWebKeyId::new(thumbprint(&key.to_public_key()));
    CoreRsaPrivateSigningKey::from_pem(pem, Some(kid)).map_err(KeyError::Unusable)
}

fn generate() -> Result<String, KeyError> {
    Ok(RsaPrivateKey::new(&mut OsRng, BITS)?.to_pkcs1_pem(LineEnding::LF)?.to_string())
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy)]
pub enum Existing {
    Keep,
    Replace,
}

/// Written to a temporary file, which only its owner can read, then renamed: a start that is cut short must not leave half
/// a key behind.
pub fn write(path: &Path, content: &str, existing: Existing) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(content.as_bytes())?;
    file.as_file().sync_all()?;
    match existing {
        Existing::Replace => file.persist(path).map(drop)?,
        Existing::Keep => match file.persist_noclobber(path) {
            Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => return Err(error.error),
            _ => {}
        },
    }
    File::open(folder)?.sync_all()
}

/// RFC 7638: the hash of the required members in alphabetical order, without white space.
fn thumbprint(key: &RsaPublicKey) -> String {
    let [e, n] = [key.e(), key.n()].map(|part| URL_SAFE_NO_PAD.encode(part.to_bytes_be()));
    let canonical = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

#[cfg(test)]
mod tests {
    use openidconnect::{JsonWebKey, PrivateSigningKey};
    use rsa::BigUint;

    use super::*;

    fn kid(key: &CoreRsaPrivateSigningKey) -> String {
        key.as_verification_key().key_id().unwrap().to_string()
    }

    #[test]
    fn the_key_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/idp.pem");
        let first = load_or_create(&path).unwrap();
        let second = load_or_create(&path).unwrap();
        assert_eq!(first.as_verification_key(), second.as_verification_key());
        assert_eq!(kid(&first), kid(&second));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("idp.pem");
        load_or_create(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("idp.pem");
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(load_or_create(&path), Err(KeyError::Pem(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "not a key");
    }

    #[test]
    fn the_thumbprint_is_that_of_the_example_in_the_rfc() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs\
                 tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI\
                 SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let n = BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(n).unwrap());
        let key = RsaPublicKey::new(n, BigUint::from(65_537_u32)).unwrap();
        assert_eq!(thumbprint(&key), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
