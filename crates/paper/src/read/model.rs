//! What a plan is once read: the types that the other rooms, the page and the JSON build on.
use kernel::Day;
use serde::{Deserialize, Serialize};

use super::{deadline::Deadline, value::TargetValue};

/// A plan as read. `outline` is the document in order; `line` numbers in rows point into it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What the document says of itself.
    pub document: Head,
    /// One row per printed target.
    pub targets: Vec<TargetRow>,
    /// One row per printed task.
    pub tasks: Vec<TaskRow>,
    /// Table rows that hold something and could not be placed: nothing is dropped.
    pub unread: Vec<Unread>,
    /// The document as read, in order.
    pub outline: Vec<Block>,
}

/// What the document says of itself; what it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// `Kế hoạch`, `Quyết định`, …
    pub kind: Option<String>,
    /// `3450/KH-UBND`.
    pub number: Option<String>,
    /// The date of issue, when complete.
    pub issued_on: Option<Day>,
    /// The issuing body: `Ủy ban nhân dân tỉnh Lâm Đồng`.
    pub issuer: Option<String>,
    /// The title under the kind.
    pub title: Option<String>,
    /// Documents it rests on, each once: `Quyết định số 11/QĐ-BCĐCP ngày 27/02/2026`.
    pub bases: Vec<String>,
    /// What a person should look at, e.g. appendices that disagree on the date.
    pub flags: Vec<Flag>,
}

/// A printed target with its values by year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TargetRow {
    /// Where it stands in the outline.
    pub line: u32,
    /// Number of the nearest enclosing section, as printed.
    pub section_no: Option<String>,
    /// Title of that section.
    pub section_title: Option<String>,
    /// Its number as printed, without a closing dot.
    pub no: Option<String>,
    /// The target's name.
    pub name: String,
    /// Unit of measure as printed.
    pub unit: Option<String>,
    /// Values by year, in printed order; base-year columns are not among them.
    pub targets: Vec<TargetValue>,
    /// Base-year and actual columns, in printed order.
    pub baseline: Vec<TargetValue>,
    /// Lead units as printed.
    pub lead_text: Option<String>,
    /// Lead units, split.
    pub lead: Vec<String>,
    /// The documents that set it, as printed.
    pub source_documents_text: Option<String>,
    /// Which fields were carried here from a merged cell.
    pub carried: Vec<Field>,
    /// What a person should look at.
    pub flags: Vec<Flag>,
}

/// A printed task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Where it stands in the outline.
    pub line: u32,
    /// Number of the nearest enclosing section, as printed.
    pub section_no: Option<String>,
    /// Title of that section.
    pub section_title: Option<String>,
    /// Its number as printed, without a closing dot.
    pub no: Option<String>,
    /// The task's name.
    pub name: String,
    /// Lead units as printed.
    pub lead_text: Option<String>,
    /// Lead units, split.
    pub lead: Vec<String>,
    /// Coordinating units as printed.
    pub coordinating_text: Option<String>,
    /// Coordinating units, split.
    pub coordinating: Vec<String>,
    /// The product as printed.
    pub product: Option<String>,
    /// The deadline.
    pub deadline: Deadline,
    /// The documents that give the task, as printed.
    pub source_documents_text: Option<String>,
    /// The accountable head, as printed.
    pub responsible_text: Option<String>,
    /// Which fields were carried here from a merged cell.
    pub carried: Vec<Field>,
    /// What a person should look at.
    pub flags: Vec<Flag>,
}

/// A table row that was not placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Where it stands in the outline.
    pub line: u32,
    /// Its text, cells apart by ` | `.
    pub text: String,
    /// Why it was not placed.
    pub why: Why,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $($(#[$vdoc:meta])* $variant:ident => $code:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant),+
        }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The stable code used in JSON and in storage.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// The id of its sentence in the Fluent files.
            #[must_use]
            pub fn message_id(self) -> &'static str {
                match self { $(Self::$variant => concat!($prefix, $code)),+ }
            }
            /// The value with that code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code() == code)
            }
        }
    };
}

