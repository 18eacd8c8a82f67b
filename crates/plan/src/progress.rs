//! What units and the focal department say about a line of progress: progress, done, not
//! applicable; confirmed, returned, reopened. Every statement is a mark that stays for ever.
//!
//! Two promises: who writes on the basis of an old picture gets `Conflict` (`seen`), and a request
//! that is sent twice is done once (`key`).
pub(crate) mod db;
pub(crate) mod evidence;

use kernel::{Action, Ctx, Day, Fault, LineId, Resource, Result, TaskId, UnitId};
use serde_json::json;
use store::{NewEvent, Store, Tx};

use crate::{
    state::{MarkKind, Standing},
    tell::{self, OnLine},
};
pub use evidence::{
    EVIDENCE_LIMIT, Evidence, check as check_files, keep_evidence, keep_file, read_evidence, resolve as resolve_files,
};

/// Report on one's own line: officers and heads of the units that lead the task.
pub const TASK_REPORT: Action = Action("task.report");
/// Confirm, return, reopen: the focal department.
pub const TASK_CONFIRM: Action = Action("task.confirm");

/// Longest note, in characters.
const NOTE_LIMIT: usize = 4000;
/// Most files on one mark.
const EVIDENCE_COUNT: usize = 10;

/// Which line is meant, and the picture it is based on.
#[derive(Clone, Debug)]
pub struct On {
    /// The line.
    pub line: LineId,
    /// `last_mark` of the line as the writer saw it; 0 for none.
    pub seen: i64,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// A unit says how far it is.
#[derive(Clone, Debug)]
pub struct ReportProgress {
    /// The line.
    pub on: On,
    /// 0 to 100.
    pub percent: i64,
    /// What was done, what hinders.
    pub note: String,
    /// Files kept before with [`keep_evidence`].
    pub evidence: Vec<Evidence>,
}

/// A unit says that it is done.
#[derive(Clone, Debug)]
pub struct ReportDone {
    /// The line.
    pub on: On,
    /// When the work was done: not in the future, not before the document.
    pub done_on: Day,
    /// What came out of it.
    pub note: String,
    /// Files kept before with [`keep_evidence`].
    pub evidence: Vec<Evidence>,
}

/// What a mark led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The line.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
    /// The event; the line's `last_mark` from now on.
    pub seq: i64,
}

/// A request's id as kept: it belongs to who sent it.
pub(crate) fn own_key(ctx: &Ctx, key: Option<String>) -> Option<String> {
    let person = ctx.actor.person.map(|p| p.to_string()).unwrap_or_default();
    key.map(|key| format!("{person}:{key}"))
}

/// Id and name of whoever writes, as rows keep them.
pub(crate) fn writer(tx: &Tx) -> (String, String) {
    let actor = &tx.ctx().actor;
    (actor.person.map(|p| p.to_string()).unwrap_or_default(), actor.name.clone())
}

/// A mark about to be made.
struct Change {
    on: On,
    kinds: &'static [MarkKind],
    percent: Option<i64>,
    done_on: Option<Day>,
    note: String,
    evidence: Vec<Evidence>,
}
impl Change {
    fn new(mut on: On, ctx: &Ctx, kinds: &'static [MarkKind], note: &str) -> Result<Self> {
        let note = short(note)?;
        // A request's id belongs to who sent it: nobody can hit or learn another's.
        on.key = own_key(ctx, on.key);
        Ok(Self { on, kinds, percent: None, done_on: None, note, evidence: Vec::new() })
    }
}

/// A unit reports progress on its own line.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, or `Conflict` when the line moved meanwhile.
pub async fn report_progress(store: &Store, ctx: &Ctx, input: ReportProgress) -> Result<Marked> {
    apply(store, ctx, change_of(ctx, Report::Progress(input))?).await
}

