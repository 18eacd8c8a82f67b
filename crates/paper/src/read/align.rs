//! Cells in the wrong columns: what each cell looks like is weighed against each column, and cells
//! are moved only when one way of placing them is clearly the best.
use super::{
    columns::{Layout, Role},
    guess,
};

/// How a row's cells were placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placing {
    /// For each column, the cells that go there.
    pub(crate) columns: Vec<Vec<usize>>,
    pub(crate) verdict: Verdict,
}

/// How sure a placing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every cell where it is printed.
    AsPrinted,
    /// Moved on clear evidence.
    Moved,
    /// Something is wrong and no way of placing stands out: as printed.
    Unclear,
}

/// How far a text fits a column; −3 and below: it does not belong there.
pub(crate) fn fit(role: Role, text: &str) -> guess::Weight {
    let text = text.trim();
    let count = text.chars().count();
    if !text.chars().any(char::is_alphanumeric) && !matches!(text, "%" | "‰") || guess::ditto(text) {
        return 0;
    }
    let number = guess::number(text);
    let deadline = guess::deadline(text);
    let unit = guess::unit(text);
    match role {
        Role::No => {
            if number {
                3
            } else {
                -4
            }
        }
        Role::Name => match () {
            () if number && count <= 6 => -4,
            () if deadline && count < 40 && !unit => -3,
            () if unit && count < 60 => -1,
            () if count >= 25 => 2,
            () => 1,
        },
        Role::Lead | Role::Coordinating | Role::Both => match () {
            // "Giám đốc Sở Y tế" may lead, but a column of heads is the better place.
            () if unit && guess::person(text) => 1,
            () if unit => 3,
            () if number || guess::target(text) && count < 8 => -4,
            () if deadline => -3,
            () if guess::document(text) => -3,
            () if guess::person(text) => -1,
            () if count > 120 => -2,
            () => -1,
        },
        Role::Deadline => match () {
            () if deadline => 4,
            () if unit => -4,
            () if guess::document(text) || count > 60 => -3,
            () => -2,
        },
        Role::Product => match () {
            () if deadline && count < 30 => -3,
            () if number && count < 5 => -3,
            () if unit && count < 60 => -1,
            () => 1,
        },
        Role::Source => match () {
            () if guess::document(text) => 2,
            () if unit || (deadline && count < 30) || (number && count < 5) => -2,
            () => 0,
        },
        Role::Responsible => match () {
            () if guess::person(text) => 3,
            () if deadline || (number && count < 5) => -3,
            () if guess::document(text) => -3,
            () if unit => 0,
            () => -1,
        },
        Role::Unit => match () {
            () if text.contains('%') && count < 12 => 2,
            () if (unit && count > 14) || deadline && count > 4 => -3,
            () if guess::target(text) && text.chars().any(|c| c.is_ascii_digit()) => -3,
            () if count > 40 => -3,
            () => 1,
        },
        Role::Value(_) | Role::Base(_) => match () {
            () if guess::target(text) => 3,
            () if unit && count > 6 => -4,
            () if guess::document(text) => -4,
            () if count > 60 => -3,
            () => 0,
        },
        Role::Group | Role::Other | Role::Mark(_) => 0,
    }
}

fn missing(role: Role) -> guess::Weight {
    match role {
        Role::Name => -6,
        Role::No | Role::Lead | Role::Deadline => -2,
        Role::Value(_) => -1,
        _ => 0,
    }
}

