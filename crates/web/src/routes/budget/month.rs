//! A month's disbursement laid open: for each project and fund the two totals whose difference it is,
//! with the day, source and person behind each.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use budget::{Measure, book::Figure, list};
use kernel::{Day, Dong, Fault, Result};

use super::{View, asked, book, money, project_url, view};
use crate::{
    app::App,
    errors::Failure,
    extract::Asked,
    lang::L,
    pages::{self, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::Signed,
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![route!(GET "/budget/months/{month}" Case::Signed => page)]
}

/// The page of a month of this view.
pub(crate) fn url(view: &View, month: i8) -> String {
    view.query.at(&format!("/budget/months/{month}"))
}

struct Side {
    amount: String,
    says: String,
    simulated: bool,
}
struct MonthLine {
    name: String,
    url: String,
    fund: String,
    before: Side,
    after: Side,
    within: String,
}
#[derive(Template)]
#[template(path = "budget_month.html")]
struct MonthPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    as_of: String,
    back_url: String,
    before_label: String,
    after_label: String,
    lines: Vec<MonthLine>,
}

fn side(l: L, figure: Option<&Figure>) -> Side {
    let says = figure.map(|f| {
        let args = [("day", f.as_of.into()), ("source", f.source.as_str().into()), ("who", f.by_name.as_str().into())];
        l.with("budget-figure-from", &args)
    });
    Side {
        amount: figure.map_or_else(|| l.t("no-figure"), |f| money(l, f.amount)),
        says: says.unwrap_or_default(),
        simulated: figure.is_some_and(|f| f.simulated),
    }
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(month): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let nothing = || Fault::not_found("fault-not-found");
    let month: i8 = month.parse().ok().filter(|m| (1..=12).contains(m)).ok_or_else(nothing)?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "budget").await?;
    let view = view(&fields, &ctx)?;
    let (first, end) = Day::new(view.year, month, 1).zip(Day::month_end(view.year, month)).ok_or_else(nothing)?;
    let book = book(&app, view.year).await?;
    let (sight, moment) = (views::sight(&ctx), asked(&view));
    let rows = list::rows(&book, moment, &sight, &view.filter);
    let end = if month == 12 { view.as_of.max(end) } else { end.min(view.as_of) };
    let (mut lines, mut sum) = (vec![], Dong::ZERO);
    for row in rows.iter().filter(|r| r.counts) {
        for (fund, _) in &row.funds {
            let of = |upto| row.project.counting(moment, *fund, Measure::Disbursed, 0, upto);
            let (before, after) = (of(first.plus_days(-1)), of(end));
            let amount = |f: Option<&Figure>| f.map_or(Dong::ZERO, |f| f.amount);
            let within = amount(after) - amount(before);
            if before.is_none() && after.is_none() {
                continue;
            }
            sum = sum + within;
            lines.push((
                within,
                MonthLine {
                    name: row.says.name.clone(),
                    url: project_url(row.project.id, &view.query),
                    fund: l.t(fund.message_id()),
                    before: side(l, before),
                    after: side(l, after),
                    within: money(l, within),
                },
            ));
        }
    }
    lines.sort_by_key(|(within, _)| std::cmp::Reverse(*within));
    let args =
        [("month", month.to_string().into()), ("year", view.year.to_string().into()), ("amount", money(l, sum).into())];
    let page = MonthPage {
        say: l.with("budget-month-say", &args),
        as_of: l.t1("as-of-line", "day", view.as_of),
        back_url: view.query.at(super::BUDGET),
        before_label: l.t1("budget-total-before", "day", first),
        after_label: l.t1("budget-total-by", "day", end),
        lines: lines.into_iter().map(|(_, line)| line).collect(),
        l,
        me,
        frame,
    };
    pages::html(&page)
}
