//! The money of plans and projects: the year in sums, lists of projects, a project with its amounts.
mod api;
mod chart;
mod fields;
mod form;
mod month;
mod project;
mod projects;
mod summary;

use budget::{
    Fund, Level, Nature, Pace,
    book::{Book, Sums},
    list::{self, Filter as Rows},
};
use kernel::{Ctx, Day, Decimal, Dong, Fault, Result, UnitId};
use org::Directory;

pub(crate) use self::api::schemas;
use crate::{
    app::App,
    extract::{self, Fields},
    lang::L,
    pages::{self, Choice, Filter},
    registry::Route,
    url::Query,
    views,
};

/// The year in sums.
const BUDGET: &str = "/budget";
/// The list of projects.
const PROJECTS: &str = "/budget/projects";

pub(crate) fn routes() -> Vec<Route> {
    let parts =
        [summary::routes(), projects::routes(), month::routes(), project::routes(), form::routes(), api::routes()];
    parts.into_iter().flatten().collect()
}

/// A view as its address describes it.
struct View {
    year: i16,
    as_of: Day,
    filter: Rows,
    /// The address's parameters.
    query: Query,
}
const NAMES: [&str; 11] =
    ["year", "as_of", "q", "fund", "level", "nature", "unit", "document", "part_of", "pace", "pending"];

/// Reads an address. An unknown code is a fault, not an empty list.
fn view(fields: &Fields, ctx: &Ctx) -> Result<View> {
    let as_of = extract::as_of(fields, ctx.today())?;
    let filter = Rows {
        text: fields.get("q").to_owned(),
        fund: code(fields, "fund", Fund::from_code)?,
        level: code(fields, "level", Level::from_code)?,
        nature: code(fields, "nature", Nature::from_code)?,
        unit: fields.id("unit")?,
        document: fields.id("document")?,
        part_of: fields.id("part_of")?,
        pace: code(fields, "pace", Pace::from_code)?,
        pending: fields.get("pending") == "1",
    };
    let known = fields.pairs().iter().filter(|(n, v)| NAMES.contains(&n.as_str()) && !v.is_empty());
    let query = known.fold(Query::new(), |q, (name, value)| q.with(name, value));
    Ok(View { year: year(fields, as_of)?, as_of, filter, query })
}

/// The budget year asked for; that of the day when the address does not say.
fn year(fields: &Fields, as_of: Day) -> Result<i16> {
    let bad = || Fault::invalid("budget-year-wrong").field("year");
    let Some(year) = fields.int("year")? else { return Ok(as_of.year()) };
    i16::try_from(year).ok().filter(|y| (2000..=2100).contains(y)).ok_or_else(bad)
}

/// One of a closed list, if one was given.
fn code<T>(fields: &Fields, name: &'static str, read: fn(&str) -> Option<T>) -> Result<Option<T>> {
    let bad = || Fault::invalid("web-bad-form").arg("field", name).field(name);
    fields.opt(name).map(|text| read(text).ok_or_else(bad)).transpose()
}

/// The year's book as the store has it now.
async fn book(app: &App, year: i16) -> Result<Book> {
    Book::load(&mut app.store.read().await?, year).await
}

/// An amount as people say it: billions and millions to three decimals, less in whole đồng.
fn money(l: L, amount: Dong) -> String {
    let whole = Decimal::from(amount.whole());
    let of = |factor: i64| pages::decimal(l, (whole / Decimal::from(factor)).round_dp(3).normalize());
    match amount.whole().unsigned_abs() {
        1_000_000_000.. => l.t1("money-bn", "n", of(1_000_000_000)),
        1_000_000.. => l.t1("money-mn", "n", of(1_000_000)),
        _ => l.t1("money-dong", "n", of(1)),
    }
}
/// A share in per cent, or a dash.
fn percent(l: L, share: Option<Decimal>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{}%", pages::decimal(l, share.normalize())))
}

