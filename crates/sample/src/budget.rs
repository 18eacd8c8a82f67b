//! The sample province's money: what the June 2026 report prints, and around it simulated amounts that
//! lead to the printed ones and go on from them. Shares of units are simulated and add up to the
//! printed whole.
use kernel::{Day, Dong, WorkCalendar};
use serde::Deserialize;

use crate::{embedded, random::Lcg, units::Units};

/// The day of the report.
const REPORT: &str = "2026-06-19";
/// Where the simulated amounts say they come from.
const SIMULATED: &str = "Số liệu mô phỏng của tỉnh mẫu";

#[derive(Clone, Debug, Deserialize)]
struct File {
    source: String,
    project: Vec<Entry>,
}
#[derive(Clone, Debug, Deserialize)]
struct Entry {
    code: String,
    name: String,
    owner: String,
    level: String,
    nature: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    total: String,
    path: Vec<i64>,
    later: Vec<i64>,
    #[serde(default)]
    plan: Vec<(i8, String)>,
    figures: Vec<Printed>,
}
#[derive(Clone, Debug, Deserialize)]
struct Printed {
    year: i16,
    fund: String,
    measure: String,
    as_of: Day,
    amount: String,
}

/// A project of the sample.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of the unit that spends.
    pub owner: String,
    /// `province` or `commune`.
    pub level: String,
    /// `recurrent` or `investment`.
    pub nature: String,
    /// Number of the sample plan it belongs to, or empty.
    pub document: String,
    /// Code of the project that it is a part of, or empty.
    pub part_of: String,
    /// Total investment.
    pub total: Option<Dong>,
    /// Made up.
    pub simulated: bool,
}
/// An amount of the sample, and when it is stated.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Code of the project.
    pub project: String,
    /// Code of the unit that states it.
    pub owner: String,
    /// The budget year.
    pub year: i16,
    /// `local` or `central`.
    pub fund: String,
    /// `assigned`, `carried`, `disbursed`, `planned`.
    pub measure: String,
    /// The month planned for, or 0.
    pub month: i8,
    /// The day it describes.
    pub as_of: Day,
    /// The day on which it is stated.
    pub on: Day,
    /// The amount.
    pub amount: Dong,
    /// Where it comes from.
    pub source: String,
    /// Made up.
    pub simulated: bool,
}

fn amount(text: &str) -> Dong {
    let read = Dong::parse(text);
    debug_assert!(read.is_some(), "{text}");
    read.unwrap_or_default()
}
fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| Day::from_number(0))
}
fn file() -> File {
    embedded::toml("budget.toml", include_str!("../data/budget.toml"))
}

/// All projects, wholes before their parts.
#[must_use]
pub fn projects(units: &Units) -> Vec<Project> {
    let mut all: Vec<Project> = file()
        .project
        .into_iter()
        .map(|e| Project {
            total: Some(e.total.as_str()).filter(|t| !t.is_empty()).map(amount),
            code: e.code,
            name: e.name,
            owner: e.owner,
            level: e.level,
            nature: e.nature,
            document: e.document,
            part_of: String::new(),
            simulated: false,
        })
        .collect();
    let parts: Vec<Project> =
        [PROVINCE, COMMUNE].iter().flat_map(|whole| parts(units, whole)).map(|part| part.0).collect();
    all.extend(parts);
    all
}

const PROVINCE: &str = "KP-TX-TINH-2026";
const COMMUNE: &str = "KP-TX-XA-2026";

/// Parts of a whole, each with its weight.
fn parts(units: &Units, whole: &str) -> Vec<(Project, i64)> {
    let owners: Vec<(String, String)> = if whole == COMMUNE {
        units.communes.iter().map(|c| (c.code.clone(), c.committee())).collect()
    } else {
        units.bodies.iter().filter(|b| b.kind == "department").map(|b| (b.code.clone(), b.name.clone())).collect()
    };
    let level = if whole == COMMUNE { "commune" } else { "province" };
    owners
        .into_iter()
        .map(|(code, name)| {
            let mut random = Lcg::seeded(&["budget", whole, &code]);
            // The focal department spends most of the province's share.
            let weight = if code == "SKHCN" { 900 } else { 60 + i64::try_from(random.below(90)).unwrap_or(0) };
            let part = Project {
                code: format!("{whole}/{code}"),
                name: format!("{name}: kinh phí KHCN, ĐMST và CĐS năm 2026"),
                owner: code,
                level: level.into(),
                nature: "recurrent".into(),
                document: "9002/KH-UBND".into(),
                part_of: whole.into(),
                total: None,
                simulated: true,
            };
            (part, weight)
        })
        .collect()
}

