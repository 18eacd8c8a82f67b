//! What the forms beside a task send: each goes back to the task, with a word of success or with what
//! has to be mended and nothing typed lost.
use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Ctx, Fault, FaultKind, Result, TaskId};
use plan::{
    check_in::{self, AnswerCheckIn, MakeCheckIn, Period},
    clarity::{self, Complete, Field},
    comment::{self, NewComment},
    extension::{self, DecideExtension, RequestExtension},
    step::{self, StepChange, StepSays},
};

use super::task_part::Typed;
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Fields},
    pages,
    registry::{Case, Face, Route, route},
    routes::{lines, task, task_page},
    session::{self, Signed, Visitor},
    upload::Upload,
    url,
};

pub(crate) fn routes() -> Vec<Route> {
    let (report, confirm) = (Case::Thing("task.report"), Case::Thing("task.confirm"));
    let read = Case::Thing("task.read");
    vec![
        route!(POST "/lines/{line}/extend" report => extend).face(Face::Upload),
        route!(POST "/extensions/{no}/decide" confirm => decide),
        route!(POST "/extensions/{no}/withdraw" report => withdraw),
        route!(POST "/lines/{line}/check-in" report => make_check_in).face(Face::Upload),
        route!(POST "/check-ins/{no}/answer" confirm => answer_check_in),
        route!(POST "/tasks/{id}/complete" Case::Province("plan.accept") => complete),
        route!(POST "/lines/{line}/steps" report => add_step),
        route!(POST "/steps/{no}" report => change_step),
        route!(POST "/tasks/{id}/comments" read => write_comment),
        route!(POST "/tasks/{id}/watch" read => watch),
    ]
}

/// What a form said and what came of it.
struct Said<'a> {
    task: &'a str,
    outcome: Result<TaskId>,
    typed: Typed,
    /// The flash message's code.
    done: &'static str,
}

async fn answer(app: &App, visitor: &Visitor, ctx: &Ctx, said: Said<'_>) -> Result<Response, Failure> {
    match said.outcome {
        Ok(task) => {
            let mut response = pages::go(&url::task(task));
            session::say_next(app, &mut response, said.done);
            Ok(response)
        }
        Err(fault) if matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Internal) => {
            Err(fault.into())
        }
        Err(fault) => {
            let Ok(id) = said.task.parse::<TaskId>() else { return Err(fault.into()) };
            let about = said.typed.about().to_owned();
            let typed = task_page::Typed { line: &about, ..task_page::Typed::default() };
            task::show_typed(app, visitor, ctx, id, &Fields::default(), Some((fault, typed)), said.typed).await
        }
    }
}

pub(super) fn number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Fault::not_found("fault-not-found"))
}
pub(super) fn period(text: &str) -> Result<Period> {
    Period::from_code(text.trim()).ok_or_else(|| Fault::invalid("web-bad-form").arg("field", "period").field("period"))
}
pub(super) fn day(text: &str, field: &'static str) -> Result<kernel::Day> {
    text.trim().parse().map_err(|f: Fault| f.field(field))
}

async fn extend(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    mut form: Upload,
) -> Result<Response, Failure> {
    let files = std::mem::take(&mut form.files);
    let outcome = async {
        let input = RequestExtension {
            line: extract::id(&line)?,
            until: day(form.field("until"), "until")?,
            reason: form.field("reason").to_owned(),
            evidence: lines::keep(&app, &ctx, files).await?,
            key: form.key(),
        };
        Ok(extension::request_extension(&app.store, &ctx, input).await?.task)
    };
    let outcome = outcome.await;
    let typed = Typed::new("extend", &line, form.field("reason")).day(form.field("until"));
    answer(&app, &visitor, &ctx, Said { task: form.field("task"), outcome, typed, done: "extension-requested" }).await
}

async fn decide(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(no): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let refuses = fields.get("verdict") == "refuse";
    let outcome = async {
        let grant = if refuses { None } else { Some(day(fields.get("grant"), "grant")?) };
        let reason = fields.get("reason").to_owned();
        let input = DecideExtension { request: number(&no)?, grant, reason };
        Ok(extension::decide_extension(&app.store, &ctx, input).await?.task)
    };
    let outcome = outcome.await;
    let typed = Typed::new("decide", &no, fields.get("reason")).day(fields.get("grant"));
    let done = if refuses { "extension-refused" } else { "extended" };
    answer(&app, &visitor, &ctx, Said { task: fields.get("task"), outcome, typed, done }).await
}

