//! Steps: a unit's own breakdown of its line. Each has a name, somebody of the unit, a last day; they
//! bind nobody outside the unit and change no state.
use kernel::{Ctx, Day, Fault, LineId, PersonId, Result, TaskId, UnitId, text::squeeze};
use org::Directories;
use serde_json::json;
use store::{NewEvent, Row, Sql, Store, Tx, Value, args};

use crate::progress::{self, TASK_REPORT, db as line_db};

/// Longest name, in characters.
const NAME_LIMIT: usize = 300;
/// Most steps on one line.
const MOST: i64 = 100;

/// What a step says.
#[derive(Clone, Debug)]
pub struct StepSays {
    /// What is to be done.
    pub name: String,
    /// By whom of the unit.
    pub person: Option<PersonId>,
    /// Until when.
    pub due_on: Option<Day>,
}

/// A step.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Step {
    /// The number of the event that added it.
    pub step: i64,
    /// The line it is part of.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
    /// What is to be done.
    pub name: String,
    /// By whom.
    pub person: Option<PersonId>,
    /// Until when.
    pub due_on: Option<Day>,
    /// When it was done.
    pub done_on: Option<Day>,
}

/// A change of a step.
#[derive(Clone, Debug)]
pub enum StepChange {
    /// It says something else.
    Says(StepSays),
    /// It is done, or not after all.
    Done(bool),
    /// It is taken away; the history keeps it.
    Removed,
}

/// Checks what a step says, against the people of the unit.
async fn checked(dirs: &Directories, says: StepSays) -> Result<(StepSays, Option<(UnitId, String)>)> {
    let name = squeeze(&kernel::text::nfc(&says.name));
    if name.is_empty() || name.chars().count() > NAME_LIMIT {
        return Err(Fault::invalid("plan-step-name").arg("limit", NAME_LIMIT).field("name"));
    }
    let directory = dirs.now().await?;
    let person = says.person.map(|id| directory.person(id).filter(|p| p.active));
    if person == Some(None) {
        return Err(Fault::invalid("plan-step-person").field("person"));
    }
    let of = person.flatten().map(|p| (p.unit, p.name.clone()));
    Ok((StepSays { name, ..says }, of))
}

fn same_unit(now: &line_db::Now, person: Option<&(UnitId, String)>) -> Result<()> {
    match person {
        Some((unit, _)) if *unit != now.unit => Err(Fault::invalid("plan-step-person").field("person")),
        _ => Ok(()),
    }
}

async fn own_line(tx: &mut Tx, line: LineId) -> Result<line_db::Now> {
    let now = line_db::look(tx, line, None).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    tx.ctx().require(TASK_REPORT, &progress::resource(now.task, now.unit))?;
    now.check_lasts(tx.ctx().today())?;
    Ok(now)
}

/// Adds a step to one's own line; returns its number.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` for a name that is empty or too long, or somebody of another unit;
/// `Conflict` for a line that has ended or has a hundred steps already.
pub async fn add_step(store: &Store, ctx: &Ctx, dirs: &Directories, line: LineId, says: StepSays) -> Result<Step> {
    let (says, person) = checked(dirs, says).await?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let now = own_line(tx, line).await?;
                same_unit(&now, person.as_ref())?;
                let count = tx.one("SELECT COUNT(*) FROM step WHERE line_id = $1 AND removed = 0", args![line]).await?;
                if count.int(0)? >= MOST {
                    return Err(Fault::conflict("plan-step-too-many").arg("limit", MOST));
                }
                let facts = facts(&now, line, &says.name, person.as_ref(), says.due_on);
                let seq = tx.append(NewEvent::new("task.step_added", now.task.subject(), facts)).await?;
                tx.exec(
                    "INSERT INTO step (seq, line_id, task_id, name, person_id, due_on, removed, changed_seq) \
                     VALUES ($1,$2,$3,$4,$5,$6,0,$1)",
                    args![seq, line, now.task, &says.name, says.person, says.due_on],
                )
                .await?;
                let StepSays { name, person, due_on } = says;
                Ok(Step { step: seq, line, task: now.task, name, person, due_on, done_on: None })
            })
        })
        .await
}