/// A whole shared out by weights in whole millions; the last one takes what is left over.
fn shares(whole: Dong, weights: &[i64]) -> Vec<Dong> {
    let sum: i64 = weights.iter().sum();
    let mut left = whole;
    let last = weights.len().saturating_sub(1);
    weights
        .iter()
        .enumerate()
        .map(|(i, weight)| {
            let share = whole.portion(*weight, sum);
            let share = if i == last { left } else { Dong::new(share.whole() / 1_000_000 * 1_000_000) };
            left = left - share;
            share
        })
        .collect()
}

/// All amounts, in order of the days on which they are stated.
#[must_use]
pub fn figures(units: &Units, calendar: &WorkCalendar) -> Vec<Figure> {
    let file = file();
    let mut all = Vec::new();
    for entry in &file.project {
        let mut own = Vec::new();
        for printed in &entry.figures {
            own.push(Figure {
                project: entry.code.clone(),
                owner: entry.owner.clone(),
                year: printed.year,
                fund: printed.fund.clone(),
                measure: printed.measure.clone(),
                month: 0,
                as_of: printed.as_of,
                on: day(REPORT),
                amount: amount(&printed.amount),
                source: file.source.clone(),
                simulated: false,
            });
        }
        all.extend(around(entry, &own, calendar));
        all.extend(own);
    }
    all.extend(shared(units, &all, calendar));
    all.sort_by(|a, b| (a.on, &a.project, a.as_of).cmp(&(b.on, &b.project, b.as_of)));
    all
}

/// An amount made up.
fn made_up(like: &Figure, measure: &str, as_of: Day, amount: Dong, calendar: &WorkCalendar) -> Figure {
    Figure {
        measure: measure.to_owned(),
        as_of,
        on: calendar.plus_working_days(as_of, 3),
        amount,
        source: SIMULATED.to_owned(),
        simulated: true,
        ..like.clone()
    }
}
/// Down to whole millions, as such reports round.
fn millions(amount: Dong) -> Dong {
    Dong::new(amount.whole() / 1_000_000 * 1_000_000)
}

/// The simulated amounts around the printed ones of a project: the assignment in January, months
/// before June and after it, the plan.
fn around(entry: &Entry, printed: &[Figure], calendar: &WorkCalendar) -> Vec<Figure> {
    let mut all = Vec::new();
    let this_year = |f: &&Figure| f.year == 2026;
    for given in printed.iter().filter(this_year).filter(|f| f.measure != "disbursed") {
        all.push(made_up(given, &given.measure, day("2026-01-20"), given.amount, calendar));
    }
    for done in printed.iter().filter(this_year).filter(|f| f.measure == "disbursed") {
        for (month, share) in (1i8..).zip(&entry.path) {
            let Some(end) = Day::month_end(2026, month) else { continue };
            all.push(made_up(done, "disbursed", end, millions(done.amount.portion(*share, 100)), calendar));
        }
    }
    for fund in ["central", "local"] {
        let of = |measure: &str| printed.iter().filter(this_year).find(|f| f.fund == fund && f.measure == measure);
        let Some(like) = of("assigned").or(of("carried")) else { continue };
        let available: Dong = ["assigned", "carried"].iter().filter_map(|m| of(m)).map(|f| f.amount).sum();
        for (month, share) in (7i8..).zip(&entry.later) {
            let Some(end) = Day::month_end(2026, month) else { continue };
            all.push(made_up(like, "disbursed", end, millions(available.portion(*share, 100)), calendar));
        }
        // The whole plan stands with the larger fund.
        for (month, total) in entry.plan.iter().filter(|_| fund == "local") {
            let plan = made_up(like, "planned", day("2026-01-20"), amount(total), calendar);
            all.push(Figure { month: *month, ..plan });
        }
    }
    all
}

