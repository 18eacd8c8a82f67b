//! Files kept in the store (plans as received, evidence), named by the SHA-256 of their content:
//! the same file is kept once, and a changed one would no longer fit its name.
use kernel::{Fault, Result};
use sha2::{Digest, Sha256};

use crate::{args, sql::Sql, writer::Tx};

/// A kept file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Hex SHA-256 of the content.
    pub digest: String,
    /// Media type as sniffed when it was kept.
    pub media: String,
    /// The content.
    pub data: Vec<u8>,
}

impl Tx {
    /// Keeps a file; returns its digest.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn keep_blob(&mut self, media: &str, data: Vec<u8>) -> Result<String> {
        let digest = hex::encode(Sha256::digest(&data));
        let row = args![&digest, data.len(), media, data];
        self.exec(
            "INSERT INTO blob (digest, size, media, data) VALUES ($1,$2,$3,$4) ON CONFLICT (digest) DO NOTHING",
            row,
        )
        .await?;
        Ok(digest)
    }
}

/// Reads a kept file and checks it against its name.
///
/// # Errors
/// `Internal` when the content no longer fits its digest.
pub async fn load(sql: &mut dyn Sql, digest: &str) -> Result<Option<Blob>> {
    let Some(row) = sql.opt("SELECT media, data FROM blob WHERE digest = $1", args![digest]).await? else {
        return Ok(None);
    };
    let blob = Blob { digest: digest.to_owned(), media: row.text(0)?, data: row.bytes(1)? };
    if hex::encode(Sha256::digest(&blob.data)) != blob.digest {
        return Err(Fault::internal(format!("blob {digest} is damaged")));
    }
    Ok(Some(blob))
}
