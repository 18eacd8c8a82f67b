//! One project: its sums, the year as a drawing, every amount with its source and confirmation, its
//! parts, what happened, and the forms.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use budget::{
    BUDGET_CONFIRM, BUDGET_READ, BUDGET_REPORT, Fund, Measure,
    book::{Book, Figure, FigureStanding, Project, years as held_years},
    figure::resource,
    list::{self, Filter as Rows, Row},
};
use kernel::{Ctx, Fault, ProjectId, Result};
use org::Directory;
use plan::{board::Board, history};
use store::event::{self, EventFilter};

use super::{
    PROJECTS, Shown, View, asked, book, chart,
    fields::{FigureForm, Opt, ProjectForm, figure_form, held, options, project_form},
    projects::{ProjectRow, project_row},
    shown, unit_name, view,
};
use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Choice, Desk, Event, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{Signed, Visitor},
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![route!(GET "/budget/projects/{id}" Case::Thing("budget.read") => page)]
}

/// Entries of the history on the page.
const HISTORY: usize = 60;

struct FigureRow {
    id: String,
    year: String,
    measure: String,
    fund: String,
    on: String,
    amount: String,
    exact: String,
    source: String,
    note: String,
    who: String,
    standing: String,
    standing_label: String,
    reason: String,
    simulated: bool,
    may_decide: bool,
    correct_url: String,
}
struct Pair {
    label: String,
    value: String,
    url: String,
}
struct FundRow {
    label: String,
    sums: Shown,
}
#[derive(Template)]
#[template(path = "budget_project.html")]
struct ProjectPage {
    l: L,
    me: Me,
    frame: Frame,
    id: String,
    code: String,
    name: String,
    say: String,
    as_of: String,
    colour: String,
    simulated: bool,
    facts: Vec<Pair>,
    sums: Shown,
    funds: Vec<FundRow>,
    chart: Option<chart::Chart>,
    years: Vec<Choice>,
    figures: Vec<FigureRow>,
    parts: Vec<ProjectRow>,
    parts_say: String,
    events: Vec<Event>,
    may_state: bool,
    may_manage: bool,
    today: String,
    measures: Vec<Opt>,
    fund_options: Vec<Opt>,
    months: Vec<Opt>,
    form: FigureForm,
    edit: ProjectForm,
    problems: Vec<Problem>,
}

/// What is typed again after a mistake, and the mistake.
pub(crate) struct Mistake<'a> {
    pub(crate) fault: Fault,
    pub(crate) fields: &'a Fields,
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, extract::id(&id)?, &fields, None).await
}

fn figure_row(l: L, project: &Project, figure: &Figure, view: &View, may: (bool, bool)) -> Option<FigureRow> {
    let (report, decide) = may;
    let standing = project.standing(figure, asked(view))?;
    let measure = l.t(figure.measure.message_id());
    let of = Query::new().with("replaces", figure.id).with("year", figure.year);
    let correctable = report && standing != FigureStanding::Replaced;
    Some(FigureRow {
        id: figure.id.to_string(),
        year: figure.year.to_string(),
        measure: match figure.month {
            0 => measure,
            month => l.t2("budget-planned-by", "measure", measure, "month", month.to_string()),
        },
        fund: l.t(figure.fund.message_id()),
        on: figure.as_of.vietnamese(),
        amount: super::money(l, figure.amount),
        exact: l.t1("money-dong", "n", pages::decimal(l, figure.amount.whole().into())),
        source: figure.source.clone(),
        note: figure.note.clone(),
        who: figure.by_name.clone(),
        standing: match standing {
            FigureStanding::Pending => "submitted",
            FigureStanding::Confirmed => "done_on_time",
            FigureStanding::Returned => "returned",
            FigureStanding::Replaced => "not_applicable",
        }
        .to_owned(),
        standing_label: l.t(standing.message_id()),
        reason: figure.decision.as_ref().map(|d| d.note.clone()).unwrap_or_default(),
        simulated: figure.simulated,
        may_decide: decide && standing == FigureStanding::Pending,
        correct_url: if correctable {
            format!("{}#figure-form", of.at(&format!("{PROJECTS}/{}", project.id)))
        } else {
            String::new()
        },
    })
}

