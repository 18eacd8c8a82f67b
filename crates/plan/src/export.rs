//! Lists taken away: what the rows of a work list are as a sheet. How a sheet becomes a file is
//! `paper::write`'s.
use std::collections::HashMap;

use kernel::{LineId, Result, Say};
pub use paper::write::{
    csv,
    sheet::{Cell, Column, Sheet},
    xlsx,
};
use store::Sql;

use crate::{
    board::{Asked, Board, Sight},
    bulk,
    list::{Filter, LastWord, PageAsk, Row, Sort, last_words},
    report::Translate,
};

/// An empty sheet; columns as message ids with widths.
#[must_use]
pub fn sheet(say: Translate<'_>, name: &'static str, columns: &[(&'static str, u16)]) -> Sheet {
    let column = |(id, width): &(&'static str, u16)| Column { title: say(&Say::new(*id)), width: *width };
    Sheet { name: say(&Say::new(name)), columns: columns.iter().map(column).collect(), rows: Vec::new() }
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
    let mut sheet = sheet(say, "plan-report-sheet-tasks", TASKS);
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
