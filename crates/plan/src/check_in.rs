//! Recurring tasks (*thường xuyên, hằng tháng…*): their rhythm, the periods it makes, and the check-in
//! that each unit owes for each period. What is done, open or missing is derived for any day.
mod db;
pub mod period;
mod row;

use kernel::{Ctx, Day, Fault, LineId, Result, TaskId};
use serde_json::json;
use store::{NewEvent, Store, Tx};

pub use db::{CheckIn, Outcome, of_lines, waiting};
pub use period::{Period, Rhythm};
pub use row::{PeriodRow, PeriodState, first_owed, rows};

use crate::{
    progress::{self, Evidence, TASK_CONFIRM, TASK_REPORT, db as line_db, evidence},
    tell::{self, OnLine},
};

/// A unit says what it did in a period.
#[derive(Clone, Debug)]
pub struct MakeCheckIn {
    /// Its line.
    pub line: LineId,
    /// The period; begun, and of the task's rhythm.
    pub period: Period,
    /// What was done.
    pub note: String,
    /// Files kept before with [`progress::keep_evidence`].
    pub evidence: Vec<Evidence>,
}

/// The focal department's answer.
#[derive(Clone, Debug)]
pub struct AnswerCheckIn {
    /// The check-in: the number of the event that made it.
    pub check_in: i64,
    /// Confirmed, or returned.
    pub confirm: bool,
    /// Why it is returned.
    pub reason: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedIn {
    /// The check-in.
    pub check_in: i64,
    /// Its line.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
}

/// A unit checks in for a period; once, unless it is returned.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` without a note, for a period that has not begun, lies before the
/// task or is of another rhythm; `Conflict` where there is one already or the task is not recurring.
pub async fn check_in(store: &Store, ctx: &Ctx, input: MakeCheckIn) -> Result<CheckedIn> {
    let note = progress::short(&input.note)?;
    if note.is_empty() {
        return Err(Fault::invalid("plan-check-in-empty").field("note"));
    }
    evidence::check(&input.evidence)?;
    let input = MakeCheckIn { note, ..input };
    store.write(ctx, move |tx| Box::pin(check_in_in(tx, input))).await
}

async fn check_in_in(tx: &mut Tx, mut input: MakeCheckIn) -> Result<CheckedIn> {
    let today = tx.ctx().today();
    let now = line_db::look(tx, input.line, None).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    tx.ctx().require(TASK_REPORT, &progress::resource(now.task, now.unit))?;
    now.check_lasts(today)?;
    let rhythms = db::rhythms(tx, now.task).await?.ok_or_else(|| Fault::conflict("plan-check-in-not-recurring"))?;
    check_period(input.period, &rhythms, now.issued_on, today)?;
    if db::made_for(tx, input.line, input.period).await? {
        return Err(Fault::conflict("plan-check-in-made").arg("period", input.period.code()));
    }
    evidence::resolve(tx, &mut input.evidence).await?;
    let facts = json!({
        "line": input.line, "unit": now.unit, "period": input.period.code(), "note": input.note,
        "evidence": input.evidence,
    });
    let event = NewEvent::new("task.checked_in", now.task.subject(), facts).from_document(now.document.subject());
    let seq = tx.append(event).await?;
    db::put(tx, &input, now.task, seq).await?;
    let on = OnLine { task: now.task, line: input.line, unit: now.unit };
    tell::reported(tx, on, seq).await?;
    Ok(CheckedIn { check_in: seq, line: input.line, task: now.task })
}

fn check_period(period: Period, rhythms: &[(Day, Rhythm)], given: Day, today: Day) -> Result<()> {
    let refuse = |id: &'static str| Err(Fault::invalid(id).arg("period", period.code()).field("period"));
    if period.first() > today {
        return refuse("plan-check-in-not-begun");
    }
    if period.last() < given {
        return refuse("plan-check-in-too-early");
    }
    if row::rhythm_on(rhythms, period.first()) != period.rhythm() {
        return refuse("plan-check-in-rhythm");
    }
    Ok(())
}

/// Confirms a check-in, or returns it with a reason; the period is owed again then.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` for a return without reason; `Conflict` where it is answered already.
pub async fn answer_check_in(store: &Store, ctx: &Ctx, input: AnswerCheckIn) -> Result<CheckedIn> {
    let reason = progress::short(&input.reason)?;
    if !input.confirm {
        progress::needed(&reason)?;
    }
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let not_found = || Fault::not_found("fault-not-found");
                let made = db::get(tx, input.check_in).await?.ok_or_else(not_found)?;
                let now = line_db::look(tx, made.line, None).await?.ok_or_else(not_found)?;
                tx.ctx().require(TASK_CONFIRM, &progress::resource(now.task, now.unit))?;
                if made.outcome != Outcome::Open {
                    return Err(Fault::conflict("plan-check-in-answered").arg("name", made.answered_by));
                }
                let (outcome, kind) = match input.confirm {
                    true => (Outcome::Confirmed, "task.check_in_confirmed"),
                    false => (Outcome::Returned, "task.check_in_returned"),
                };
                let facts = json!({
                    "line": made.line, "unit": now.unit, "period": made.period.code(), "reason": reason,
                });
                let event = NewEvent::new(kind, now.task.subject(), facts).from_document(now.document.subject());
                let seq = tx.append(event).await?;
                db::answer(tx, input.check_in, outcome, &reason, seq).await?;
                let told = if input.confirm { notify::Kind::Confirmed } else { notify::Kind::Returned };
                let on = OnLine { task: now.task, line: made.line, unit: now.unit };
                tell::answered(tx, on, told, seq, &reason).await?;
                Ok(CheckedIn { check_in: input.check_in, line: made.line, task: now.task })
            })
        })
        .await
}
