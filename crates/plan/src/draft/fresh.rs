//! Reading a file into a draft.
use kernel::{Ctx, Day, DocumentId, DraftId, Fault, Result};
use org::{Directories, Directory};
use paper::read::{Limits, Plan};
use serde_json::json;
use store::{NewEvent, Sql, Store, args};

use super::{Content, Decision, Draft, DraftRow, RowIs, load, person_of, unread_of};
use crate::{
    document::DocumentHead,
    import::{IMPORT, blob_digest, may},
    resolve,
};

/// A file to be read.
#[derive(Clone, Debug)]
pub struct ReadDraft {
    /// Its name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Reads a plan into a draft. The same file while its draft is open gives that draft.
///
/// # Errors
/// `Forbidden`; what reading refuses, naming file, table and row.
pub async fn read_draft(store: &Store, ctx: &Ctx, dirs: &Directories, input: ReadDraft) -> Result<Draft> {
    may(ctx, IMPORT)?;
    let (bytes, plan) = read_file(&input.file_name, input.bytes).await?;
    draft_of_plan(store, ctx, dirs, ReadDraft { bytes, ..input }, plan).await
}

/// [`read_draft`] of a file that was read before.
///
/// # Errors
/// As [`read_draft`].
pub async fn draft_of_plan(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    input: ReadDraft,
    plan: Plan,
) -> Result<Draft> {
    may(ctx, IMPORT)?;
    let ReadDraft { file_name, bytes } = input;
    let content = content_of(plan, &*dirs.now().await?, ctx.today());
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let digest = blob_digest(&bytes);
                let open = "SELECT id FROM draft WHERE state = 'open' AND file_digest = $1 ORDER BY seq LIMIT 1";
                if let Some(row) = tx.opt(open, args![&digest]).await? {
                    return load(tx, row.id(0)?).await;
                }
                tx.keep_blob(sniff(&bytes), bytes).await?;
                let id = DraftId::new();
                let text = serde_json::to_string(&content).map_err(Fault::internal)?;
                let ctx = tx.ctx().clone();
                let row = args![
                    id,
                    "open",
                    1i64,
                    &file_name,
                    &digest,
                    text,
                    ctx.now(),
                    person_of(&ctx),
                    &ctx.actor.name,
                    tx.next_seq()
                ];
                let into = "draft (id, state, version, file_name, file_digest, content, at, by_person, by_name, seq)";
                tx.insert_many(into, vec![row]).await?;
                let facts = json!({ "file": file_name, "number": content.head.number, "rows": content.rows.len() });
                tx.append(NewEvent::new("draft.read", id.subject(), facts)).await?;
                load(tx, id).await
            })
        })
        .await
}

/// Reads the newest file of a document that is held into a draft once more: to apply what it amends
/// in a document that came later.
///
/// # Errors
/// `Forbidden`; `NotFound` without such a document or file; what reading refuses.
pub async fn draft_of_held(store: &Store, ctx: &Ctx, dirs: &Directories, document: DocumentId) -> Result<Draft> {
    may(ctx, IMPORT)?;
    let missing = || Fault::not_found("plan-document-unknown");
    let mut sql = store.read().await?;
    let newest = "SELECT file_name, file_digest FROM edition WHERE document_id = $1 AND amended_by IS NULL \
         ORDER BY no DESC LIMIT 1";
    let row = sql.opt(newest, args![document]).await?.ok_or_else(missing)?;
    let (file_name, digest) = (row.text(0)?, row.text(1)?);
    let bytes = store::blob::load(&mut sql, &digest).await?.ok_or_else(missing)?.data;
    drop(sql);
    read_draft(store, ctx, dirs, ReadDraft { file_name, bytes }).await
}

/// Reads on a thread of its own: a big file must not hold up other requests.
pub(crate) async fn read_file(file_name: &str, bytes: Vec<u8>) -> Result<(Vec<u8>, Plan)> {
    let name = file_name.to_owned();
    tokio::task::spawn_blocking(move || {
        let plan = paper::read::read_plan(&name, &bytes, &Limits::default())?;
        Ok((bytes, plan))
    })
    .await
    .map_err(Fault::internal)?
}

/// The media type by the first bytes; the name is not to be believed.
pub(crate) fn sniff(bytes: &[u8]) -> &'static str {
    let has = |needle: &[u8]| bytes.windows(needle.len()).take(65_536).any(|w| w == needle);
    if bytes.starts_with(b"PK") && has(b"xl/") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if bytes.starts_with(b"PK") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else {
        "text/plain"
    }
}

/// A read plan as a draft's content, names of units resolved.
pub(crate) fn content_of(plan: Plan, directory: &Directory, today: Day) -> Content {
    let mut rows: Vec<RowIs> = plan.targets.into_iter().map(RowIs::Target).collect();
    rows.extend(plan.tasks.into_iter().map(RowIs::Task));
    rows.sort_by_key(|r| match r {
        RowIs::Task(t) => t.line,
        RowIs::Target(t) => t.line,
    });
    let rows = (1..).zip(rows).map(|(row, is)| fresh_row(row, is)).collect();
    let mut content = Content {
        head: DocumentHead::of(&plan.document),
        head_flags: plan.document.flags,
        rows,
        unread: unread_of(&plan.unread),
        explained: vec![],
        outline: plan.outline,
    };
    resolve::content(directory, &mut content, today);
    content
}

pub(super) fn fresh_row(row: u32, is: RowIs) -> DraftRow {
    DraftRow {
        row,
        is,
        authority: String::new(),
        direction: String::new(),
        definition: String::new(),
        lead: vec![],
        coordinating: vec![],
        corrected: vec![],
        decision: Decision::Open,
    }
}
