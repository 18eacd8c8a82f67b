//! One task: its page, what is said about it, and the same as JSON.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Ctx, Fault, LineId, Result, TaskId};
use plan::{
    history,
    link::{self, LinkFilter},
    list::last_words,
    progress::{self, On},
};
use store::{Event, Sql, event::EventFilter};

use super::{
    daily::{
        self,
        task_part::{Around, Typed as Beside},
    },
    task_page::{self, Scene, TaskPage, Typed},
    tasks::{self, RowMaker},
};
use crate::{
    api::{MarkItem, TaskDetail, Tasks},
    app::App,
    errors::{self, Failure},
    extract::{self, Asked, Fields},
    pages::{self, Desk},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
    url, views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/tasks/{id}" Case::Thing("task.read") => page),
        route!(GET "/api/v1/tasks" Case::Signed => list).gives(
            "Tasks",
            "Tasks that the caller may see.",
            &[
                ("as_of", "the day; today when absent"),
                ("q", "words to search for; accents and case do not matter"),
                ("state", "one or more states, with commas"),
                ("unit", "a unit that has a part in them"),
                ("role", "its part: lead or coordinating"),
                ("document", "the document that gives them"),
                ("due", "open ones whose last day is within so many days"),
                ("sort", "due, document, changed or unit"),
                ("after", "the next page, as `next` said"),
            ],
        ),
        route!(GET "/api/v1/tasks/{id}" Case::Thing("task.read") => get).gives(
            "TaskDetail",
            "A task with its lines of progress and what was said about them.",
            &[("as_of", "the day; today when absent")],
        ),
    ]
}