/// Sums as a page shows them.
#[derive(Clone, Debug, Default)]
struct Shown {
    assigned: String,
    adjusted: String,
    carried: String,
    available: String,
    disbursed: String,
    rate: String,
    rate_of_assigned: String,
    expected: String,
    delay: String,
    estimate: String,
    pace: String,
    overdrawn: bool,
}
fn shown(l: L, sums: &Sums) -> Shown {
    let some = |amount: Dong| if amount.is_zero() { String::new() } else { money(l, amount) };
    Shown {
        assigned: if sums.assigned.is_zero() { "–".to_owned() } else { money(l, sums.assigned) },
        adjusted: some(sums.adjusted),
        carried: some(sums.carried),
        available: money(l, sums.available()),
        disbursed: if sums.stated { money(l, sums.disbursed) } else { l.t("no-figure") },
        rate: percent(l, sums.rate()),
        rate_of_assigned: percent(l, sums.rate_of_assigned()),
        expected: money(l, sums.expected),
        delay: some(sums.delay()),
        estimate: sums.estimate.map(|e| money(l, e)).unwrap_or_default(),
        pace: sums.pace().code().to_owned(),
        overdrawn: sums.overdrawn(),
    }
}

/// Choices of a closed list for a filter.
fn choices<T: Copy>(
    l: L,
    all: &[T],
    code: fn(T) -> &'static str,
    message: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|c| (code(*c).to_owned(), l.t(message(*c)))).collect()
}

/// The filters of a list at `path`.
fn filters(l: L, path: &str, view: &View, units: Vec<(String, String)>) -> Vec<Filter> {
    let of = |key: &str, label: &str, all| super::tasks::filter(l, (path, &view.query), key, label, all);
    let mut filters = vec![
        of("fund", "budget-c-fund", choices(l, Fund::ALL, Fund::code, Fund::message_id)),
        of("level", "budget-c-level", choices(l, Level::ALL, Level::code, Level::message_id)),
        of("nature", "budget-c-nature", choices(l, Nature::ALL, Nature::code, Nature::message_id)),
        of("pace", "budget-c-pace", choices(l, Pace::ALL, Pace::code, Pace::message_id)),
        of("pending", "budget-f-pending", vec![("1".to_owned(), l.t("state-submitted"))]),
    ];
    if units.len() > 1 {
        filters.insert(0, of("unit", "budget-c-owner", units));
    }
    filters
}

/// Units that own a project the reader sees, to choose from.
fn owners(rows: &[list::Row<'_>], directory: &Directory) -> Vec<(String, String)> {
    let mut ids: Vec<UnitId> = rows.iter().map(|r| r.says.owner).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut units: Vec<_> = ids.into_iter().filter_map(|id| directory.unit(id)).collect();
    units.sort_by(|a, b| (a.kind.is_commune(), &a.name).cmp(&(b.kind.is_commune(), &b.name)));
    units.into_iter().map(|u| (u.id.to_string(), u.name.clone())).collect()
}

/// Years to choose from: those with amounts, this one, and the asked one.
async fn years(app: &App, view: &View, path: &str) -> Result<Vec<Choice>> {
    let mut all = budget::book::years(&mut app.store.read().await?).await?;
    all.extend([view.year, view.as_of.year()]);
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    let choice = |year: i16| Choice {
        label: year.to_string(),
        url: view.query.with("year", year).at(path),
        on: year == view.year,
        count: String::new(),
    };
    Ok(all.into_iter().map(choice).collect())
}

/// The address of the rows behind a number of this view.
fn rows_url(view: &View, more: &[(&str, &str)]) -> String {
    more.iter().fold(view.query.clone(), |q, (name, value)| q.with(name, value)).at(PROJECTS)
}

/// A project's page; with a day when it is not today's picture.
fn project_url(id: kernel::ProjectId, view: &Query) -> String {
    let day = Query::new().with("as_of", view.get("as_of")).with("year", view.get("year"));
    day.at(&format!("{PROJECTS}/{id}"))
}

fn unit_name(directory: &Directory, id: UnitId) -> String {
    directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
}

fn asked(view: &View) -> plan::board::Asked {
    views::asked(view.as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn amounts_are_said_in_billions_and_millions() {
        let vi = L::of(kernel::Lang::Vi);
        for (amount, want) in [
            (398_497_000_000, "398,497 tỷ"),
            (31_227_805_000, "31,228 tỷ"),
            (267_000_000, "267 triệu"),
            (-1_500_000, "-1,5 triệu"),
            (900, "900 đồng"),
        ] {
            assert_eq!(money(vi, Dong::new(amount)), want);
        }
    }
}
