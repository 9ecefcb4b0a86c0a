//! The data folder, and the key that signs session cookies.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use actix_web::cookie::Key;
use anyhow::Context;

/// Makes the data folder, and makes sure that it can be written to.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    let probe = folder.join(".writable");
    fs::write(&probe, "").with_context(|| format!("cannot write to the data folder {}", folder.display()))?;
    fs::remove_file(&probe).with_context(|| format!("cannot write to the data folder {}", folder.display()))
}

/// The key in the file, made on the first start: with another one everybody would have to sign in again.
pub fn cookie_key(file: &Path) -> anyhow::Result<Key> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = Key::generate();
            let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
            new.write_all(key.master())?;
            key.master().to_vec()
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    Key::try_from(&bytes[..]).with_context(|| format!("{} is no cookie key; remove it to make another", file.display()))
}
