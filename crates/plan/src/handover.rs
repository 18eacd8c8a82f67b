//! Handing over what a unit leads when it was merged, divided or dissolved in mid-task. The unit's open
//! lines pass to what carries it on, with all that was said on them; its closed ones stay its own
//! (docs/adr/0010). A unit that nothing carries on keeps its lines until a document says who leads.
use std::collections::{BTreeMap, BTreeSet};

use kernel::{Ctx, Day, Fault, LineId, Resource, Result, TaskId, UnitId};
use org::{Directories, Directory};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, args};

use crate::{
    board::{Asked, Board, Sight},
    edition::{COORDINATING, LEAD},
    import,
    progress::db as line_db,
    state::{MarkKind, Standing, State},
    tell::Given,
};

/// A unit that has ended and still leads something that is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The unit.
    pub unit: UnitId,
    /// Its open lines.
    pub lines: u32,
    /// The units that carry it on; none where it was dissolved.
    pub successors: Vec<UnitId>,
}

/// What was handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedOver {
    /// Tasks that name the successors now.
    pub tasks: usize,
    /// Lines that were passed on.
    pub lines: usize,
}

/// Units that have ended and whose work waits to be handed over, by name.
#[must_use]
pub fn waiting(board: &Board, directory: &Directory, today: Day) -> Vec<Ended> {
    let open = |tally: &crate::status::Tally| tally.total() - tally.done() - tally.of(State::NotApplicable);
    let mut all: Vec<Ended> = board
        .by_unit(Asked::on(today), &Sight::All)
        .iter()
        .filter(|u| open(&u.tally) > 0)
        .filter(|u| directory.unit(u.unit).is_some_and(|unit| unit.valid_to.is_some_and(|last| last < today)))
        .map(|u| Ended { unit: u.unit, lines: open(&u.tally), successors: directory.successors_on(u.unit, today) })
        .collect();
    all.sort_by_key(|e| directory.unit(e.unit).map(|u| u.name.clone()));
    all
}

/// Hands over what an ended unit leads or helps with to the units that carry it on. Doing it again
/// finds nothing left.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Conflict` where the unit still exists or nothing carries it on.
pub async fn hand_over(store: &Store, ctx: &Ctx, dirs: &Directories, unit: UnitId) -> Result<HandedOver> {
    ctx.require(import::ACCEPT, &Resource::all("task"))?;
    let (directory, today) = (dirs.now().await?, ctx.today());
    let from = directory.unit(unit).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let Some(last) = from.valid_to.filter(|last| *last < today) else {
        return Err(Fault::conflict("plan-handover-living").arg("name", &from.name));
    };
    let name = |id: UnitId| directory.unit(id).map(|u| u.name.clone()).unwrap_or_default();
    let to: Vec<(UnitId, String)> = directory.successors_on(unit, today).into_iter().map(|u| (u, name(u))).collect();
    if to.is_empty() {
        return Err(Fault::conflict("plan-handover-nobody").arg("name", &from.name));
    }
    let passing = Passing { from: unit, from_name: from.name.clone(), to, on: last.plus_days(1) };
    store.write(ctx, move |tx| Box::pin(async move { passing.all(tx).await })).await
}

/// Hands over everything that waits and has somebody to go to: for the nightly run.
///
/// # Errors
/// `Forbidden`, or when the store can't be read or written; units already handed over stay so.
pub async fn hand_over_all(store: &Store, ctx: &Ctx, dirs: &Directories, board: &Board) -> Result<HandedOver> {
    let mut sum = HandedOver::default();
    let directory = dirs.now().await?;
    for ended in waiting(board, &directory, ctx.today()) {
        if ended.successors.is_empty() {
            continue;
        }
        let done = hand_over(store, ctx, dirs, ended.unit).await?;
        sum = HandedOver { tasks: sum.tasks + done.tasks, lines: sum.lines + done.lines };
    }
    Ok(sum)
}

struct Passing {
    from: UnitId,
    from_name: String,
    to: Vec<(UnitId, String)>,
    /// First day of the new order.
    on: Day,
}

/// A line as it is handed over.
struct Held {
    id: LineId,
    standing: Standing,
    carried: Option<&'static str>,
}

const TASKS: &str = "SELECT DISTINCT t.id FROM task_part p JOIN task t ON t.id = p.task_id AND t.version = p.version \
     JOIN task_version v ON v.task_id = t.id AND v.version = t.version WHERE p.unit_id = $1 AND v.withdrawn = 0 ORDER BY t.id";
