//! The numbers and rows of a report, before any words.
use std::collections::HashMap;

use indicator::{explain, state::TargetState};
use kernel::{Day, DocumentId, LineId, Millis, Result, TargetId, UnitId};
use store::{Sql, Value, args};

use crate::{
    board::{Asked, Board, Document, Sight},
    list::{Filter, PageAsk, Row, Sort},
    state::State,
    status::{Status, UnitTally},
};

/// Days ahead that a report looks.
pub const AHEAD: u16 = 30;
/// Units named as those with most overdue lines.
const WORST: usize = 10;

/// Everything a report says, as numbers and rows.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The day, and what was known.
    pub asked: Asked,
    /// Where everything stands.
    pub status: Status,
    /// Where everything stood at the end of the month before, by today's knowledge.
    pub before: Status,
    /// Overdue tasks with what hinders them, longest overdue first.
    pub late: Vec<LateTask>,
    /// Open tasks due in the days ahead, nearest first.
    pub near: Vec<Row>,
    /// Units with most overdue lines.
    pub worst: Vec<UnitTally>,
    /// Every task, by document.
    pub tasks: Vec<Row>,
    /// When each task was done: the latest of its lines' days.
    pub done_on: Vec<Option<Day>>,
    /// Every target, by document.
    pub targets: Vec<TargetRow>,
    /// Documents of tasks and targets, in order of issue.
    pub documents: Vec<Document>,
}

/// An overdue task.
#[derive(Clone, Debug)]
pub struct LateTask {
    /// The task.
    pub row: Row,
    /// Days since its last day.
    pub days: i64,
    /// The units whose lines are overdue, each with its newest note.
    pub reasons: Vec<(UnitId, String)>,
}

/// A target with where it stands.
#[derive(Clone, Debug)]
pub struct TargetRow {
    /// Its id.
    pub target: TargetId,
    /// The document that sets it.
    pub document: DocumentId,
    /// Its place in the document.
    pub ordinal: i64,
    /// Number as printed.
    pub no: String,
    /// Name.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// Lead units as printed.
    pub lead_text: String,
    /// The year whose value counts; 0 for none.
    pub year: i16,
    /// The value set, as printed.
    pub wanted: String,
    /// The confirmed value, as people write it; empty for none.
    pub reached: String,
    /// The day it describes.
    pub reached_on: Option<Day>,
    /// Where it comes from.
    pub source: String,
    /// It is made up for the sample province.
    pub simulated: bool,
    /// Where the target stands.
    pub state: TargetState,
}

pub(super) async fn gather(sql: &mut dyn Sql, board: &Board, asked: Asked) -> Result<Figures> {
    let (all, none) = (Sight::All, Filter::default());
    let first_of_month = asked.day.plus_days(1 - i64::from(asked.day.day()));
    let before = Asked { day: first_of_month.plus_days(-1), ..asked };
    let ask = PageAsk { sort: Sort::Document, ..PageAsk::default() };
    let tasks = board.list(asked, &all, &none, &ask)?.rows;
    let done_on = tasks.iter().map(|row| done_on(board, row, asked)).collect();
    Ok(Figures {
        asked,
        status: board.status(asked, &all, &none),
        before: board.status(before, &all, &none),
        late: late(sql, board, asked).await?,
        near: board.due_within(asked, &all, &none, AHEAD, 0),
        worst: board.worst_units(asked, &all, WORST),
        tasks,
        done_on,
        targets: targets(board, asked),
        documents: board.documents().into_iter().cloned().collect(),
    })
}

/// The day on which the last line was done, for a task that is done.
fn done_on(board: &Board, row: &Row, asked: Asked) -> Option<Day> {
    if !row.state.is_done() {
        return None;
    }
    board.task(row.task, asked, &Sight::All)?.lines.iter().filter_map(|l| l.done_on).max()
}

/// Every target in force, by document and place.
#[must_use]
pub(super) fn targets(board: &Board, asked: Asked) -> Vec<TargetRow> {
    let mut rows: Vec<TargetRow> = Vec::new();
    for cell in board.targets().cells() {
        let Some(standing) = cell.standing(asked) else { continue };
        let says = standing.says;
        let unit = standing.value.map_or("", |v| indicator::state::unit_of(v, &says.unit));
        rows.push(TargetRow {
            target: cell.id,
            document: cell.document,
            ordinal: cell.ordinal,
            no: says.no.clone(),
            name: says.name.clone(),
            unit: if unit.is_empty() { says.unit.clone() } else { unit.to_owned() },
            lead_text: says.lead_text.clone(),
            year: standing.year,
            wanted: standing.value.map(explain::printed).unwrap_or_default(),
            reached: standing.actual.map(explain::stated).unwrap_or_default(),
            reached_on: standing.actual.map(|a| a.as_of),
            source: standing.actual.map(|a| a.source.clone()).unwrap_or_default(),
            simulated: standing.actual.is_some_and(|a| a.simulated),
            state: standing.state,
        });
    }
    let order: Vec<DocumentId> = board.documents().iter().map(|d| d.id).collect();
    rows.sort_by_key(|r| (order.iter().position(|d| *d == r.document), r.ordinal, r.target));
    rows
}

async fn late(sql: &mut dyn Sql, board: &Board, asked: Asked) -> Result<Vec<LateTask>> {
    let rows = board.late(asked, &Sight::All, &Filter::default(), 0);
    let mut tasks = Vec::with_capacity(rows.len());
    let mut lines: Vec<(usize, LineId, UnitId)> = Vec::new();
    for row in rows {
        let detail = board.task(row.task, asked, &Sight::All);
        let overdue = detail.iter().flat_map(|d| &d.lines).filter(|l| l.state == State::Overdue);
        lines.extend(overdue.map(|l| (tasks.len(), l.line, l.unit)));
        let days = row.due_on.map_or(0, |due| due.days_until(asked.day));
        tasks.push(LateTask { row, days, reasons: Vec::new() });
    }
    let notes = newest_notes(sql, &lines.iter().map(|l| l.1).collect::<Vec<_>>(), asked).await?;
    for (task, line, unit) in lines {
        let note = notes.get(&line).cloned().unwrap_or_default();
        tasks[task].reasons.push((unit, note));
    }
    Ok(tasks)
}

/// The newest note on each line, as known then.
async fn newest_notes(sql: &mut dyn Sql, lines: &[LineId], asked: Asked) -> Result<HashMap<LineId, String>> {
    let end = Millis::start_of(asked.day.plus_days(1));
    let mut notes = HashMap::new();
    for some in lines.chunks(200) {
        let marks: Vec<String> = (3..some.len() + 3).map(|i| format!("${i}")).collect();
        let text = format!(
            "SELECT m.line_id, m.note FROM mark m JOIN (SELECT line_id, MAX(seq) AS seq FROM mark \
             WHERE seq <= $1 AND at < $2 AND note <> '' AND line_id IN ({}) GROUP BY line_id) n ON n.seq = m.seq",
            marks.join(",")
        );
        let mut values = args![asked.known_seq, end];
        values.extend(some.iter().map(|l| Value::from(*l)));
        for row in sql.rows(&text, values).await? {
            notes.insert(row.id(0)?, row.text(1)?);
        }
    }
    Ok(notes)
}
