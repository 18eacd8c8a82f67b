//! What is said about a line of progress on a task's page, and the files that prove it.
use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};
use kernel::{Ctx, Fault, FaultKind, LinkId, Result, TaskId};
use plan::{
    link,
    progress::{self, Evidence, Marked, On, ReportDone, ReportProgress},
};

use super::{api_lines::day_or_today, task, task_page::Typed};
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Fields},
    files, headers, pages,
    registry::{Case, Face, Route, route},
    session::{self, Signed, Visitor},
    upload::{File, Upload},
    url,
};

pub(crate) fn routes() -> Vec<Route> {
    let (report, confirm) = (Case::Thing("task.report"), Case::Thing("task.confirm"));
    vec![
        route!(POST "/lines/{line}/progress" report => report_progress).face(Face::Upload),
        route!(POST "/lines/{line}/done" report => report_done).face(Face::Upload),
        route!(POST "/lines/{line}/not-applicable" report => not_applicable),
        route!(POST "/lines/{line}/confirm" confirm => confirm_line),
        route!(POST "/lines/{line}/return" confirm => return_line),
        route!(POST "/lines/{line}/reopen" confirm => reopen),
        route!(GET "/lines/{line}/files/{digest}" Case::Thing("task.read") => file),
        route!(POST "/links/{id}/accept" Case::Province("plan.accept") => accept_link),
        route!(POST "/links/{id}/decline" Case::Province("plan.accept") => decline_link),
    ]
}

/// What the form said, wherever it came from.
struct Said<'a> {
    task: &'a str,
    typed: Typed<'a>,
    outcome: Result<Marked>,
    /// The flash message's code.
    done: &'static str,
}

/// Back to the task: with a word of success, or with what has to be mended and nothing typed lost.
async fn answer(app: &App, visitor: &Visitor, ctx: &Ctx, said: Said<'_>) -> Result<Response, Failure> {
    match said.outcome {
        Ok(marked) => {
            let mut response = pages::go(&url::task(marked.task));
            session::say_next(app, &mut response, said.done);
            Ok(response)
        }
        Err(fault) if matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Internal) => {
            Err(fault.into())
        }
        Err(fault) => {
            let Ok(id) = said.task.parse::<TaskId>() else { return Err(fault.into()) };
            task::show(app, visitor, ctx, id, &extract::Fields::default(), Some((fault, said.typed))).await
        }
    }
}

fn on(line: &str, seen: &str, key: Option<String>) -> Result<On> {
    let bad = |_| Fault::invalid("web-bad-form").arg("field", "seen");
    Ok(On { line: extract::id(line)?, seen: seen.parse().map_err(bad)?, key })
}

/// Keeps the files of a form, each for itself: named again in a second try, they are kept once.
pub(crate) async fn keep(app: &App, ctx: &Ctx, files: Vec<File>) -> Result<Vec<Evidence>> {
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        let evidence = progress::keep_evidence(&app.store, ctx, &file.name, file.bytes).await;
        kept.push(evidence.map_err(|fault| fault.field("file"))?);
    }
    Ok(kept)
}

async fn report_progress(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    mut form: Upload,
) -> Result<Response, Failure> {
    let files = std::mem::take(&mut form.files);
    let outcome = async {
        let percent = form.field("percent").trim();
        let bad = |_| Fault::invalid("plan-percent-out-of-range").field("percent");
        let input = ReportProgress {
            on: on(&line, form.field("seen"), form.key())?,
            percent: percent.parse().map_err(bad)?,
            note: form.field("note").to_owned(),
            evidence: keep(&app, &ctx, files).await?,
        };
        progress::report_progress(&app.store, &ctx, input).await
    };
    let outcome = outcome.await;
    let typed = Typed { line: &line, note: form.field("note"), percent: form.field("percent"), ..Typed::default() };
    let said = Said { task: form.field("task"), typed, outcome, done: "progressed" };
    answer(&app, &visitor, &ctx, said).await
}

async fn report_done(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    mut form: Upload,
) -> Result<Response, Failure> {
    let files = std::mem::take(&mut form.files);
    let outcome = async {
        let input = ReportDone {
            on: on(&line, form.field("seen"), form.key())?,
            done_on: day_or_today(&ctx, Some(form.field("done_on").trim()), "done_on")?,
            note: form.field("note").to_owned(),
            evidence: keep(&app, &ctx, files).await?,
        };
        progress::report_done(&app.store, &ctx, input).await
    };
    let outcome = outcome.await;
    let (note, done_on) = (form.field("note"), form.field("done_on"));
    let typed = Typed { line: &line, note, percent: form.field("percent"), done_on };
    let said = Said { task: form.field("task"), typed, outcome, done: "reported-done" };
    answer(&app, &visitor, &ctx, said).await
}

/// Which line a short form is about.
fn on_of(line: &str, fields: &Fields) -> Result<On> {
    on(line, fields.get("seen"), fields.key())
}

async fn not_applicable(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let reason = fields.get("reason");
    let outcome = progress::claim_not_applicable(&app.store, &ctx, on_of(&line, &fields)?, reason).await;
    answer(
        &app,
        &visitor,
        &ctx,
        Said {
            task: fields.get("task"),
            typed: Typed { line: &line, note: reason, ..Typed::default() },
            outcome,
            done: "na-claimed",
        },
    )
    .await
}

async fn confirm_line(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = progress::confirm(&app.store, &ctx, on_of(&line, &fields)?, fields.get("note")).await;
    answer(
        &app,
        &visitor,
        &ctx,
        Said { task: fields.get("task"), typed: Typed { line: &line, ..Typed::default() }, outcome, done: "confirmed" },
    )
    .await
}

async fn return_line(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let reason = fields.get("reason");
    let outcome = progress::return_report(&app.store, &ctx, on_of(&line, &fields)?, reason).await;
    answer(
        &app,
        &visitor,
        &ctx,
        Said {
            task: fields.get("task"),
            typed: Typed { line: &line, note: reason, ..Typed::default() },
            outcome,
            done: "returned",
        },
    )
    .await
}

async fn reopen(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(line): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let reason = fields.get("reason");
    let outcome = progress::reopen(&app.store, &ctx, on_of(&line, &fields)?, reason).await;
    answer(
        &app,
        &visitor,
        &ctx,
        Said {
            task: fields.get("task"),
            typed: Typed { line: &line, note: reason, ..Typed::default() },
            outcome,
            done: "reopened",
        },
    )
    .await
}

/// A file that somebody gave us: never shown in our own origin's name.
pub(crate) fn given_file(name: &str, media: &str, data: Vec<u8>) -> Response {
    let mut response = files::download(name, media, data);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(headers::CSP_FILE));
    response
}

async fn file(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path((line, digest)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (evidence, blob) = progress::read_evidence(&app.store, &ctx, extract::id(&line)?, &digest).await?;
    Ok(given_file(&evidence.name, &evidence.media, blob.data))
}

async fn accept_link(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: LinkId = extract::id(&id)?;
    link::accept_link(&app.store, &ctx, id).await?;
    Ok(pages::go(url::local(fields.get("back"))))
}

async fn decline_link(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: LinkId = extract::id(&id)?;
    link::decline_link(&app.store, &ctx, id).await?;
    Ok(pages::go(url::local(fields.get("back"))))
}
