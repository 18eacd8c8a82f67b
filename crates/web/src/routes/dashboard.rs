//! The leader's screen: the province on any day, every number opening its rows.
use std::sync::Arc;

use askama::Template;
use axum::{Json, extract::State, response::Response};
use indicator::{
    book::{Cell, Standing},
    explain,
};
use kernel::{Day, Decimal, Result, UnitId};
use org::{Directory, Unit};
use plan::{
    board::{Asked as Moment, Board, Sight},
    list::{self, PageAsk},
    state::State as TaskState,
    status::{Measure, Status},
};

use super::tasks::RowMaker;
use crate::{
    api,
    app::App,
    draw,
    errors::Failure,
    extract::{self, Asked},
    geo::Shapes,
    lang::L,
    names::initials,
    pages::{self, Choice, Desk, Due, Frame, Me, SayPart, Slice},
    registry::{Case, Route, route},
    session::Signed,
    url::{self, Query},
    views,
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

struct Figure {
    state: String,
    value: String,
    of: String,
    label: String,
    note: String,
    url: String,
}
struct LateUnit {
    unit: String,
    url: String,
    code: String,
    words: String,
    names: Vec<NamedLink>,
}
struct NamedLink {
    text: String,
    url: String,
}
struct SoonRow {
    name: String,
    url: String,
    lead: String,
    due: Due,
}
struct TargetLine {
    name: String,
    url: String,
    goal: String,
    actual: String,
    state: String,
    pace: String,
    pace_words: String,
    points: String,
    goal_y: String,
}
struct Tile {
    code: String,
    x: String,
    y: String,
    short: String,
    step: String,
    title: String,
    url: String,
}
struct Shape {
    code: String,
    path: String,
    step: String,
    title: String,
    url: String,
}
struct MapKey {
    step: String,
    label: String,
}
struct DocumentBar {
    short: String,
    title: String,
    url: String,
    total: String,
    slices: Vec<Slice>,
}
#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    l: L,
    me: Me,
    frame: Frame,
    say: Vec<SayPart>,
    as_of_iso: String,
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

/// How many days ahead "due soon" looks on this screen.
const AHEAD: u16 = 30;

/// Open tasks whose last day is near: only the rows that are shown are put together, all are counted.
fn soon(board: &Board, moment: Moment, limit: usize) -> Result<list::Page> {
    let filter = list::Filter {
        states: TaskState::ALL.into_iter().filter(|s| !s.is_closed() && *s != TaskState::Overdue).collect(),
        due_from: Some(moment.day),
        due_to: Some(moment.day.plus_days(AHEAD.into())),
        ..list::Filter::default()
    };
    board.list(moment, &Sight::All, &filter, &PageAsk { limit, ..PageAsk::default() })
}

/// What the screen is drawn from.
struct Scene<'a> {
    l: L,
    board: &'a Board,
    directory: &'a Directory,
    rows: RowMaker<'a>,
    moment: Moment,
    /// The day in addresses.
    day: Query,
    status: Status,
}