fn facts(l: L, board: &Board, directory: &Directory, row: &Row<'_>, whole: Option<&Project>) -> Vec<Pair> {
    let says = row.says;
    let pair = |label: &str, value: String, url: String| Pair { label: l.t(label), value, url };
    let mut all = vec![
        pair("budget-c-owner", unit_name(directory, says.owner), url::unit(says.owner)),
        pair("budget-c-level", l.t(says.level.message_id()), String::new()),
        pair("budget-c-nature", l.t(says.nature.message_id()), String::new()),
    ];
    if let Some(document) = says.document {
        let number = board.document(document).map(|d| d.number.clone()).unwrap_or_default();
        all.push(pair("col-document", number, url::document(document)));
    }
    if let Some(total) = says.total {
        all.push(pair("budget-c-total", super::money(l, total), String::new()));
    }
    if let Some(whole) = whole {
        all.push(pair("budget-part-of", whole.code.clone(), format!("{PROJECTS}/{}", whole.id)));
    }
    all
}

/// Parts of the project, and in words how much of it is not shared out among them.
fn parts(
    l: L,
    book: &Book,
    directory: &Directory,
    view: &View,
    row: &Row<'_>,
    sight: &plan::board::Sight,
) -> (Vec<ProjectRow>, String) {
    let filter = Rows { part_of: Some(row.project.id), ..Rows::default() };
    let parts = list::rows(book, asked(view), sight, &filter);
    if parts.is_empty() {
        return (vec![], String::new());
    }
    let shared = list::total(&parts).assigned;
    let args = [
        ("count", i64::try_from(parts.len()).unwrap_or(0).into()),
        ("shared", super::money(l, shared).into()),
        ("left", super::money(l, row.sums.assigned - shared).into()),
    ];
    let rows = parts.iter().map(|p| ProjectRow { is_part: false, ..project_row(l, &view.query, directory, p, false) });
    (rows.collect(), l.with("budget-parts-say", &args))
}

async fn events(app: &App, l: L, directory: &Directory, id: ProjectId) -> Result<Vec<Event>> {
    let filter = EventFilter { subject: Some(id.subject()), ..EventFilter::default() };
    let events = event::list(&mut app.store.read().await?, &filter, HISTORY).await?;
    let name = |unit| unit_name(directory, unit);
    let colour = |kind: &str| match kind {
        "figure.confirmed" => "done_on_time",
        "figure.returned" => "returned",
        "figure.stated" => "submitted",
        _ => "running",
    };
    let event = |e: &store::Event| {
        let entry = history::entry(e, &name);
        Event {
            at: entry.at.vietnamese(),
            text: l.say(&entry.say),
            quote: entry.note.clone(),
            state: colour(&entry.kind).to_owned(),
            ..Event::default()
        }
    };
    Ok(events.iter().map(event).collect())
}

