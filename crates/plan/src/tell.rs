//! Whom to tell of what happens to tasks, through `notify` in the operation's own transaction: the
//! unit's officers and heads, the focal department, who is mentioned, who watches. Nobody is told of
//! their own doing. What commands on the server do (loading, migrating) tells nobody.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Day, LineId, PersonId, Post, Result, TaskId, UnitId, Via};
use notify::{Kind, Notice};
use org::Person;
use serde_json::{Value as Json, json};
use store::{Sql, Tx, args};

use crate::{comment::TASK_READ, part, state::MarkKind};

/// A task's page.
fn path(task: TaskId) -> String {
    format!("/tasks/{task}")
}

fn quiet(tx: &Tx) -> bool {
    tx.ctx().actor.via == Via::Command
}

/// Everybody but who acts.
fn others(tx: &Tx, people: impl IntoIterator<Item = PersonId>) -> Vec<PersonId> {
    let me = tx.ctx().actor.person;
    people.into_iter().filter(|id| Some(*id) != me).collect::<BTreeSet<_>>().into_iter().collect()
}

fn answers_for_unit(person: &Person) -> bool {
    person.posts.iter().any(|p| matches!(p, Post::Officer | Post::Head))
}

/// Officers and heads of units, by unit: whoever holds these posts now, so a new head is told and
/// the one before is not.
async fn staff(tx: &mut Tx, units: &[UnitId]) -> Result<HashMap<UnitId, Vec<PersonId>>> {
    let mut by_unit: HashMap<UnitId, Vec<PersonId>> = HashMap::new();
    for person in org::people_of_units(tx, units).await?.into_iter().filter(answers_for_unit) {
        by_unit.entry(person.unit).or_default().push(person.id);
    }
    Ok(by_unit)
}
async fn focal(tx: &mut Tx) -> Result<Vec<PersonId>> {
    let people = org::people_with_post(tx, Post::Focal).await?;
    Ok(people.into_iter().filter(|p| p.posts.contains(&Post::Focal)).map(|p| p.id).collect())
}

/// A line as notices name it.
struct About {
    title: String,
    unit: String,
}
async fn about(tx: &mut Tx, task: TaskId, unit: UnitId) -> Result<About> {
    let text =
        "SELECT v.name FROM task t JOIN task_version v ON v.task_id = t.id AND v.version = t.version WHERE t.id = $1";
    let title = tx.one(text, args![task]).await?.text(0)?;
    let unit = org::unit_names(tx, &[unit]).await?.remove(&unit).unwrap_or_default();
    Ok(About { title, unit })
}

async fn post(tx: &mut Tx, to: Vec<PersonId>, kind: Kind, key: String, task: TaskId, facts: Json) -> Result<()> {
    let to = others(tx, to);
    if to.is_empty() {
        return Ok(());
    }
    notify::post(tx, &to, &Notice { kind, key, subject: task.subject(), path: path(task), facts }).await
}

/// Whoever watches a task and may still see it; not those in `but`.
async fn watchers(tx: &mut Tx, task: TaskId, but: &BTreeSet<PersonId>) -> Result<Vec<PersonId>> {
    let text = "SELECT person_id FROM watch WHERE task_id = $1 AND watching = 1";
    let mut ids: Vec<PersonId> = Vec::new();
    for row in tx.rows(text, args![task]).await? {
        ids.push(row.id(0)?);
    }
    ids.retain(|id| !but.contains(id));
    if ids.is_empty() {
        return Ok(ids);
    }
    let (resource, _) = part::of_task(tx, task).await?;
    let people = org::people_by_id(tx, &ids).await?;
    let gate = tx.ctx().gate.clone();
    ids.retain(|id| {
        people.get(id).is_some_and(|p| gate.allows(&crate::comment::actor_of(p, None), TASK_READ, &resource))
    });
    Ok(ids)
}

/// Tells those who watch a task, but nobody of `but`, who hear of it otherwise.
async fn watched(tx: &mut Tx, task: TaskId, seq: i64, text: &str, but: &[PersonId]) -> Result<()> {
    let to = watchers(tx, task, &but.iter().copied().collect()).await?;
    if to.is_empty() {
        return Ok(());
    }
    let title = part::of_task(tx, task).await?.1;
    let facts = json!({ "title": title, "by": tx.ctx().actor.name, "text": text });
    post(tx, to, Kind::Watched, format!("watched:{task}:{seq}"), task, facts).await
}

/// Which line a notice is about.
#[derive(Clone, Copy)]
pub(crate) struct OnLine {
    pub(crate) task: TaskId,
    pub(crate) line: LineId,
    pub(crate) unit: UnitId,
}

/// Of a mark: reports go to the focal department, its answers to the unit.
pub(crate) async fn marked(tx: &mut Tx, on: OnLine, kind: MarkKind, seq: i64, note: &str) -> Result<()> {
    if quiet(tx) {
        return Ok(());
    }
    let told = match kind {
        MarkKind::Progress => vec![],
        MarkKind::Done | MarkKind::NotApplicable => reported(tx, on, seq).await?,
        MarkKind::Confirmed | MarkKind::NaConfirmed => answered(tx, on, Kind::Confirmed, seq, note).await?,
        MarkKind::Returned | MarkKind::Reopened => answered(tx, on, Kind::Returned, seq, note).await?,
    };
    watched(tx, on.task, seq, note, &told).await
}

/// Something of a line waits for the focal department.
pub(crate) async fn reported(tx: &mut Tx, on: OnLine, seq: i64) -> Result<Vec<PersonId>> {
    if quiet(tx) {
        return Ok(vec![]);
    }
    let (to, about) = (focal(tx).await?, about(tx, on.task, on.unit).await?);
    let facts = json!({ "title": about.title, "unit": about.unit, "by": tx.ctx().actor.name });
    post(tx, to.clone(), Kind::Awaiting, format!("awaiting:{}:{seq}", on.line), on.task, facts).await?;
    Ok(to)
}

