//! The money of plans and projects as JSON: amounts are whole đồng.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use budget::{
    Fund, Level, Measure, Nature,
    book::{Figure, Project, Sums as Held},
    figure::{self, StateFigure},
    list::{self, Row},
    project::{self, NewProject, Says},
};
use kernel::{Dong, Fault, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{asked, book, project::held_by, view};
use crate::{
    api::{self, ReasonIn, UnitRef},
    app::App,
    errors::Failure,
    extract::{self, Asked, Body},
    registry::{Case, Route, route},
    session::Signed,
    views,
};

const VIEW: &[(&str, &str)] = &[
    ("year", "the budget year; that of the day when absent"),
    ("as_of", "the day; today when absent"),
    ("q", "words of code or name; accents and case do not matter"),
    ("fund", "central, local, oda or other"),
    ("level", "central, province or commune"),
    ("nature", "recurrent or investment"),
    ("unit", "the unit that spends"),
    ("document", "the document it belongs to"),
    ("part_of", "only parts of this project"),
    ("pace", "ahead, close, behind or unknown"),
    ("pending", "1: only with amounts that wait for confirmation"),
];

const DAY: &[(&str, &str)] = &[VIEW[0], VIEW[1]];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/api/v1/budget" Case::Signed => summary).gives(
            "Budget",
            "A year's money in sums, as far as the caller may see.",
            VIEW,
        ),
        route!(GET "/api/v1/budget/projects" Case::Signed => projects).gives(
            "BudgetProjects",
            "Projects with their money.",
            VIEW,
        ),
        route!(GET "/api/v1/budget/projects/{id}" Case::Thing("budget.read") => project).gives(
            "BudgetProjectDetail",
            "A project with every stated amount of the year.",
            DAY,
        ),
        route!(POST "/api/v1/budget/projects" Case::Province("budget.manage") => add).takes(
            "BudgetProjectIn",
            "BudgetChanged",
            "Adds a project.",
        ),
        route!(POST "/api/v1/budget/projects/{id}/figures" Case::Thing("budget.report") => state).takes(
            "BudgetFigureIn",
            "BudgetChanged",
            "States an amount.",
        ),
        route!(POST "/api/v1/budget/figures/{id}/confirm" Case::Thing("budget.confirm") => confirm).takes(
            "",
            "BudgetChanged",
            "Confirms a stated amount.",
        ),
        route!(POST "/api/v1/budget/figures/{id}/return" Case::Thing("budget.confirm") => return_figure).takes(
            "ReasonIn",
            "BudgetChanged",
            "Returns a stated amount with a reason.",
        ),
    ]
}

