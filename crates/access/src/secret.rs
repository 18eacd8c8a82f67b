//! Secrets: made by the operating system's generator, shown once, kept only as digests.
use std::{fmt, ops::Deref};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};

/// A secret on its way to whoever it is for. Never printed by `{:?}`, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);
impl Secret {
    /// 256 random bits in URL-safe letters, after a prefix that tells what it is.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn new(prefix: &str) -> kernel::Result<Self> {
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random::<32>()?))))
    }
    /// One that somebody shows.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }
    /// What is stored in its place.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.0)
    }
    /// The text, for the cookie, header or link it belongs in.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
impl Deref for Secret {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> kernel::Result<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(kernel::Fault::internal)?;
    Ok(bytes)
}

/// What is stored in a secret's place. The secrets are random 256 bits: a plain digest can't be
/// turned back or guessed, unlike a password's.
pub(crate) fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Compared without telling by its time where they differ.
pub(crate) fn same(a: &str, b: &str) -> bool {
    use subtle::ConstantTimeEq;
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn secrets_differ_hide_and_have_full_length() {
        let (a, b) = (Secret::new("bzn_").unwrap(), Secret::new("bzn_").unwrap());
        assert_ne!(a, b);
        assert_eq!(a.reveal().len(), 4 + 43);
        assert_eq!(format!("{a:?}"), "Secret(…)");
        assert!(same("x", "x") && !same("x", "y") && !same("x", "xx"));
    }
}
