//! A draft: a plan as read, waiting for a person to look, correct and accept. Its rows keep what was
//! printed, what was carried or flagged, what the names of units mean, and what a person changed.
mod change;
mod finish;
mod fresh;

use kernel::{Day, DocumentId, DraftId, EditionId, Fault, Millis, Result, UnitId};
use paper::read::{Block, Deadline, Flag, TargetRow, TaskRow, Unread, Why};
use serde::{Deserialize, Serialize};
use store::{Sql, Tx, args};

pub use change::{
    AddRow, CorrectHead, CorrectRow, Decide, UnitChoice, add_row, correct_head, correct_row, drop_row, keep_row,
};
pub use finish::{Accept, DraftPreview, accept, discard, preview};
pub use fresh::{ReadDraft, draft_of_plan, read_draft};
pub(crate) use fresh::{content_of, read_file, sniff};

use crate::{
    document::{DocumentHead, SameDocument},
    resolve::{Part, PartTo},
};

/// A field of a row that a person may correct, by its name in the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowField {
    /// Number of the section.
    SectionNo,
    /// Title of the section.
    SectionTitle,
    /// Number of the row.
    No,
    /// Name.
    Name,
    /// Product of a task.
    Product,
    /// Deadline of a task, as printed; kind and last day follow from it.
    Deadline,
    /// Lead units.
    LeadText,
    /// Coordinating units of a task.
    CoordinatingText,
    /// Accountable head of a task.
    ResponsibleText,
    /// Who decides, of a task.
    AuthorityText,
    /// Giving documents.
    SourceDocumentsText,
    /// Unit of measure of a target.
    Unit,
    /// `up` or `down`, of a target.
    Direction,
    /// How a target is measured.
    Definition,
}

impl RowField {
    /// Every field.
    pub const ALL: [Self; 14] = [
        Self::SectionNo,
        Self::SectionTitle,
        Self::No,
        Self::Name,
        Self::Product,
        Self::Deadline,
        Self::LeadText,
        Self::CoordinatingText,
        Self::ResponsibleText,
        Self::AuthorityText,
        Self::SourceDocumentsText,
        Self::Unit,
        Self::Direction,
        Self::Definition,
    ];
    /// Its name in the JSON contract; its label is the message `plan-field-<name with dashes>`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SectionNo => "section_no",
            Self::SectionTitle => "section_title",
            Self::No => "no",
            Self::Name => "name",
            Self::Product => "product",
            Self::Deadline => "deadline",
            Self::LeadText => "lead_text",
            Self::CoordinatingText => "coordinating_text",
            Self::ResponsibleText => "responsible_text",
            Self::AuthorityText => "authority_text",
            Self::SourceDocumentsText => "source_documents_text",
            Self::Unit => "unit",
            Self::Direction => "direction",
            Self::Definition => "definition",
        }
    }
    /// The field with that name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", content = "read", rename_all = "snake_case")]
pub enum RowIs {
    /// A task.
    Task(TaskRow),
    /// A target.
    Target(TargetRow),
}

/// What a person decided about a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// Right as it stands.
    Kept {
        /// Why.
        reason: String,
        /// Who said so.
        by: String,
    },
    /// No task or target at all.
    Dropped {
        /// Why.
        reason: String,
        /// Who said so.
        by: String,
    },
}

/// How sure the reading of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Nothing to look at, or a person has looked.
    Certain,
    /// A person should look.
    Look,
    /// Not taken over.
    Dropped,
}

/// A row of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftRow {
    /// Its number within the draft, from 1; stable.
    pub row: u32,
    /// What was read, with corrections.
    #[serde(flatten)]
    pub is: RowIs,
    /// Who decides, where a person entered it.
    #[serde(default)]
    pub authority: String,
    /// `up` or `down` for a target.
    #[serde(default)]
    pub direction: String,
    /// How a target is measured, where a person entered it.
    #[serde(default)]
    pub definition: String,
    /// Lead units, resolved.
    pub lead: Vec<Part>,
    /// Coordinating units, resolved.
    pub coordinating: Vec<Part>,
    /// Fields that a person corrected.
    #[serde(default)]
    pub corrected: Vec<String>,
    /// What a person decided.
    #[serde(default)]
    pub decision: Decision,
}

impl DraftRow {
    /// Where it stands in the outline; 0 when a person added it without a printed line.
    #[must_use]
    pub fn line(&self) -> u32 {
        match &self.is {
            RowIs::Task(t) => t.line,
            RowIs::Target(t) => t.line,
        }
    }
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.is {
            RowIs::Task(t) => &t.name,
            RowIs::Target(t) => &t.name,
        }
    }
    /// Its number.
    #[must_use]
    pub fn no(&self) -> &str {
        match &self.is {
            RowIs::Task(t) => t.no.as_deref(),
            RowIs::Target(t) => t.no.as_deref(),
        }
        .unwrap_or("")
    }
    /// What reading flagged.
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        match &self.is {
            RowIs::Task(t) => &t.flags,
            RowIs::Target(t) => &t.flags,
        }
    }
    /// Names of units that mean nothing known, or were only nearly recognised.
    pub fn unclear_units(&self) -> impl Iterator<Item = &Part> {
        self.lead.iter().chain(&self.coordinating).filter(|p| {
            matches!(p.to, PartTo::Unknown { .. } | PartTo::Unit { near: true, .. } | PartTo::Group { near: true, .. })
        })
    }
    /// How sure the reading is.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match &self.decision {
            Decision::Dropped { .. } => Certainty::Dropped,
            Decision::Kept { .. } => Certainty::Certain,
            Decision::Open => {
                let look = !self.flags().is_empty() || self.unclear_units().next().is_some();
                if look { Certainty::Look } else { Certainty::Certain }
            }
        }
    }
}

/// A printed row that could not be placed; nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftUnread {
    /// Where it stands in the outline.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// Why it was not placed.
    pub why: Why,
    /// The row a person made of it.
    #[serde(default)]
    pub row: Option<u32>,
}

/// A name of a unit that a person explained; all rows of the draft follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The name, folded.
    pub folded: String,
    /// The unit it means.
    pub unit: Option<UnitId>,
    /// Or the group.
    pub group: Option<String>,
}

/// What a draft holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The document.
    pub head: DocumentHead,
    /// What reading flagged about it.
    pub head_flags: Vec<Flag>,
    /// Its rows, in order.
    pub rows: Vec<DraftRow>,
    /// Rows that could not be placed.
    pub unread: Vec<DraftUnread>,
    /// Names explained by a person.
    #[serde(default)]
    pub explained: Vec<Explained>,
    /// The document as read.
    pub outline: Vec<Block>,
}

impl Content {
    /// The row with that number.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub fn row(&self, row: u32) -> Result<&DraftRow> {
        self.rows.iter().find(|r| r.row == row).ok_or_else(|| no_row(row))
    }
    pub(crate) fn row_mut(&mut self, row: u32) -> Result<&mut DraftRow> {
        self.rows.iter_mut().find(|r| r.row == row).ok_or_else(|| no_row(row))
    }
    /// Rows that are certain: those that `only_certain` takes over.
    pub fn certain_rows(&self) -> impl Iterator<Item = &DraftRow> {
        self.rows.iter().filter(|r| r.certainty() == Certainty::Certain)
    }
    /// The day on which names of units are understood: the day of issue, else `today`.
    #[must_use]
    pub fn day(&self, today: Day) -> Day {
        self.head.issued_on.unwrap_or(today)
    }
}

fn no_row(row: u32) -> Fault {
    Fault::not_found("plan-draft-no-row").arg("row", row)
}

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
