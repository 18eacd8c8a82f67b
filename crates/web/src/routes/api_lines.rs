//! Reporting and confirming progress, and stating values, as JSON.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use indicator::actual::{self, RecordActual};
use kernel::{Ctx, Day, Fault, Result, number};
use plan::progress::{self, Marked, On, ReportDone, ReportProgress};

use crate::{
    api::{ActualChanged, ActualIn, DoneIn, LineChanged, NoteIn, ProgressIn, ReasonIn, SeenIn},
    app::App,
    errors::Failure,
    extract::{self, Body},
    registry::{Case, Route, route},
    session::Signed,
};

pub(crate) fn routes() -> Vec<Route> {
    let (report, confirm) = (Case::Thing("task.report"), Case::Thing("task.confirm"));
    vec![
        route!(POST "/api/v1/lines/{line}/progress" report => report_progress).takes(
            "ProgressIn",
            "LineChanged",
            "Says how far a unit is.",
        ),
        route!(POST "/api/v1/lines/{line}/done" report => report_done).takes(
            "DoneIn",
            "LineChanged",
            "Says that a unit is done.",
        ),
        route!(POST "/api/v1/lines/{line}/not-applicable" report => not_applicable).takes(
            "NoteIn",
            "LineChanged",
            "Says, with a reason, that the task does not apply.",
        ),
        route!(POST "/api/v1/lines/{line}/confirm" confirm => confirm_line).takes(
            "SeenIn",
            "LineChanged",
            "Confirms what was reported.",
        ),
        route!(POST "/api/v1/lines/{line}/return" confirm => return_line).takes(
            "NoteIn",
            "LineChanged",
            "Returns it with a reason.",
        ),
        route!(POST "/api/v1/lines/{line}/reopen" confirm => reopen).takes(
            "NoteIn",
            "LineChanged",
            "Opens a closed line again, with a reason.",
        ),
        route!(POST "/api/v1/targets/{id}/actuals" Case::Thing("target.report") => record).takes(
            "ActualIn",
            "ActualChanged",
            "States a value of a target.",
        ),
        route!(POST "/api/v1/actuals/{id}/confirm" Case::Thing("target.confirm") => confirm_value).takes(
            "",
            "ActualChanged",
            "Confirms a stated value.",
        ),
        route!(POST "/api/v1/actuals/{id}/return" Case::Thing("target.confirm") => return_value).takes(
            "ReasonIn",
            "ActualChanged",
            "Returns a stated value with a reason.",
        ),
    ]
}

fn on(line: &str, seen: i64, key: Option<String>) -> Result<On> {
    Ok(On { line: extract::id(line)?, seen, key })
}
fn changed(marked: Marked) -> Json<LineChanged> {
    Json(LineChanged { line: marked.line.to_string(), seen: marked.seq })
}
type Answer = Result<Json<LineChanged>, Failure>;

async fn report_progress(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<ProgressIn>,
) -> Answer {
    let on = on(&line, said.seen, said.key)?;
    let input = ReportProgress { on, percent: said.percent, note: said.note, evidence: vec![] };
    Ok(changed(progress::report_progress(&app.store, &ctx, input).await?))
}

/// The day a text names, else today.
pub(crate) fn day_or_today(ctx: &Ctx, text: Option<&str>, field: &'static str) -> Result<Day> {
    text.filter(|t| !t.is_empty()).map_or(Ok(ctx.today()), |t| t.parse().map_err(|f: Fault| f.field(field)))
}

async fn report_done(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<DoneIn>,
) -> Answer {
    let done_on = day_or_today(&ctx, said.done_on.as_deref(), "done_on")?;
    let input = ReportDone { on: on(&line, said.seen, said.key)?, done_on, note: said.note, evidence: vec![] };
    Ok(changed(progress::report_done(&app.store, &ctx, input).await?))
}

async fn not_applicable(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<NoteIn>,
) -> Answer {
    Ok(changed(progress::claim_not_applicable(&app.store, &ctx, on(&line, said.seen, said.key)?, &said.note).await?))
}

async fn confirm_line(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<SeenIn>,
) -> Answer {
    Ok(changed(progress::confirm(&app.store, &ctx, on(&line, said.seen, said.key)?, "").await?))
}

async fn return_line(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<NoteIn>,
) -> Answer {
    Ok(changed(progress::return_report(&app.store, &ctx, on(&line, said.seen, said.key)?, &said.note).await?))
}

async fn reopen(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(line): Path<String>,
    Body(said): Body<NoteIn>,
) -> Answer {
    Ok(changed(progress::reopen(&app.store, &ctx, on(&line, said.seen, said.key)?, &said.note).await?))
}

/// A value as typed: a number where it is one, else words.
pub(crate) fn typed_value(text: &str) -> (Option<kernel::Decimal>, String) {
    match number::parse_vietnamese(text) {
        Some(value) => (Some(value), String::new()),
        None => (None, text.trim().to_owned()),
    }
}

async fn record(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<ActualIn>,
) -> Result<Json<ActualChanged>, Failure> {
    let (value, quality) = typed_value(&said.value);
    let input = RecordActual {
        target: extract::id(&id)?,
        year: said.year,
        as_of: said.as_of.parse().map_err(|f: Fault| f.field("as_of"))?,
        value,
        quality,
        unit: said.unit,
        source: said.source,
        simulated: false,
        replaces: said.replaces.as_deref().map(str::parse).transpose()?,
        key: said.key,
    };
    let done = actual::record_actual(&app.store, &ctx, input).await?;
    Ok(Json(ActualChanged { actual: done.actual.to_string() }))
}

async fn confirm_value(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Json<ActualChanged>, Failure> {
    let done = actual::confirm_actual(&app.store, &ctx, extract::id(&id)?).await?;
    Ok(Json(ActualChanged { actual: done.actual.to_string() }))
}

async fn return_value(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<ReasonIn>,
) -> Result<Json<ActualChanged>, Failure> {
    let done = actual::return_actual(&app.store, &ctx, extract::id(&id)?, said.reason).await?;
    Ok(Json(ActualChanged { actual: done.actual.to_string() }))
}