/// The project's page; after a mistake with what is to be mended and what was typed.
pub(crate) async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    id: ProjectId,
    fields: &Fields,
    mistake: Option<Mistake<'_>>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "budget").await?;
    let typed = mistake.as_ref().map(|m| m.fields);
    let view = view(&Fields::only(fields, &["year", "as_of"]), ctx)?;
    let (book, board) = (book(app, view.year).await?, app.boards.now().await?);
    let directory = app.directories.now().await?;
    let (project, says) = held_by(&book, &view, ctx, id)?;
    let sight = views::sight(ctx);
    let row = list::row_of(view.year, asked(&view), project, says);
    let leads = resource(id, says.owner);
    let decide = ctx.may(BUDGET_CONFIRM, &leads);
    let report = decide || ctx.may(BUDGET_REPORT, &leads);
    let whole = says.part_of.and_then(|whole| book.project(whole));
    let (parts, parts_say) = parts(l, &book, &directory, &view, &row, &sight);
    let form = figure_form(ctx, &view, project, typed, fields.id("replaces")?);
    let edit = typed.filter(|f| f.opt("name").is_some()).cloned().unwrap_or_else(|| held(project, &view));
    let status = mistake.as_ref().map_or(StatusCode::OK, |m| errors::status(m.fault.kind));
    let sums = shown(l, &row.sums);
    let month = |m: i8| m.to_string();
    let page = ProjectPage {
        id: id.to_string(),
        code: project.code.clone(),
        name: says.name.clone(),
        say: say(l, &view, &row),
        as_of: l.t1("as-of-line", "day", view.as_of),
        colour: super::summary::colour(&sums.pace).to_owned(),
        simulated: row.simulated,
        facts: facts(l, &board, &directory, &row, whole),
        funds: row.funds.iter().map(|(f, s)| FundRow { label: l.t(f.message_id()), sums: shown(l, s) }).collect(),
        sums,
        chart: chart::chart(l, &view, std::slice::from_ref(&row), &row.sums, |_| "#figures".to_owned()),
        years: years(app, &view, id).await?,
        figures: project
            .figures
            .iter()
            .rev()
            .filter_map(|f| figure_row(l, project, f, &view, (report, decide)))
            .collect(),
        parts,
        parts_say,
        events: events(app, l, &directory, id).await?,
        may_state: report,
        may_manage: super::summary::may_manage(ctx),
        today: ctx.today().to_string(),
        measures: options(l, Measure::ALL, Measure::code, Measure::message_id, &form.measure),
        fund_options: options(l, Fund::ALL, Fund::code, Fund::message_id, &form.fund),
        months: (1..=12)
            .map(|m| Opt {
                value: month(m),
                label: l.t1("budget-month", "month", month(m)),
                on: form.month == month(m),
            })
            .collect(),
        edit: project_form(l, &board, &directory, &book, &edit, ctx.today()),
        form,
        problems: mistake.map(|m| pages::problems(l, m.fault, "amount")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

/// A project that the reader may see on that day.
pub(crate) fn held_by<'a>(
    book: &'a Book,
    view: &View,
    ctx: &Ctx,
    id: ProjectId,
) -> Result<(&'a Project, &'a budget::project::Says)> {
    let nothing = || Fault::not_found("fault-not-found");
    let project = book.project(id).ok_or_else(nothing)?;
    let says = &project.version(asked(view)).ok_or_else(nothing)?.says;
    if ctx.may(BUDGET_READ, &resource(id, says.owner)) { Ok((project, says)) } else { Err(nothing()) }
}

fn say(l: L, view: &View, row: &Row<'_>) -> String {
    let sums = &row.sums;
    let args = [
        ("day", view.as_of.vietnamese().into()),
        ("year", view.year.to_string().into()),
        ("rate", super::percent(l, sums.rate()).into()),
        ("disbursed", super::money(l, sums.disbursed).into()),
        ("available", super::money(l, sums.available()).into()),
        ("delay", super::money(l, sums.delay()).into()),
    ];
    let id = match (sums.stated, sums.delay().is_zero()) {
        (false, _) => "budget-project-nothing",
        (true, true) => "budget-project-on-time",
        (true, false) => "budget-project-late",
    };
    l.with(id, &args)
}

async fn years(app: &App, view: &View, id: ProjectId) -> Result<Vec<Choice>> {
    let mut all = held_years(&mut app.store.read().await?).await?;
    all.push(view.year);
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    let choice = |year: i16| Choice {
        label: year.to_string(),
        url: view.query.with("year", year).at(&format!("{PROJECTS}/{id}")),
        on: year == view.year,
        count: String::new(),
    };
    Ok(all.into_iter().map(choice).collect())
}
