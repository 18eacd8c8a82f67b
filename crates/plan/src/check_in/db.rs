//! The SQL of check-ins.
use kernel::{Day, Fault, LineId, Millis, Result, TaskId, UnitId};
use store::{Row, Sql, Tx, Value, args};

use super::{MakeCheckIn, Period, Rhythm};
use crate::progress::{Evidence, writer};

/// What became of a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Waits for the focal department.
    Open,
    /// Confirmed.
    Confirmed,
    /// Returned with a reason: the period is owed again.
    Returned,
}
impl Outcome {
    /// As stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Returned => "returned",
        }
    }
    fn from_word(word: &str) -> Result<Self> {
        let found = [Self::Open, Self::Confirmed, Self::Returned].into_iter().find(|o| o.word() == word);
        found.ok_or_else(|| Fault::internal(format!("outcome {word:?} of a check-in is none this program knows")))
    }
}

/// A check-in with its answer.
#[derive(Clone, Debug)]
pub struct CheckIn {
    /// The number of the event that made it.
    pub check_in: i64,
    /// Its line.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
    /// Its unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// When it was made.
    pub at: Millis,
    /// What was done.
    pub note: String,
    /// Files.
    pub evidence: Vec<Evidence>,
    /// Who made it.
    pub by_name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The reason of a return.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<Millis>,
    /// Who answered.
    pub answered_by: String,
}

const SELECT: &str = "SELECT c.seq, c.line_id, c.task_id, l.unit_id, c.period, c.at, c.note, c.evidence, c.by_name, \
     c.outcome, c.answer, c.answered_at, c.answered_by FROM check_in c JOIN line l ON l.id = c.line_id";

fn of_row(row: &Row) -> Result<CheckIn> {
    let period = row.text(4)?;
    let unknown = || Fault::internal(format!("period {period:?} of a check-in is none this program knows"));
    Ok(CheckIn {
        check_in: row.int(0)?,
        line: row.id(1)?,
        task: row.id(2)?,
        unit: row.id(3)?,
        period: Period::from_code(&period).ok_or_else(unknown)?,
        at: row.millis(5)?,
        note: row.text(6)?,
        evidence: serde_json::from_str(&row.text(7)?).map_err(Fault::internal)?,
        by_name: row.text(8)?,
        outcome: Outcome::from_word(&row.text(9)?)?,
        answer: row.text(10)?,
        answered_at: row.opt_millis(11)?,
        answered_by: row.text(12)?,
    })
}

pub(super) async fn get(sql: &mut dyn Sql, check_in: i64) -> Result<Option<CheckIn>> {
    let text = format!("{SELECT} WHERE c.seq = $1");
    sql.opt(&text, args![check_in]).await?.as_ref().map(of_row).transpose()
}

/// Every check-in on these lines, oldest first.
///
/// # Errors
/// When the store can't be read.
pub async fn of_lines(sql: &mut dyn Sql, lines: &[LineId]) -> Result<Vec<CheckIn>> {
    let mut all = Vec::new();
    for some in lines.chunks(200) {
        let marks: Vec<String> = (1..=some.len()).map(|i| format!("${i}")).collect();
        let text = format!("{SELECT} WHERE c.line_id IN ({}) ORDER BY c.seq", marks.join(","));
        for row in sql.rows(&text, some.iter().map(|l| Value::from(*l)).collect()).await? {
            all.push(of_row(&row)?);
        }
    }
    Ok(all)
}

/// Check-ins that wait for an answer, oldest first, at most `limit`.
///
/// # Errors
/// When the store can't be read.
pub async fn waiting(sql: &mut dyn Sql, limit: usize) -> Result<Vec<CheckIn>> {
    let text = format!("{SELECT} WHERE c.outcome = 'open' ORDER BY c.seq LIMIT {limit}");
    sql.rows(&text, vec![]).await?.iter().map(of_row).collect()
}

/// Rhythms of a recurring task, each with the day from which it holds, oldest first; `None` where the
/// task does not recur.
pub(super) async fn rhythms(sql: &mut dyn Sql, task: TaskId) -> Result<Option<Vec<(Day, Rhythm)>>> {
    let text = "SELECT v.deadline_kind, v.deadline_text FROM task t \
         JOIN task_version v ON v.task_id = t.id AND v.version = t.version WHERE t.id = $1";
    let row = sql.one(text, args![task]).await?;
    if row.text(0)? != "recurring" {
        return Ok(None);
    }
    let mut all = vec![(Day::from_number(0), Rhythm::of_text(&row.text(1)?))];
    let text = "SELECT value, at FROM completion WHERE task_id = $1 AND field = 'rhythm' ORDER BY seq";
    for row in sql.rows(text, args![task]).await? {
        all.extend(Rhythm::from_code(&row.text(0)?).map(|rhythm| (row.millis(1).unwrap_or_default().day(), rhythm)));
    }
    Ok(Some(all))
}

pub(super) async fn made_for(sql: &mut dyn Sql, line: LineId, period: Period) -> Result<bool> {
    let text = "SELECT 1 FROM check_in c WHERE c.period = $2 AND c.outcome <> 'returned' \
         AND (c.line_id = $1 OR c.line_id = (SELECT l.continues FROM line l WHERE l.id = $1))";
    Ok(sql.opt(text, args![line, period.code()]).await?.is_some())
}

pub(super) async fn put(tx: &mut Tx, input: &MakeCheckIn, task: TaskId, seq: i64) -> Result<()> {
    let evidence = serde_json::to_string(&input.evidence).map_err(Fault::internal)?;
    let (person, name) = writer(tx);
    tx.exec(
        "INSERT INTO check_in (seq, line_id, task_id, period, period_end, at, note, evidence, by_person, by_name, outcome, \
         answer, answered_by) VALUES ($1,$2,$3,$4,$5,(SELECT at FROM event WHERE seq = $1),$6,$7,$8,$9,'open','','')",
        args![seq, input.line, task, input.period.code(), input.period.last(), &input.note, evidence, person, name],
    )
    .await
    .map(drop)
}

pub(super) async fn answer(tx: &mut Tx, check_in: i64, outcome: Outcome, reason: &str, seq: i64) -> Result<()> {
    let (_, name) = writer(tx);
    tx.exec(
        "UPDATE check_in SET outcome = $1, answer = $2, answered_seq = $3, \
         answered_at = (SELECT at FROM event WHERE seq = $3), answered_by = $4 WHERE seq = $5",
        args![outcome.word(), reason, seq, name, check_in],
    )
    .await
    .map(drop)
}
