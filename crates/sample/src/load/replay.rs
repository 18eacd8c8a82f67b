//! The year's steps, as the people of the units and the focal officer take them. Steps of one day on
//! different lines go together: the store gives them one commit.
use std::collections::{BTreeMap, HashMap};

use ::plan::{
    board::{Asked, Board, Sight},
    list::{Filter, PageAsk},
    progress::{
        Evidence, Marked, On, ReportDone, ReportProgress, claim_not_applicable, confirm, keep_evidence, report_done,
        report_progress, return_report,
    },
};
use futures::{StreamExt, TryStreamExt, stream};
use kernel::{Day, DocumentId, Fault, LineId, Result, text::fold};

use super::{Sample, cast::Cast, org::unit_id};
use crate::{
    plans::Plan,
    progress::TaskKey,
    story::{self, Act, Step},
};

/// Steps under way at a time: as many as share a commit.
const AT_ONCE: usize = 64;

/// The lines of progress by task and unit code.
#[derive(Default)]
pub struct Lines {
    known: HashMap<(TaskKey, String), Line>,
}
#[derive(Clone, Copy)]
struct Line {
    id: LineId,
    /// The newest mark this replay made.
    last: i64,
    /// One of few: its reports carry files.
    single: bool,
}

impl Lines {
    /// Learns the lines of a plan just taken over.
    ///
    /// # Errors
    /// When the board has not the plan's tasks.
    pub fn learn(&mut self, board: &Board, plan: &Plan, document: DocumentId, day: Day) -> Result<()> {
        let filter = Filter { document: Some(document), ..Filter::default() };
        let asked = Asked::on(day);
        let page = board.list(asked, &Sight::All, &filter, &PageAsk::default())?;
        let ids: HashMap<String, _> = page.rows.iter().map(|row| (fold(&row.name), row.task)).collect();
        let units = crate::units::units();
        for (section, task) in plan.tasks() {
            let detail = ids.get(&fold(task.name())).and_then(|id| board.task(*id, asked, &Sight::All));
            let detail = detail.ok_or_else(|| Fault::internal(format!("{}: {}", plan.number, task.name())))?;
            let key = (plan.key.clone(), section.no.clone(), task.no().to_owned());
            let members = units.resolve(task.lead()).unwrap_or_default();
            let lines: HashMap<_, _> = detail.lines.iter().map(|l| (l.unit, l.line)).collect();
            for member in &members {
                let id = *lines.get(&unit_id(member)).ok_or_else(|| {
                    Fault::internal(format!("{}: {} has no line for {member}", plan.number, task.name()))
                })?;
                let single = members.len() <= 2;
                self.known.insert((key.clone(), member.clone()), Line { id, last: 0, single });
            }
        }
        Ok(())
    }
}

/// Takes the steps of one day.
///
/// # Errors
/// What the operations return; a step already taken is no fault.
pub async fn day(sample: &Sample, cast: &Cast, lines: &mut Lines, steps: Vec<Step>) -> Result<()> {
    // Those of one line after one another, in the order of their first.
    let mut order: Vec<(TaskKey, String)> = vec![];
    let mut by_line: BTreeMap<(TaskKey, String), Vec<Step>> = BTreeMap::new();
    for step in steps {
        let key = (step.task.clone(), step.unit.clone());
        let list = by_line.entry(key.clone()).or_default();
        if list.is_empty() {
            order.push(key);
        }
        list.push(step);
    }
    let work = order.into_iter().map(|key| {
        let steps = by_line.remove(&key).unwrap_or_default();
        let line = lines.known.get(&key).copied();
        async move {
            let mut line = line.ok_or_else(|| Fault::internal(format!("no line for {key:?}")))?;
            for step in &steps {
                line.last = take(sample, cast, line, step).await?.seq;
            }
            Ok::<_, Fault>((key, line))
        }
    });
    let after: Vec<_> = stream::iter(work).buffered(AT_ONCE).try_collect().await?;
    lines.known.extend(after);
    Ok(())
}

async fn take(sample: &Sample, cast: &Cast, line: Line, step: &Step) -> Result<Marked> {
    let store = &sample.store;
    // The same step always has the same key: begun again, what was done is not done twice.
    let what = match &step.act {
        Act::Report { percent, done, .. } => format!("report-{percent}-{done}"),
        Act::NotApplicable { .. } => "not-applicable".to_owned(),
        Act::Confirm => "confirm".to_owned(),
        Act::Return { .. } => "return".to_owned(),
    };
    let (plan, section, no) = &step.task;
    let key = format!("sample-{plan}-{section}-{no}-{}-{}-{what}", step.unit, step.day);
    let on = On { line: line.id, seen: line.last, key: Some(key) };
    match &step.act {
        Act::Report { percent, done, note, evidence } => {
            let ctx = cast.reporter(&step.unit, step.day, step.minute);
            if !done {
                let input = ReportProgress { on, percent: i64::from(*percent), note: note.clone(), evidence: vec![] };
                return report_progress(store, &ctx, input).await;
            }
            let (note, files) = proof(sample, &ctx, line, note, evidence).await?;
            report_done(store, &ctx, ReportDone { on, done_on: step.day, note, evidence: files }).await
        }
        Act::NotApplicable { reason } => {
            let ctx = cast.reporter(&step.unit, step.day, step.minute);
            claim_not_applicable(store, &ctx, on, reason).await
        }
        Act::Confirm => confirm(store, &cast.focal(step.day, step.minute), on, "").await,
        Act::Return { reason } => return_report(store, &cast.focal(step.day, step.minute), on, reason).await,
    }
}

/// A named proof: as a file where the task has few lines, else in the note.
async fn proof(
    sample: &Sample,
    ctx: &kernel::Ctx,
    line: Line,
    note: &str,
    evidence: &str,
) -> Result<(String, Vec<Evidence>)> {
    if evidence.is_empty() {
        return Ok((note.to_owned(), vec![]));
    }
    if !line.single {
        return Ok((format!("{note} ({evidence})"), vec![]));
    }
    let text = story::proof(evidence, note);
    let name = format!("{}.txt", evidence.replace('/', "-"));
    let file = keep_evidence(&sample.store, ctx, &name, text.into_bytes()).await?;
    Ok((note.to_owned(), vec![file]))
}
