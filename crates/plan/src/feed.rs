//! A person's own dates as an iCalendar feed under a secret address, which can be revoked. Only a digest
//! of the secret is kept; what the feed shows is what its owner may see at that moment.
pub mod ical;

use kernel::{Ctx, Fault, PersonId, Result};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{NewEvent, Sql, Store, args};

/// Shortest secret, in characters.
const SECRET: usize = 40;

fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Opens the actor's feed under a new secret; the one before is no longer good.
///
/// # Errors
/// `Forbidden` for the program; `Invalid` for a secret that could be guessed.
pub async fn open_feed(store: &Store, ctx: &Ctx, secret: &str) -> Result<()> {
    if secret.len() < SECRET || !secret.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Fault::internal("a feed's secret is too short"));
    }
    put(store, ctx, Some(digest(secret))).await
}

/// Revokes the actor's feed.
///
/// # Errors
/// `Forbidden` for the program.
pub async fn revoke_feed(store: &Store, ctx: &Ctx) -> Result<()> {
    put(store, ctx, None).await
}

async fn put(store: &Store, ctx: &Ctx, digest: Option<String>) -> Result<()> {
    let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let kind = if digest.is_some() { "person.feed_opened" } else { "person.feed_revoked" };
                let (revoked, now) = (digest.is_none(), tx.ctx().now());
                let seq = tx.append(NewEvent::new(kind, person.subject(), json!({}))).await?;
                // A revoked feed keeps a digest of nothing: it matches no secret.
                let digest = digest.unwrap_or_else(|| format!("revoked-{seq}"));
                tx.exec(
                    "INSERT INTO feed (person_id, digest, at, revoked, seq) VALUES ($1,$2,$3,$4,$5) \
                     ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, at = excluded.at, \
                     revoked = excluded.revoked, seq = excluded.seq",
                    args![person, digest, now, revoked, seq],
                )
                .await
                .map(drop)
            })
        })
        .await
}

/// Has this person an open feed?
///
/// # Errors
/// When the store can't be read.
pub async fn has_feed(sql: &mut dyn Sql, person: PersonId) -> Result<bool> {
    let text = "SELECT 1 FROM feed WHERE person_id = $1 AND revoked = 0";
    Ok(sql.opt(text, args![person]).await?.is_some())
}

/// Whose feed the secret opens.
///
/// # Errors
/// `NotFound` for a secret that is none or was revoked.
pub async fn owner(sql: &mut dyn Sql, secret: &str) -> Result<PersonId> {
    let text = "SELECT person_id FROM feed WHERE digest = $1 AND revoked = 0";
    let row = sql.opt(text, args![digest(secret)]).await?;
    row.ok_or_else(|| Fault::not_found("fault-not-found"))?.id(0)
}
