//! Bulk update: the work list that was exported as XLSX comes back with percent, note or day of
//! completion changed. What would change is shown row by row, then reported as the reader's own marks.
//! The same row of the same file is reported once, however often it is sent.
use std::collections::HashMap;

use kernel::{Ctx, Day, Fault, LineId, Result, Say, text::squeeze};
use store::{Sql, Store, args};

use crate::{
    board::{Asked, Board, Sight},
    import::blob_digest,
    list::{LastWord, last_words},
    progress::{self, On, Report, ReportDone, ReportProgress},
    report::Translate,
    state::Standing,
};

/// Message id of the column that names the line.
pub const LINE: &str = "plan-export-c-line";
/// Message id of the column that says on which mark the row is based.
pub const SEEN: &str = "plan-export-c-seen";
const PERCENT: &str = "plan-report-c-percent";
const NOTE: &str = "plan-report-c-note";
const DONE_ON: &str = "plan-report-c-done-on";
const TASK: &str = "plan-report-c-task";

/// Most rows of one file.
const MOST: usize = 5_000;

/// A row of the file as it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asks {
    /// Its number in the sheet, the header being 1.
    row: usize,
    name: String,
    line: LineId,
    seen: i64,
    percent: Option<i64>,
    note: String,
    done_on: Option<Day>,
}

/// What a row leads to.
#[derive(Clone, Debug)]
pub enum Leads {
    /// It says what is held.
    Nothing,
    /// A report of progress: percent before and after.
    Progress {
        /// The newest percentage held.
        from: Option<i64>,
        /// The one asked for.
        to: i64,
        /// The note that goes with it.
        note: String,
    },
    /// A report of completion.
    Done {
        /// The day of completion.
        on: Day,
        /// The note that goes with it.
        note: String,
    },
    /// It can't be done; the message says why and what to do.
    Conflict(Say),
}

/// A row with what it leads to.
#[derive(Clone, Debug)]
pub struct BulkRow {
    /// Its number in the sheet, the header being 1.
    pub row: usize,
    /// The task's name as the sheet says it.
    pub name: String,
    /// What it leads to.
    pub leads: Leads,
    asks: Option<Asks>,
}

/// A file with what it would change.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Hex SHA-256 of the file.
    pub digest: String,
    /// Its rows.
    pub rows: Vec<BulkRow>,
}
impl Preview {
    /// How many rows would report something.
    #[must_use]
    pub fn changes(&self) -> usize {
        let changes = |r: &&BulkRow| matches!(r.leads, Leads::Progress { .. } | Leads::Done { .. });
        self.rows.iter().filter(changes).count()
    }
    /// How many rows can't be done.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        self.rows.iter().filter(|r| matches!(r.leads, Leads::Conflict(_))).count()
    }
}

/// Which column is which, found by its header in either language.
struct Columns(HashMap<&'static str, usize>);
impl Columns {
    fn of(header: &[String], says: &[Translate<'_>]) -> Option<Self> {
        let mut found = HashMap::new();
        for id in [LINE, SEEN, PERCENT, NOTE, DONE_ON, TASK] {
            let titles: Vec<String> = says.iter().map(|say| squeeze(&say(&Say::new(id)))).collect();
            if let Some(at) = header.iter().position(|h| titles.contains(&squeeze(h))) {
                found.insert(id, at);
            }
        }
        let enough = [LINE, SEEN, PERCENT, NOTE].iter().all(|id| found.contains_key(id));
        enough.then_some(Self(found))
    }
    fn text<'a>(&self, row: &'a [String], id: &str) -> &'a str {
        self.0.get(id).and_then(|at| row.get(*at)).map_or("", |text| text.trim())
    }
}

