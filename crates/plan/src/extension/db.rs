//! The SQL of extensions.
use kernel::{Day, DocumentId, Fault, LineId, Millis, Result, TaskId, UnitId};
use store::{Row, Sql, Tx, args};

use super::{RequestExtension, Requested};
use crate::progress::{Evidence, writer};

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Waits for an answer.
    Open,
    /// Granted, that day or another.
    Granted,
    /// Refused.
    Refused,
    /// Taken back by the unit.
    Withdrawn,
}
impl Outcome {
    /// As stored; the key of its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
    fn from_word(word: &str) -> Result<Self> {
        let found = [Self::Open, Self::Granted, Self::Refused, Self::Withdrawn].into_iter().find(|o| o.word() == word);
        found.ok_or_else(|| Fault::internal(format!("outcome {word:?} of an extension is none this program knows")))
    }
    pub(super) fn event(self) -> &'static str {
        match self {
            Self::Open => "task.extension_requested",
            Self::Granted => "task.extended",
            Self::Refused => "task.extension_refused",
            Self::Withdrawn => "task.extension_withdrawn",
        }
    }
}

/// A request with its answer.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Extension {
    /// The request: the number of the event that made it.
    pub request: i64,
    /// The line.
    pub line: LineId,
    /// Its unit.
    pub unit: UnitId,
    /// Its task.
    pub task: TaskId,
    /// The document that gives the task.
    pub document: DocumentId,
    /// The task's name.
    pub task_name: String,
    /// When it was asked.
    pub at: Millis,
    /// The last day then.
    pub due_on: Day,
    /// The day asked for.
    pub until: Day,
    /// Why.
    pub reason: String,
    /// Files.
    pub evidence: Vec<Evidence>,
    /// Who asked.
    pub by_name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The day granted.
    pub granted: Option<Day>,
    /// The reason of the answer.
    pub answer: String,
    /// Who answered.
    pub answered_by: String,
    /// When.
    pub answered_at: Option<Millis>,
}

const SELECT: &str = "SELECT e.seq, e.line_id, l.unit_id, e.task_id, t.document_id, v.name, e.at, e.due_on, e.asked_day, \
     e.reason, e.evidence, e.by_name, e.outcome, e.granted_day, e.answer, e.answered_by, e.answered_at \
     FROM extension e JOIN line l ON l.id = e.line_id JOIN task t ON t.id = e.task_id \
     JOIN task_version v ON v.task_id = t.id AND v.version = t.version WHERE e.carried_from IS NULL";

fn of_row(row: &Row) -> Result<Extension> {
    Ok(Extension {
        request: row.int(0)?,
        line: row.id(1)?,
        unit: row.id(2)?,
        task: row.id(3)?,
        document: row.id(4)?,
        task_name: row.text(5)?,
        at: row.millis(6)?,
        due_on: row.day(7)?,
        until: row.day(8)?,
        reason: row.text(9)?,
        evidence: serde_json::from_str(&row.text(10)?).map_err(Fault::internal)?,
        by_name: row.text(11)?,
        outcome: Outcome::from_word(&row.text(12)?)?,
        granted: row.opt_day(13)?,
        answer: row.text(14)?,
        answered_by: row.text(15)?,
        answered_at: row.opt_millis(16)?,
    })
}

pub(super) async fn get(sql: &mut dyn Sql, request: i64) -> Result<Option<Extension>> {
    let text = format!("{SELECT} AND e.seq = $1");
    sql.opt(&text, args![request]).await?.as_ref().map(of_row).transpose()
}

/// Every request on a task's lines, newest first. The caller shows those of lines the reader sees.
///
/// # Errors
/// When the store can't be read.
pub async fn of_task(sql: &mut dyn Sql, task: TaskId) -> Result<Vec<Extension>> {
    let text = format!("{SELECT} AND e.task_id = $1 ORDER BY e.seq DESC");
    sql.rows(&text, args![task]).await?.iter().map(of_row).collect()
}

/// Requests that wait for an answer, oldest first; those on withdrawn tasks do not.
///
/// # Errors
/// When the store can't be read.
pub async fn waiting(sql: &mut dyn Sql) -> Result<Vec<Extension>> {
    let text = format!("{SELECT} AND e.outcome = 'open' AND v.withdrawn = 0 ORDER BY e.seq");
    sql.rows(&text, vec![]).await?.iter().map(of_row).collect()
}

pub(super) async fn open_on(sql: &mut dyn Sql, line: LineId) -> Result<Option<i64>> {
    let text = "SELECT seq FROM extension WHERE line_id = $1 AND outcome = 'open'";
    sql.opt(text, args![line]).await?.map(|row| row.int(0)).transpose()
}

pub(super) async fn made_with(sql: &mut dyn Sql, key: Option<&str>) -> Result<Option<Requested>> {
    let Some(key) = key else { return Ok(None) };
    let row = sql.opt("SELECT seq, line_id, task_id FROM extension WHERE request_key = $1", args![key]).await?;
    row.map(|row| Ok(Requested { request: row.int(0)?, line: row.id(1)?, task: row.id(2)? })).transpose()
}

pub(super) async fn put(tx: &mut Tx, input: &RequestExtension, task: TaskId, due: Day, seq: i64) -> Result<()> {
    let evidence = serde_json::to_string(&input.evidence).map_err(Fault::internal)?;
    let (person, name) = writer(tx);
    tx.exec(
        "INSERT INTO extension (seq, line_id, task_id, at, due_on, asked_day, reason, evidence, by_person, by_name, \
         request_key, outcome, answer, answered_by) \
         VALUES ($1,$2,$3,(SELECT at FROM event WHERE seq = $1),$4,$5,$6,$7,$8,$9,$10,'open','','')",
        args![seq, input.line, task, due, input.until, &input.reason, evidence, person, name, input.key.as_deref()],
    )
    .await
    .map(drop)
}

pub(super) async fn answer(
    tx: &mut Tx,
    request: i64,
    outcome: Outcome,
    granted: Option<Day>,
    reason: &str,
    seq: i64,
) -> Result<()> {
    let (_, name) = writer(tx);
    tx.exec(
        "UPDATE extension SET outcome = $1, granted_day = $2, answer = $3, answered_seq = $4, \
         answered_at = (SELECT at FROM event WHERE seq = $4), answered_by = $5 WHERE seq = $6",
        args![outcome.word(), granted, reason, seq, name, request],
    )
    .await
    .map(drop)
}