async fn withdraw(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(no): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let done = extension::withdraw_extension(&app.store, &ctx, number(&no)?, fields.get("reason")).await;
    let outcome = done.map(|d| d.task);
    let said = Said { task: fields.get("task"), outcome, typed: Typed::default(), done: "extension-withdrawn" };
    answer(&app, &visitor, &ctx, said).await
}

async fn make_check_in(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    mut form: Upload,
) -> Result<Response, Failure> {
    let files = std::mem::take(&mut form.files);
    let outcome = async {
        let input = MakeCheckIn {
            line: extract::id(&line)?,
            period: period(form.field("period"))?,
            note: form.field("note").to_owned(),
            evidence: lines::keep(&app, &ctx, files).await?,
        };
        Ok(check_in::check_in(&app.store, &ctx, input).await?.task)
    };
    let outcome = outcome.await;
    let typed = Typed::new("check-in", &line, form.field("note"));
    answer(&app, &visitor, &ctx, Said { task: form.field("task"), outcome, typed, done: "checked-in" }).await
}

async fn answer_check_in(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(no): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let confirm = fields.get("verdict") == "confirm";
    let input = AnswerCheckIn { check_in: number(&no)?, confirm, reason: fields.get("reason").to_owned() };
    let outcome = check_in::answer_check_in(&app.store, &ctx, input).await.map(|d| d.task);
    let typed = Typed::new("answer", &no, fields.get("reason"));
    let done = if confirm { "confirmed" } else { "returned" };
    answer(&app, &visitor, &ctx, Said { task: fields.get("task"), outcome, typed, done }).await
}

async fn complete(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let task: TaskId = extract::id(&id)?;
    let outcome = async {
        let bad = || Fault::invalid("web-bad-form").arg("field", "field").field("field");
        let input = Complete {
            tasks: vec![task],
            field: Field::from_word(fields.get("field")).ok_or_else(bad)?,
            value: fields.get("value").to_owned(),
            due_on: fields.day("due_on")?,
            source: fields.get("source").to_owned(),
        };
        clarity::complete(&app.store, &ctx, input).await.map(|_| task)
    };
    let outcome = outcome.await;
    let typed = Typed::new("complete", fields.get("field"), fields.get("value"))
        .day(fields.get("due_on"))
        .source(fields.get("source"));
    answer(&app, &visitor, &ctx, Said { task: &id, outcome, typed, done: "completed" }).await
}

async fn add_step(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = async {
        let says = StepSays {
            name: fields.get("name").to_owned(),
            person: fields.id("person")?,
            due_on: fields.day("due_on")?,
        };
        Ok(step::add_step(&app.store, &ctx, &app.directories, extract::id(&line)?, says).await?.task)
    };
    let outcome = outcome.await;
    let typed = Typed::new("step", &line, fields.get("name")).day(fields.get("due_on"));
    answer(&app, &visitor, &ctx, Said { task: fields.get("task"), outcome, typed, done: "step-added" }).await
}

async fn change_step(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(no): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let change = match fields.get("verdict") {
        "remove" => StepChange::Removed,
        "undone" => StepChange::Done(false),
        _ => StepChange::Done(true),
    };
    let outcome = step::change_step(&app.store, &ctx, &app.directories, number(&no)?, change).await.map(|s| s.task);
    let said = Said { task: fields.get("task"), outcome, typed: Typed::default(), done: "step-changed" };
    answer(&app, &visitor, &ctx, said).await
}

async fn write_comment(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let task: TaskId = extract::id(&id)?;
    let new = NewComment {
        task,
        text: fields.get("text").to_owned(),
        internal: fields.ticked("internal"),
        key: fields.key(),
    };
    let outcome = comment::comment(&app.store, &ctx, &app.directories, new).await;
    let untold = outcome.as_ref().is_ok_and(|c| !c.not_told.is_empty());
    let done = if untold { "warn-some-not-told" } else { "commented" };
    let typed = Typed::new("comment", "", fields.get("text"));
    answer(&app, &visitor, &ctx, Said { task: &id, outcome: outcome.map(|_| task), typed, done }).await
}

async fn watch(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let task: TaskId = extract::id(&id)?;
    let on = fields.get("on") == "1";
    let outcome = comment::watch(&app.store, &ctx, task, on).await.map(|()| task);
    let done = if on { "watching" } else { "not-watching" };
    answer(&app, &visitor, &ctx, Said { task: &id, outcome, typed: Typed::default(), done }).await
}