fn change_of(ctx: &Ctx, report: Report) -> Result<Change> {
    match report {
        Report::Progress(input) => {
            if !(0..=100).contains(&input.percent) {
                return Err(Fault::invalid("plan-percent-out-of-range").field("percent"));
            }
            let mut change = Change::new(input.on, ctx, &[MarkKind::Progress], &input.note)?;
            change.percent = Some(input.percent);
            change.evidence = input.evidence;
            Ok(change)
        }
        Report::Done(input) => {
            if input.done_on > ctx.today() {
                return Err(Fault::invalid("plan-done-in-future").arg("day", input.done_on).field("done_on"));
            }
            let mut change = Change::new(input.on, ctx, &[MarkKind::Done], &input.note)?;
            change.percent = Some(100);
            change.done_on = Some(input.done_on);
            change.evidence = input.evidence;
            Ok(change)
        }
    }
}

/// A unit reports its line as done; it counts once confirmed.
///
/// # Errors
/// See [`report_progress`].
pub async fn report_done(store: &Store, ctx: &Ctx, input: ReportDone) -> Result<Marked> {
    apply(store, ctx, change_of(ctx, Report::Done(input))?).await
}

/// A unit says, with a reason, that the task does not apply to it; it counts once confirmed.
///
/// # Errors
/// See [`report_progress`].
pub async fn claim_not_applicable(store: &Store, ctx: &Ctx, on: On, reason: &str) -> Result<Marked> {
    apply(store, ctx, Change::new(on, ctx, &[MarkKind::NotApplicable], &needed(reason)?)?).await
}

/// The focal department confirms what was reported: done, or not applicable.
///
/// # Errors
/// See [`report_progress`].
pub async fn confirm(store: &Store, ctx: &Ctx, on: On, note: &str) -> Result<Marked> {
    apply(store, ctx, Change::new(on, ctx, &[MarkKind::Confirmed, MarkKind::NaConfirmed], note)?).await
}

/// The focal department returns what was reported, with a reason.
///
/// # Errors
/// See [`report_progress`].
pub async fn return_report(store: &Store, ctx: &Ctx, on: On, reason: &str) -> Result<Marked> {
    apply(store, ctx, Change::new(on, ctx, &[MarkKind::Returned], &needed(reason)?)?).await
}

/// The focal department opens a closed line again, with a reason.
///
/// # Errors
/// See [`report_progress`].
pub async fn reopen(store: &Store, ctx: &Ctx, on: On, reason: &str) -> Result<Marked> {
    apply(store, ctx, Change::new(on, ctx, &[MarkKind::Reopened], &needed(reason)?)?).await
}

/// Confirms many lines, each for itself: one that moved does not hold up the others. Outcomes are
/// in the order asked. They share the store's commits, so a hundred cost about as much as one.
pub async fn confirm_many(store: &Store, ctx: &Ctx, all: Vec<On>, note: &str) -> Vec<(LineId, Result<Marked>)> {
    let each = all.into_iter().map(|mut on| async move {
        let line = on.line;
        on.key = on.key.map(|key| format!("{key}:{line}"));
        (line, confirm(store, ctx, on, note).await)
    });
    futures::future::join_all(each).await
}

/// A note within bounds, without blanks around it.
pub(crate) fn short(note: &str) -> Result<String> {
    let note = note.trim().to_owned();
    if note.chars().count() > NOTE_LIMIT {
        return Err(Fault::invalid("plan-note-too-long").arg("limit", NOTE_LIMIT).field("note"));
    }
    Ok(note)
}

pub(crate) fn needed(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Fault::invalid("plan-reason-missing").field("reason")) } else { Ok(reason.to_owned()) }
}

/// A report of either kind, for many at once.
#[derive(Clone, Debug)]
pub enum Report {
    /// How far it is.
    Progress(ReportProgress),
    /// It is done.
    Done(ReportDone),
}

