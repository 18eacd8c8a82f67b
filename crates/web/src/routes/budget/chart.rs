//! A year's disbursement as a drawing: what was disbursed, what should have been, and the estimate.
use budget::{
    book::Sums,
    list::{self, Month, Row},
};
use kernel::{Day, Dong};

use super::{View, asked, money};
use crate::{draw, lang::L};

/// The drawing and its table.
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) disbursed: String,
    pub(crate) expected: String,
    pub(crate) guess: String,
    pub(crate) labels: Vec<Label>,
    pub(crate) ticks: Vec<Label>,
    pub(crate) dots: Vec<Label>,
    pub(crate) rows: Vec<MonthRow>,
}
/// Words at a place.
pub(crate) struct Label {
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) text: String,
    pub(crate) strong: bool,
}
/// A month of the table.
pub(crate) struct MonthRow {
    pub(crate) label: String,
    pub(crate) url: String,
    pub(crate) within: String,
    pub(crate) total: String,
    pub(crate) expected: String,
    pub(crate) delay: String,
}

const LEFT: f64 = 8.0;
const RIGHT: f64 = 520.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 196.0;

struct Plane {
    x: draw::Scale,
    y: draw::Scale,
}
impl Plane {
    fn place(&self, day: Day, amount: Dong) -> (f64, f64) {
        (self.x.at(f64::from(day.number())), self.y.at(billions(amount)))
    }
}
/// Only for drawing.
fn billions(amount: Dong) -> f64 {
    amount.to_string().parse::<f64>().unwrap_or_default() / 1e9
}
fn line(points: &[(f64, f64)]) -> String {
    let point = |(x, y): &(f64, f64)| format!("{},{}", draw::coordinate(*x), draw::coordinate(*y));
    points.iter().map(point).collect::<Vec<_>>().join(" ")
}
/// Labels stand at the ends of their lines, a line's height apart.
fn apart(mut labels: Vec<((f64, f64), String, bool)>) -> Vec<Label> {
    labels.sort_by(|a, b| b.0.1.total_cmp(&a.0.1));
    let mut below = BOTTOM + 4.0 + 15.0;
    labels
        .into_iter()
        .map(|((x, y), text, strong)| {
            below = (y + 4.0).min(below - 15.0);
            Label { x: draw::coordinate(x + 8.0), y: draw::coordinate(below), text, strong }
        })
        .collect()
}

/// Draws a list's year; `None` before the year began. Months for which nothing is stated yet are left
/// open: nothing stated is not nothing disbursed.
pub(crate) fn chart(
    l: L,
    view: &View,
    rows: &[Row<'_>],
    sums: &Sums,
    month_url: impl Fn(i8) -> String,
) -> Option<Chart> {
    let (eve, last) = (Day::new(view.year, 1, 1)?.plus_days(-1), Day::year_end(view.year)?);
    let months = list::months(rows, view.year, asked(view));
    let newest = rows.iter().filter(|r| r.counts).filter_map(|r| r.newest).max();
    let known = |m: &&Month| newest.is_some_and(|n| Day::new(view.year, m.month, 1).is_some_and(|first| first <= n));
    let end = |m: &Month| Day::month_end(view.year, m.month).unwrap_or(last).min(view.as_of);
    let all = months.iter().flat_map(|m| [m.total, m.expected]).chain(sums.estimate);
    let top = all.max().filter(|top| *top > Dong::ZERO)?;
    let plane = Plane {
        x: draw::Scale::new(f64::from(eve.number()), f64::from(last.number()), LEFT, RIGHT),
        y: draw::Scale::new(0.0, billions(top), BOTTOM, TOP),
    };
    let start = plane.place(eve, Dong::ZERO);
    let stated: Vec<&Month> = months.iter().filter(known).collect();
    let at = |m: &Month| newest.map_or(end(m), |n| n.min(end(m)));
    let done: Vec<(f64, f64)> = stated.iter().map(|m| plane.place(at(m), m.total)).collect();
    let due: Vec<(f64, f64)> = months.iter().map(|m| plane.place(end(m), m.expected)).collect();
    let guess = match (done.last(), sums.estimate, newest) {
        (Some(from), Some(estimate), Some(newest)) if newest < last => {
            vec![*from, plane.place(last, estimate)]
        }
        _ => vec![],
    };
    let mut labels = vec![];
    if let Some(end) = due.last() {
        labels.push((*end, format!("{} {}", l.t("budget-line-expected"), money(l, sums.expected)), false));
    }
    if let Some(end) = done.last().filter(|_| guess.is_empty()) {
        labels.push((*end, format!("{} {}", l.t("budget-line-disbursed"), money(l, sums.disbursed)), true));
    }
    if let (Some(end), Some(estimate)) = (guess.last(), sums.estimate) {
        labels.push((*end, format!("{} {}", l.t("budget-line-estimate"), money(l, estimate)), false));
    }
    let dot = |(m, place): (&&Month, &(f64, f64))| Label {
        x: draw::coordinate(place.0),
        y: draw::coordinate(place.1),
        text: format!("{}: {}", at(m).vietnamese(), money(l, m.total)),
        strong: false,
    };
    Some(Chart {
        title: l.t2("budget-chart-title", "year", view.year.to_string(), "rate", super::percent(l, sums.rate())),
        note: l.t("budget-chart-note"),
        disbursed: if done.is_empty() { String::new() } else { line(&[&[start], &done[..]].concat()) },
        expected: line(&[&[start], &due[..]].concat()),
        guess: line(&guess),
        labels: apart(labels),
        ticks: [3, 6, 9, 12].into_iter().filter_map(|m| tick(l, &plane, view.year, m)).collect(),
        dots: stated.iter().zip(&done).map(dot).collect(),
        rows: months.iter().map(|m| month_row(l, m, stated.iter().any(|s| s == &m), month_url(m.month))).collect(),
    })
}

fn tick(l: L, plane: &Plane, year: i16, month: i8) -> Option<Label> {
    let (x, _) = plane.place(Day::month_end(year, month)?, Dong::ZERO);
    let text = l.t1("budget-month-short", "month", month.to_string());
    Some(Label { x: draw::coordinate(x), y: draw::coordinate(BOTTOM + 16.0), text, strong: false })
}

fn month_row(l: L, m: &Month, stated: bool, url: String) -> MonthRow {
    let known = |amount: Dong| if stated { money(l, amount) } else { "–".to_owned() };
    let delay = (m.expected - m.total).max(Dong::ZERO);
    MonthRow {
        label: l.t1("budget-month-short", "month", m.month.to_string()),
        url,
        within: known(m.within),
        total: known(m.total),
        expected: money(l, m.expected),
        delay: if delay.is_zero() || !stated { String::new() } else { money(l, delay) },
    }
}
