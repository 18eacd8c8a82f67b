//! The SQL of marks.
use kernel::{Day, DocumentId, LineId, Result, TaskId, UnitId};
use store::{Sql, Tx, args};

use super::Change;
use crate::state::{MarkKind, Standing};

/// A line as it stands, with what deciding about a mark needs.
pub struct Now {
    pub task: TaskId,
    pub unit: UnitId,
    pub document: DocumentId,
    pub last_mark: i64,
    /// The last day on which the unit leads the task.
    pub ended: Option<Day>,
    /// The task is withdrawn.
    pub withdrawn: bool,
    pub issued_on: Day,
    pub standing: Standing,
    /// The mark that an earlier request with the same key made.
    pub made: Option<(i64, LineId, MarkKind)>,
}

impl Now {
    /// Its unit leads the task still, and the task is there.
    pub fn check_lasts(&self, today: Day) -> Result<()> {
        if self.withdrawn || self.ended.is_some_and(|last| last < today) {
            return Err(kernel::Fault::conflict("plan-line-ended"));
        }
        Ok(())
    }
}

const LOOK: &str = "SELECT l.task_id, l.unit_id, t.document_id, l.last_mark, l.to_day, v.withdrawn, \
     COALESCE(d.issued_on, d.from_day), \
     COALESCE((SELECT m.kind FROM mark m WHERE m.line_id = l.id AND m.kind <> 'progress' ORDER BY m.seq DESC LIMIT 1), \
     l.carried), \
     k.seq, k.line_id, k.kind \
     FROM line l JOIN task t ON t.id = l.task_id \
     JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
     JOIN document d ON d.id = t.document_id \
     LEFT JOIN mark k ON k.request_key = $2 WHERE l.id = $1";

pub async fn look(sql: &mut dyn Sql, line: LineId, key: Option<&str>) -> Result<Option<Now>> {
    let Some(row) = sql.opt(LOOK, args![line, key]).await? else { return Ok(None) };
    let kind = |text: Option<String>| text.as_deref().and_then(MarkKind::from_word);
    let made = match (row.opt_int(8)?, row.opt_id(9)?, kind(row.opt_text(10)?)) {
        (Some(seq), Some(line), Some(kind)) => Some((seq, line, kind)),
        _ => None,
    };
    Ok(Some(Now {
        task: row.id(0)?,
        unit: row.id(1)?,
        document: row.id(2)?,
        last_mark: row.int(3)?,
        ended: row.opt_day(4)?,
        withdrawn: row.flag(5)?,
        issued_on: row.day(6)?,
        standing: standing(kind(row.opt_text(7)?)),
        made,
    }))
}

/// Marks are made only where they fit, so the last decisive one tells where the line stands.
fn standing(last: Option<MarkKind>) -> Standing {
    match last {
        Some(MarkKind::Done) => Standing::Reported(0),
        Some(MarkKind::Confirmed) => Standing::Done(0),
        Some(MarkKind::NotApplicable) => Standing::NaClaimed,
        Some(MarkKind::NaConfirmed) => Standing::NotApplicable,
        Some(MarkKind::Progress | MarkKind::Returned | MarkKind::Reopened) | None => Standing::Open,
    }
}

/// The mark's time is the event's, which never runs back even where the clock does.
pub(super) async fn put_mark(tx: &mut Tx, change: &Change, kind: MarkKind, task: TaskId, seq: i64) -> Result<()> {
    let actor = tx.ctx().actor.clone();
    let evidence = serde_json::to_string(&change.evidence).map_err(kernel::Fault::internal)?;
    tx.exec(
        "INSERT INTO mark (seq, line_id, task_id, kind, percent, done_on, note, evidence, by_person, by_name, request_key, at) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,(SELECT at FROM event WHERE seq = $1))",
        args![
            seq,
            change.on.line,
            task,
            kind.word(),
            change.percent,
            change.done_on,
            &change.note,
            evidence,
            actor.person.map(|p| p.to_string()).unwrap_or_default(),
            actor.name,
            change.on.key.as_deref()
        ],
    )
    .await
    .map(drop)
}

/// The line remembers its newest mark, and the first by which its unit began.
pub(super) async fn move_line(tx: &mut Tx, line: LineId, kind: MarkKind, seq: i64) -> Result<()> {
    let begins = "UPDATE line SET last_mark = $1, seq = $1, begun_seq = COALESCE(begun_seq, $1), \
         begun_at = COALESCE(begun_at, (SELECT at FROM event WHERE seq = $1)) WHERE id = $2";
    let other = "UPDATE line SET last_mark = $1, seq = $1 WHERE id = $2";
    tx.exec(if kind.begins() { begins } else { other }, args![seq, line]).await.map(drop)
}
