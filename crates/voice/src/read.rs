//! One of them for its page: what was said, by whom in general, the answer in the making, files.
use kernel::{Ctx, Fault, Millis, Result, VoiceId};
use plan::progress::Evidence;
use store::{Sql, Store, args, blob, blob::Blob};

use crate::{
    VOICE_READ, book, db,
    mark::{MarkKind, resource},
};

/// What was said with a mark.
#[derive(Clone, Debug)]
pub struct Words {
    /// The event.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// What was done.
    pub kind: MarkKind,
    /// The text.
    pub text: String,
    /// Files.
    pub files: Vec<Evidence>,
    /// By whom.
    pub by_name: String,
}
/// One of them, with its texts.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What the sender said.
    pub content: String,
    /// The sender's files.
    pub files: Vec<Evidence>,
    /// What was said with marks, oldest first.
    pub words: Vec<Words>,
    /// The same ones that were merged into it.
    pub duplicates: Vec<VoiceId>,
}
impl Detail {
    /// The newest draft of the answer.
    #[must_use]
    pub fn draft(&self) -> Option<&Words> {
        self.words.iter().rfind(|w| w.kind == MarkKind::Drafted)
    }
}

/// Reads one for somebody who may see it.
///
/// # Errors
/// `NotFound` also for one that the reader may not see: it is not said that there is such a one.
pub async fn detail(store: &Store, ctx: &Ctx, id: VoiceId) -> Result<Detail> {
    let mut sql = store.read().await?;
    seen(&mut sql, ctx, id).await?;
    let (content, files) = book::content(&mut sql, id).await?.unwrap_or_default();
    let mut words = Vec::new();
    let text = "SELECT seq, at, kind, text, evidence, by_name FROM voice_mark WHERE voice_id = $1 ORDER BY seq";
    for row in sql.rows(text, args![id]).await? {
        words.push(Words {
            seq: row.int(0)?,
            at: row.millis(1)?,
            kind: db::code(&row, 2, MarkKind::from_code)?,
            text: row.text(3)?,
            files: db::files(&row.text(4)?)?,
            by_name: row.text(5)?,
        });
    }
    let rows = sql.rows("SELECT voice_id FROM voice_mark WHERE into_id = $1 ORDER BY seq", args![id]).await?;
    let duplicates = rows.iter().map(|row| row.id(0)).collect::<Result<_>>()?;
    Ok(Detail { content, files: db::files(&files)?, words, duplicates })
}

/// Whoever has it now, had it before or took it in, and whoever sees all.
async fn seen(sql: &mut dyn Sql, ctx: &Ctx, id: VoiceId) -> Result<()> {
    let nothing = || Fault::not_found("fault-not-found");
    let now = db::look(sql, id).await?.ok_or_else(nothing)?;
    let mut resource = resource(&now);
    let text = "SELECT unit_id FROM voice_mark WHERE voice_id = $1 AND unit_id IS NOT NULL";
    for row in sql.rows(text, args![id]).await? {
        resource.parts.push(row.id(0)?);
    }
    if ctx.may(VOICE_READ, &resource) { Ok(()) } else { Err(nothing()) }
}

/// What the reader may do with it, as their buttons show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// Classify, assign, merge, decline, evaluate.
    pub assign: bool,
    /// Draft, send, give back.
    pub answer: bool,
    /// Approve, return the draft.
    pub approve: bool,
    /// See who sent it.
    pub sender: bool,
}

/// What the reader may do with it.
///
/// # Errors
/// `NotFound`.
pub async fn may(store: &Store, ctx: &Ctx, id: VoiceId) -> Result<May> {
    let now = db::look(&mut store.read().await?, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let resource = resource(&now);
    Ok(May {
        assign: ctx.may(crate::VOICE_ASSIGN, &resource),
        answer: ctx.may(crate::VOICE_ANSWER, &resource),
        approve: ctx.may(crate::VOICE_APPROVE, &resource),
        sender: ctx.may(crate::VOICE_SENDER, &resource),
    })
}

/// Is it with a unit now, so that giving it to another is handing it on?
///
/// # Errors
/// `NotFound`.
pub async fn has_unit(store: &Store, id: VoiceId) -> Result<bool> {
    let now = db::look(&mut store.read().await?, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    Ok(now.state.after(MarkKind::Transferred).is_some())
}

/// A file of the sender or of an answer.
///
/// # Errors
/// `NotFound` where neither names it, or the reader may not see it.
pub async fn file(store: &Store, ctx: &Ctx, id: VoiceId, digest: &str) -> Result<(Evidence, Blob)> {
    let detail = detail(store, ctx, id).await?;
    let nothing = || Fault::not_found("fault-not-found");
    let mut files = detail.files.into_iter().chain(detail.words.into_iter().flat_map(|w| w.files));
    let file = files.find(|f| f.digest == digest).ok_or_else(nothing)?;
    let blob = blob::load(&mut store.read().await?, digest).await?.ok_or_else(nothing)?;
    Ok((file, blob))
}