/// Places a row's cells. `cells` are as printed, in order; empty ones may stand anywhere. `counted`
/// says that the file prints empty cells too, so that a cell too many or too few is a sign by itself.
pub(crate) fn place(cells: &[&str], layout: &Layout, counted: bool) -> Placing {
    let width = layout.columns.len();
    let roles: Vec<Role> = layout.columns.iter().map(|c| c.role).collect();
    let printed = as_printed(cells, width);
    let misfit = cells.len() > width && cells[width..].iter().any(|c| !c.trim().is_empty())
        || cells.iter().take(width).enumerate().any(|(i, c)| fit(roles[i], c) <= -3);
    let over = cells.len() == width + 1;
    let suspicious = misfit || counted && miscounted(cells, &roles);
    if !suspicious && !over {
        return Placing { columns: printed, verdict: Verdict::AsPrinted };
    }
    if let Some(columns) = by_count(cells, &roles, counted || misfit) {
        let verdict = if columns == printed { Verdict::AsPrinted } else { Verdict::Moved };
        return Placing { columns, verdict };
    }
    if !suspicious {
        return Placing { columns: printed, verdict: Verdict::AsPrinted };
    }
    let full: Vec<usize> = (0..cells.len()).filter(|i| !cells[*i].trim().is_empty()).collect();
    let best = match full.len().checked_sub(width) {
        None | Some(0) => search(&full, cells, &roles),
        Some(extra @ 1..=2) => merged(&full, cells, &roles, extra),
        Some(_) => None,
    };
    match best {
        Some(columns) if columns == printed => Placing { columns: printed, verdict: Verdict::AsPrinted },
        Some(columns) => Placing { columns, verdict: Verdict::Moved },
        None => Placing { columns: printed, verdict: Verdict::Unclear },
    }
}

/// A row with a cell too many or too few in which some cell suits its column badly.
fn miscounted(cells: &[&str], roles: &[Role]) -> bool {
    let blank = |i: usize| cells.get(i).is_none_or(|c| c.trim().is_empty());
    let leaderless = (0..roles.len()).any(|i| roles[i] == Role::Lead && blank(i));
    let odd = cells.iter().take(roles.len()).enumerate().any(|(i, c)| fit(roles[i], c) < 0);
    cells.len() != roles.len() && (odd || leaderless)
}

/// Each cell in the column of its place; what is over goes to the last one.
fn as_printed(cells: &[&str], width: usize) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); width];
    for (i, cell) in cells.iter().enumerate() {
        if i < width {
            out[i].push(i);
        } else if let Some(last) = out.last_mut().filter(|_| !cell.trim().is_empty()) {
            last.push(i);
        }
    }
    out
}

/// One cell too many or too few: the one blank to take out or to put in that makes the rest fit.
fn by_count(cells: &[&str], roles: &[Role], counted: bool) -> Option<Vec<Vec<usize>>> {
    let width = roles.len();
    let blank = |i: usize| cells[i].trim().is_empty();
    let ways: Vec<Vec<Option<usize>>> = if cells.len() == width + 1 {
        let rest = |out: usize| (0..cells.len()).filter(|i| *i != out).map(Some).collect();
        (0..cells.len()).filter(|i| blank(*i)).map(rest).collect()
    } else if cells.len() + 1 == width && counted {
        let with = |at: usize| {
            let mut all: Vec<Option<usize>> = (0..cells.len()).map(Some).collect();
            all.insert(at, None);
            all
        };
        (0..=cells.len()).map(with).collect()
    } else {
        return None;
    };
    let score = |way: &Vec<Option<usize>>| -> i32 {
        let each = way.iter().zip(roles).map(|(cell, role)| match cell.filter(|i| !blank(*i)) {
            Some(i) => fit(*role, cells[i]) * 2,
            None => missing(*role) * 2,
        });
        each.sum()
    };
    let filled = |way: Vec<Option<usize>>| -> Vec<Vec<usize>> {
        way.into_iter().map(|c| c.filter(|i| !blank(*i)).into_iter().collect()).collect()
    };
    let mut scored: Vec<(i32, Vec<Vec<usize>>)> = ways.into_iter().map(|w| (score(&w), filled(w))).collect();
    scored.sort_by_key(|(score, _)| -score);
    scored.dedup_by(|a, b| a.1 == b.1);
    let clear = scored.len() < 2 || scored[0].0 - scored[1].0 >= 2;
    let (_, best) = scored.into_iter().next()?;
    let broken = best.iter().zip(roles).any(|(g, r)| g.iter().any(|i| fit(*r, cells[*i]) <= -3));
    (clear && !broken).then_some(best)
}

struct Best {
    first: Option<(i32, Vec<usize>)>,
    second: Option<(i32, Vec<usize>)>,
    steps: usize,
}

