//! The leader's screen: the province on any day, every number opening its rows.
mod map;
mod scene;

use std::sync::Arc;

use askama::Template;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use plan::{board::Sight, list, state::State as TaskState, status::Measure};

pub(crate) use self::scene::{goal, history};
use self::{
    map::{MapKey, Shape, Tile, map, measures},
    scene::{AHEAD, DocumentBar, Figure, LateUnit, Scene, SoonRow, TargetLine, soon},
};
use super::tasks::RowMaker;
use crate::{
    api,
    app::App,
    days::DayField,
    errors::Failure,
    extract::{self, Asked},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem, SayPart},
    registry::{Case, Route, route},
    session::Signed,
    url, views,
};

const AS_OF: (&str, &str) = ("as_of", "the day; today when absent");

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/dashboard" Case::Province("province.read") => page),
        route!(GET "/api/v1/status" Case::Signed => status).gives(
            "Status",
            "Numbers of tasks and targets on a day.",
            &[AS_OF],
        ),
        route!(GET "/api/v1/dashboard" Case::Province("province.read") => numbers).gives(
            "Dashboard",
            "The leader's screen as numbers.",
            &[AS_OF],
        ),
    ]
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    l: L,
    me: Me,
    frame: Frame,
    say: Vec<SayPart>,
    as_of_text: String,
    today: String,
    problems: Vec<Problem>,
    /// What the screen is of: the same mark, the same screen.
    mark: String,
    at: String,
    is_now: bool,
    simulated: bool,
    figures: Vec<Figure>,
    late: Vec<LateUnit>,
    late_url: String,
    soon: Vec<SoonRow>,
    soon_total: String,
    soon_url: String,
    targets: Vec<TargetLine>,
    targets_url: String,
    measures: Vec<Choice>,
    measure: String,
    tiles: Vec<Tile>,
    shapes: Vec<Shape>,
    map_width: String,
    map_height: String,
    map_key: Vec<MapKey>,
    map_note: String,
    documents: Vec<DocumentBar>,
    documents_url: String,
}

/// The mark of what is shown: the newest event, the day, and how this person reads. A page that asks
/// for news names it, and is told "nothing new" without the screen being put together again.
fn mark(seq: i64, today: kernel::Day, l: L) -> String {
    format!("W/\"{seq}-{today}-{}\"", l.lang())
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (today, l) = (ctx.today(), visitor.l);
    let board = app.boards.now().await?;
    let mark = mark(board.seq(), today, l);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == mark.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "dashboard").await?;
    let field = DayField::as_of(l, &asked, today)?;
    let as_of = field.day;
    let measure = asked.opt("measure").and_then(Measure::from_code).unwrap_or(Measure::Overdue);
    let directory = app.directories.now().await?;
    let settings = app.kept.settings(&app.store).await?;
    let moment = views::asked(as_of);
    let scene = Scene {
        l,
        board: &board,
        directory: &directory,
        rows: RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of },
        moment,
        day: views::day_view(as_of, today),
        status: board.status(moment, &Sight::All, &list::Filter::default()),
    };
    let (soon, soon_total) = scene.soon(6)?;
    let drawn = map(&scene, measure, settings.shapes.as_deref());
    let status = field.status();
    let page = DashboardPage {
        say: scene.say(),
        as_of_text: field.text,
        today: today.to_string(),
        problems: field.problems,
        mark: mark.clone(),
        at: pages::when(ctx.now(), today),
        is_now: as_of == today,
        simulated: board.documents().iter().any(|d| d.sample),
        figures: scene.figures(),
        late: scene.late(6),
        late_url: scene.tasks(TaskState::Overdue),
        soon,
        soon_total: pages::count(l, soon_total),
        soon_url: scene.day.with("due", AHEAD).at(url::TASKS),
        targets: scene.targets(10),
        targets_url: scene.day.at(url::TARGETS),
        measures: measures(l, &scene.day, measure),
        measure: l.t(measure.message_id()),
        tiles: drawn.tiles,
        shapes: drawn.shapes,
        map_width: drawn.width.to_string(),
        map_height: drawn.height.to_string(),
        map_key: drawn.key,
        map_note: String::new(),
        documents: scene.documents(),
        documents_url: url::DOCUMENTS.to_owned(),
        l,
        me,
        frame,
    };
    let mut response = pages::html_with(status, &page)?;
    if let Ok(value) = HeaderValue::from_str(&mark) {
        response.headers_mut().insert(header::ETAG, value);
    }
    Ok(response)
}

async fn status(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<api::Status>, Failure> {
    let as_of = extract::as_of(&asked, ctx.today())?;
    let board = app.boards.now().await?;
    Ok(Json(views::status(&board.status(views::asked(as_of), &views::sight(&ctx), &list::Filter::default()))))
}

async fn numbers(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<api::Dashboard>, Failure> {
    let as_of = extract::as_of(&asked, ctx.today())?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let moment = views::asked(as_of);
    let filter = list::Filter::default();
    let soon = soon(&board, moment, 50)?;
    let worst = board.worst_units(moment, &Sight::All, usize::MAX);
    let late = worst.iter().filter(|u| u.tally.of(TaskState::Overdue) > 0).map(|u| api::LateUnit {
        unit: api::unit_ref(&directory, u.unit),
        overdue: u.tally.of(TaskState::Overdue) as usize,
    });
    Ok(Json(api::Dashboard {
        status: views::status(&board.status(moment, &Sight::All, &filter)),
        late_units: late.collect(),
        due_within_30_days: soon.total as usize,
        due: soon.rows.iter().map(|r| views::task_item(&board, &directory, r)).collect(),
    }))
}