/// What units have of the wholes: shares of the printed amounts in June, growing afterwards. The
/// communes' whole grows with the sum of its parts.
fn shared(units: &Units, wholes: &[Figure], calendar: &WorkCalendar) -> Vec<Figure> {
    let mut all = Vec::new();
    for whole in [PROVINCE, COMMUNE] {
        let printed =
            |measure: &str| wholes.iter().find(|f| f.project == whole && f.measure == measure && !f.simulated).cloned();
        let (Some(assigned), Some(done)) = (printed("assigned"), printed("disbursed")) else { continue };
        let parts = parts(units, whole);
        let weights: Vec<i64> = parts.iter().map(|(_, weight)| *weight).collect();
        // In June only few communes had disbursed anything.
        let began = |at: usize| whole == PROVINCE || at % 13 == 4;
        let paid: Vec<i64> = weights.iter().enumerate().map(|(i, w)| if began(i) { *w } else { 0 }).collect();
        let (given, spent) = (shares(assigned.amount, &weights), shares(done.amount, &paid));
        let mut sums = [Dong::ZERO; 2];
        for (i, (part, _)) in parts.iter().enumerate() {
            let own = Figure { project: part.code.clone(), owner: part.owner.clone(), ..assigned.clone() };
            all.push(made_up(&own, "assigned", day("2026-01-20"), given[i], calendar));
            let june = Figure { on: day(REPORT), ..made_up(&own, "disbursed", day(REPORT), spent[i], calendar) };
            all.push(june);
            let mut random = Lcg::seeded(&["budget later", &part.code]);
            let mut grown = 0;
            for (n, month) in [8i8, 10].into_iter().enumerate() {
                let Some(end) = Day::month_end(2026, month) else { continue };
                grown += 8 + i64::try_from(random.below(26)).unwrap_or(0);
                let amount = millions(given[i].portion(grown, 100)).max(spent[i]);
                sums[n] = sums[n] + amount;
                all.push(made_up(&own, "disbursed", end, amount, calendar));
            }
        }
        for (sum, month) in sums.into_iter().zip([8i8, 10]).filter(|_| whole == COMMUNE) {
            if let Some(end) = Day::month_end(2026, month) {
                all.push(made_up(&done, "disbursed", end, sum, calendar));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{calendar::calendar, units::units};
    #[test]
    fn the_printed_amounts_add_up_as_the_report_says() {
        let all = figures(&units(), &calendar());
        let printed = |measure: &str, level: &str| -> Dong {
            let of =
                |f: &&Figure| !f.simulated && f.year == 2026 && f.measure == measure && f.project.starts_with(level);
            all.iter().filter(of).map(|f| f.amount).sum()
        };
        assert_eq!(printed("assigned", "KP-TX"), Dong::new(398_497_000_000));
        assert_eq!(printed("assigned", "DA-"), Dong::new(158_190_000_000));
        assert_eq!(
            printed("disbursed", "KP-TX-TINH").percent_of(Dong::new(220_177_000_000)).unwrap().round_dp(1).to_string(),
            "16.2"
        );
        let year = |fund: &str| -> Dong {
            let of = |f: &&Figure| f.year == 2025 && f.measure == "assigned" && f.fund == fund;
            all.iter().filter(of).map(|f| f.amount).sum()
        };
        assert_eq!(year("local") + year("central"), Dong::new(484_464_000_000));
    }
    #[test]
    fn parts_add_up_to_the_printed_whole_and_totals_grow() {
        let (units, calendar) = (units(), calendar());
        let all = figures(&units, &calendar);
        for (whole, measure, sum) in [
            (PROVINCE, "assigned", 220_177_000_000),
            (COMMUNE, "assigned", 178_320_000_000),
            (COMMUNE, "disbursed", 267_000_000),
        ] {
            let part = |f: &&Figure| {
                f.project.starts_with(&format!("{whole}/")) && f.measure == measure && f.as_of <= day(REPORT)
            };
            assert_eq!(all.iter().filter(part).map(|f| f.amount).sum::<Dong>(), Dong::new(sum), "{whole} {measure}");
        }
        let codes: BTreeSet<String> = projects(&units).into_iter().map(|p| p.code).collect();
        assert!(all.iter().all(|f| codes.contains(&f.project)));
        for code in &codes {
            for fund in ["local", "central"] {
                let mut done: Vec<&Figure> =
                    all.iter().filter(|f| f.project == *code && f.fund == fund && f.measure == "disbursed").collect();
                done.sort_by_key(|f| f.as_of);
                assert!(done.windows(2).all(|w| w[0].amount <= w[1].amount), "{code} {fund}: {done:?}");
                assert!(done.iter().all(|f| f.on >= f.as_of));
            }
        }
    }
}
