//! Units: all of them with how they stand, and everything of one.
use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use indicator::explain;
use kernel::{Day, Fault, Result, UnitId, text};
use org::{Directory, SuccessionKind, Unit, UnitKind};
use plan::{
    board::{Asked as Moment, Board, Sight},
    list::{self, PageAsk},
    state::State as TaskState,
    status::Tally,
};

use super::{
    api_lists::sees,
    tasks::{RowMaker, TaskRow},
};
use crate::{
    app::App,
    days::DayField,
    errors::Failure,
    extract::{self, Asked},
    lang::L,
    pages::{self, Desk, Frame, Me, Problem, SayPart, Slice},
    registry::{Case, Route, route},
    session::Signed,
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![route!(GET "/units" Case::Signed => page), route!(GET "/units/{id}" Case::Signed => unit_page)]
}

struct UnitGroup {
    label: String,
    count: String,
    rows: Vec<UnitRow>,
}
struct UnitRow {
    name: String,
    url: String,
    total: String,
    overdue: String,
    overdue_url: String,
    share: String,
    slices: Vec<Slice>,
}
#[derive(Template)]
#[template(path = "units.html")]
struct UnitsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    as_of: String,
    as_of_iso: String,
    as_of_text: String,
    today: String,
    problems: Vec<Problem>,
    q: String,
    groups: Vec<UnitGroup>,
}

struct Card {
    label: String,
    value: String,
    formula: String,
}
struct TargetLine {
    name: String,
    url: String,
    goal: String,
    actual: String,
    state: String,
}
struct Pair {
    label: String,
    value: String,
}
struct Step {
    text: String,
    url: String,
}
#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage {
    l: L,
    me: Me,
    frame: Frame,
    name: String,
    kind: String,
    say: Vec<SayPart>,
    as_of_text: String,
    today: String,
    problems: Vec<Problem>,
    url: String,
    slices: Vec<Slice>,
    cards: Vec<Card>,
    tasks: Vec<TaskRow>,
    tasks_url: String,
    targets: Vec<TargetLine>,
    facts: Vec<Pair>,
    lineage: Vec<Step>,
    people: Vec<Pair>,
}

/// Thousandths as per cent, or a dash of words where there is nothing to measure.
fn share(l: L, permille: Option<u32>) -> String {
    permille.map_or_else(|| l.t("no-figure"), |n| pages::percent(l, n as usize, 1000))
}

fn row(l: L, unit: &Unit, tally: Option<&Tally>, day: &Query) -> UnitRow {
    let view = day.with("unit", unit.id).with("role", "lead");
    let overdue = tally.map_or(0, |t| t.of(TaskState::Overdue));
    UnitRow {
        name: unit.name.clone(),
        url: day.at(&url::unit(unit.id)),
        total: tally.map(|t| pages::count(l, t.total())).unwrap_or_default(),
        overdue: if overdue > 0 { pages::count(l, overdue) } else { String::new() },
        overdue_url: view.with("state", TaskState::Overdue.code()).at(url::TASKS),
        share: tally.map(|t| share(l, t.done_permille())).unwrap_or_default(),
        slices: tally.map(|t| views::slices(l, t, &view)).unwrap_or_default(),
    }
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "units").await?;
    let field = DayField::as_of(l, &asked, ctx.today())?;
    let (as_of, status) = (field.day, field.status());
    let words = text::fold(asked.get("q"));
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let tallies: HashMap<UnitId, Tally> =
        board.by_unit(views::asked(as_of), &views::sight(&ctx)).into_iter().map(|u| (u.unit, u.tally)).collect();
    let day = views::day_view(as_of, ctx.today());
    let mut total = 0i64;
    let mut groups = Vec::new();
    for kind in UnitKind::ALL {
        let named = |u: &&Unit| words.split_whitespace().all(|w| text::fold(&u.name).contains(w));
        let mut units: Vec<&Unit> = directory.units_on(as_of).filter(|u| u.kind == kind).filter(named).collect();
        if units.is_empty() {
            continue;
        }
        units.sort_by(|a, b| a.name.cmp(&b.name));
        total += i64::try_from(units.len()).unwrap_or(0);
        let rows = units.iter().map(|u| row(l, u, tallies.get(&u.id), &day)).collect();
        groups.push(UnitGroup { label: l.tk("unit-kind", kind.word()), count: pages::count(l, units.len()), rows });
    }
    let page = UnitsPage {
        say: l.tn("units-say", &total),
        as_of: l.t1("as-of-line", "day", as_of),
        as_of_iso: as_of.to_string(),
        as_of_text: field.text,
        today: ctx.today().to_string(),
        problems: field.problems,
        q: asked.get("q").to_owned(),
        groups,
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

fn cards(l: L, tally: &Tally) -> Vec<Card> {
    let card = |label: &str, value: String, formula: &str| Card { label: l.t(label), value, formula: l.t(formula) };
    vec![
        card("card-tasks", pages::count(l, tally.total()), "card-tasks-formula"),
        card("card-done", share(l, tally.done_permille()), "card-done-formula"),
        card("card-on-time", share(l, tally.on_time_permille()), "card-on-time-formula"),
    ]
}

fn targets(l: L, board: &Board, sight: &Sight, unit: UnitId, moment: Moment) -> Vec<TargetLine> {
    let own = board.targets().cells().iter().filter(|c| c.leads(moment).any(|u| u == unit) && sees(sight, c, moment));
    own.filter_map(|cell| {
        let standing = cell.standing(moment)?;
        Some(TargetLine {
            name: standing.says.name.clone(),
            url: url::target(cell.id),
            goal: standing.value.map(explain::printed).unwrap_or_default(),
            actual: standing.actual.map_or_else(|| l.t("no-figure"), explain::stated),
            state: standing.state.code().to_owned(),
        })
    })
    .collect()
}

fn facts(l: L, directory: &Directory, unit: &Unit) -> Vec<Pair> {
    let parent = unit.parent.and_then(|id| directory.unit(id)).map(|u| u.name.clone()).unwrap_or_default();
    let until = unit.valid_to.map(Day::vietnamese).unwrap_or_default();
    let all = [
        ("unit-code", unit.code.clone()),
        ("unit-parent", parent),
        ("unit-head", unit.head_title.clone()),
        ("unit-since", unit.valid_from.vietnamese()),
        ("unit-until", until),
    ];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(label, value)| Pair { label: l.t(label), value }).collect()
}