/// The clearly best way of putting cells into columns in order, if there is one.
fn search(full: &[usize], cells: &[&str], roles: &[Role]) -> Option<Vec<Vec<usize>>> {
    let fits: Vec<Vec<i32>> = full.iter().map(|i| roles.iter().map(|r| fit(*r, cells[*i]) * 2).collect()).collect();
    let mut best = Best { first: None, second: None, steps: 0 };
    walk(full, &fits, roles, 0, &mut Vec::new(), 0, &mut best);
    let (score, chosen) = best.first?;
    if chosen.iter().enumerate().any(|(k, c)| fits[k][*c] < -6) {
        return None;
    }
    if let Some((second, other)) = best.second {
        let clear = score - second >= 3 || only_units_differ(&chosen, &other, roles);
        if !clear {
            return None;
        }
    }
    let mut out = vec![Vec::new(); roles.len()];
    for (k, column) in chosen.into_iter().enumerate() {
        out[column].push(full[k]);
    }
    Some(out)
}

/// A unit that may be lead or coordinating: a task has a lead before it has others.
fn only_units_differ(chosen: &[usize], other: &[usize], roles: &[Role]) -> bool {
    let differing: Vec<(usize, usize)> =
        chosen.iter().copied().zip(other.iter().copied()).filter(|(a, b)| a != b).collect();
    differing.iter().all(|(a, b)| roles[*a] == Role::Lead && roles[*b] == Role::Coordinating)
}

fn walk(
    full: &[usize],
    fits: &[Vec<i32>],
    roles: &[Role],
    column: usize,
    chosen: &mut Vec<usize>,
    score: i32,
    best: &mut Best,
) {
    best.steps += 1;
    if best.steps > 40_000 {
        return;
    }
    let k = chosen.len();
    if k == full.len() {
        let rest: i32 = roles[column..].iter().map(|r| missing(*r) * 2).sum();
        offer(best, score + rest, chosen);
        return;
    }
    if roles.len() - column < full.len() - k {
        return;
    }
    // The cell goes here, or the column stays empty.
    let stays = i32::from(full[k] == column);
    chosen.push(column);
    walk(full, fits, roles, column + 1, chosen, score + fits[k][column] + stays, best);
    chosen.pop();
    walk(full, fits, roles, column + 1, chosen, score + missing(roles[column]) * 2, best);
}

fn offer(best: &mut Best, score: i32, chosen: &[usize]) {
    if best.first.as_ref().is_none_or(|(s, _)| score > *s) {
        best.second = best.first.take();
        best.first = Some((score, chosen.to_vec()));
    } else if best.second.as_ref().is_none_or(|(s, _)| score > *s) {
        best.second = Some((score, chosen.to_vec()));
    }
}

/// More cells than columns: one text was torn into neighbouring cells.
fn merged(full: &[usize], cells: &[&str], roles: &[Role], extra: usize) -> Option<Vec<Vec<usize>>> {
    let width = roles.len();
    let mut scored: Vec<(i32, Vec<Vec<usize>>)> = Vec::new();
    for at in 0..width {
        let mut out = Vec::with_capacity(width);
        let mut i = 0;
        for column in 0..width {
            let take = if column == at { 1 + extra } else { 1 };
            out.push(full[i..i + take].to_vec());
            i += take;
        }
        let score = out
            .iter()
            .enumerate()
            .map(|(c, group)| {
                let text = group.iter().map(|i| cells[*i]).collect::<Vec<_>>().join(" ");
                let torn = group.len() > 1 && cells[group[1]].starts_with(char::is_lowercase);
                fit(roles[c], &text) * 2 + i32::from(torn) * 2
            })
            .sum();
        scored.push((score, out));
    }
    scored.sort_by_key(|(score, _)| -score);
    let clear = scored.len() < 2 || scored[0].0 - scored[1].0 >= 3;
    let (_, best) = scored.into_iter().next()?;
    let broken = best.iter().enumerate().any(|(c, g)| g.iter().any(|i| fit(roles[c], cells[*i]) <= -3 && g.len() == 1));
    (clear && !broken).then_some(best)
}