/// Makes many reports in one transaction: all of them, or none and the first fault with the place of
/// its report in the list.
///
/// # Errors
/// The place and fault of the first that can't be made.
pub async fn report_all(store: &Store, ctx: &Ctx, all: Vec<Report>) -> Result<Vec<Marked>, (usize, Fault)> {
    let changes: Vec<Change> = all
        .into_iter()
        .enumerate()
        .map(|(place, report)| change_of(ctx, report).map_err(|fault| (place, fault)))
        .collect::<Result<_, _>>()?;
    let place = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let at = std::sync::Arc::clone(&place);
    let work = store.write(ctx, move |tx| {
        Box::pin(async move {
            let mut marked = Vec::with_capacity(changes.len());
            for (n, change) in changes.into_iter().enumerate() {
                at.store(n, std::sync::atomic::Ordering::SeqCst);
                marked.push(apply_in(tx, change).await?);
            }
            Ok(marked)
        })
    });
    work.await.map_err(|fault| (place.load(std::sync::atomic::Ordering::SeqCst), fault))
}

async fn apply(store: &Store, ctx: &Ctx, change: Change) -> Result<Marked> {
    evidence::check(&change.evidence)?;
    store.write(ctx, move |tx| Box::pin(async move { apply_in(tx, change).await })).await
}

/// Four statements: look, event, mark, line (one more where files are attached).
async fn apply_in(tx: &mut Tx, mut change: Change) -> Result<Marked> {
    let key = change.on.key.as_deref();
    let now = db::look(tx, change.on.line, key).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    authorise(tx.ctx(), &now, change.kinds[0])?;
    if let Some((seq, line, kind)) = now.made {
        let same = line == change.on.line && change.kinds.contains(&kind);
        return if same { Ok(Marked { line, task: now.task, seq }) } else { Err(Fault::conflict("plan-key-reused")) };
    }
    if now.last_mark != change.on.seen {
        return Err(Fault::conflict("plan-line-moved"));
    }
    let kind = fitting(&change, &now, tx.ctx())?;
    evidence::resolve(tx, &mut change.evidence).await?;
    let facts = json!({
        "line": change.on.line, "unit": now.unit, "percent": change.percent, "done_on": change.done_on,
        "note": change.note, "evidence": change.evidence,
    });
    let event = NewEvent::new(kind.event(), now.task.subject(), facts).from_document(now.document.subject());
    let seq = tx.append(event).await?;
    db::put_mark(tx, &change, kind, now.task, seq).await?;
    db::move_line(tx, change.on.line, kind, seq).await?;
    let on = OnLine { task: now.task, line: change.on.line, unit: now.unit };
    tell::marked(tx, on, kind, seq, &change.note).await?;
    Ok(Marked { line: change.on.line, task: now.task, seq })
}

fn authorise(ctx: &Ctx, now: &db::Now, kind: MarkKind) -> Result<()> {
    let action = match kind {
        MarkKind::Progress | MarkKind::Done | MarkKind::NotApplicable => TASK_REPORT,
        _ => TASK_CONFIRM,
    };
    ctx.require(action, &resource(now.task, now.unit))
}

/// A line as policies see it: its own unit leads it.
pub(crate) fn resource(task: TaskId, unit: UnitId) -> Resource {
    Resource { id: task.to_string(), leads: vec![unit], ..Resource::all("task") }
}

/// The kind of mark that fits where the line stands, or why none does.
fn fitting(change: &Change, now: &db::Now, ctx: &Ctx) -> Result<MarkKind> {
    now.check_lasts(ctx.today())?;
    if let Some(done_on) = change.done_on
        && done_on < now.issued_on
    {
        return Err(Fault::invalid("plan-done-before-document").arg("day", now.issued_on).field("done_on"));
    }
    let fits = |kind: MarkKind| match kind {
        MarkKind::Progress => now.standing == Standing::Open,
        // Any day does: only the step counts here.
        kind => now.standing.after(kind, 0, None) != now.standing,
    };
    change.kinds.iter().copied().find(|k| fits(*k)).ok_or_else(|| match now.standing {
        Standing::Reported(_) | Standing::NaClaimed => Fault::conflict("plan-line-awaits"),
        Standing::Done(_) | Standing::NotApplicable => Fault::conflict("plan-line-closed"),
        Standing::Open => Fault::conflict("plan-line-nothing-reported"),
    })
}