impl Scene<'_> {
    fn tasks(&self, state: TaskState) -> String {
        self.day.with("state", state.code()).at(url::TASKS)
    }
    fn say(&self) -> Vec<SayPart> {
        let (l, tasks, targets) = (self.l, &self.status.tasks, &self.status.targets);
        let links = [
            SayPart::link(l.tn("dash-say-tasks", &tasks.total().into()), self.day.at(url::TASKS)),
            SayPart::link(
                l.tn("dash-say-overdue", &tasks.of(TaskState::Overdue).into()),
                self.tasks(TaskState::Overdue),
            ),
            SayPart::link(l.tn("dash-say-soon", &tasks.of(TaskState::DueSoon).into()), self.tasks(TaskState::DueSoon)),
            SayPart::link(
                l.t2("dash-say-targets", "met", i64::from(targets.met), "total", i64::from(targets.total)),
                self.day.at(url::TARGETS),
            ),
        ];
        pages::sentence(&l.t("dash-say"), &links)
    }
    fn figures(&self) -> Vec<Figure> {
        use TaskState as S;
        let (l, tally) = (self.l, &self.status.tasks);
        let total = tally.total() as usize;
        let mut all: Vec<Figure> = [S::DoneOnTime, S::DoneLate, S::Running, S::DueSoon, S::Overdue]
            .map(|state| Figure {
                state: state.code().to_owned(),
                value: pages::count(l, tally.of(state)),
                of: String::new(),
                label: l.tk("state", state.code()),
                note: l.t1("dash-share", "share", pages::percent(l, tally.of(state) as usize, total)),
                url: self.tasks(state),
            })
            .into();
        let targets = &self.status.targets;
        all.push(Figure {
            state: "met".to_owned(),
            value: pages::count(l, targets.met),
            of: format!("/{}", pages::count(l, targets.total)),
            label: l.t("dash-targets-met"),
            note: l.tn("dash-targets-exceeded", &targets.exceeded.into()),
            url: self.day.with("state", "met").at(url::TARGETS),
        });
        all
    }
    fn late(&self, limit: usize) -> Vec<LateUnit> {
        let worst = self.board.worst_units(self.moment, &Sight::All, usize::MAX);
        let overdue = worst.iter().filter(|u| u.tally.of(TaskState::Overdue) > 0).take(limit);
        let units: Vec<_> =
            overdue.filter_map(|u| Some((self.directory.unit(u.unit)?, u.tally.of(TaskState::Overdue)))).collect();
        let ids: Vec<UnitId> = units.iter().map(|(unit, _)| unit.id).collect();
        let names = self.board.late_of(self.moment, &ids, 2);
        let named = units.into_iter().zip(names);
        named
            .map(|((unit, count), rows)| {
                let view = self.day.with("state", TaskState::Overdue.code()).with("unit", unit.id);
                LateUnit {
                    unit: unit.name.clone(),
                    url: view.with("role", "lead").at(url::TASKS),
                    code: unit.code.clone(),
                    words: self.l.tn("dash-late-count", &count.into()),
                    names: rows.into_iter().map(|r| NamedLink { text: r.name, url: url::task(r.task) }).collect(),
                }
            })
            .collect()
    }
    fn soon(&self, limit: usize) -> Result<(Vec<SoonRow>, u32)> {
        let page = soon(self.board, self.moment, limit)?;
        let row = |r: &list::Row| SoonRow {
            name: r.name.clone(),
            url: url::task(r.task),
            lead: self.rows.lead(r).0,
            due: self.rows.due(r),
        };
        Ok((page.rows.iter().map(row).collect(), page.total))
    }
    fn targets(&self, limit: usize) -> Vec<TargetLine> {
        let cells = self.board.targets().cells();
        let mut all: Vec<_> = cells.iter().filter_map(|c| Some((c, c.standing(self.moment)?))).collect();
        // What is not reached yet comes first; with a figure before without one.
        all.sort_by_key(|(c, s)| (s.state.is_met(), s.actual.is_none(), c.ordinal));
        all.iter().take(limit).map(|(cell, standing)| target_line(self.l, cell, standing, self.moment)).collect()
    }
    fn documents(&self) -> Vec<DocumentBar> {
        let by_document = self.status.by_document.iter().rev();
        by_document
            .map(|d| {
                let view = self.day.with("document", d.document.id);
                DocumentBar {
                    short: d.document.number.clone(),
                    title: d.document.title.clone(),
                    url: url::document(d.document.id),
                    total: pages::count(self.l, d.tally.total()),
                    slices: views::slices(self.l, &d.tally, &view),
                }
            })
            .collect()
    }
}

fn float(value: Decimal) -> Option<f64> {
    value.to_string().parse().ok()
}

/// Confirmed values over time, for a small line.
pub(crate) fn history(cell: &Cell, moment: Moment) -> Vec<(Day, f64)> {
    use indicator::book::ActualStanding as A;
    let counts = cell.actuals.iter().filter(|a| cell.actual_standing(a, moment) == Some(A::Confirmed));
    let mut all: Vec<(Day, f64)> = counts.filter_map(|a| Some((a.as_of, float(a.value?)?))).collect();
    all.sort_by_key(|(day, _)| *day);
    all
}

/// The target's own number, where it is one.
pub(crate) fn goal(standing: &Standing<'_>) -> Option<f64> {
    standing.value.and_then(|v| v.value.parse().ok())
}

fn target_line(l: L, cell: &Cell, standing: &Standing<'_>, moment: Moment) -> TargetLine {
    let drawn = draw::spark(&history(cell, moment), goal(standing), 72.0, 20.0);
    TargetLine {
        name: standing.says.name.clone(),
        url: url::target(cell.id),
        goal: standing.value.map(explain::printed).unwrap_or_default(),
        actual: standing.actual.map_or_else(|| l.t("no-figure"), explain::stated),
        state: standing.state.code().to_owned(),
        // A pace would need to know how the value grows over the year; documents do not say.
        pace: String::new(),
        pace_words: String::new(),
        points: drawn.points,
        goal_y: drawn.goal_y,
    }
}