/// The focal department answered a unit.
pub(crate) async fn answered(tx: &mut Tx, on: OnLine, kind: Kind, seq: i64, reason: &str) -> Result<Vec<PersonId>> {
    if quiet(tx) {
        return Ok(vec![]);
    }
    let to = staff(tx, &[on.unit]).await?.remove(&on.unit).unwrap_or_default();
    let about = about(tx, on.task, on.unit).await?;
    let facts = json!({ "title": about.title, "unit": about.unit, "by": tx.ctx().actor.name, "reason": reason });
    post(tx, to.clone(), kind, format!("{}:{}:{seq}", kind.word(), on.line), on.task, facts).await?;
    Ok(to)
}

/// Of an extension: asked, to the focal department; decided, to the unit.
pub(crate) async fn extension(
    tx: &mut Tx,
    on: OnLine,
    seq: i64,
    (due, to_day): (Day, Day),
    outcome: &str,
) -> Result<()> {
    if quiet(tx) {
        return Ok(());
    }
    let to = match outcome {
        "asked" => focal(tx).await?,
        _ => staff(tx, &[on.unit]).await?.remove(&on.unit).unwrap_or_default(),
    };
    let about = about(tx, on.task, on.unit).await?;
    let facts = json!({ "title": about.title, "unit": about.unit, "due": due, "to": to_day, "outcome": outcome });
    post(tx, to.clone(), Kind::Extension, format!("extension:{}:{seq}", on.line), on.task, facts).await?;
    if outcome == "asked" { Ok(()) } else { watched(tx, on.task, seq, "", &to).await }
}

/// Of a comment: those it mentions, then those who watch. A note of one unit tells only the former.
pub(crate) async fn commented(
    tx: &mut Tx,
    task: TaskId,
    seq: i64,
    text: &str,
    mentioned: &BTreeSet<PersonId>,
    internal: bool,
) -> Result<()> {
    let title = part::of_task(tx, task).await?.1;
    // A notice is a pointer, not the text itself.
    let short: String = text.chars().take(200).collect();
    let facts = json!({ "title": title, "by": tx.ctx().actor.name, "text": short });
    let to: Vec<PersonId> = mentioned.iter().copied().collect();
    post(tx, to.clone(), Kind::Mention, format!("mention:{task}:{seq}"), task, facts).await?;
    if internal { Ok(()) } else { watched(tx, task, seq, &short, &to).await }
}

/// What an edition gives units: gathered while it is written, told once a unit.
#[derive(Default)]
pub(crate) struct Given {
    /// By unit: how many tasks, the nearest last day, the name of the only one.
    new: BTreeMap<UnitId, Several>,
    changed: BTreeMap<UnitId, Several>,
}
#[derive(Default)]
struct Several {
    count: usize,
    due: Option<Day>,
    name: String,
    task: Option<TaskId>,
}
impl Several {
    fn add(&mut self, task: TaskId, name: &str, due: Option<Day>) {
        self.count += 1;
        self.due = self.due.into_iter().chain(due).min();
        if self.count == 1 {
            (self.name, self.task) = (name.to_owned(), Some(task));
        }
    }
}
impl Given {
    /// A unit leads a task now that it did not lead before.
    pub(crate) fn new_task(&mut self, unit: UnitId, task: TaskId, name: &str, due: Option<Day>) {
        self.new.entry(unit).or_default().add(task, name, due);
    }
    /// A task that a unit leads was changed or withdrawn.
    pub(crate) fn changed(&mut self, unit: UnitId, task: TaskId, name: &str, due: Option<Day>) {
        self.changed.entry(unit).or_default().add(task, name, due);
    }
    /// Tells the officers and heads of every unit, once a unit and edition.
    pub(crate) async fn tell(
        self,
        tx: &mut Tx,
        edition: &str,
        document: Option<kernel::DocumentId>,
        by: &str,
    ) -> Result<()> {
        let units: Vec<UnitId> =
            self.new.keys().chain(self.changed.keys()).copied().collect::<BTreeSet<_>>().into_iter().collect();
        if units.is_empty() {
            return Ok(());
        }
        let page = document.map_or_else(|| "/tasks?mine=1".to_owned(), |d| format!("/tasks?mine=1&document={d}"));
        let about = document.map_or_else(|| "task:".to_owned(), |d| d.subject());
        let (names, staff) = (org::unit_names(tx, &units).await?, staff(tx, &units).await?);
        let mut notices: Vec<(Vec<PersonId>, Notice)> = Vec::new();
        for (kind, list) in [(Kind::Assigned, self.new), (Kind::Withdrawn, self.changed)] {
            for (unit, some) in list {
                let Some(to) = staff.get(&unit) else { continue };
                // One task is named; of many, the document and how many.
                let (title, path) = match some.task.filter(|_| some.count == 1) {
                    Some(task) => (some.name, path(task)),
                    None => (format!("{by} ({})", some.count), page.clone()),
                };
                let facts = json!({ "title": title, "unit": names.get(&unit), "due": some.due, "by": by });
                let key = format!("{}:{edition}:{unit}", kind.word());
                notices.push((to.clone(), Notice { kind, key, subject: about.clone(), path, facts }));
            }
        }
        let batch: Vec<(&[PersonId], &Notice)> = notices.iter().map(|(to, notice)| (to.as_slice(), notice)).collect();
        notify::post_many(tx, &batch).await.map(drop)
    }
}
