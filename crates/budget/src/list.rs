//! Lists of projects and their sums: what a view shows, and where each number comes from.
use std::collections::{BTreeMap, HashSet};

use kernel::{Day, DocumentId, Dong, ProjectId, UnitId, text};
use plan::board::{Asked, Sight};

use crate::{
    Fund, Level, Measure, Nature, Pace,
    book::{Book, Figure, FigureStanding, Project, Sums},
    project::Says,
};

/// Which projects; all conditions must hold, and money of other funds than the asked one is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of code or name; accents and case do not matter.
    pub text: String,
    /// Only money of this fund.
    pub fund: Option<Fund>,
    /// Only of this level.
    pub level: Option<Level>,
    /// Only of this nature.
    pub nature: Option<Nature>,
    /// Only of this unit.
    pub unit: Option<UnitId>,
    /// Only of this document.
    pub document: Option<DocumentId>,
    /// Only parts of this project.
    pub part_of: Option<ProjectId>,
    /// Only at this pace.
    pub pace: Option<Pace>,
    /// Only with amounts that wait for confirmation.
    pub pending: bool,
}

/// A project as it stands.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The project with its amounts.
    pub project: &'a Project,
    /// What holds of it.
    pub says: &'a Says,
    /// By fund; only the asked one where one is asked for.
    pub funds: Vec<(Fund, Sums)>,
    /// All of them together.
    pub sums: Sums,
    /// The newest day that a disbursement describes.
    pub newest: Option<Day>,
    /// Amounts that wait for confirmation.
    pub pending: usize,
    /// A simulated amount is in it.
    pub simulated: bool,
    /// It counts in the list's sums: the whole that it is a part of is not in the list.
    pub counts: bool,
}

/// Rows of a view, in order of codes, parts behind their whole.
#[must_use]
pub fn rows<'a>(book: &'a Book, asked: Asked, sight: &'a Sight, filter: &Filter) -> Vec<Row<'a>> {
    let words = text::fold(&filter.text);
    let fits = |project: &Project, says: &Says| {
        let name = text::fold(&format!("{} {}", project.code, says.name));
        filter.level.is_none_or(|l| l == says.level)
            && filter.nature.is_none_or(|n| n == says.nature)
            && filter.unit.is_none_or(|u| u == says.owner)
            && filter.document.is_none_or(|d| Some(d) == says.document)
            && filter.part_of.is_none_or(|p| Some(p) == says.part_of)
            && words.split_whitespace().all(|word| name.contains(word))
    };
    let seen = book.seen(asked, sight).filter(|(project, says)| fits(project, says));
    let mut all: Vec<Row<'a>> =
        seen.filter_map(|(project, says)| row(book.year, asked, filter, project, says)).collect();
    let here: HashSet<ProjectId> = all.iter().map(|r| r.project.id).collect();
    for row in &mut all {
        row.counts = row.says.part_of.is_none_or(|whole| !here.contains(&whole));
    }
    all
}

fn row<'a>(year: i16, asked: Asked, filter: &Filter, project: &'a Project, says: &'a Says) -> Option<Row<'a>> {
    let mut row = row_of(year, asked, project, says);
    if let Some(fund) = filter.fund {
        row.funds.retain(|(f, _)| *f == fund);
        row.sums = Sums::default();
        row.funds.iter().for_each(|(_, one)| row.sums.add(one));
        row.simulated = says.simulated || counting(project, asked, filter.fund).any(|f| f.simulated);
    }
    // Without money of the asked fund or year it has no place in the list; a new project has.
    if row.funds.is_empty() && (filter.fund.is_some() || project.versions.first()?.day.year() != year) {
        return None;
    }
    let passes = filter.pace.is_none_or(|p| p == row.sums.pace()) && (!filter.pending || row.pending > 0);
    passes.then_some(row)
}