/// The map by a measure: communes as polygons where boundaries are known, else as an ordered grid;
/// and its key.
struct Map {
    tiles: Vec<Tile>,
    shapes: Vec<Shape>,
    key: Vec<MapKey>,
    width: i32,
    height: i32,
}

fn map(scene: &Scene<'_>, measure: Measure, drawn: Option<&Shapes>) -> Map {
    let l = scene.l;
    let by_unit: std::collections::HashMap<UnitId, _> =
        scene.board.by_unit(scene.moment, &Sight::All).into_iter().map(|u| (u.unit, u.tally)).collect();
    let communes: Vec<&Unit> = scene.directory.communes_on(scene.moment.day).collect();
    let number = |unit: UnitId| by_unit.get(&unit).and_then(|t| measure.of(t)).map(|n| n as usize);
    let edges = draw::steps(&communes.iter().filter_map(|u| number(u.id)).collect::<Vec<_>>());
    let share = matches!(measure, Measure::DoneShare | Measure::OnTimeShare);
    let words = |n: usize| if share { pages::percent(l, n, 1000) } else { pages::count(l, n) };
    let step = |unit: &Unit| number(unit.id).map_or(0, |n| draw::step(&edges, n)).to_string();
    let title = |unit: &Unit| {
        let figure = number(unit.id).map_or_else(|| l.t("no-figure"), words);
        format!("{}: {} ({})", unit.name, figure, l.t(measure.message_id()))
    };
    let open = |unit: &Unit| scene.day.with("unit", unit.id).with("role", "lead").at(url::TASKS);
    let tile = |unit: &&Unit| {
        let (column, row) = unit.tile?;
        Some(Tile {
            code: unit.code.clone(),
            x: (column * 30).to_string(),
            y: (row * 30).to_string(),
            short: initials(&unit.short),
            step: step(unit),
            title: title(unit),
            url: open(unit),
        })
    };
    let shape = |unit: &&Unit| {
        let path = drawn?.paths.get(&unit.area_code)?.clone();
        Some(Shape { code: unit.code.clone(), path, step: step(unit), title: title(unit), url: open(unit) })
    };
    let shapes: Vec<Shape> = communes.iter().filter_map(shape).collect();
    // Polygons only when every commune has one: a map with holes misleads.
    let whole = !shapes.is_empty() && shapes.len() == communes.len();
    let mut key: Vec<MapKey> = vec![MapKey { step: "0".into(), label: l.t("no-figure") }];
    let mut low = 0;
    key.extend(edges.iter().enumerate().map(|(i, edge)| {
        let from = std::mem::replace(&mut low, edge + 1);
        let label = match (share, from == *edge) {
            (true, _) => l.t1("map-up-to", "value", words(*edge)),
            (false, true) => words(*edge),
            (false, false) => format!("{}–{}", words(from), words(*edge)),
        };
        MapKey { step: (i + 1).to_string(), label }
    }));
    if let (true, Some(drawn)) = (whole, drawn) {
        return Map { tiles: vec![], shapes, key, width: drawn.width, height: drawn.height };
    }
    let far = |f: fn(&(i32, i32)) -> i32| communes.iter().filter_map(|u| u.tile.as_ref()).map(f).max().unwrap_or(0);
    let tiles = communes.iter().filter_map(tile).collect();
    Map { tiles, shapes: vec![], key, width: (far(|t| t.0) + 1) * 30, height: (far(|t| t.1) + 1) * 30 }
}

fn measures(l: L, query: &Query, now: Measure) -> Vec<Choice> {
    Measure::ALL
        .map(|m| Choice {
            label: l.t(m.message_id()),
            url: query.with("measure", m.code()).at(url::DASHBOARD),
            on: m == now,
            count: String::new(),
        })
        .into()
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "dashboard").await?;
    let today = ctx.today();
    let as_of = extract::as_of(&asked, today)?;
    let measure = asked.opt("measure").and_then(Measure::from_code).unwrap_or(Measure::Overdue);
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
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
    let page = DashboardPage {
        say: scene.say(),
        as_of_iso: as_of.to_string(),
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
    pages::html(&page)
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
