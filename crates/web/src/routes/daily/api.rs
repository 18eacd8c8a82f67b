//! The daily work on tasks as JSON.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use kernel::{Fault, Result, TaskId};
use org::Directory;
use plan::{
    check_in::{self, AnswerCheckIn, MakeCheckIn},
    clarity::{self, Complete, Field},
    comment::{self, NewComment},
    extension::{self, DecideExtension, Extension, RequestExtension},
    step::{self, Step, StepChange, StepSays},
};

use super::{
    acts::{day, number, period},
    task_part::{self, Around},
};
use crate::{
    api::{self, daily as d},
    app::App,
    errors::Failure,
    extract::{self, Body},
    registry::{Case, Route, route},
    session::Signed,
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    let (report, confirm) = (Case::Thing("task.report"), Case::Thing("task.confirm"));
    let read = Case::Thing("task.read");
    vec![
        route!(GET "/api/v1/extensions" Case::Province("task.confirm") => waiting).gives(
            "Extensions",
            "Requests for an extension that wait for a decision.",
            &[],
        ),
        route!(POST "/api/v1/lines/{line}/extensions" report => extend).takes(
            "ExtendIn",
            "Requested",
            "Asks for a later last day.",
        ),
        route!(POST "/api/v1/extensions/{no}/decide" confirm => decide).takes(
            "DecideIn",
            "Requested",
            "Grants or refuses an extension.",
        ),
        route!(POST "/api/v1/extensions/{no}/withdraw" report => withdraw).takes(
            "WithdrawIn",
            "Requested",
            "Takes a request back.",
        ),
        route!(POST "/api/v1/lines/{line}/check-ins" report => make_check_in).takes(
            "CheckInIn",
            "CheckedIn",
            "Checks in for a period of a recurring task.",
        ),
        route!(POST "/api/v1/check-ins/{no}/answer" confirm => answer_check_in).takes(
            "AnswerIn",
            "CheckedIn",
            "Confirms or returns a check-in.",
        ),
        route!(POST "/api/v1/tasks/{id}/complete" Case::Province("plan.accept") => complete).takes(
            "CompleteIn",
            "Completed",
            "Completes what the document does not print.",
        ),
        route!(POST "/api/v1/lines/{line}/steps" report => add_step).takes(
            "StepIn",
            "StepItem",
            "Adds a step to one's own line.",
        ),
        route!(POST "/api/v1/steps/{no}" report => change_step).takes("StepChangeIn", "StepItem", "Changes a step."),
        route!(POST "/api/v1/tasks/{id}/comments" read => write_comment).takes(
            "CommentIn",
            "Commented",
            "Says something about a task.",
        ),
        route!(POST "/api/v1/tasks/{id}/watch" read => watch).takes(
            "WatchIn",
            "Watching",
            "Begins or ends watching a task.",
        ),
        route!(GET "/api/v1/tasks/{id}/beside" read => beside).gives(
            "Beside",
            "What stands beside a task: extensions, periods, steps, comments.",
            &[("as_of", "the day; today when absent")],
        ),
    ]
}

type Answer<T> = Result<Json<T>, Failure>;

fn requested(done: extension::Requested) -> Json<d::Requested> {
    Json(d::Requested { request: done.request, line: done.line.to_string(), task: done.task.to_string() })
}
fn checked(done: check_in::CheckedIn) -> Json<d::CheckedIn> {
    Json(d::CheckedIn { check_in: done.check_in, line: done.line.to_string(), task: done.task.to_string() })
}
fn extension_item(directory: &Directory, e: &Extension) -> d::ExtensionItem {
    d::ExtensionItem {
        request: e.request,
        task: e.task.to_string(),
        task_name: e.task_name.clone(),
        line: e.line.to_string(),
        unit: api::unit_ref(directory, e.unit),
        at: e.at.0,
        due_on: e.due_on.to_string(),
        until: e.until.to_string(),
        reason: e.reason.clone(),
        by_name: e.by_name.clone(),
        outcome: e.outcome.word(),
        granted: e.granted.map(|day| day.to_string()),
        answer: e.answer.clone(),
        answered_by: e.answered_by.clone(),
    }
}
fn step_item(step: &Step) -> d::StepItem {
    d::StepItem {
        step: step.step,
        line: step.line.to_string(),
        name: step.name.clone(),
        person: step.person.map(|p| p.to_string()),
        due_on: step.due_on.map(|day| day.to_string()),
        done_on: step.done_on.map(|day| day.to_string()),
    }
}

async fn waiting(State(app): State<Arc<App>>, Signed(_, _ctx): Signed) -> Answer<d::Extensions> {
    let directory = app.directories.now().await?;
    let all = extension::waiting(&mut app.store.read().await?).await?;
    Ok(Json(d::Extensions { extensions: all.iter().map(|e| extension_item(&directory, e)).collect() }))
}