/// One project as it stands, whatever the lists would leave out.
#[must_use]
pub fn row_of<'a>(year: i16, asked: Asked, project: &'a Project, says: &'a Says) -> Row<'a> {
    let funds: Vec<(Fund, Sums)> =
        project.funds().into_iter().map(|fund| (fund, project.sums(asked, year, fund))).collect();
    let mut sums = Sums::default();
    funds.iter().for_each(|(_, one)| sums.add(one));
    let standing = |f: &Figure| project.standing(f, asked);
    let pending = project.figures.iter().filter(|f| standing(f) == Some(FigureStanding::Pending)).count();
    let simulated = says.simulated || counting(project, asked, None).any(|f| f.simulated);
    Row { project, says, funds, sums, newest: project.newest(asked), pending, simulated, counts: true }
}

/// The amounts behind a project's numbers.
pub fn counting(project: &Project, asked: Asked, fund: Option<Fund>) -> impl Iterator<Item = &Figure> {
    let funds = project.funds().into_iter().filter(move |f| fund.is_none_or(|asked| asked == *f));
    funds.flat_map(move |f| {
        let measures = [Measure::Assigned, Measure::Carried, Measure::Adjusted, Measure::Disbursed];
        measures.into_iter().filter_map(move |m| project.counting(asked, f, m, 0, asked.day))
    })
}

/// The sums of a list: what is a part of another row counts once.
#[must_use]
pub fn total(rows: &[Row<'_>]) -> Sums {
    let mut sums = Sums::default();
    rows.iter().filter(|r| r.counts).for_each(|r| sums.add(&r.sums));
    sums
}

/// The sums of a list by a property of its rows; `None` leaves a row out.
#[must_use]
pub fn by<K: Ord>(rows: &[Row<'_>], key: impl Fn(&Row<'_>) -> Option<K>) -> BTreeMap<K, Sums> {
    let mut all: BTreeMap<K, Sums> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.counts) {
        if let Some(key) = key(row) {
            all.entry(key).or_default().add(&row.sums);
        }
    }
    all
}

/// The sums of a list by fund.
#[must_use]
pub fn by_fund(rows: &[Row<'_>]) -> BTreeMap<Fund, Sums> {
    let mut all: BTreeMap<Fund, Sums> = BTreeMap::new();
    for (fund, sums) in rows.iter().filter(|r| r.counts).flat_map(|r| &r.funds) {
        all.entry(*fund).or_default().add(sums);
    }
    all
}

/// A month of a year's disbursement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// Disbursed since 1 January by the month's end (by the asked day in its month).
    pub total: Dong,
    /// Disbursed within the month: the difference to the month before; may be negative.
    pub within: Dong,
    /// What should have been disbursed by then.
    pub expected: Dong,
}

/// A year's disbursement by month, up to the asked day: differences of the totals known then.
#[must_use]
pub fn months(rows: &[Row<'_>], year: i16, asked: Asked) -> Vec<Month> {
    let counted: Vec<&Row<'_>> = rows.iter().filter(|r| r.counts).collect();
    let mut before = Dong::ZERO;
    let mut all = Vec::new();
    for month in 1..=12 {
        let (Some(first), Some(end)) = (Day::new(year, month, 1), Day::month_end(year, month)) else { break };
        if first > asked.day {
            break;
        }
        // In December's place after the year: all that was stated about the year later too.
        let upto = if month == 12 { asked.day.max(end) } else { end.min(asked.day) };
        let total = counted.iter().map(|r| disbursed(r, asked, upto)).sum();
        let expected = counted.iter().flat_map(|r| r.funds.iter().map(move |(fund, sums)| (r, *fund, sums)));
        let expected = expected.map(|(r, fund, sums)| {
            let plan = r.project.planned(asked, fund);
            crate::pace::expected(sums.available(), &plan, year, end.min(asked.day))
        });
        all.push(Month { month, total, within: total - before, expected: expected.sum() });
        before = total;
    }
    all
}

/// Disbursed by a day, as known at the asked moment.
#[must_use]
pub fn disbursed(row: &Row<'_>, asked: Asked, upto: Day) -> Dong {
    let of = |fund: Fund| row.project.counting(asked, fund, Measure::Disbursed, 0, upto).map(|f| f.amount);
    row.funds.iter().filter_map(|(fund, _)| of(*fund)).sum()
}
