//! A draft: a plan as read, waiting for a person to look, correct and accept. Its rows keep what was
//! printed, what was carried or flagged, what the names of units mean, and what a person changed.
mod change;
mod content;
mod finish;
mod fresh;

use kernel::{Day, DocumentId, DraftId, EditionId, Fault, Millis, Result};
use paper::read::{Deadline, Unread};
use serde::{Deserialize, Serialize};
use store::{Sql, Tx, args};

pub use change::{
    AddRow, CorrectHead, CorrectRow, Decide, UnitChoice, add_row, correct_head, correct_row, drop_row, keep_row,
};
pub use content::{Certainty, Content, Decision, DraftRow, DraftUnread, Explained, RowField, RowIs};
pub use finish::{Accept, DraftPreview, accept, discard, preview};
pub use fresh::{ReadDraft, draft_of_held, draft_of_plan, read_draft};
pub(crate) use fresh::{content_of, read_file, sniff};

use crate::document::SameDocument;

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// Waiting for a person.
    Open,
    /// Taken over.
    Accepted,
    /// Put aside for good.
    Discarded,
}
impl DraftState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Discarded => "discarded",
        }
    }
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Where it stands.
    pub state: DraftState,
    /// Goes up with every change; a change names the version it saw.
    pub version: i64,
    /// The file.
    pub file_name: String,
    /// Names the kept file.
    pub file_digest: String,
    /// Its content.
    pub content: Content,
    /// Whether it is an edition of a document that is held.
    pub same: SameDocument,
    /// The document it became part of.
    pub document: Option<DocumentId>,
    /// The edition it became.
    pub edition: Option<EditionId>,
    /// When it was last changed.
    pub at: Millis,
    /// Who last changed it: id, or empty for the program.
    pub by_person: String,
    /// That person's name.
    pub by_name: String,
}

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DraftLine {
    /// Its id.
    pub id: DraftId,
    /// The file.
    pub file_name: String,
    /// When it was last changed.
    pub at: Millis,
    /// Who last changed it.
    pub by_name: String,
}

/// Open drafts, newest first.
///
/// # Errors
/// When the store can't be read.
pub async fn open_drafts(sql: &mut dyn Sql) -> Result<Vec<DraftLine>> {
    let rows =
        sql.rows("SELECT id, file_name, at, by_name FROM draft WHERE state = 'open' ORDER BY seq DESC", vec![]).await?;
    rows.iter()
        .map(|r| Ok(DraftLine { id: r.id(0)?, file_name: r.text(1)?, at: r.millis(2)?, by_name: r.text(3)? }))
        .collect()
}

/// One draft.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn load(sql: &mut dyn Sql, id: DraftId) -> Result<Draft> {
    let row = sql
        .opt(
            "SELECT state, version, file_name, file_digest, content, document_id, edition_id, at, by_person, by_name \
             FROM draft WHERE id = $1",
            args![id],
        )
        .await?
        .ok_or_else(|| Fault::not_found("plan-draft-unknown"))?;
    let content: Content = serde_json::from_str(&row.text(4)?).map_err(Fault::internal)?;
    let document: Option<DocumentId> = row.opt_id(5)?;
    let same = match document {
        Some(document) => SameDocument::Held { document },
        None => crate::document::find_same(&content.head, &crate::document::list(sql).await?),
    };
    Ok(Draft {
        id,
        state: match row.text(0)?.as_str() {
            "open" => DraftState::Open,
            "accepted" => DraftState::Accepted,
            _ => DraftState::Discarded,
        },
        version: row.int(1)?,
        file_name: row.text(2)?,
        file_digest: row.text(3)?,
        content,
        same,
        document,
        edition: row.opt_id(6)?,
        at: row.millis(7)?,
        by_person: row.text(8)?,
        by_name: row.text(9)?,
    })
}

/// Loads an open draft for a change by somebody who saw version `seen`.
async fn load_for_change(tx: &mut Tx, id: DraftId, seen: i64) -> Result<Draft> {
    let draft = load(tx, id).await?;
    match draft.state {
        DraftState::Open if draft.version == seen => Ok(draft),
        DraftState::Open => Err(Fault::conflict("plan-draft-changed").arg("who", &draft.by_name)),
        DraftState::Accepted => Err(Fault::conflict("plan-draft-accepted").arg("who", &draft.by_name)),
        DraftState::Discarded => Err(Fault::conflict("plan-draft-discarded").arg("who", &draft.by_name)),
    }
}

/// Writes a changed draft as its next version.
async fn save(tx: &mut Tx, draft: &mut Draft) -> Result<()> {
    draft.version += 1;
    draft.at = tx.ctx().now();
    draft.by_person = person_of(tx.ctx());
    draft.by_name = tx.ctx().actor.name.clone();
    let content = serde_json::to_string(&draft.content).map_err(Fault::internal)?;
    let row = args![
        draft.state.word(),
        draft.version,
        content,
        draft.document,
        draft.edition,
        draft.at,
        &draft.by_person,
        &draft.by_name,
        tx.next_seq(),
        draft.id
    ];
    tx.exec(
        "UPDATE draft SET state = $1, version = $2, content = $3, document_id = $4, edition_id = $5, at = $6, \
         by_person = $7, by_name = $8, seq = $9 WHERE id = $10",
        row,
    )
    .await
    .map(drop)
}

pub(crate) fn person_of(ctx: &kernel::Ctx) -> String {
    ctx.actor.person.map(|p| p.to_string()).unwrap_or_default()
}

pub(crate) fn unread_of(unread: &[Unread]) -> Vec<DraftUnread> {
    unread.iter().map(|u| DraftUnread { line: u.line, text: u.text.clone(), why: u.why, row: None }).collect()
}

/// Reads a deadline anew after a correction.
pub(crate) fn deadline(text: &str, content_day: Option<Day>) -> Deadline {
    paper::read::deadline::parse(text, content_day.map(Day::year))
}
