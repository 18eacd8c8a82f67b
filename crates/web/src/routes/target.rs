//! One target: its number, chart, values with their sources; stating a value and deciding on it.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use indicator::{
    actual::{self, RecordActual, TARGET_CONFIRM, TARGET_REPORT},
    book::{Actual, ActualStanding, Cell, Standing},
    explain,
};
use kernel::{Ctx, Day, Decimal, Fault, FaultKind, Resource, Result, TargetId};
use plan::{
    board::Asked as Moment,
    history,
    link::{self, SideBySide},
};

use super::{
    api_lines::typed_value,
    api_lists::{sees, standing_word},
    dashboard::{goal, history as values_over_time},
    targets::leads,
    task_page,
};
use crate::{
    app::App,
    draw,
    errors::{self, Failure},
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Desk, Event, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
    url, views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/targets/{id}" Case::Thing("target.read") => page),
        route!(POST "/targets/{id}/values" Case::Thing("target.report") => record),
        route!(POST "/values/{id}/confirm" Case::Thing("target.confirm") => confirm),
        route!(POST "/values/{id}/return" Case::Thing("target.confirm") => return_value),
    ]
}

struct Chart {
    title: String,
    points: String,
    goal_y: String,
    goal_label: String,
    last_x: String,
    last_y: String,
    last_label: String,
    first_day: String,
    last_day: String,
    dots: Vec<Dot>,
}
struct Dot {
    x: String,
    y: String,
    title: String,
}
struct ValueRow {
    id: String,
    on: String,
    value: String,
    unit: String,
    source: String,
    who: String,
    standing: String,
    standing_label: String,
    reason: String,
    simulated: bool,
    may_decide: bool,
    may_correct: bool,
}
struct Pair {
    label: String,
    value: String,
}
struct SideRow {
    document: String,
    url: String,
    year: String,
    value: String,
    scope: String,
    here: bool,
}
#[derive(Default)]
struct ValueForm {
    as_of: String,
    value: String,
    source: String,
    replaces: String,
}
#[derive(Template)]
#[template(path = "target.html")]
struct TargetPage {
    l: L,
    me: Me,
    frame: Frame,
    id: String,
    name: String,
    unit: String,
    state: String,
    because: String,
    simulated: bool,
    document: String,
    document_url: String,
    section: String,
    actual: String,
    actual_on: String,
    goal: String,
    goal_year: String,
    chart: Option<Chart>,
    values: Vec<ValueRow>,
    years: Vec<Pair>,
    facts: Vec<Pair>,
    side: Vec<SideRow>,
    events: Vec<Event>,
    may_report: bool,
    today: String,
    form: ValueForm,
    problems: Vec<Problem>,
}

/// The drawing's box; the template writes labels to its right and beneath.
const LEFT: f64 = 8.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 190.0;

fn as_words(l: L, value: f64) -> String {
    let text = format!("{value:.2}");
    text.parse::<Decimal>().map_or(text, |d| pages::decimal(l, d.normalize()))
}

/// Confirmed values over time against the goal; nothing for a single value. The height begins at
/// zero: a small change is not made to look large.
fn chart(l: L, cell: &Cell, standing: &Standing<'_>, moment: Moment) -> Option<Chart> {
    let values = values_over_time(cell, moment);
    let ([(first, _), .., (last, newest)], goal) = (&values[..], goal(standing)) else { return None };
    let all = values.iter().map(|(_, v)| *v).chain(goal).chain([0.0]);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let x = draw::Scale::new(f64::from(first.number()), f64::from(last.number()), LEFT, RIGHT);
    let y = draw::Scale::new(low, high, BOTTOM, TOP);
    let place = |day: Day, value: f64| (draw::coordinate(x.at(f64::from(day.number()))), draw::coordinate(y.at(value)));
    let places: Vec<_> = values.iter().map(|(day, v)| (place(*day, *v), *day, *v)).collect();
    let year = standing.year.to_string();
    Some(Chart {
        title: l.t2("target-chart-title", "name", &standing.says.name, "year", year),
        points: places.iter().map(|((x, y), ..)| format!("{x},{y}")).collect::<Vec<_>>().join(" "),
        goal_y: goal.map(|g| draw::coordinate(y.at(g))).unwrap_or_default(),
        goal_label: standing.value.map(explain::printed).unwrap_or_default(),
        last_x: draw::coordinate(RIGHT + 6.0),
        last_y: draw::coordinate(
            y.at(*newest) + if goal.is_some_and(|g| (y.at(g) - y.at(*newest)).abs() < 14.0) { 18.0 } else { 4.0 },
        ),
        last_label: as_words(l, *newest),
        first_day: first.vietnamese(),
        last_day: last.vietnamese(),
        dots: places
            .into_iter()
            .map(|((x, y), day, v)| Dot { x, y, title: format!("{}: {}", day.vietnamese(), as_words(l, v)) })
            .collect(),
    })
}

