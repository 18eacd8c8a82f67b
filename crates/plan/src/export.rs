//! Lists taken away: the rows of a work list as a sheet, and sheets as XLSX and CSV that no
//! spreadsheet program takes for formulas.
mod csv;
mod xlsx;

use std::collections::HashMap;

use kernel::{Day, Decimal, LineId, Result, Say};
use store::Sql;

pub use self::{csv::csv, xlsx::xlsx};
use crate::{
    board::{Asked, Board, Sight},
    bulk,
    list::{Filter, LastWord, PageAsk, Row, Sort, last_words},
    report::Translate,
};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words; never a formula.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A date.
    Day(Day),
    /// Nothing.
    Empty,
}
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}
impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}
impl From<Option<Day>> for Cell {
    fn from(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}
impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub title: String,
    /// Its width in characters.
    pub width: u16,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name on the tab.
    pub name: String,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}
impl Sheet {
    /// An empty sheet; columns as message ids with widths.
    #[must_use]
    pub fn new(say: Translate<'_>, name: &'static str, columns: &[(&'static str, u16)]) -> Self {
        let column = |(id, width): &(&'static str, u16)| Column { title: say(&Say::new(*id)), width: *width };
        Self { name: say(&Say::new(name)), columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }
}

const TASKS: &[(&str, u16)] = &[
    ("plan-report-c-document", 18),
    ("plan-report-c-section", 8),
    ("plan-report-c-no", 6),
    ("plan-report-c-task", 60),
    ("plan-report-c-lead", 30),
    ("plan-report-c-helps", 30),
    ("plan-report-c-product", 30),
    ("plan-report-c-deadline", 16),
    ("plan-report-c-due", 12),
    ("plan-report-c-state", 20),
    ("plan-report-c-done-on", 14),
    ("plan-report-c-lines", 10),
    ("plan-report-c-lines-closed", 10),
    ("plan-report-c-percent", 10),
    ("plan-report-c-note", 50),
    ("plan-export-c-printed-due", 14),
    (bulk::LINE, 38),
    (bulk::SEEN, 12),
];

/// All rows of a work list, in its order. What units wrote last stands beside single lines.
///
/// # Errors
/// When the store can't be read.
pub async fn tasks(
    sql: &mut dyn Sql,
    board: &Board,
    (asked, sight): (Asked, &Sight),
    filter: &Filter,
    sort: Sort,
    say: Translate<'_>,
) -> Result<Sheet> {
    let ask = PageAsk { sort, ..PageAsk::default() };
    let rows = board.list(asked, sight, filter, &ask)?.rows;
    let lines: Vec<LineId> = rows.iter().filter_map(|r| r.line.as_ref()).map(|l| l.line).collect();
    let words: HashMap<LineId, LastWord> = last_words(sql, &lines).await?.into_iter().map(|w| (w.line, w)).collect();
    let mut sheet = Sheet::new(say, "plan-report-sheet-tasks", TASKS);
    for row in &rows {
        let word = row.line.as_ref().and_then(|l| words.get(&l.line));
        sheet.rows.push(task_row(row, word, say));
    }
    Ok(sheet)
}

fn task_row(row: &Row, word: Option<&LastWord>, say: Translate<'_>) -> Vec<Cell> {
    vec![
        (&row.document_number).into(),
        (&row.section_no).into(),
        (&row.no).into(),
        (&row.name).into(),
        (&row.lead_text).into(),
        (&row.coordinating_text).into(),
        (&row.product).into(),
        (&row.deadline_text).into(),
        row.due_on.into(),
        say(&Say::new(row.state.message_id())).into(),
        row.line.as_ref().and_then(|l| l.done_on).into(),
        row.lines.into(),
        row.closed.into(),
        word.and_then(|w| w.percent).map_or(Cell::Empty, Cell::from),
        word.map_or(Cell::Empty, |w| (&w.note).into()),
        row.printed_due_on.into(),
        row.line.as_ref().map_or(Cell::Empty, |l| l.line.to_string().into()),
        row.line.as_ref().map_or(Cell::Empty, |l| l.last_mark.into()),
    ]
}