/// Sums in whole đồng.
#[derive(Serialize, ToSchema)]
struct BudgetSums {
    assigned: i64,
    adjusted: i64,
    carried: i64,
    /// assigned + adjusted + carried
    available: i64,
    /// Absent when nobody stated it.
    disbursed: Option<i64>,
    /// disbursed / available, in per cent.
    rate: Option<String>,
    /// What should have been disbursed by the day.
    expected: i64,
    /// expected - disbursed, at least 0.
    delay: i64,
    /// For 31 December, if it goes on so: an estimate.
    estimate: Option<i64>,
    /// `ahead`, `close`, `behind`, `unknown`.
    pace: &'static str,
}
/// Sums of one fund, level or nature.
#[derive(Serialize, ToSchema)]
struct BudgetGroup {
    code: &'static str,
    sums: BudgetSums,
}
/// A month.
#[derive(Serialize, ToSchema)]
struct BudgetMonth {
    month: i8,
    /// Within the month.
    within: i64,
    /// Since 1 January.
    total: i64,
    expected: i64,
}
/// A year in sums.
#[derive(Serialize, ToSchema)]
struct Budget {
    year: i16,
    as_of: String,
    sums: BudgetSums,
    by_fund: Vec<BudgetGroup>,
    by_level: Vec<BudgetGroup>,
    by_nature: Vec<BudgetGroup>,
    by_month: Vec<BudgetMonth>,
}
/// A project.
#[derive(Serialize, ToSchema)]
struct BudgetProject {
    id: String,
    code: String,
    name: String,
    owner: UnitRef,
    level: &'static str,
    nature: &'static str,
    document: Option<String>,
    part_of: Option<String>,
    total: Option<i64>,
    /// Counts in the list's sums; a part beside its whole does not.
    counts: bool,
    simulated: bool,
    sums: BudgetSums,
}
/// Projects.
#[derive(Serialize, ToSchema)]
struct BudgetProjects {
    year: i16,
    as_of: String,
    sums: BudgetSums,
    projects: Vec<BudgetProject>,
}
/// A stated amount.
#[derive(Serialize, ToSchema)]
struct BudgetFigure {
    id: String,
    year: i16,
    /// `central`, `local`, `oda`, `other`.
    fund: &'static str,
    /// `assigned`, `carried`, `adjusted`, `disbursed`, `planned`.
    measure: &'static str,
    /// The month planned for; 0 for all other measures.
    month: i8,
    as_of: String,
    amount: i64,
    source: String,
    note: String,
    by: String,
    /// `pending`, `confirmed`, `returned`, `replaced`.
    standing: &'static str,
    replaces: Option<String>,
    simulated: bool,
}
/// A project with its amounts.
#[derive(Serialize, ToSchema)]
struct BudgetProjectDetail {
    #[serde(flatten)]
    project: BudgetProject,
    figures: Vec<BudgetFigure>,
}
/// A project about to be added.
#[derive(Deserialize, ToSchema)]
struct BudgetProjectIn {
    code: String,
    name: String,
    /// Id of the unit that spends.
    owner: String,
    level: String,
    nature: String,
    document: Option<String>,
    part_of: Option<String>,
    total: Option<i64>,
}
/// An amount about to be stated.
#[derive(Deserialize, ToSchema)]
struct BudgetFigureIn {
    year: i16,
    fund: String,
    measure: String,
    #[serde(default)]
    month: i8,
    as_of: String,
    amount: i64,
    source: String,
    #[serde(default)]
    note: String,
    replaces: Option<String>,
    /// Sent twice with the same key, it is done once.
    key: Option<String>,
}
/// What was changed.
#[derive(Serialize, ToSchema)]
struct BudgetChanged {
    project: String,
    figure: Option<String>,
}
api::make_schemas!(Budget, BudgetProjects, BudgetProjectDetail, BudgetProjectIn, BudgetFigureIn, BudgetChanged);

fn sums(held: &Held) -> BudgetSums {
    BudgetSums {
        assigned: held.assigned.whole(),
        adjusted: held.adjusted.whole(),
        carried: held.carried.whole(),
        available: held.available().whole(),
        disbursed: held.stated.then_some(held.disbursed.whole()),
        rate: held.rate().map(|r| r.to_string()),
        expected: held.expected.whole(),
        delay: held.delay().whole(),
        estimate: held.estimate.map(Dong::whole),
        pace: held.pace().code(),
    }
}