fn resource(cell: &Cell, moment: Moment) -> Resource {
    Resource { id: cell.id.to_string(), leads: cell.leads(moment).collect(), ..Resource::all("target") }
}

fn value_row(l: L, actual: &Actual, standing: ActualStanding, may: (bool, bool)) -> ValueRow {
    let (report, decide) = may;
    let pending = standing == ActualStanding::Pending;
    ValueRow {
        id: actual.id.to_string(),
        on: actual.as_of.vietnamese(),
        value: explain::stated(actual),
        unit: actual.unit.clone(),
        source: actual.source.clone(),
        who: actual.by_name.clone(),
        standing: match standing {
            ActualStanding::Pending => "submitted",
            ActualStanding::Confirmed => "done_on_time",
            _ => standing_word(standing),
        }
        .to_owned(),
        standing_label: l.t(standing.message_id()),
        reason: if standing_word(standing) == "returned" {
            actual.decisions.last().map(|d| d.note.clone()).unwrap_or_default()
        } else {
            String::new()
        },
        simulated: actual.simulated,
        may_decide: decide && pending,
        may_correct: report && standing_word(standing) != "replaced",
    }
}

fn side(l: L, own: TargetId, all: &SideBySide) -> Vec<SideRow> {
    if all.targets.len() < 2 {
        return vec![];
    }
    let rows = all.targets.iter().flat_map(|t| t.values.iter().map(move |v| (t, v)));
    rows.map(|(t, v)| SideRow {
        document: t.document.head.number.clone(),
        url: url::target(t.target),
        year: if v.year == 0 { l.t("no-year") } else { v.year.to_string() },
        value: explain::printed(v),
        scope: format!("{} · {}", t.issuer, t.section),
        here: t.target == own,
    })
    .collect()
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let form = ValueForm {
        as_of: ctx.today().vietnamese(),
        replaces: asked.get("replaces").to_owned(),
        ..ValueForm::default()
    };
    show(&app, &visitor, &ctx, extract::id(&id)?, &asked, form, None).await
}

fn facts(l: L, standing: &Standing<'_>, lead: String) -> Vec<Pair> {
    let says = standing.says;
    let all = [
        ("target-definition", says.definition.clone()),
        ("target-unit", says.unit.clone()),
        ("target-direction", if says.direction == "down" { l.t("target-down") } else { l.t("target-up") }),
        ("col-lead", lead),
        ("task-sources", says.source_documents_text.clone()),
    ];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(label, value)| Pair { label: l.t(label), value }).collect()
}

