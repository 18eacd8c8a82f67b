//! The list of projects: the address is the view, every filter a link; the same as XLSX and CSV.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use budget::list::{self, Row};
use kernel::{Ctx, Result, Say};
use org::Directory;
use plan::export::{self, Sheet};

use super::{
    PROJECTS, Shown, View, asked, book, filters, owners, percent, project_url, rows_url, shown, unit_name, view, years,
};
use crate::{
    app::App,
    errors::Failure,
    extract::{Asked, Fields},
    files,
    lang::L,
    pages::{self, Choice, Desk, Filter, Frame, Me},
    registry::{Case, Route, route},
    routes::tasks::Hidden,
    session::Signed,
    url::Query,
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/budget/projects" Case::Signed => page),
        route!(GET "/budget/projects/export.xlsx" Case::Signed => export_xlsx),
        route!(GET "/budget/projects/export.csv" Case::Signed => export_csv),
    ]
}

/// A project in a list.
pub(crate) struct ProjectRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) owner: String,
    pub(crate) level: String,
    pub(crate) nature: String,
    pub(crate) newest: String,
    pub(crate) sums: Shown,
    pub(crate) parts_url: String,
    pub(crate) is_part: bool,
    pub(crate) pending: String,
    pub(crate) simulated: bool,
}
#[derive(Template)]
#[template(path = "budget_projects.html")]
struct ProjectsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    formula: String,
    as_of: String,
    q: String,
    hidden: Vec<Hidden>,
    filters: Vec<Filter>,
    years: Vec<Choice>,
    clear_url: String,
    rows: Vec<ProjectRow>,
    sums: Shown,
    has_parts: bool,
    xlsx_url: String,
    csv_url: String,
    may_manage: bool,
}

/// A row as the page shows it; `wholes` are those that parts in the list belong to.
pub(crate) fn project_row(l: L, query: &Query, directory: &Directory, row: &Row<'_>, whole: bool) -> ProjectRow {
    let parts = || Query::new().with("as_of", query.get("as_of")).with("year", query.get("year"));
    ProjectRow {
        code: row.project.code.clone(),
        name: row.says.name.clone(),
        url: project_url(row.project.id, query),
        owner: unit_name(directory, row.says.owner),
        level: l.t(row.says.level.message_id()),
        nature: l.t(row.says.nature.message_id()),
        newest: row.newest.map(kernel::Day::vietnamese).unwrap_or_default(),
        sums: shown(l, &row.sums),
        parts_url: if whole { parts().with("part_of", row.project.id).at(PROJECTS) } else { String::new() },
        is_part: !row.counts,
        pending: if row.pending > 0 { pages::count(l, row.pending) } else { String::new() },
        simulated: row.simulated,
    }
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "budget").await?;
    let view = view(&fields, &ctx)?;
    let (book, directory) = (book(&app, view.year).await?, app.directories.now().await?);
    let sight = views::sight(&ctx);
    let rows = list::rows(&book, asked(&view), &sight, &view.filter);
    let everything = list::rows(&book, asked(&view), &sight, &list::Filter::default());
    let sums = list::total(&rows);
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let money = super::money(l, sums.available());
    let args = [("count", count.into()), ("rate", percent(l, sums.rate()).into()), ("available", money.into())];
    let wholes: Vec<_> = everything.iter().filter_map(|r| r.says.part_of).collect();
    let hidden = view.query.without("q");
    let day = Query::new().with("as_of", view.query.get("as_of")).with("year", view.query.get("year"));
    let shown_rows: Vec<ProjectRow> =
        rows.iter().map(|r| project_row(l, &view.query, &directory, r, wholes.contains(&r.project.id))).collect();
    let page = ProjectsPage {
        say: l.with("budget-projects-say", &args),
        formula: l.t("budget-formula"),
        as_of: l.t1("as-of-line", "day", view.as_of),
        q: view.filter.text.clone(),
        hidden: hidden.pairs().iter().map(|(n, v)| Hidden { name: n.clone(), value: v.clone() }).collect(),
        filters: filters(l, PROJECTS, &view, owners(&everything, &directory)),
        years: years(&app, &view, PROJECTS).await?,
        clear_url: if view.query == day { String::new() } else { day.at(PROJECTS) },
        has_parts: shown_rows.iter().any(|r| r.is_part),
        rows: shown_rows,
        sums: shown(l, &sums),
        xlsx_url: rows_url(&view, &[]).replacen(PROJECTS, "/budget/projects/export.xlsx", 1),
        csv_url: rows_url(&view, &[]).replacen(PROJECTS, "/budget/projects/export.csv", 1),
        may_manage: super::summary::may_manage(&ctx),
        l,
        me,
        frame,
    };
    pages::html(&page)
}

/// The whole view as a sheet.
async fn sheet(app: &App, ctx: &Ctx, l: L, fields: &Fields) -> Result<Sheet> {
    let view: View = view(fields, ctx)?;
    let (book, directory) = (book(app, view.year).await?, app.directories.now().await?);
    let sight = views::sight(ctx);
    let rows = list::rows(&book, asked(&view), &sight, &view.filter);
    let say = |say: &Say| l.say(say);
    Ok(budget::sheet::sheet(&rows, &say, &|id| unit_name(&directory, id)))
}

async fn export_xlsx(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let sheet = sheet(&app, &ctx, visitor.l, &fields).await?;
    let (today, l) = (ctx.today(), visitor.l);
    let bytes = export::xlsx(&[sheet], today)?;
    Ok(files::download(&format!("{}-{today}.xlsx", l.t("budget-export-name")), files::XLSX, bytes))
}

async fn export_csv(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let sheet = sheet(&app, &ctx, visitor.l, &fields).await?;
    let name = format!("{}-{}.csv", visitor.l.t("budget-export-name"), ctx.today());
    Ok(files::download(&name, "text/csv; charset=utf-8", export::csv(&sheet)))
}
