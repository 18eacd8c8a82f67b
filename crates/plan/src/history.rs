//! What happened to a task or a target, as sentences: who, for which unit, what, when.
use kernel::{Arg, Day, LineId, Millis, Result, Say, TargetId, UnitId};
use serde_json::Value as Json;
use store::{
    Event, Sql,
    event::{self, EventFilter},
};

use crate::{board::Sight, list::TaskDetail, progress::Evidence};

/// Names of facts that sentences may use. Facts outside this list stay out of sentences.
const FACTS: &[&str] = &[
    "added",
    "amount",
    "as_of",
    "changed",
    "code",
    "count",
    "days",
    "done_on",
    "due",
    "edition",
    "field",
    "file",
    "from",
    "from_name",
    "from_names",
    "fund",
    "granted",
    "into_names",
    "last",
    "measure",
    "media",
    "month",
    "name",
    "no",
    "number",
    "on",
    "percent",
    "period",
    "reason",
    "rows",
    "score",
    "size",
    "source",
    "targets",
    "tasks",
    "text",
    "title",
    "to_name",
    "unit_name",
    "until",
    "username",
    "valid_from",
    "valid_to",
    "value",
    "version",
    "withdrawn",
    "year",
];
/// Of those, the ones that are days.
const DAYS: &[&str] = &["as_of", "done_on", "due", "from", "granted", "last", "on", "until", "valid_from", "valid_to"];

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Kind of the event.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// It was done in somebody else's place.
    pub delegated: bool,
    /// The line it is about, if it is about one.
    pub line: Option<LineId>,
    /// That line's unit.
    pub unit: Option<UnitId>,
    /// The sentence.
    pub say: Say,
    /// The note or reason, as written.
    pub note: String,
    /// Files.
    pub evidence: Vec<Evidence>,
}

/// An event as an entry; `unit_name` asks the directory of units. Knows the facts of every room,
/// so that the log of everything can be shown too.
#[must_use]
pub fn entry(event: &Event, unit_name: &dyn Fn(UnitId) -> String) -> Entry {
    let facts = event.facts();
    let text = |name: &str| facts.get(name).and_then(Json::as_str).unwrap_or_default();
    let unit: Option<UnitId> = text("unit").parse().ok();
    let id = format!("event-{}", event.kind.replace(['.', '_'], "-"));
    let mut say = Say::new(id).arg("actor", event.actor_name.as_str());
    if let Some(unit) = unit {
        say = say.arg("unit", unit_name(unit));
    }
    for name in FACTS.iter().copied() {
        if let Some(value) = facts.get(name).and_then(|v| argument(name, v)) {
            say = say.arg(name, value);
        }
    }
    let note = if text("note").is_empty() { text("reason") } else { text("note") };
    Entry {
        seq: event.seq,
        at: event.at,
        kind: event.kind.clone(),
        actor: event.actor_name.clone(),
        delegated: !event.behalf.is_empty(),
        line: text("line").parse().ok(),
        unit,
        say,
        note: note.to_owned(),
        evidence: facts.get("evidence").and_then(|e| serde_json::from_value(e.clone()).ok()).unwrap_or_default(),
    }
}

fn argument(name: &str, value: &Json) -> Option<Arg> {
    match value {
        // Years and numbers of versions are names, not amounts: no marks between their digits.
        Json::Number(n) if name == "year" => Some(Arg::Text(n.to_string())),
        Json::Number(n) => n.as_i64().map(Arg::Number),
        Json::String(text) if DAYS.contains(&name) => Some(text.parse::<Day>().map_or_else(|_| text.into(), Arg::from)),
        Json::String(text) => Some(text.into()),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// What happened to a task, newest first, as far as the reader may know: on lines that they do not
/// see, nothing. `before` continues an earlier page.
///
/// # Errors
/// When the store can't be read.
pub async fn task_timeline(
    sql: &mut dyn Sql,
    task: &TaskDetail,
    sight: &Sight,
    unit_name: &(dyn Fn(UnitId) -> String + Sync),
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let mut filter = EventFilter { subject: Some(task.row.task.subject()), before, ..EventFilter::default() };
    let seen = |e: &Entry| {
        *sight == Sight::All
            || e.line.is_none_or(|l| task.lines.iter().any(|own| own.line == l || own.continues == Some(l)))
    };
    let mut entries: Vec<Entry> = Vec::new();
    // Of a group task a member may see one mark in a hundred: read on until the page is full.
    loop {
        let events = event::list(sql, &filter, limit.max(200)).await?;
        let Some(oldest) = events.last() else { break };
        filter.before = Some(oldest.seq);
        entries.extend(events.iter().map(|e| entry(e, unit_name)).filter(|e| seen(e)));
        if entries.len() >= limit {
            entries.truncate(limit);
            break;
        }
    }
    Ok(entries)
}

/// What happened to a target, newest first.
///
/// # Errors
/// When the store can't be read.
pub async fn target_timeline(
    sql: &mut dyn Sql,
    target: TargetId,
    unit_name: &(dyn Fn(UnitId) -> String + Sync),
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let filter = EventFilter { subject: Some(target.subject()), before, ..EventFilter::default() };
    Ok(event::list(sql, &filter, limit).await?.iter().map(|e| entry(e, unit_name)).collect())
}