codes! {
    /// What a person should look at; one Fluent sentence each, `paper-flag-<code>`.
    Flag, "paper-flag-",
    /// Two rows of one section carry the same number.
    DuplicateNumber => "duplicate-number",
    /// The row carries no number where its neighbours do.
    NumberMissing => "number-missing",
    /// Cells stood in the wrong columns and were moved on clear evidence.
    ShiftedColumns => "shifted-columns",
    /// Cells seem to stand in the wrong columns; kept as printed.
    ColumnsUnclear => "columns-unclear",
    /// The row has fewer cells than the table has columns.
    CellLost => "cell-lost",
    /// The date printed does not exist.
    ImpossibleDate => "impossible-date",
    /// The deadline is not one of the known forms.
    DeadlineUnclear => "deadline-unclear",
    /// No deadline is printed.
    DeadlineMissing => "deadline-missing",
    /// What stands in a unit's place does not look like a unit.
    UnitSuspect => "unit-suspect",
    /// A target's value is not a number, a comparison or a short word.
    ValueUnclear => "value-unclear",
    /// No target value is printed.
    ValueMissing => "value-missing",
    /// The column's year is not printed.
    YearMissing => "year-missing",
    /// No lead unit is printed.
    LeadMissing => "lead-missing",
    /// No name is printed.
    NameMissing => "name-missing",
    /// The row was put together from two printed rows (page break, line break).
    RowJoined => "row-joined",
    /// The row may be the continuation of the one before it; kept apart.
    JoinUnclear => "join-unclear",
    /// Number and name are those of the row above (merged cells): one task, several lines.
    SameTaskAbove => "same-task-above",
    /// The row or its sheet is hidden in the file.
    HiddenRow => "hidden-row",
    /// The row stands inside another table's cell.
    NestedTable => "nested-table",
    /// The document's parts disagree on its date or number.
    HeadDisagrees => "head-disagrees",
    /// The text stood in an old encoding and was converted.
    EncodingConverted => "encoding-converted",
}

codes! {
    /// Why a row was not placed; one Fluent sentence each, `paper-unread-<code>`.
    Why, "paper-unread-",
    /// The table's headers are not those of tasks or targets.
    NotATaskTable => "not-a-task-table",
    /// The row has no name and nothing to continue.
    NoName => "no-name",
    /// A sum or remark inside the table.
    Remark => "remark",
    /// The cells fit no columns.
    CellsUnclear => "cells-unclear",
}

codes! {
    /// The JSON names of row fields, as used in `carried`.
    Field, "paper-field-",
    /// Number.
    No => "no",
    /// Name.
    Name => "name",
    /// Unit of measure.
    Unit => "unit",
    /// Target values.
    Targets => "targets",
    /// Lead units.
    LeadText => "lead_text",
    /// Coordinating units.
    CoordinatingText => "coordinating_text",
    /// Product.
    Product => "product",
    /// Deadline.
    Deadline => "deadline",
    /// Giving documents.
    SourceDocumentsText => "source_documents_text",
    /// Accountable head.
    ResponsibleText => "responsible_text",
}

/// A piece of the document, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading: `II. MỤC TIÊU`, `Phụ lục I`.
    Heading {
        /// Stable line number.
        line: u32,
        /// Its text.
        text: String,
    },
    /// Running text.
    Paragraph {
        /// Stable line number.
        line: u32,
        /// Its text.
        text: String,
    },
    /// A table.
    Table(Table),
}

/// What a table holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableKind {
    /// Tasks.
    Tasks,
    /// Targets.
    Targets,
    /// Letterhead, signatures: layout, not data.
    Layout,
    /// Some other table.
    #[default]
    Other,
}

/// A table as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// 1 for the first table of the document.
    pub number: u32,
    /// What it holds.
    pub kind: TableKind,
    /// The workbook sheet it stands on.
    pub sheet: Option<String>,
    /// Its sheet is hidden.
    pub hidden: bool,
    /// It stands inside another table's cell.
    pub nested: bool,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What part a table row plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowRole {
    /// Column headers, also repeated ones and `(1) (2) (3)`.
    Header,
    /// A section's title.
    Section,
    /// A task or a target.
    Item,
    /// The rest of the item above.
    Continuation,
    /// Nothing in it.
    #[default]
    Blank,
    /// Stands among the unread rows.
    Unread,
    /// Row of a layout table.
    Layout,
}

/// A table row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Stable line number.
    pub line: u32,
    /// What part it plays.
    pub role: RowRole,
    /// It is hidden in the file.
    pub hidden: bool,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A table cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text, markup removed, accents composed; line breaks kept.
    pub text: String,
    /// How many columns it covers.
    pub columns: u16,
    /// It continues the cell above (merged downwards).
    pub continued: bool,
    /// All of it is set in bold.
    pub bold: bool,
    /// The file holds a number, not text.
    pub numeric: bool,
}

impl Block {
    /// The line number of its beginning.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self {
            Self::Heading { line, .. } | Self::Paragraph { line, .. } => *line,
            Self::Table(table) => table.rows.first().map_or(0, |r| r.line),
        }
    }
    /// The text of a heading or paragraph.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text, .. } => Some(text),
            Self::Table(_) => None,
        }
    }
}

/// Every text of the blocks.
pub(crate) fn for_each(blocks: &mut [Block], change: &mut dyn FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => change(text),
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|r| &mut r.cells) {
                    change(&mut cell.text);
                }
            }
        }
    }
}
