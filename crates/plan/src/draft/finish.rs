//! Accepting a draft, and putting one aside.
use kernel::{Ctx, DraftId, Fault, Result};
use org::Directories;
use serde::Serialize;
use serde_json::json;
use store::{NewEvent, Store};

use super::{Certainty, Draft, DraftState, load, load_for_change, person_of, save};
use crate::{
    diff::Difference,
    import::{self, ACCEPT, FileKept, IMPORT, ImportOptions, Imported, may, with_links},
    resolve,
};

/// Accepting a draft.
#[derive(Clone, Debug, Default)]
pub struct Accept {
    /// The version that was seen.
    pub seen: i64,
    /// How.
    pub options: ImportOptions,
}

/// A draft with what accepting it would change.
#[derive(Clone, Debug, Serialize)]
pub struct DraftPreview {
    /// The draft.
    pub draft: Draft,
    /// What would change, and what must be answered first.
    pub difference: Difference,
}

/// A draft as it would be taken over; writes nothing.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn preview(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    id: DraftId,
    options: &ImportOptions,
) -> Result<DraftPreview> {
    may(ctx, IMPORT)?;
    let directory = dirs.now().await?;
    let mut reader = store.read().await?;
    let mut draft = load(&mut reader, id).await?;
    // Names learned since it was read count.
    resolve::content(&directory, &mut draft.content, ctx.today());
    let options = known_document(&draft, options.clone());
    let file = FileKept { name: draft.file_name.clone(), digest: draft.file_digest.clone() };
    let work = import::work_out(&mut reader, &draft.content, &file, &options, &directory, ctx.today()).await?;
    Ok(DraftPreview { draft, difference: work.difference })
}

/// Takes a draft over. With `only_certain` the draft stays open for the rows that wait. Sent twice by
/// the same person, the second answers like the first; another person is told who was first.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody changed or took it over first, or something must be
/// answered before (`plan-import-questions`).
pub async fn accept(store: &Store, ctx: &Ctx, dirs: &Directories, id: DraftId, input: Accept) -> Result<Imported> {
    may(ctx, ACCEPT)?;
    let directory = dirs.now().await?;
    let Accept { seen, options } = input;
    let imported = store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let before = load(tx, id).await?;
                let again = before.state == DraftState::Accepted
                    && before.version == seen + 1
                    && before.by_person == person_of(tx.ctx())
                    && before.by_name == tx.ctx().actor.name;
                let mut draft = if again { before } else { load_for_change(tx, id, seen).await? };
                resolve::content(&directory, &mut draft.content, tx.ctx().today());
                let file = FileKept { name: draft.file_name.clone(), digest: draft.file_digest.clone() };
                let options = known_document(&draft, options);
                let imported = import::take_over_in(tx, &draft.content, &file, &options, &directory).await?;
                if again {
                    return Ok(imported);
                }
                let waiting = draft.content.rows.iter().any(|r| r.certainty() == Certainty::Look);
                draft.state = if options.only_certain && waiting { DraftState::Open } else { DraftState::Accepted };
                draft.document = Some(imported.document);
                draft.edition = Some(imported.edition);
                save(tx, &mut draft).await?;
                let facts = json!({
                    "file": draft.file_name, "edition": imported.edition, "unchanged": imported.unchanged,
                    "name": imported.name, "waiting": imported.difference.waiting,
                });
                let event = NewEvent::new("draft.accepted", id.subject(), facts);
                tx.append(event.from_document(imported.document.subject())).await?;
                Ok(imported)
            })
        })
        .await?;
    with_links(store, ctx, imported).await
}

/// A draft of which rows were taken over before stays with that document, whatever is corrected since.
fn known_document(draft: &Draft, mut options: ImportOptions) -> ImportOptions {
    if let (Some(document), Some(_)) = (draft.document, draft.edition) {
        options.document = Some(import::DocumentAnswer::Same { document });
    }
    options
}

/// Puts a draft aside for good; nothing of it is taken over. Again changes nothing.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody changed it or took it over first.
pub async fn discard(store: &Store, ctx: &Ctx, id: DraftId, seen: i64) -> Result<()> {
    may(ctx, IMPORT)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                if load(tx, id).await?.state == DraftState::Discarded {
                    return Ok(());
                }
                let mut draft = load_for_change(tx, id, seen).await?;
                draft.state = DraftState::Discarded;
                save(tx, &mut draft).await?;
                let facts = json!({ "file": draft.file_name });
                tx.append(NewEvent::new("draft.discarded", id.subject(), facts)).await.map(drop)
            })
        })
        .await
        .map_err(|f: Fault| f)
}