async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    id: TargetId,
    asked: &Fields,
    form: ValueForm,
    mistake: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "targets").await?;
    let moment = views::asked(extract::as_of(asked, ctx.today())?);
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let missing = || Fault::not_found("fault-not-found");
    let cell = board.targets().cell(id).filter(|c| sees(&views::sight(ctx), c, moment)).ok_or_else(missing)?;
    let standing = cell.standing(moment).ok_or_else(missing)?;
    let mut sql = app.store.read().await?;
    let name = |unit| directory.unit(unit).map(|u| u.name.clone()).unwrap_or_default();
    let entries = history::target_timeline(&mut sql, id, &name, None, 100).await?;
    let side_by_side = link::side_by_side(&mut sql, id).await?;
    let resource = resource(cell, moment);
    let may = (ctx.may(TARGET_REPORT, &resource), ctx.may(TARGET_CONFIRM, &resource));
    let known = cell.actuals.iter().rev().filter_map(|a| Some((a, cell.actual_standing(a, moment)?)));
    let status = mistake.as_ref().map_or(StatusCode::OK, |fault| errors::status(fault.kind));
    let says = standing.says;
    let page = TargetPage {
        id: id.to_string(),
        name: says.name.clone(),
        unit: says.unit.clone(),
        state: standing.state.code().to_owned(),
        because: l.say(&explain::explain(&standing)),
        simulated: standing.actual.is_some_and(|a| a.simulated),
        document: board.document(cell.document).map(|d| d.number.clone()).unwrap_or_default(),
        document_url: url::document(cell.document),
        section: says.section_title.clone(),
        actual: standing.actual.map_or_else(|| l.t("no-figure"), explain::stated),
        actual_on: standing.actual.map(|a| l.t1("as-of-line", "day", a.as_of)).unwrap_or_default(),
        goal: standing.value.map(explain::printed).unwrap_or_default(),
        goal_year: if standing.year == 0 { l.t("no-year") } else { standing.year.to_string() },
        chart: chart(l, cell, &standing, moment),
        values: known.map(|(a, s)| value_row(l, a, s, may)).collect(),
        years: says
            .values
            .iter()
            .map(|v| Pair {
                label: if v.year == 0 { l.t("no-year") } else { v.year.to_string() },
                value: explain::printed(v),
            })
            .collect(),
        facts: facts(l, &standing, leads(&directory, cell, moment, &says.lead_text)),
        side: side(l, id, &side_by_side),
        events: task_page::events(l, entries),
        may_report: may.0 || may.1,
        today: ctx.today().to_string(),
        form,
        problems: mistake.map(|fault| pages::problems(l, fault, "value")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

/// Mistakes in what was typed are shown on the page with it; the rest goes on as it is.
fn is_mistake(fault: &Fault) -> bool {
    !matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Internal | FaultKind::Unavailable)
}

async fn record(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: TargetId = extract::id(&id)?;
    let (value, quality) = typed_value(fields.get("value"));
    let outcome = async {
        let input = RecordActual {
            target: id,
            year: None,
            as_of: fields.day("as_of")?.unwrap_or_else(|| ctx.today()),
            value,
            quality,
            unit: String::new(),
            source: fields.get("source").to_owned(),
            simulated: false,
            replaces: fields.id("replaces")?,
            key: fields.key(),
        };
        actual::record_actual(&app.store, &ctx, input).await
    };
    match outcome.await {
        Ok(_) => {
            let mut response = pages::go(&url::target(id));
            session::say_next(&app, &mut response, "value-stated");
            Ok(response)
        }
        Err(fault) if is_mistake(&fault) => {
            let text = |name: &str| fields.get(name).to_owned();
            let form = ValueForm {
                as_of: text("as_of"),
                value: text("value"),
                source: text("source"),
                replaces: text("replaces"),
            };
            show(&app, &visitor, &ctx, id, &Fields::default(), form, Some(fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// After a decision: back to the target, or the mistake on its page.
async fn decided(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    target: &str,
    outcome: Result<actual::ActualOutcome>,
    code: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(done) => {
            let mut response = pages::go(&url::target(done.target));
            session::say_next(app, &mut response, code);
            Ok(response)
        }
        Err(fault) if is_mistake(&fault) => {
            let form = ValueForm { as_of: ctx.today().vietnamese(), ..ValueForm::default() };
            show(app, visitor, ctx, extract::id(target)?, &Fields::default(), form, Some(fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn confirm(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = actual::confirm_actual(&app.store, &ctx, extract::id(&id)?).await;
    decided(&app, &visitor, &ctx, fields.get("target"), outcome, "confirmed").await
}

async fn return_value(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = actual::return_actual(&app.store, &ctx, extract::id(&id)?, fields.get("reason").to_owned()).await;
    decided(&app, &visitor, &ctx, fields.get("target"), outcome, "returned").await
}
