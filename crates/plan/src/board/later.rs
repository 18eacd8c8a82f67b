//! Filling the board with what was said later about tasks: extensions, completed fields, lines that
//! go on with the work of units that are no more.
use futures::StreamExt;
use kernel::{Fault, LineId, Result, TaskId};
use store::{Sql, args};

use super::{Board, Completed, day_number, load::Shared};
use crate::{clarity::Field, deadline::Shift, state::DayNo};

const EXTENSIONS: &str = "SELECT e.task_id, l.unit_id, e.granted_day, e.answered_at, e.answered_seq \
     FROM extension e JOIN line l ON l.id = e.line_id \
     WHERE e.outcome = 'granted' AND e.answered_seq > $1 ORDER BY e.answered_seq, e.seq";
const COMPLETED: &str = "SELECT task_id, field, value, due_on, at, seq FROM completion WHERE seq > $1 ORDER BY seq";
const CHECKED: &str = "SELECT task_id, line_id, MAX(CASE WHEN outcome = 'returned' THEN NULL ELSE period_end END), \
     MAX(COALESCE(answered_seq, seq)) FROM check_in WHERE line_id IN \
     (SELECT line_id FROM check_in WHERE seq > $1 OR answered_seq > $1) GROUP BY task_id, line_id";
const CONTINUED: &str =
    "SELECT task_id, unit_id, continues FROM line WHERE seq > $1 AND continues IS NOT NULL ORDER BY from_day, id";

fn number(value: i64) -> Result<DayNo> {
    DayNo::try_from(value).map_err(Fault::internal)
}

impl Board {
    /// Granted extensions.
    pub(super) async fn load_shifts(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        let mut rows = sql.stream(EXTENSIONS, args![since]);
        while let Some(row) = rows.next().await {
            let row = row?;
            let unit = self.unit_number(row.id(1)?);
            let (on, seq) = (number(row.int(2)?)?, row.int(4)?);
            let since = (day_number(row.millis(3)?), seq);
            let Some(task) = self.task_mut(row.id(0)?) else { continue };
            task.changed = task.changed.max(seq);
            task.shifts.push(Shift { line: Some(unit), since, on });
        }
        Ok(())
    }
    /// Completed fields; a completed deadline is a day for all lines.
    pub(super) async fn load_completed(&mut self, sql: &mut dyn Sql, since: i64, shared: &mut Shared) -> Result<()> {
        let mut rows = sql.stream(COMPLETED, args![since]);
        while let Some(row) = rows.next().await {
            let row = row?;
            let Some(field) = Field::from_word(&row.text(1)?) else { continue };
            let (value, seq) = (shared.text(row.text(2)?), row.int(5)?);
            let since = (day_number(row.millis(4)?), seq);
            let on = row.opt_int(3)?.map(number).transpose()?;
            let Some(task) = self.task_mut(row.id(0)?) else { continue };
            task.changed = task.changed.max(seq);
            if let (Field::Deadline, Some(on)) = (field, on) {
                task.shifts.push(Shift { line: None, since, on });
            }
            task.completed.push(Completed { field, since, value });
        }
        Ok(())
    }
    /// How far recurring lines have checked in.
    pub(super) async fn load_checked(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        for row in sql.rows(CHECKED, args![since]).await? {
            let line: LineId = row.id(1)?;
            let checked = row.opt_int(2)?.map(number).transpose()?.unwrap_or(DayNo::MIN);
            let Some(task) = self.task_mut(row.id(0)?) else { continue };
            task.changed = task.changed.max(row.int(3)?);
            if let Some(line) = task.lines.iter_mut().find(|l| l.id == line) {
                line.checked = checked;
            }
        }
        Ok(())
    }
    /// Lines that go on with another's work stand where that one stood.
    pub(super) async fn take_over(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        for row in sql.rows(CONTINUED, args![since]).await? {
            let (task, continues): (TaskId, _) = (row.id(0)?, row.id(2)?);
            let unit = self.unit_number(row.id(1)?);
            let Some(task) = self.task_mut(task) else { continue };
            let Some(from) = task.lines.iter().find(|l| l.id == continues).cloned() else { continue };
            if let Some(line) = task.lines.iter_mut().find(|l| l.unit == unit) {
                line.continues = Some(continues);
                line.take_over(&from);
            }
        }
        Ok(())
    }
}