async fn summary(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Json<Budget>, Failure> {
    let view = view(&fields, &ctx)?;
    let book = book(&app, view.year).await?;
    let sight = views::sight(&ctx);
    let rows = list::rows(&book, asked(&view), &sight, &view.filter);
    let group = |code: &'static str, held: &Held| BudgetGroup { code, sums: sums(held) };
    let months = list::months(&rows, view.year, asked(&view));
    Ok(Json(Budget {
        year: view.year,
        as_of: view.as_of.to_string(),
        sums: sums(&list::total(&rows)),
        by_fund: list::by_fund(&rows).iter().map(|(k, s)| group(k.code(), s)).collect(),
        by_level: list::by(&rows, |r| Some(r.says.level)).iter().map(|(k, s)| group(k.code(), s)).collect(),
        by_nature: list::by(&rows, |r| Some(r.says.nature)).iter().map(|(k, s)| group(k.code(), s)).collect(),
        by_month: months
            .iter()
            .map(|m| BudgetMonth {
                month: m.month,
                within: m.within.whole(),
                total: m.total.whole(),
                expected: m.expected.whole(),
            })
            .collect(),
    }))
}

fn item(directory: &org::Directory, row: &Row<'_>) -> BudgetProject {
    BudgetProject {
        id: row.project.id.to_string(),
        code: row.project.code.clone(),
        name: row.says.name.clone(),
        owner: api::unit_ref(directory, row.says.owner),
        level: row.says.level.code(),
        nature: row.says.nature.code(),
        document: row.says.document.map(|d| d.to_string()),
        part_of: row.says.part_of.map(|p| p.to_string()),
        total: row.says.total.map(Dong::whole),
        counts: row.counts,
        simulated: row.simulated,
        sums: sums(&row.sums),
    }
}

async fn projects(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Json<BudgetProjects>, Failure> {
    let view = view(&fields, &ctx)?;
    let (book, directory) = (book(&app, view.year).await?, app.directories.now().await?);
    let sight = views::sight(&ctx);
    let rows = list::rows(&book, asked(&view), &sight, &view.filter);
    Ok(Json(BudgetProjects {
        year: view.year,
        as_of: view.as_of.to_string(),
        sums: sums(&list::total(&rows)),
        projects: rows.iter().map(|r| item(&directory, r)).collect(),
    }))
}

fn figure_item(project: &Project, figure: &Figure, moment: plan::board::Asked) -> Option<BudgetFigure> {
    Some(BudgetFigure {
        id: figure.id.to_string(),
        year: figure.year,
        fund: figure.fund.code(),
        measure: figure.measure.code(),
        month: figure.month,
        as_of: figure.as_of.to_string(),
        amount: figure.amount.whole(),
        source: figure.source.clone(),
        note: figure.note.clone(),
        by: figure.by_name.clone(),
        standing: project.standing(figure, moment)?.code(),
        replaces: figure.replaces.map(|f| f.to_string()),
        simulated: figure.simulated,
    })
}

async fn project(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Asked(fields): Asked,
) -> Result<Json<BudgetProjectDetail>, Failure> {
    let view = view(&extract::Fields::only(&fields, &["year", "as_of"]), &ctx)?;
    let (book, directory) = (book(&app, view.year).await?, app.directories.now().await?);
    let (project, says) = held_by(&book, &view, &ctx, extract::id(&id)?)?;
    let row = list::row_of(view.year, asked(&view), project, says);
    let figures = project.figures.iter().filter_map(|f| figure_item(project, f, asked(&view))).collect();
    Ok(Json(BudgetProjectDetail { project: item(&directory, &row), figures }))
}

fn known<T>(text: &str, field: &'static str, read: fn(&str) -> Option<T>) -> Result<T> {
    read(text).ok_or_else(|| Fault::invalid("web-bad-form").arg("field", field).field(field))
}

async fn add(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Body(said): Body<BudgetProjectIn>,
) -> Result<Json<BudgetChanged>, Failure> {
    let says = Says {
        name: said.name,
        document: said.document.as_deref().map(str::parse).transpose()?,
        owner: said.owner.parse().map_err(|f: Fault| f.field("owner"))?,
        level: known(&said.level, "level", Level::from_code)?,
        nature: known(&said.nature, "nature", Nature::from_code)?,
        part_of: said.part_of.as_deref().map(str::parse).transpose()?,
        total: said.total.map(Dong::new),
        simulated: false,
    };
    let id = project::add_project(&app.store, &ctx, NewProject { id: None, code: said.code, says }).await?;
    Ok(Json(BudgetChanged { project: id.to_string(), figure: None }))
}

fn changed(done: figure::FigureOutcome) -> Json<BudgetChanged> {
    Json(BudgetChanged { project: done.project.to_string(), figure: Some(done.figure.to_string()) })
}

async fn state(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<BudgetFigureIn>,
) -> Result<Json<BudgetChanged>, Failure> {
    let input = StateFigure {
        project: extract::id(&id)?,
        year: said.year,
        fund: known(&said.fund, "fund", Fund::from_code)?,
        measure: known(&said.measure, "measure", Measure::from_code)?,
        month: said.month,
        as_of: said.as_of.parse().map_err(|f: Fault| f.field("as_of"))?,
        amount: Dong::new(said.amount),
        source: said.source,
        note: said.note,
        simulated: false,
        replaces: said.replaces.as_deref().map(str::parse).transpose()?,
        key: said.key,
    };
    Ok(changed(figure::state_figure(&app.store, &ctx, input).await?))
}

async fn confirm(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Json<BudgetChanged>, Failure> {
    Ok(changed(figure::confirm_figure(&app.store, &ctx, extract::id(&id)?).await?))
}

async fn return_figure(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<ReasonIn>,
) -> Result<Json<BudgetChanged>, Failure> {
    Ok(changed(figure::return_figure(&app.store, &ctx, extract::id(&id)?, &said.reason).await?))
}
