//! Extensions (*gia hạn*): a unit asks for a later last day on its line, the focal department grants
//! that day or another or refuses, with its reason. Both days are kept; which one counts on a day is
//! for [`crate::deadline`] to say.
mod db;

use kernel::{Ctx, Day, Fault, LineId, Result, TaskId};
use serde_json::json;
use store::{NewEvent, Store, Tx};

pub use db::{Extension, Outcome, of_task, waiting};

use crate::{
    deadline,
    progress::{self, Evidence, TASK_CONFIRM, TASK_REPORT, db as line_db, evidence},
    state::Standing,
    tell::{self, OnLine},
};

/// A unit asks for a later last day.
#[derive(Clone, Debug)]
pub struct RequestExtension {
    /// Its line.
    pub line: LineId,
    /// The day asked for: later than the present last day, and not past.
    pub until: Day,
    /// Why.
    pub reason: String,
    /// Files kept before with [`progress::keep_evidence`].
    pub evidence: Vec<Evidence>,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// The focal department answers.
#[derive(Clone, Debug)]
pub struct DecideExtension {
    /// The request.
    pub request: i64,
    /// The new last day; `None` refuses.
    pub grant: Option<Day>,
    /// Why; needed for a refusal and for another day than was asked.
    pub reason: String,
}

/// What was done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requested {
    /// The request: the number of the event that made it.
    pub request: i64,
    /// Its line.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
}

/// Asks for a later last day. One request a line waits at a time.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` without reason or with a day that is not later; `Conflict` where a
/// request waits already, the line has no last day, or is reported done or closed.
pub async fn request_extension(store: &Store, ctx: &Ctx, input: RequestExtension) -> Result<Requested> {
    let reason = progress::short(&progress::needed(&input.reason)?)?;
    evidence::check(&input.evidence)?;
    let key = progress::own_key(ctx, input.key.clone());
    let input = RequestExtension { reason, key, ..input };
    store.write(ctx, move |tx| Box::pin(request_in(tx, input))).await
}

async fn request_in(tx: &mut Tx, mut input: RequestExtension) -> Result<Requested> {
    let today = tx.ctx().today();
    let now = line_db::look(tx, input.line, None).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    tx.ctx().require(TASK_REPORT, &progress::resource(now.task, now.unit))?;
    if let Some(made) = db::made_with(tx, input.key.as_deref()).await? {
        let same = made.line == input.line;
        return if same { Ok(made) } else { Err(Fault::conflict("plan-key-reused")) };
    }
    now.check_lasts(today)?;
    match now.standing {
        Standing::Open => {}
        Standing::Reported(_) | Standing::NaClaimed => return Err(Fault::conflict("plan-line-awaits")),
        Standing::Done(_) | Standing::NotApplicable => return Err(Fault::conflict("plan-line-closed")),
    }
    if db::open_on(tx, input.line).await?.is_some() {
        return Err(Fault::conflict("plan-extension-waits"));
    }
    let due = deadline::of_line(tx, now.task, input.line, today).await?;
    let due = due.ok_or_else(|| Fault::conflict("plan-extension-no-deadline"))?;
    check_day(input.until, due, today, "until")?;
    evidence::resolve(tx, &mut input.evidence).await?;
    let facts = json!({
        "line": input.line, "unit": now.unit, "from": due, "until": input.until, "reason": input.reason,
        "evidence": input.evidence,
    });
    let event = NewEvent::new("task.extension_requested", now.task.subject(), facts);
    let seq = tx.append(event.from_document(now.document.subject())).await?;
    db::put(tx, &input, now.task, due, seq).await?;
    let on = OnLine { task: now.task, line: input.line, unit: now.unit };
    tell::extension(tx, on, seq, (due, input.until), "asked").await?;
    Ok(Requested { request: seq, line: input.line, task: now.task })
}

fn check_day(day: Day, due: Day, today: Day, field: &'static str) -> Result<()> {
    if day <= due {
        return Err(Fault::invalid("plan-extension-not-later").arg("day", due).field(field));
    }
    if day < today {
        return Err(Fault::invalid("plan-extension-past").arg("day", day).field(field));
    }
    Ok(())
}