async fn list(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<Tasks>, Failure> {
    let view = tasks::view(&asked, &ctx)?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let page = board.list(views::asked(view.as_of), &views::sight(&ctx), &view.filter, &view.ask)?;
    Ok(Json(Tasks {
        as_of: view.as_of.to_string(),
        total: page.total as usize,
        tasks: page.rows.iter().map(|r| views::task_item(&board, &directory, r)).collect(),
        next: page.next,
    }))
}

async fn get(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Json<TaskDetail>, Failure> {
    let id: TaskId = extract::id(&id)?;
    let as_of = extract::as_of(&asked, ctx.today())?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let moment = views::asked(as_of);
    let detail = board.task(id, moment, &views::sight(&ctx)).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let lines: Vec<_> = detail.lines.iter().map(|l| l.line).collect();
    let mut sql = app.store.read().await?;
    let words = last_words(&mut sql, &lines).await?;
    let percent = |line| words.iter().find(|w| w.line == line).and_then(|w| w.percent);
    let marks = events_of(&mut sql, id, &lines).await?;
    Ok(Json(TaskDetail {
        task: views::task_item(&board, &directory, &detail.row),
        section_title: detail.row.section_title.clone(),
        product: detail.row.product.clone(),
        leads: views::unit_refs(&directory, &detail.leads),
        coordinating: views::unit_refs(&directory, &detail.coordinating),
        coordinating_text: detail.row.coordinating_text.clone(),
        responsible_text: detail.responsible_text,
        authority_text: detail.authority_text,
        source_documents_text: detail.source_documents_text,
        progress: detail.lines.iter().map(|l| views::line_item(&directory, l, percent(l.line))).collect(),
        marks: marks.into_iter().filter_map(mark).collect(),
    }))
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, extract::id(&id)?, &asked, None).await
}

/// The task's page; after a mistake with what is to be mended and what was typed.
pub(crate) async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    id: TaskId,
    asked: &Fields,
    mistake: Option<(Fault, Typed<'_>)>,
) -> Result<Response, Failure> {
    show_typed(app, visitor, ctx, id, asked, mistake, Beside::default()).await
}

/// The same, with what was typed into a form beside the task.
pub(crate) async fn show_typed(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    id: TaskId,
    asked: &Fields,
    mistake: Option<(Fault, Typed<'_>)>,
    beside: Beside,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "tasks").await?;
    let as_of = extract::as_of(asked, ctx.today())?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let settings = app.kept.settings(&app.store).await?;
    let (moment, sight) = (views::asked(as_of), views::sight(ctx));
    let task = board.task(id, moment, &sight).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let mut sql = app.store.read().await?;
    let lines: Vec<_> = task.lines.iter().map(|line| line.line).collect();
    let words = last_words(&mut sql, &lines).await?;
    let name = |unit| directory.unit(unit).map(|u| u.name.clone()).unwrap_or_default();
    let entries = history::task_timeline(&mut sql, &task, &sight, &name, None, HISTORY).await?;
    let links = link::links(&mut sql, &LinkFilter { item: Some(id.to_string()), ..LinkFilter::default() }).await?;
    let around = Around::gather(&mut sql, ctx, &task, as_of, &settings.calendar).await?;
    let daily = daily::task_part::Scene {
        l,
        me: &me,
        ctx,
        directory: &directory,
        task: &task,
        around: &around,
        typed: &beside,
        today: ctx.today(),
    };
    let daily = daily.part();
    let typed = mistake.as_ref().map(|(_, typed)| *typed);
    let scene = Scene {
        l,
        ctx,
        board: &board,
        directory: &directory,
        rows: RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of },
        task: &task,
        words: &words,
        line: asked.id("line")?.or_else(|| typed.and_then(|t| t.line.parse().ok())),
        typed,
    };
    let acts = scene.acts();
    let problems = mistake.as_ref().map(|(fault, t)| task_page::problem(l, fault, t.line)).unwrap_or_default();
    let status = mistake.as_ref().map_or(StatusCode::OK, |(fault, _)| errors::status(fault.kind));
    let row = &task.row;
    let document = url::document(row.document);
    let page = TaskPage {
        id: id.to_string(),
        name: row.name.clone(),
        no: row.no.clone(),
        state: row.state.code().to_owned(),
        due: scene.rows.due(row),
        simulated: row.sample,
        say: scene.say(),
        document: row.document_number.clone(),
        clause_url: format!("{document}#tasks"),
        document_url: document,
        section: format!("{} {}", row.section_no, row.section_title).trim().to_owned(),
        facts: scene.facts(),
        product: row.product.clone(),
        sources: task.source_documents_text.clone(),
        acts,
        squares: scene.squares(),
        members_say: scene.members_say(),
        events: task_page::events(l, entries),
        versions: scene.versions(),
        chase: super::chase::said::rows(app, l, &directory, &task).await?,
        links: scene.links(&links),
        problems,
        daily,
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

/// How many events a task's page goes back.
const HISTORY: usize = 300;

/// What happened to a task, newest first, as far as it is about lines that the reader may see.
async fn events_of(sql: &mut dyn Sql, id: TaskId, lines: &[LineId]) -> Result<Vec<Event>> {
    let filter = EventFilter { subject: Some(id.subject()), ..EventFilter::default() };
    let mut events = store::event::list(sql, &filter, HISTORY).await?;
    events.retain(|e| {
        let line = e.facts().get("line").and_then(|l| l.as_str().map(str::to_owned));
        line.is_none_or(|l| lines.iter().any(|seen| seen.to_string() == l))
    });
    Ok(events)
}

/// An event about a line, for the API.
fn mark(event: Event) -> Option<MarkItem> {
    let facts = event.facts();
    let text = |name: &str| facts.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    Some(MarkItem {
        seq: event.seq,
        at: event.at.0,
        line: facts.get("line")?.as_str()?.to_owned(),
        kind: event.kind.clone(),
        percent: facts.get("percent").and_then(serde_json::Value::as_i64),
        done_on: Some(text("done_on")).filter(|t| !t.is_empty()),
        note: text("note"),
        by_name: event.actor_name,
    })
}

/// Confirms what was picked in the list: every line of it that waits, as the list showed it.
pub(crate) async fn confirm_picked(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let board = app.boards.now().await?;
    let (moment, sight) = (views::asked(ctx.today()), views::sight(&ctx));
    let (mut all, mut moved) = (Vec::new(), 0);
    for picked in fields.all("id") {
        let (id, seen) = picked.split_once('~').unwrap_or((picked, ""));
        let Some(task) = board.task(extract::id(id)?, moment, &sight) else { continue };
        if task.row.changed.to_string() != seen {
            moved += 1;
            continue;
        }
        let waiting = task.lines.iter().filter(|l| l.standing.awaits());
        all.extend(waiting.map(|l| On { line: l.line, seen: l.last_mark, key: None }));
    }
    let outcomes = progress::confirm_many(&app.store, &ctx, all, "").await;
    let refused = outcomes.iter().filter(|(_, outcome)| outcome.is_err()).count() + moved;
    let back = url::local(fields.opt("back").unwrap_or(url::TASKS)).to_owned();
    let mut response = pages::go(&back);
    session::say_next(&app, &mut response, if refused == 0 { "confirmed" } else { "warn-some-moved" });
    Ok(response)
}
