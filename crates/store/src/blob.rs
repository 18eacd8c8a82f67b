//! Files kept in the store (plans as received, evidence), named by the SHA-256 of their content:
//! the same file is kept once, and a changed one would no longer fit its name.
//!
//! A file that comes before what it belongs to (evidence before its report) is kept *loose* until an
//! operation holds it in its own transaction; one that nobody holds within a day is swept away.
use kernel::{Ctx, Fault, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{NewEvent, Store, args, sql::Sql, writer::Tx};

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
    /// Keeps a file for good; returns its digest.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn keep_blob(&mut self, media: &str, data: Vec<u8>) -> Result<String> {
        let digest = hex::encode(Sha256::digest(&data));
        let row = args![&digest, data.len(), media, data];
        self.exec(
            "INSERT INTO blob (digest, size, media, data) VALUES ($1,$2,$3,$4) \
             ON CONFLICT (digest) DO UPDATE SET loose_since = NULL",
            row,
        )
        .await?;
        Ok(digest)
    }
    /// Keeps a file until something holds it ([`hold_blobs`](Self::hold_blobs)); kept again, its day
    /// begins again, and what is held stays held.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn keep_loose_blob(&mut self, media: &str, data: Vec<u8>) -> Result<String> {
        let digest = hex::encode(Sha256::digest(&data));
        let row = args![&digest, data.len(), media, data, self.ctx().now()];
        self.exec(
            "INSERT INTO blob (digest, size, media, data, loose_since) VALUES ($1,$2,$3,$4,$5) \
             ON CONFLICT (digest) DO UPDATE SET loose_since = excluded.loose_since WHERE blob.loose_since IS NOT NULL",
            row,
        )
        .await?;
        Ok(digest)
    }
    /// Keeps files for good because something names them from now on. In the transaction of what
    /// names them: transactions stand in one row, so no sweep comes between.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn hold_blobs(&mut self, digests: &[&str]) -> Result<()> {
        for digest in digests {
            self.exec("UPDATE blob SET loose_since = NULL WHERE digest = $1", args![*digest]).await?;
        }
        Ok(())
    }
}

/// How long a loose file waits to be held.
const LOOSE_MILLIS: i64 = 86_400_000;

/// Deletes loose files that nothing held within a day; returns how many. For a daily job.
///
/// # Errors
/// When the store can't be written.
pub async fn sweep(store: &Store, ctx: &Ctx) -> Result<u64> {
    store
        .write(ctx, |tx| {
            Box::pin(async move {
                let before = tx.ctx().now().plus(-LOOSE_MILLIS);
                let swept = tx.exec("DELETE FROM blob WHERE loose_since < $1", args![before]).await?;
                if swept > 0 {
                    let facts = json!({ "count": swept });
                    tx.append(NewEvent::new("blob.swept", "blob:", facts)).await?;
                }
                Ok(swept)
            })
        })
        .await
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