/// Grants or refuses. Of two who decide at once one is told what the other decided.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` without a reason where one is needed or with a day that is not
/// later; `Conflict` where it is decided or withdrawn already, or the line is closed or ended.
pub async fn decide_extension(store: &Store, ctx: &Ctx, input: DecideExtension) -> Result<Requested> {
    let reason = progress::short(&input.reason)?;
    let input = DecideExtension { reason, ..input };
    store.write(ctx, move |tx| Box::pin(decide_in(tx, input))).await
}

/// A request with its line, for whoever answers it.
async fn open_request(tx: &mut Tx, request: i64) -> Result<(Extension, line_db::Now)> {
    let not_found = || Fault::not_found("fault-not-found");
    let asked = db::get(tx, request).await?.ok_or_else(not_found)?;
    let now = line_db::look(tx, asked.line, None).await?.ok_or_else(not_found)?;
    Ok((asked, now))
}

fn still_open(asked: &Extension) -> Result<()> {
    let fault = match asked.outcome {
        Outcome::Open => return Ok(()),
        Outcome::Granted => Fault::conflict("plan-extension-granted"),
        Outcome::Refused => Fault::conflict("plan-extension-refused"),
        Outcome::Withdrawn => Fault::conflict("plan-extension-withdrawn"),
    };
    let day = asked.granted.unwrap_or(asked.until);
    Err(fault.arg("name", &asked.answered_by).arg("day", day))
}

async fn decide_in(tx: &mut Tx, input: DecideExtension) -> Result<Requested> {
    let today = tx.ctx().today();
    let (asked, now) = open_request(tx, input.request).await?;
    tx.ctx().require(TASK_CONFIRM, &progress::resource(now.task, now.unit))?;
    still_open(&asked)?;
    if input.grant != Some(asked.until) {
        progress::needed(&input.reason)?;
    }
    if let Some(day) = input.grant {
        now.check_lasts(today)?;
        if matches!(now.standing, Standing::Done(_) | Standing::NotApplicable) {
            return Err(Fault::conflict("plan-line-closed"));
        }
        let due = deadline::of_line(tx, now.task, asked.line, today).await?.unwrap_or(asked.due_on);
        check_day(day, due, today, "grant")?;
    }
    let outcome = if input.grant.is_some() { Outcome::Granted } else { Outcome::Refused };
    answer(tx, &asked, &now, outcome, input.grant, &input.reason).await
}

async fn answer(
    tx: &mut Tx,
    asked: &Extension,
    now: &line_db::Now,
    outcome: Outcome,
    granted: Option<Day>,
    reason: &str,
) -> Result<Requested> {
    let facts = json!({
        "line": asked.line, "unit": now.unit, "from": asked.due_on, "until": asked.until, "granted": granted,
        "reason": reason, "request": asked.request,
    });
    let event = NewEvent::new(outcome.event(), now.task.subject(), facts);
    let seq = tx.append(event.from_document(now.document.subject())).await?;
    db::answer(tx, asked.request, outcome, granted, reason, seq).await?;
    if matches!(outcome, Outcome::Granted | Outcome::Refused) {
        let on = OnLine { task: now.task, line: asked.line, unit: now.unit };
        let days = (asked.due_on, granted.unwrap_or(asked.until));
        tell::extension(tx, on, seq, days, outcome.word()).await?;
    }
    Ok(Requested { request: asked.request, line: asked.line, task: now.task })
}

/// The unit takes its request back.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` where it is answered already.
pub async fn withdraw_extension(store: &Store, ctx: &Ctx, request: i64, reason: &str) -> Result<Requested> {
    let reason = progress::short(reason)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (asked, now) = open_request(tx, request).await?;
                tx.ctx().require(TASK_REPORT, &progress::resource(now.task, now.unit))?;
                still_open(&asked)?;
                answer(tx, &asked, &now, Outcome::Withdrawn, None, &reason).await
            })
        })
        .await
}
