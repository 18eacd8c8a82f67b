//! Reading plans: DOCX, XLSX and text become sections, targets and tasks.
//!
//! The way through: bytes → blocks (`docx`, `xlsx`, `text`) → tables with known columns (`columns`)
//! → rows with known parts (`rows`) → fields (`deadline`, `value`, `units`). What cannot be
//! understood stays as printed and carries a flag or stands among the unread rows.
use kernel::Result;

mod align;
mod carry;
mod columns;
pub mod deadline;
mod docx;
mod draft;
pub mod encoding;
mod fields;
mod fuzzy;
mod going_on;
mod guess;
mod head;
mod header;
mod items;
mod json;
mod layout_tables;
mod limits;
mod markup;
mod mentions;
mod model;
mod number;
mod number_format;
mod package;
mod plain;
mod prose;
mod rows;
mod sections;
mod table;
mod text;
pub mod units;
pub mod value;
mod view;
mod vocabulary;
mod xlsx;
mod xml;
mod years;

pub use deadline::{Deadline, DeadlineKind};
pub use json::to_json;
pub use limits::Limits;
pub use model::{
    Block, Cell, Field, Flag, Head, Plan, Row, RowRole, Table, TableKind, TargetRow, TaskRow, Unread, Why,
};
pub use units::split_units;
pub use value::{Op, TargetValue, Value};

/// The tables of a file as rows of texts, nothing made of them: for sheets of our own that come back.
///
/// # Errors
/// Refuses what is no document we read, as [`read_plan`].
pub fn read_tables(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<Vec<String>>>> {
    let read = package::blocks(file_name, bytes, limits)?;
    let tables = read.blocks.into_iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.rows),
        _ => None,
    });
    let texts = |row: Row| row.cells.into_iter().map(|cell| cell.text).collect();
    Ok(tables.map(|rows| rows.into_iter().map(texts).collect()).collect())
}

/// Reads a plan from a file's bytes; `file_name` decides nothing that the bytes don't, it is named
/// in messages.
///
/// # Errors
/// Refuses what is no document we read (legacy, encrypted, broken, too large, hostile), what is
/// marked secret, and what holds no table of tasks or targets; the message names file and place.
pub fn read_plan(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Plan> {
    let read = package::blocks(file_name, bytes, limits)?;
    let mut plan = rows::plan(file_name, read.blocks, read.text)?;
    if read.converted {
        plan.document.flags.push(Flag::EncodingConverted);
    }
    Ok(plan)
}
