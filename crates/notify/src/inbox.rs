//! The notices of one person inside the program: how many are unread, the list, reading.
use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use kernel::{Ctx, Fault, Millis, NoticeId, PersonId, Result};
use serde::Serialize;
use store::{Row, Sql, Store, Value, args};

use crate::{Kind, choice::own};

/// A notice as its reader finds it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Kept {
    /// Its id.
    pub id: NoticeId,
    /// What kind of thing.
    pub kind: Kind,
    /// What it is about.
    pub about: String,
    /// The page that shows it.
    pub path: String,
    /// Arguments of the message.
    pub facts: serde_json::Value,
    /// Whom the reader stands in for.
    pub behalf: Option<PersonId>,
    /// When it was posted.
    pub created_at: Millis,
    /// When it was read.
    pub read_at: Option<Millis>,
}
const COLUMNS: &str = "id, kind, about, path, facts, behalf, created_at, read_at";
fn from_row(row: &Row) -> Result<Kept> {
    let word = row.text(1)?;
    Ok(Kept {
        id: row.id(0)?,
        kind: Kind::from_word(&word).ok_or_else(|| {
            Fault::internal(format!("kind of notice {word:?} in the store is none this program knows"))
        })?,
        about: row.text(2)?,
        path: row.text(3)?,
        facts: serde_json::from_str(&row.text(4)?).unwrap_or_default(),
        behalf: row.opt_id(5)?,
        created_at: row.millis(6)?,
        read_at: row.opt_millis(7)?,
    })
}

/// Which notices to read.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// Only unread ones.
    pub unread: bool,
    /// Older than that one (keyset page).
    pub before: Option<(Millis, NoticeId)>,
}

/// A person's notices, newest first, at most `limit`.
///
/// # Errors
/// When the store can't be read.
pub async fn inbox(sql: &mut dyn Sql, person: PersonId, filter: &InboxFilter, limit: usize) -> Result<Vec<Kept>> {
    let mut text = format!("SELECT {COLUMNS} FROM notice WHERE person_id = $1");
    let mut args = args![person];
    if filter.unread {
        text.push_str(" AND read_at IS NULL");
    }
    if let Some((at, id)) = filter.before {
        text.push_str(" AND (created_at < $2 OR (created_at = $2 AND id < $3))");
        args.extend(args![at, id]);
    }
    text.push_str(&format!(" ORDER BY created_at DESC, id DESC LIMIT {limit}"));
    sql.rows(&text, args).await?.iter().map(from_row).collect()
}

/// One of one's own notices, marked as read: for the link that leads to what it is about.
///
/// # Errors
/// `NotFound` when it is nobody's or somebody else's.
pub async fn open(store: &Store, ctx: &Ctx, id: NoticeId) -> Result<Kept> {
    let person = own(ctx)?;
    let text = format!("SELECT {COLUMNS} FROM notice WHERE id = $1 AND person_id = $2");
    let row = store.read().await?.opt(&text, args![id, person]).await?;
    let kept = row.as_ref().map(from_row).transpose()?.ok_or_else(|| Fault::not_found("notify-no-such-notice"))?;
    if kept.read_at.is_none() {
        mark_read(store, ctx, vec![id]).await?;
    }
    Ok(kept)
}

/// Marks notices of one's own as read; others are left alone. Returns how many were unread. Reading
/// is no change of the province's record and so no event.
///
/// # Errors
/// `Forbidden` for whoever is no person.
pub async fn mark_read(store: &Store, ctx: &Ctx, ids: Vec<NoticeId>) -> Result<u64> {
    let person = own(ctx)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (now, mut count) = (tx.ctx().now(), 0);
                for chunk in ids.chunks(500) {
                    let text = format!(
                        "UPDATE notice SET read_at = $1 WHERE person_id = $2 AND read_at IS NULL AND id IN ({})",
                        store::places(3, chunk.len())
                    );
                    let mut args: Vec<Value> = args![now, person];
                    args.extend(chunk.iter().map(|id| Value::from(*id)));
                    count += tx.exec(&text, args).await?;
                }
                Ok(count)
            })
        })
        .await
}

/// Marks everything of one's own up to that instant as read: what came in after the list was shown
/// stays unread.
///
/// # Errors
/// `Forbidden` for whoever is no person.
pub async fn mark_all_read(store: &Store, ctx: &Ctx, until: Millis) -> Result<u64> {
    let person = own(ctx)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let now = tx.ctx().now();
                let sql =
                    "UPDATE notice SET read_at = $1 WHERE person_id = $2 AND read_at IS NULL AND created_at <= $3";
                tx.exec(sql, args![now, person, until]).await
            })
        })
        .await
}

/// How many notices each person has not read, for the bell on every page: asked of the index, and
/// remembered as long as nothing happened in the store.
#[derive(Default)]
pub struct Unread(Mutex<HashMap<PersonId, Counted>>);

#[derive(Clone, Copy)]
struct Counted {
    count: i64,
    /// The event head it was counted at.
    head: i64,
    at: Instant,
}
/// Posting without an event, or by another program, shows after this time at the latest.
const STALE: Duration = Duration::from_secs(10);

impl Unread {
    /// How many.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn count(&self, store: &Store, person: PersonId) -> Result<i64> {
        let head = store.head().await?;
        let known = self.map().get(&person).copied();
        if let Some(known) = known.filter(|k| k.head == head && k.at.elapsed() < STALE) {
            return Ok(known.count);
        }
        let at = Instant::now();
        let text = "SELECT COUNT(*) FROM notice WHERE person_id = $1 AND read_at IS NULL";
        let count = store.read().await?.one(text, args![person]).await?.int(0)?;
        self.map().insert(person, Counted { count, head, at });
        Ok(count)
    }
    /// To be called after reading: counts anew the next time.
    pub fn forget(&self, person: PersonId) {
        self.map().remove(&person);
    }
    fn map(&self) -> std::sync::MutexGuard<'_, HashMap<PersonId, Counted>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
