//! The year in sums: by fund, level, nature, month and unit; every number opens its rows.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use budget::{
    book::{Book, Sums},
    list::{self, Row},
};
use kernel::{Ctx, Result, UnitId};
use org::Directory;

use super::{BUDGET, PROJECTS, Shown, View, asked, book, chart, money, percent, rows_url, shown, view, years};
use crate::{
    app::App,
    errors::Failure,
    extract::Asked,
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem, SayPart},
    registry::{Case, Route, route},
    session::Signed,
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![route!(GET "/budget" Case::Signed => page)]
}

/// One of the large figures.
struct Fig {
    key: &'static str,
    value: String,
    note: String,
    url: String,
    colour: &'static str,
}
/// A line of a table of sums.
struct Line {
    label: String,
    url: String,
    sums: Shown,
}
struct Group {
    title: String,
    lines: Vec<Line>,
}
#[derive(Template)]
#[template(path = "budget.html")]
struct BudgetPage {
    l: L,
    me: Me,
    frame: Frame,
    say: Vec<SayPart>,
    as_of: String,
    as_of_iso: String,
    problems: Vec<Problem>,
    year: String,
    years: Vec<Choice>,
    simulated: bool,
    figs: Vec<Fig>,
    groups: Vec<Group>,
    late: Vec<Line>,
    late_more: String,
    chart: Option<chart::Chart>,
    projects_url: String,
    may_manage: bool,
    empty: bool,
}

fn say(l: L, view: &View, sums: &Sums) -> Vec<SayPart> {
    let link = |text: String, more: &[(&str, &str)]| SayPart::link(text, rows_url(view, more));
    let links = [
        link(money(l, sums.disbursed), &[]),
        link(money(l, sums.available()), &[]),
        link(money(l, sums.delay()), &[("pace", "behind")]),
    ];
    let (day, rate) = (view.as_of.vietnamese(), percent(l, sums.rate()));
    let args = [("day", day.into()), ("rate", rate.into()), ("year", view.year.to_string().into())];
    let id = match (sums.stated, sums.delay().is_zero()) {
        (false, _) => "budget-say-nothing",
        (true, true) => "budget-say-on-time",
        (true, false) => "budget-say-late",
    };
    pages::sentence(&l.with(id, &args), &links)
}

fn figs(l: L, view: &View, sums: &Sums) -> Vec<Fig> {
    let of = shown(l, sums);
    let url = || rows_url(view, &[]);
    let behind = rows_url(view, &[("pace", "behind")]);
    let estimate = if of.estimate.is_empty() { "–".to_owned() } else { of.estimate };
    vec![
        Fig { key: "budget-c-assigned", value: of.assigned, note: String::new(), url: url(), colour: "f-not_started" },
        Fig {
            key: "budget-c-carried",
            value: if of.carried.is_empty() { "–".into() } else { of.carried },
            note: String::new(),
            url: url(),
            colour: "f-not_started",
        },
        Fig { key: "budget-c-disbursed", value: of.disbursed, note: String::new(), url: url(), colour: "f-running" },
        Fig {
            key: "budget-c-rate",
            value: of.rate,
            note: l.t1("budget-rate-of-assigned", "rate", of.rate_of_assigned),
            url: url(),
            colour: colour(&of.pace),
        },
        Fig {
            key: "budget-c-delay",
            value: if of.delay.is_empty() { "0".into() } else { of.delay },
            note: l.t1("budget-expected-by-now", "amount", of.expected),
            url: behind,
            colour: colour(&of.pace),
        },
        Fig {
            key: "budget-c-estimate",
            value: estimate,
            note: l.t("budget-estimate-note"),
            url: url(),
            colour: "f-waiting",
        },
    ]
}

/// The colour of a pace, as its state class.
pub(crate) fn colour(pace: &str) -> &'static str {
    match pace {
        "ahead" => "f-done_on_time",
        "close" => "f-running",
        "behind" => "f-overdue",
        _ => "f-not_started",
    }
}

fn groups(l: L, view: &View, rows: &[Row<'_>]) -> Vec<Group> {
    let line = |name: &str, code: &str, message: &str, sums: &Sums| Line {
        label: l.t(message),
        url: rows_url(view, &[(name, code)]),
        sums: shown(l, sums),
    };
    let fund = list::by_fund(rows);
    let level = list::by(rows, |r| Some(r.says.level));
    let nature = list::by(rows, |r| Some(r.says.nature));
    vec![
        Group {
            title: l.t("budget-by-level"),
            lines: level.iter().map(|(k, s)| line("level", k.code(), k.message_id(), s)).collect(),
        },
        Group {
            title: l.t("budget-by-fund"),
            lines: fund.iter().map(|(k, s)| line("fund", k.code(), k.message_id(), s)).collect(),
        },
        Group {
            title: l.t("budget-by-nature"),
            lines: nature.iter().map(|(k, s)| line("nature", k.code(), k.message_id(), s)).collect(),
        },
    ]
}

/// How many units are named on the page.
const LATE: usize = 8;

/// Units with the largest delay. Parts count here, their wholes do not: who spends is asked.
fn late(l: L, view: &View, book: &Book, rows: &[Row<'_>], directory: &Directory) -> Vec<Line> {
    let wholes: Vec<_> = rows.iter().filter_map(|r| r.says.part_of).collect();
    let mut units: std::collections::BTreeMap<UnitId, Sums> = std::collections::BTreeMap::new();
    for row in rows.iter().filter(|r| !wholes.contains(&r.project.id)) {
        units.entry(row.says.owner).or_default().add(&row.sums);
    }
    debug_assert_eq!(book.year, view.year);
    let mut units: Vec<_> = units.into_iter().filter(|(_, sums)| !sums.delay().is_zero()).collect();
    units.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.delay()));
    let line = |(unit, sums): &(UnitId, Sums)| Line {
        label: super::unit_name(directory, *unit),
        url: rows_url(view, &[("unit", &unit.to_string())]),
        sums: shown(l, sums),
    };
    units.iter().take(LATE).map(line).collect()
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
    let sums = list::total(&rows);
    let page = BudgetPage {
        say: say(l, &view, &sums),
        as_of: l.t1("as-of-line", "day", view.as_of),
        as_of_iso: view.as_of.vietnamese(),
        problems: vec![],
        year: view.year.to_string(),
        years: years(&app, &view, BUDGET).await?,
        simulated: rows.iter().any(|r| r.counts && r.simulated),
        figs: figs(l, &view, &sums),
        groups: groups(l, &view, &rows),
        late: late(l, &view, &book, &rows, &directory),
        late_more: rows_url(&view, &[("pace", "behind")]),
        chart: chart::chart(l, &view, &rows, &sums, |month| super::month::url(&view, month)),
        projects_url: view.query.at(PROJECTS),
        may_manage: may_manage(&ctx),
        empty: rows.is_empty(),
        l,
        me,
        frame,
    };
    pages::html(&page)
}

/// May the reader add projects?
pub(crate) fn may_manage(ctx: &Ctx) -> bool {
    pages::may(ctx, "budget.manage")
}
