//! What a new edition changes: rows added, changed field by field, withdrawn; what must be asked.
//! Only compares; `import` writes.
mod compare;
pub mod pair;
mod saying;
pub mod similar;

pub(crate) use compare::{HeldItem, Items, NewItem, compare};
use kernel::{DocumentId, Say};
pub(crate) use saying::Saying;
use serde::{Deserialize, Serialize};

use crate::document::SameDocument;

/// A task or a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A task.
    Task,
    /// A target.
    Target,
}

/// One field before and after; `field` is its name in the JSON contract, `value:2026` for the value
/// of a year, `lead_units` and `coordinating_units` for what names mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

impl FieldChange {
    /// The field's label.
    #[must_use]
    pub fn label(&self) -> Say {
        match self.field.split_once(':') {
            Some((_, year)) => Say::new("plan-field-value").arg("year", year),
            None => Say::new(format!("plan-field-{}", self.field.replace('_', "-"))),
        }
    }
}

/// A row of the new edition that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Added {
    /// Task or target.
    pub item: ItemKind,
    /// Row of the draft.
    pub row: u32,
    /// Its number.
    pub no: String,
    /// Its name.
    pub name: String,
}

/// A row that changes something held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Task or target.
    pub item: ItemKind,
    /// Row of the draft.
    pub row: u32,
    /// The task's or target's id.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Its name.
    pub name: String,
    /// What changes.
    pub fields: Vec<FieldChange>,
}

/// Something held that the new edition no longer has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// Task or target.
    pub item: ItemKind,
    /// The task's or target's id.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Its name.
    pub name: String,
}

/// What a row may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The task's or target's id.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Its name.
    pub name: String,
    /// Likeness, 0 to 1000.
    pub permille: i64,
}

/// A row that may be one of several held ones: a person says which, or that it is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Task or target.
    pub item: ItemKind,
    /// Row of the draft.
    pub row: u32,
    /// Its number.
    pub no: String,
    /// Its name.
    pub name: String,
    /// What it may be.
    pub candidates: Vec<Candidate>,
}

/// A row of an amending document that amends something of another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amendment {
    /// The amended document.
    pub document: DocumentId,
    /// What it changes there.
    #[serde(flatten)]
    pub change: Changed,
    /// It ends it (*bãi bỏ*).
    pub withdraws: bool,
    /// The row names it by number and section; otherwise it was found by its name.
    pub named: bool,
    /// Likeness of the names, 0 to 1000.
    pub permille: i64,
    /// What the person said: amend, or a row of its own; `None`: still to be asked.
    pub confirmed: Option<bool>,
}

/// Everything an acceptance would change, and what must be answered before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The document.
    pub same: SameDocument,
    /// What the document says of itself differently.
    pub head: Vec<FieldChange>,
    /// New rows.
    pub added: Vec<Added>,
    /// Changed rows.
    pub changed: Vec<Changed>,
    /// Withdrawn rows.
    pub withdrawn: Vec<Withdrawn>,
    /// Rows that stay as they are.
    pub unchanged: usize,
    /// Rows left for later because they are not certain.
    pub waiting: usize,
    /// To be answered.
    pub questions: Vec<Question>,
    /// The document that this one says it amends.
    pub amends: Option<DocumentId>,
    /// What it amends there.
    pub amendments: Vec<Amendment>,
}

impl Difference {
    /// How many things a person must still say before it can be accepted.
    #[must_use]
    pub fn open_questions(&self) -> usize {
        let document = usize::from(matches!(self.same, SameDocument::Offered { .. }));
        document + self.questions.len() + self.amendments.iter().filter(|a| a.confirmed.is_none()).count()
    }
    /// Nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.same, SameDocument::Held { .. })
            && self.head.is_empty()
            && self.added.is_empty()
            && self.changed.is_empty()
            && self.withdrawn.is_empty()
            && self.amendments.iter().all(|a| a.change.fields.is_empty() && !a.withdraws)
    }
}

/// What a person said of a row: it is this one (its id), or new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum RowAnswer {
    /// The same as the held one with this id.
    Same {
        /// The id.
        id: String,
    },
    /// A new one.
    New,
}