/// Reads a file that was exported before and says what it would change; writes nothing.
///
/// # Errors
/// What reading refuses; `Invalid` where no sheet has the columns of an export, or none of its rows names a
/// line; `TooLarge` for more than 5,000 rows.
pub async fn preview(
    sql: &mut dyn Sql,
    board: &Board,
    (asked, sight): (Asked, &Sight),
    (file, bytes): (&str, &[u8]),
    says: &[Translate<'_>],
) -> Result<Preview> {
    let tables = paper::read::read_tables(file, bytes, &paper::read::Limits::default())?;
    let header = |table: &Vec<Vec<String>>| table.first().and_then(|head| Columns::of(head, says));
    let found = tables.iter().find_map(|table| header(table).map(|columns| (table, columns)));
    let (table, columns) =
        found.ok_or_else(|| Fault::invalid("plan-bulk-no-columns").arg("file", file).field("file"))?;
    if table.len() > MOST {
        return Err(Fault::too_large("plan-bulk-too-many").arg("limit", MOST).field("file"));
    }
    let mut rows: Vec<BulkRow> = Vec::new();
    for (place, cells) in table.iter().enumerate().skip(1) {
        // Rows of tasks with several lines name none: nothing can be reported for all of them at once.
        if !columns.text(cells, LINE).is_empty() {
            rows.push(read_row(place + 1, cells, &columns));
        }
    }
    if rows.is_empty() {
        return Err(Fault::invalid("plan-bulk-no-rows").arg("file", file).field("file"));
    }
    judge(sql, board, (asked, sight), &mut rows).await?;
    Ok(Preview { digest: blob_digest(bytes), rows })
}

fn read_row(row: usize, cells: &[String], columns: &Columns) -> BulkRow {
    let name = columns.text(cells, TASK).to_owned();
    let bad = |id: &'static str, text: &str| Leads::Conflict(Say::new(id).arg("text", text));
    let read = || -> Result<Asks, Leads> {
        let text = |id| columns.text(cells, id);
        let whole = |id: &str| -> Option<i64> {
            let text = columns.text(cells, id).trim_end_matches('%').trim().replace(['.', ','], ".");
            let number: f64 = text.parse().ok()?;
            #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number within bounds")]
            (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
        };
        let line = text(LINE).parse().map_err(|_| bad("plan-bulk-bad-line", text(LINE)))?;
        let seen = if text(SEEN).is_empty() { Some(0) } else { whole(SEEN) };
        let percent = if text(PERCENT).is_empty() {
            None
        } else {
            Some(
                whole(PERCENT)
                    .filter(|p| (0..=100).contains(p))
                    .ok_or_else(|| bad("plan-bulk-bad-percent", text(PERCENT)))?,
            )
        };
        let done_on = if text(DONE_ON).is_empty() {
            None
        } else {
            Some(text(DONE_ON).parse().map_err(|_| bad("plan-bulk-bad-day", text(DONE_ON)))?)
        };
        Ok(Asks {
            row,
            name: name.clone(),
            line,
            seen: seen.ok_or_else(|| bad("plan-bulk-bad-line", text(SEEN)))?,
            percent,
            note: text(NOTE).to_owned(),
            done_on,
        })
    };
    match read() {
        Ok(asks) => BulkRow { row, name: name.clone(), leads: Leads::Nothing, asks: Some(asks) },
        Err(leads) => BulkRow { row, name: name.clone(), leads, asks: None },
    }
}

/// Says of every row what it leads to, from what is held now and what the reader sees.
async fn judge(sql: &mut dyn Sql, board: &Board, of: (Asked, &Sight), rows: &mut [BulkRow]) -> Result<()> {
    let lines: Vec<LineId> = rows.iter().filter_map(|r| r.asks.as_ref()).map(|a| a.line).collect();
    let words: HashMap<LineId, LastWord> = last_words(sql, &lines).await?.into_iter().map(|w| (w.line, w)).collect();
    let mut taken: HashMap<LineId, usize> = HashMap::new();
    for row in rows {
        let Some(asks) = &row.asks else { continue };
        if let Some(first) = taken.insert(asks.line, row.row) {
            row.leads = Leads::Conflict(Say::new("plan-bulk-twice").arg("row", first));
            continue;
        }
        let task = sql.opt("SELECT task_id FROM line WHERE id = $1", args![asks.line]).await?;
        let task = task.map(|r| r.id(0)).transpose()?.and_then(|id| board.task(id, of.0, of.1));
        let line = task.as_ref().and_then(|t| t.lines.iter().find(|l| l.line == asks.line));
        row.leads = match line {
            None => Leads::Conflict(Say::new("plan-bulk-not-yours")),
            Some(line) => leads(asks, line, words.get(&asks.line)),
        };
    }
    Ok(())
}

fn leads(asks: &Asks, line: &crate::list::LineRow, word: Option<&LastWord>) -> Leads {
    let held = word.and_then(|w| w.percent);
    let note_held = word.map_or("", |w| w.note.trim());
    // An export writes line breaks and blanks as they are; a program may even them out.
    let same_note = squeeze(&asks.note) == squeeze(note_held);
    let done = asks.done_on.filter(|day| line.done_on != Some(*day));
    let moved =
        done.is_some() || (asks.percent.is_some() && asks.percent != held) || (!asks.note.is_empty() && !same_note);
    if !moved {
        return Leads::Nothing;
    }
    if asks.seen != line.last_mark {
        return Leads::Conflict(Say::new("plan-bulk-moved"));
    }
    if line.standing != Standing::Open {
        let awaits = line.standing.awaits();
        return Leads::Conflict(Say::new(if awaits { "plan-line-awaits" } else { "plan-line-closed" }));
    }
    let note = if same_note { String::new() } else { asks.note.clone() };
    match done {
        Some(on) => Leads::Done { on, note },
        None => Leads::Progress { from: held, to: asks.percent.or(held).unwrap_or(0), note },
    }
}

/// What applying a file did to a row.
#[derive(Debug)]
pub struct Applied {
    /// Its number in the sheet.
    pub row: usize,
    /// The task's name as the sheet says it.
    pub name: String,
    /// `None`: reported.
    pub fault: Option<Fault>,
}

/// Reports what a preview says. `all`: all rows or none; else each for itself. A row with a conflict in
/// the preview stops `all` and is passed over else.
///
/// # Errors
/// `Conflict` naming the row, when `all` is asked and one can't be done: nothing was written.
pub async fn apply(store: &Store, ctx: &Ctx, preview: Preview, all: bool) -> Result<Vec<Applied>> {
    let stop = |row: usize| Fault::conflict("plan-bulk-stopped").arg("row", row);
    let (mut reports, mut outcomes) = (Vec::new(), Vec::new());
    for row in preview.rows {
        match (row.leads, row.asks) {
            (Leads::Conflict(_), _) if all => return Err(stop(row.row)),
            (Leads::Conflict(say), _) => {
                let fault = Fault { say, ..Fault::conflict("plan-bulk-moved") };
                outcomes.push(Applied { row: row.row, name: row.name, fault: Some(fault) });
            }
            (leads, Some(asks)) => {
                reports.extend(report(&preview.digest, &asks, leads).map(|report| (row.row, row.name, report)));
            }
            (_, None) => {}
        }
    }
    if all {
        let list = reports.iter().map(|(_, _, report)| report.clone()).collect();
        progress::report_all(store, ctx, list).await.map_err(|(place, fault)| {
            let row = reports.get(place).map_or(0, |r| r.0);
            Fault { kind: fault.kind, ..stop(row) }
        })?;
        outcomes.extend(reports.into_iter().map(|(row, name, _)| Applied { row, name, fault: None }));
    } else {
        let each = reports.into_iter().map(|(row, name, report)| async move {
            let done = match report {
                Report::Progress(input) => progress::report_progress(store, ctx, input).await,
                Report::Done(input) => progress::report_done(store, ctx, input).await,
            };
            Applied { row, name, fault: done.err() }
        });
        outcomes.extend(futures::future::join_all(each).await);
    }
    outcomes.sort_by_key(|o| o.row);
    Ok(outcomes)
}

fn report(digest: &str, asks: &Asks, leads: Leads) -> Option<Report> {
    let key = Some(format!("bulk:{digest}:{}", asks.row));
    let on = On { line: asks.line, seen: asks.seen, key };
    match leads {
        Leads::Done { on: done_on, note } => Some(Report::Done(ReportDone { on, done_on, note, evidence: vec![] })),
        Leads::Progress { to: percent, note, .. } => {
            Some(Report::Progress(ReportProgress { on, percent, note, evidence: vec![] }))
        }
        Leads::Nothing | Leads::Conflict(_) => None,
    }
}
