//! Secrets that must be read back, the keys of second factors, lie sealed in the store: AES-256-GCM
//! under a key that is kept beside the store and never in it, nor in its backups. Each text is bound
//! to the person whose it is, and says which key opens it.
use std::{fmt, io::Write, path::Path, sync::Arc};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use kernel::{Fault, PersonId, Result};
use sha2::{Digest, Sha256};

/// What a sealed text begins with; a key in base 32 never does.
pub(crate) const MARK: &str = "v1:";
/// The key's length in bytes.
const KEY: usize = 32;

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);
struct Inner {
    key: RandomizedNonceKey,
    name: String,
}
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({})", self.0.name)
    }
}

fn damaged(place: &str) -> Fault {
    Fault::invalid("access-key-damaged").arg("place", place)
}

impl Vault {
    /// A vault under a key of 64 hexadecimal digits; `place` names the setting or file in messages.
    ///
    /// # Errors
    /// `Invalid` when it is no such key.
    pub fn from_hex(text: &str, place: &str) -> Result<Self> {
        let key = hex::decode(text.trim()).map_err(|_| damaged(place))?;
        if key.len() != KEY {
            return Err(damaged(place));
        }
        let mut hash = Sha256::new();
        hash.update(b"bazan key name");
        hash.update(&key);
        let name = hex::encode(&hash.finalize()[..4]);
        let key = RandomizedNonceKey::new(&AES_256_GCM, &key).map_err(|_| damaged(place))?;
        Ok(Self(Arc::new(Inner { key, name })))
    }
    /// The vault whose key is in that file; `None` when there is no such file.
    ///
    /// # Errors
    /// `Invalid` when the file holds no key, `Unavailable` when it can't be read.
    pub fn from_file(path: &Path) -> Result<Option<Self>> {
        let place = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::from_hex(&text, &place).map(Some),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Fault::unavailable("access-key-file").arg("file", place).because(e)),
        }
    }
    /// The vault whose key is in that file, which is made when it is not there, for its owner only.
    ///
    /// # Errors
    /// See [`from_file`](Self::from_file); `Unavailable` when it can't be made.
    pub fn from_file_or_new(path: &Path) -> Result<Self> {
        if let Some(vault) = Self::from_file(path)? {
            return Ok(vault);
        }
        let text = hex::encode(crate::secret::random::<KEY>()?);
        match write_new(path, &text) {
            Ok(()) => {}
            // Another process was first: its key counts.
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => {
                return Err(Fault::unavailable("access-key-file").arg("file", path.display().to_string()).because(e));
            }
        }
        Self::from_file(path)?.ok_or_else(|| damaged(&path.display().to_string()))
    }
    /// What sealed texts of this vault begin with.
    pub(crate) fn prefix(&self) -> String {
        format!("{MARK}{}:", self.0.name)
    }
    /// Seals a text of somebody's.
    pub(crate) fn seal(&self, whose: PersonId, text: &str) -> Result<String> {
        let mut sealed = text.as_bytes().to_vec();
        let nonce = self.0.key.seal_in_place_append_tag(about(whose), &mut sealed).map_err(Fault::internal)?;
        let mut all = nonce.as_ref().to_vec();
        all.append(&mut sealed);
        Ok(format!("{}{}", self.prefix(), STANDARD_NO_PAD.encode(all)))
    }
    /// Opens what was sealed for them.
    ///
    /// # Errors
    /// `Unavailable` when it was sealed under another key, `Internal` when it was changed.
    pub(crate) fn open(&self, whose: PersonId, sealed: &str) -> Result<String> {
        let rest = sealed.strip_prefix(&self.prefix()).ok_or_else(other_key)?;
        let changed = || Fault::internal(format!("the sealed key of {whose} was changed"));
        let mut all = STANDARD_NO_PAD.decode(rest).map_err(|_| changed())?;
        if all.len() < NONCE_LEN {
            return Err(changed());
        }
        let mut text = all.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&all).map_err(|_| changed())?;
        let text = self.0.key.open_in_place(nonce, about(whose), &mut text).map_err(|_| changed())?;
        String::from_utf8(text.to_vec()).map_err(|_| changed())
    }
}

/// Its key is not here.
pub(crate) fn other_key() -> Fault {
    Fault::unavailable("access-totp-other-key").field("code")
}

/// A text taken from one person's row opens in no other's.
fn about(whose: PersonId) -> Aad<String> {
    Aad::from(format!("totp:{whose}"))
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(format!("{text}\n").as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> PersonId {
        PersonId::from_name(name)
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_under_its_key_only() {
        let (a, b) = (Vault::from_hex(&"ab".repeat(32), "a").unwrap(), Vault::from_hex(&"cd".repeat(32), "b").unwrap());
        let sealed = a.seal(person("an"), "GEZDGNBV").unwrap();
        assert!(sealed.starts_with(MARK) && !sealed.contains("GEZDGNBV"));
        assert_ne!(sealed, a.seal(person("an"), "GEZDGNBV").unwrap(), "the same text looks the same");
        assert_eq!(a.open(person("an"), &sealed).unwrap(), "GEZDGNBV");
        assert_eq!(&*b.open(person("an"), &sealed).unwrap_err().say.id, "access-totp-other-key");
        assert_eq!(a.open(person("binh"), &sealed).unwrap_err().kind, kernel::FaultKind::Internal);
        let last = if sealed.ends_with('A') { 'B' } else { 'A' };
        let forged = format!("{}{last}", &sealed[..sealed.len() - 1]);
        assert_eq!(a.open(person("an"), &forged).unwrap_err().kind, kernel::FaultKind::Internal);
        for bad in ["", "xyz", &"ab".repeat(31)] {
            assert!(Vault::from_hex(bad, "a").is_err());
        }
    }
    #[test]
    fn the_key_file_is_made_once_and_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data/secret.key");
        assert!(Vault::from_file(&path).unwrap().is_none());
        let first = Vault::from_file_or_new(&path).unwrap();
        let again = Vault::from_file_or_new(&path).unwrap();
        assert_eq!(again.open(person("an"), &first.seal(person("an"), "x").unwrap()).unwrap(), "x");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&path, "half a ke").unwrap();
        let fault = Vault::from_file_or_new(&path).unwrap_err();
        assert!(fault.to_string().contains("secret.key"), "{fault}");
    }
}
