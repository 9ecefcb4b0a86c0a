//! The data folder, and the key that signs session cookies.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use actix_web::cookie::Key;
use anyhow::Context;
use tempfile::{NamedTempFile, TempPath};
use uuid::Uuid;

/// Makes the data folder and checks that it is writable.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    let probe = tempfile::tempfile_in(folder);
    probe.map(drop).with_context(|| format!("cannot write to the data folder {}", folder.display()))
}

/// Reads the cookie key, made on the first start:
/// a new one would sign everyone out.
pub fn cookie_key(file: &Path) -> anyhow::Result<Key> {
    let bytes = match fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            write_new(file, Key::generate().master()).and_then(|()| fs::read(file))
        }
        read => read,
    };
    let bytes = bytes.with_context(|| format!("cannot read or write {}", file.display()))?;
    Key::try_from(&bytes[..]).with_context(|| format!("{} is no cookie key; remove it to make another", file.display()))
}

/// Writes a private file atomically.
/// If another process wrote it first, its file stays.
fn write_new(file: &Path, content: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(content)?;
    new.as_file().sync_all()?;
    match new.persist_noclobber(file) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => return Err(error.error),
        _ => {}
    }
    File::open(folder)?.sync_all()
}

/// Makes a database whole or not at all: under another name, which `fill_in` opens and closes, then renamed.
/// If another process made it first, its file stays.
pub fn make_database<E: From<io::Error>>(file: &Path, fill_in: impl FnOnce(&Path) -> Result<(), E>) -> Result<(), E> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let new = TempPath::try_from_path(folder.join(format!(".{}", Uuid::new_v4())))?;
    fill_in(&new)?;
    make_private(&new)?;
    match new.persist_noclobber(file) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => return Err(error.error.into()),
        _ => {}
    }
    Ok(File::open(folder)?.sync_all()?)
}

/// Lets nobody but its owner read the file. SQLite gives the files beside it the same mode.
pub fn make_private(file: &Path) -> io::Result<()> {
    fs::set_permissions(file, Permissions::from_mode(0o600))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn many_that_start_at_once_find_the_folder_writable_and_leave_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..100).for_each(|_| make_folder(&data).unwrap()));
            }
        });
        assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
    }
}