const COPY: &str = "INSERT INTO task_version (task_id, version, edition_id, from_day, withdrawn, section_no, section_title, \
     no, name, folded, product, deadline_text, deadline_kind, due_on, lead_text, coordinating_text, responsible_text, \
     authority_text, source_documents_text, seq) \
     SELECT task_id, version + 1, edition_id, CASE WHEN from_day > $3 THEN from_day ELSE $3 END, withdrawn, section_no, \
     section_title, no, name, folded, product, deadline_text, deadline_kind, due_on, lead_text, coordinating_text, \
     responsible_text, authority_text, source_documents_text, $4 FROM task_version WHERE task_id = $1 AND version = $2";

impl Passing {
    async fn all(&self, tx: &mut Tx) -> Result<HandedOver> {
        let mut done = HandedOver::default();
        let mut given = Given::default();
        for row in tx.rows(TASKS, args![self.from]).await? {
            let lines = self.task(tx, row.id(0)?, &mut given).await?;
            done.tasks += usize::from(lines.is_some());
            done.lines += lines.unwrap_or(0);
        }
        given.tell(tx, &format!("handover-{}", self.from), None, &self.from_name).await?;
        Ok(done)
    }

    /// One task; `None` where nothing of it passes on.
    async fn task(&self, tx: &mut Tx, task: TaskId, given: &mut Given) -> Result<Option<usize>> {
        let text = "SELECT t.version, v.name, v.due_on FROM task t \
             JOIN task_version v ON v.task_id = t.id AND v.version = t.version WHERE t.id = $1";
        let row = tx.one(text, args![task]).await?;
        let (version, name, due) = (row.int(0)?, row.text(1)?, row.opt_day(2)?);
        let mut parts: BTreeMap<(String, UnitId), String> = BTreeMap::new();
        let text = "SELECT role, unit_id, group_code FROM task_part WHERE task_id = $1 AND version = $2";
        for row in tx.rows(text, args![task, version]).await? {
            parts.insert((row.text(0)?, row.id(1)?), row.text(2)?);
        }
        let led = parts.contains_key(&(LEAD.to_owned(), self.from));
        let held = if led { held(tx, task, self.from).await? } else { None };
        // What is closed stays with whoever closed it.
        let open = held.filter(|h| !matches!(h.standing, Standing::Done(_) | Standing::NotApplicable));
        if led && open.is_none() {
            return Ok(None);
        }
        self.pass_parts(&mut parts);
        let (mut seq, mut lines) = (0, 0);
        match &open {
            Some(held) => {
                for (first, (unit, to_name)) in self.to.iter().enumerate().map(|(i, to)| (i == 0, to)) {
                    seq = self.line(tx, task, held, (*unit, to_name), first).await?;
                    given.new_task(*unit, task, &name, due);
                    lines += 1;
                }
                let end = args![self.on.plus_days(-1), seq, held.id];
                tx.exec("UPDATE line SET to_day = $1, seq = $2 WHERE id = $3", end).await?;
            }
            None => {
                let names: Vec<&str> = self.to.iter().map(|(_, name)| name.as_str()).collect();
                let facts = json!({ "from_name": self.from_name, "to_name": names.join("; "), "on": self.on });
                seq = seq.max(tx.append(NewEvent::new("task.help_handed_over", task.subject(), facts)).await?);
            }
        }
        tx.exec(COPY, args![task, version, self.on, seq]).await?;
        let rows = parts.into_iter().map(|((role, unit), group)| args![task, version + 1, role, unit, group]).collect();
        tx.insert_many("task_part (task_id, version, role, unit_id, group_code)", rows).await?;
        tx.exec("UPDATE task SET version = $1, seq = $2 WHERE id = $3", args![version + 1, seq, task]).await?;
        Ok(Some(lines))
    }

    /// The successors stand where the unit stood; who leads does not help as well.
    fn pass_parts(&self, parts: &mut BTreeMap<(String, UnitId), String>) {
        for role in [LEAD, COORDINATING] {
            let Some(group) = parts.remove(&(role.to_owned(), self.from)) else { continue };
            for (unit, _) in &self.to {
                parts.entry((role.to_owned(), *unit)).or_insert_with(|| group.clone());
            }
        }
        let leads: BTreeSet<UnitId> = parts.keys().filter(|(role, _)| role == LEAD).map(|(_, unit)| *unit).collect();
        parts.retain(|(role, unit), _| role == LEAD || !leads.contains(unit));
    }