async fn extend(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<d::ExtendIn>,
) -> Answer<d::Requested> {
    let input = RequestExtension {
        line: extract::id(&line)?,
        until: day(&said.until, "until")?,
        reason: said.reason,
        evidence: vec![],
        key: said.key,
    };
    Ok(requested(extension::request_extension(&app.store, &ctx, input).await?))
}

async fn decide(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(no): Path<String>,
    Body(said): Body<d::DecideIn>,
) -> Answer<d::Requested> {
    let grant = said.grant.as_deref().map(|text| day(text, "grant")).transpose()?;
    let input = DecideExtension { request: number(&no)?, grant, reason: said.reason };
    Ok(requested(extension::decide_extension(&app.store, &ctx, input).await?))
}

async fn withdraw(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(no): Path<String>,
    Body(said): Body<d::WithdrawIn>,
) -> Answer<d::Requested> {
    Ok(requested(extension::withdraw_extension(&app.store, &ctx, number(&no)?, &said.reason).await?))
}

async fn make_check_in(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<d::CheckInIn>,
) -> Answer<d::CheckedIn> {
    let (line, period) = (extract::id(&line)?, period(&said.period)?);
    let input = MakeCheckIn { line, period, note: said.note, evidence: vec![] };
    Ok(checked(check_in::check_in(&app.store, &ctx, input).await?))
}

async fn answer_check_in(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(no): Path<String>,
    Body(said): Body<d::AnswerIn>,
) -> Answer<d::CheckedIn> {
    let input = AnswerCheckIn { check_in: number(&no)?, confirm: said.confirm, reason: said.reason };
    Ok(checked(check_in::answer_check_in(&app.store, &ctx, input).await?))
}

async fn complete(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<d::CompleteIn>,
) -> Answer<d::Completed> {
    let bad = || Fault::invalid("web-bad-form").arg("field", "field").field("field");
    let input = Complete {
        tasks: vec![extract::id(&id)?],
        field: Field::from_word(&said.field).ok_or_else(bad)?,
        value: said.value,
        due_on: said.due_on.as_deref().map(|text| day(text, "due_on")).transpose()?,
        source: said.source,
    };
    Ok(Json(d::Completed { changed: clarity::complete(&app.store, &ctx, input).await? }))
}

fn says(said: d::StepIn) -> Result<StepSays> {
    Ok(StepSays {
        name: said.name,
        person: said.person.as_deref().map(|p| p.parse().map_err(|f: Fault| f.field("person"))).transpose()?,
        due_on: said.due_on.as_deref().map(|text| day(text, "due_on")).transpose()?,
    })
}

async fn add_step(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<d::StepIn>,
) -> Answer<d::StepItem> {
    let added = step::add_step(&app.store, &ctx, &app.directories, extract::id(&line)?, says(said)?).await?;
    Ok(Json(step_item(&added)))
}

async fn change_step(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(no): Path<String>,
    Body(said): Body<d::StepChangeIn>,
) -> Answer<d::StepItem> {
    let change = match (said.remove, said.done, said.says) {
        (true, _, _) => StepChange::Removed,
        (false, Some(done), _) => StepChange::Done(done),
        (false, None, Some(said)) => StepChange::Says(says(said)?),
        (false, None, None) => StepChange::Done(true),
    };
    let changed = step::change_step(&app.store, &ctx, &app.directories, number(&no)?, change).await?;
    Ok(Json(step_item(&changed)))
}

async fn write_comment(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<d::CommentIn>,
) -> Answer<d::Commented> {
    let new = NewComment { task: extract::id(&id)?, text: said.text, internal: said.internal, key: said.key };
    let done = comment::comment(&app.store, &ctx, &app.directories, new).await?;
    Ok(Json(d::Commented { comment: done.comment, not_told: done.not_told }))
}

async fn watch(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<d::WatchIn>,
) -> Answer<d::Watching> {
    comment::watch(&app.store, &ctx, extract::id(&id)?, said.watch).await?;
    Ok(Json(d::Watching { watching: said.watch }))
}

async fn beside(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    extract::Asked(asked): extract::Asked,
) -> Answer<d::Beside> {
    let id: TaskId = extract::id(&id)?;
    let as_of = extract::as_of(&asked, ctx.today())?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let detail = board.task(id, views::asked(as_of), &views::sight(&ctx));
    let detail = detail.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let calendar = app.kept.settings(&app.store).await?.calendar.clone();
    let mut sql = app.store.read().await?;
    let around = Around::gather(&mut sql, &ctx, &detail, as_of, &calendar).await?;
    Ok(Json(d::Beside {
        unclear: detail.unclear.iter().map(|c| c.code()).collect(),
        lines: detail.lines.iter().map(|l| task_part::line_due(&detail, l)).collect(),
        extensions: around.extensions.iter().map(|e| extension_item(&directory, e)).collect(),
        periods: around.period_items(),
        steps: around.steps.iter().map(step_item).collect(),
        comments: around.comment_items(),
        watching: around.watching,
    }))
}
