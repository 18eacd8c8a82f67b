//! What a draft holds: rows as read, what names of units mean, what a person corrected and decided.
use kernel::{Day, Fault, Result, UnitId};
use paper::read::{Block, Flag, TargetRow, TaskRow, Why};
use serde::{Deserialize, Serialize};

use crate::{
    document::DocumentHead,
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
