//! What was said about a task, to whom, when: a part of its page, and JSON.
use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, State},
};
use chase::{Role, Spoken};
use kernel::{Arg, Fault, LineId, Result, TaskId};
use org::Directory;
use plan::list::TaskDetail;

use super::ladder::state_of;
use crate::{
    api::chase::{ChaseSaid, ChaseSaidItem},
    app::App,
    errors::Failure,
    extract,
    lang::L,
    registry::{Case, Route, route},
    session::Signed,
    views,
};

pub(super) fn routes() -> Vec<Route> {
    vec![route!(GET "/api/v1/tasks/{id}/chase" Case::Thing("task.read") => of_task).gives(
        "ChaseSaid",
        "Reminders sent about a task's lines: what, when, to whom.",
        &[],
    )]
}

/// A line of the task's page.
pub(crate) struct SaidRow {
    pub(crate) text: String,
    pub(crate) hint: String,
    pub(crate) state: &'static str,
}

/// Rows that the page shows; a task of all communes has one for each night and role, not for each.
const ROWS: usize = 30;
/// Names that a row spells out.
const NAMED: usize = 3;

/// What was said on the lines that the reader sees, newest first; what was said the same night about
/// the same rung to several units is one row.
pub(crate) async fn rows(app: &App, l: L, directory: &Directory, task: &TaskDetail) -> Result<Vec<SaidRow>> {
    let spoken = seen(app, task).await?;
    let mut rows: BTreeMap<_, Vec<&Spoken>> = BTreeMap::new();
    for one in &spoken {
        rows.entry((std::cmp::Reverse(one.seq), one.rung.as_str(), one.anchor)).or_default().push(one);
    }
    Ok(rows.into_values().take(ROWS).map(|group| row(l, directory, &group)).collect())
}

async fn seen(app: &App, task: &TaskDetail) -> Result<Vec<Spoken>> {
    let lines: Vec<LineId> = task.lines.iter().flat_map(|l| [Some(l.line), l.continues]).flatten().collect();
    let mut spoken = chase::spoken_on(&mut app.store.read().await?, task.row.task).await?;
    spoken.retain(|s| lines.contains(&s.line));
    Ok(spoken)
}

fn row(l: L, directory: &Directory, group: &[&Spoken]) -> SaidRow {
    let first = group[0];
    let unit = match (first.role.is_of_unit(), group) {
        (false, _) => String::new(),
        (true, [one]) => directory.unit(one.unit).map(|u| u.name.clone()).unwrap_or_default(),
        (true, many) => l.tn("chase-units", &i64::try_from(many.len()).unwrap_or(0)),
    };
    let mut people: Vec<_> = group.iter().flat_map(|s| &s.people).filter_map(|id| directory.person(*id)).collect();
    people.sort_by_key(|p| p.id);
    people.dedup_by_key(|p| p.id);
    let mut names: Vec<String> = people.iter().take(NAMED).map(|p| p.name.clone()).collect();
    if people.len() > NAMED {
        names.push(l.tn("chase-people-more", &i64::try_from(people.len() - NAMED).unwrap_or(0)));
    }
    let to = l.tk("chase-told", first.role.word());
    let to = if unit.is_empty() { to } else { l.t2("chase-told-of", "to", to, "unit", unit) };
    let who = l.t2("chase-said-who", "to", to, "names", names.join(", "));
    let how = l.tk("chase-how", first.kind.word());
    let day: Arg = first.day.into();
    let waiting = first.kind == notify::Kind::Unconfirmed;
    SaidRow {
        text: l.with("chase-said-line", &[("day", day), ("how", how.into()), ("who", who.into())]),
        hint: l.t1(if waiting { "chase-said-waiting" } else { "chase-said-due" }, "day", first.anchor),
        state: state_of(first.kind),
    }
}

async fn of_task(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Json<ChaseSaid>, Failure> {
    let id: TaskId = extract::id(&id)?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let task = board.task(id, views::asked(ctx.today()), &views::sight(&ctx));
    let task = task.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let item = |s: Spoken| ChaseSaidItem {
        line: s.line.to_string(),
        day: s.day.to_string(),
        rung: s.rung,
        to: Role::word(s.role).to_owned(),
        kind: s.kind.word().to_owned(),
        counted_from: s.anchor.to_string(),
        people: s.people.iter().filter_map(|p| directory.person(*p)).map(|p| p.name.clone()).collect(),
        seq: s.seq,
    };
    Ok(Json(ChaseSaid { said: seen(&app, &task).await?.into_iter().map(item).collect() }))
}