fn lineage(l: L, directory: &Directory, id: UnitId) -> Vec<Step> {
    let all = directory.lineage(id);
    let step = |message: &str, other: UnitId, on: Day| {
        let name = directory.unit(other).map(|u| u.name.clone()).unwrap_or_default();
        Step { text: l.t2(message, "unit", name, "day", on), url: url::unit(other) }
    };
    let merged = |kind| if kind == SuccessionKind::Merge { "unit-merged-into" } else { "unit-split-into" };
    let before = all.predecessors.iter().map(|s| step("unit-came-from", s.from, s.on));
    let after = all.successors.iter().map(|s| step(merged(s.kind), s.to, s.on));
    before.chain(after).collect()
}

async fn unit_page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "units").await?;
    let id: UnitId = extract::id(&id)?;
    let field = DayField::as_of(l, &asked, ctx.today())?;
    let (as_of, status) = (field.day, field.status());
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let settings = app.kept.settings(&app.store).await?;
    let unit = directory.unit(id).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let (moment, sight) = (views::asked(as_of), views::sight(&ctx));
    let tally = board.status(moment, &sight, &list::Filter::mine(id)).tasks;
    let open = TaskState::ALL.into_iter().filter(|s| !s.is_closed()).collect();
    let filter = list::Filter { states: open, ..list::Filter::mine(id) };
    let to_do = board.list(moment, &sight, &filter, &PageAsk { limit: 12, ..PageAsk::default() })?;
    let rows = RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of };
    let day = views::day_view(as_of, ctx.today());
    let view = day.with("unit", id).with("role", "lead");
    let link = |message, state: TaskState| {
        SayPart::link(l.tn(message, &tally.of(state).into()), view.with("state", state.code()).at(url::TASKS))
    };
    let links = [
        SayPart::link(l.tn("dash-say-tasks", &tally.total().into()), view.at(url::TASKS)),
        link("dash-say-overdue", TaskState::Overdue),
        link("dash-say-soon", TaskState::DueSoon),
    ];
    let people = if pages::may(&ctx, "province.read") || ctx.actor.unit == Some(id) {
        let posts = |p: &org::Person| p.posts.iter().map(|p| l.tk("post", p.word())).collect::<Vec<_>>().join(", ");
        directory.people_of(id).filter(|p| p.active).map(|p| Pair { label: p.name.clone(), value: posts(p) }).collect()
    } else {
        vec![]
    };
    let page = UnitPage {
        name: unit.name.clone(),
        kind: l.tk("unit-kind", unit.kind.word()),
        say: pages::sentence(&l.t("unit-say"), &links),
        as_of_text: field.text,
        today: ctx.today().to_string(),
        problems: field.problems,
        url: url::unit(id),
        slices: views::slices(l, &tally, &view),
        cards: cards(l, &tally),
        tasks: to_do.rows.iter().map(|r| rows.row(r)).collect(),
        tasks_url: view.at(url::TASKS),
        targets: targets(l, &board, &sight, id, moment),
        facts: facts(l, &directory, unit),
        lineage: lineage(l, &directory, id),
        people,
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}