fn facts(
    now: &line_db::Now,
    line: LineId,
    name: &str,
    person: Option<&(UnitId, String)>,
    due_on: Option<Day>,
) -> serde_json::Value {
    let to_name = person.map(|(_, name)| name);
    json!({ "line": line, "unit": now.unit, "name": name, "to_name": to_name, "until": due_on })
}

/// Changes a step of one's own line.
///
/// # Errors
/// As [`add_step`].
pub async fn change_step(store: &Store, ctx: &Ctx, dirs: &Directories, step: i64, change: StepChange) -> Result<Step> {
    let (change, person) = match change {
        StepChange::Says(says) => {
            let (says, person) = checked(dirs, says).await?;
            (StepChange::Says(says), person)
        }
        other => (other, None),
    };
    store.write(ctx, move |tx| Box::pin(change_in(tx, step, change, person))).await
}

async fn change_in(tx: &mut Tx, step: i64, change: StepChange, person: Option<(UnitId, String)>) -> Result<Step> {
    let text = format!("{SELECT} AND seq = $1");
    let row = tx.opt(&text, args![step]).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let mut held = of_row(&row)?;
    let now = own_line(tx, held.line).await?;
    same_unit(&now, person.as_ref())?;
    let mut removed = false;
    let kind = match change {
        StepChange::Says(says) => {
            (held.name, held.person, held.due_on) = (says.name, says.person, says.due_on);
            "task.step_changed"
        }
        StepChange::Done(done) if done == held.done_on.is_some() => return Ok(held),
        StepChange::Done(true) => {
            held.done_on = Some(tx.ctx().today());
            "task.step_done"
        }
        StepChange::Done(false) => {
            held.done_on = None;
            "task.step_reopened"
        }
        StepChange::Removed => {
            removed = true;
            "task.step_removed"
        }
    };
    let facts = facts(&now, held.line, &held.name, person.as_ref(), held.due_on);
    let seq = tx.append(NewEvent::new(kind, now.task.subject(), facts)).await?;
    tx.exec(
        "UPDATE step SET name = $1, person_id = $2, due_on = $3, done_on = $4, removed = $5, changed_seq = $6 WHERE seq = $7",
        args![&held.name, held.person, held.due_on, held.done_on, removed, seq, step],
    )
    .await?;
    Ok(held)
}

const SELECT: &str = "SELECT seq, line_id, task_id, name, person_id, due_on, done_on FROM step WHERE removed = 0";

fn of_row(row: &Row) -> Result<Step> {
    Ok(Step {
        step: row.int(0)?,
        line: row.id(1)?,
        task: row.id(2)?,
        name: row.text(3)?,
        person: row.opt_id(4)?,
        due_on: row.opt_day(5)?,
        done_on: row.opt_day(6)?,
    })
}

/// The steps of these lines: open ones by last day, then those done.
///
/// # Errors
/// When the store can't be read.
pub async fn of_lines(sql: &mut dyn Sql, lines: &[LineId]) -> Result<Vec<Step>> {
    let mut all = Vec::new();
    for some in lines.chunks(200) {
        let marks: Vec<String> = (1..=some.len()).map(|i| format!("${i}")).collect();
        let text = format!("{SELECT} AND line_id IN ({})", marks.join(","));
        for row in sql.rows(&text, some.iter().map(|l| Value::from(*l)).collect()).await? {
            all.push(of_row(&row)?);
        }
    }
    all.sort_by_key(|s| (s.done_on.is_some(), s.due_on.is_none(), s.due_on, s.step));
    Ok(all)
}

/// The open steps given to a person, by last day.
///
/// # Errors
/// When the store can't be read.
pub async fn of_person(sql: &mut dyn Sql, person: PersonId) -> Result<Vec<Step>> {
    let text = format!("{SELECT} AND person_id = $1 AND done_on IS NULL");
    let mut all = sql.rows(&text, args![person]).await?.iter().map(of_row).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|s| (s.due_on.is_none(), s.due_on, s.step));
    Ok(all)
}