    /// One successor's line. A line it has already goes on; where that one was reported or closed and
    /// the other was not, it is opened again: its area has grown.
    async fn line(&self, tx: &mut Tx, task: TaskId, from: &Held, to: (UnitId, &str), first: bool) -> Result<i64> {
        let own = held(tx, task, to.0).await?;
        let id = own.as_ref().map_or_else(LineId::new, |own| own.id);
        let facts = json!({
            "line": id, "unit": to.0, "from_unit": self.from, "from_line": from.id, "from_name": self.from_name,
            "to_name": to.1, "on": self.on,
        });
        let mut seq = tx.append(NewEvent::new("task.handed_over", task.subject(), facts)).await?;
        match own {
            Some(own) => {
                tx.exec("UPDATE line SET to_day = NULL, seq = $1 WHERE id = $2", args![seq, own.id]).await?;
                if from.standing == Standing::Open {
                    seq = open_again(tx, task, to.0, &own).await?.unwrap_or(seq);
                }
            }
            None => {
                tx.exec(
                    "INSERT INTO line (id, task_id, unit_id, from_day, last_mark, seq, begun_seq, begun_at, continues, carried) \
                     SELECT $1, task_id, $2, $3, last_mark, $4, begun_seq, begun_at, id, $5 FROM line WHERE id = $6",
                    args![id, to.0, self.on, seq, from.carried, from.id],
                )
                .await?;
                carry_extension(tx, from.id, id, seq).await?;
            }
        }
        if first {
            // What waits for an answer, and the unit's own steps, go along.
            tx.exec("UPDATE step SET line_id = $1 WHERE line_id = $2", args![id, from.id]).await?;
            let open = "UPDATE extension SET line_id = $1 WHERE line_id = $2 AND outcome = 'open' AND NOT EXISTS \
                 (SELECT 1 FROM extension o WHERE o.line_id = $1 AND o.outcome = 'open')";
            tx.exec(open, args![id, from.id]).await?;
        }
        Ok(seq)
    }
}

async fn held(tx: &mut Tx, task: TaskId, unit: UnitId) -> Result<Option<Held>> {
    let text = "SELECT id FROM line WHERE task_id = $1 AND unit_id = $2";
    let Some(row) = tx.opt(text, args![task, unit]).await? else { return Ok(None) };
    let id = row.id(0)?;
    let Some(now) = line_db::look(tx, id, None).await? else { return Ok(None) };
    let carried = match now.standing {
        Standing::Open => None,
        Standing::Reported(_) => Some(MarkKind::Done.word()),
        Standing::Done(_) => Some(MarkKind::Confirmed.word()),
        Standing::NaClaimed => Some(MarkKind::NotApplicable.word()),
        Standing::NotApplicable => Some(MarkKind::NaConfirmed.word()),
    };
    Ok(Some(Held { id, standing: now.standing, carried }))
}

/// The newest extension of the old line counts on the new one, as a row of its own that points back.
async fn carry_extension(tx: &mut Tx, from: LineId, to: LineId, seq: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO extension (seq, line_id, task_id, at, due_on, asked_day, reason, evidence, by_person, by_name, outcome, \
         granted_day, answer, answered_seq, answered_at, answered_by, carried_from) \
         SELECT $1, $2, task_id, at, due_on, asked_day, reason, evidence, by_person, by_name, outcome, granted_day, answer, \
         $1, answered_at, answered_by, seq FROM extension \
         WHERE line_id = $3 AND outcome = 'granted' ORDER BY answered_seq DESC LIMIT 1",
        args![seq, to, from],
    )
    .await
    .map(drop)
}

/// A mark that opens a line again: a return of what was reported, a reopening of what was closed.
async fn open_again(tx: &mut Tx, task: TaskId, unit: UnitId, own: &Held) -> Result<Option<i64>> {
    let kind = match own.standing {
        Standing::Open => return Ok(None),
        Standing::Reported(_) | Standing::NaClaimed => MarkKind::Returned,
        Standing::Done(_) | Standing::NotApplicable => MarkKind::Reopened,
    };
    let seq = tx.append(NewEvent::new(kind.event(), task.subject(), json!({ "line": own.id, "unit": unit }))).await?;
    let (person, name) = crate::progress::writer(tx);
    tx.exec(
        "INSERT INTO mark (seq, line_id, task_id, kind, note, evidence, by_person, by_name, at) \
         VALUES ($1,$2,$3,$4,'','[]',$5,$6,(SELECT at FROM event WHERE seq = $1))",
        args![seq, own.id, task, kind.word(), person, name],
    )
    .await?;
    tx.exec("UPDATE line SET last_mark = $1, seq = $1 WHERE id = $2", args![seq, own.id]).await?;
    Ok(Some(seq))
}
