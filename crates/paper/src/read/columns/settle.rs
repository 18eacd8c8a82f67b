//! What the cells of a column say about it, and what that decides where titles leave it open.
use super::{Column, Role, title_role, year};
use crate::read::{guess, plain::fold, table::Slot};

/// What the cells of a column look like.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) filled: usize,
    pub(super) numbers: usize,
    pub(super) values: usize,
    pub(super) units: usize,
    pub(super) persons: usize,
    pub(super) deadlines: usize,
    pub(super) documents: usize,
    /// Cells that name who leads and who coordinates.
    pub(super) shared: usize,
    pub(super) letters: usize,
}

impl Profile {
    pub(super) fn of(sample: &[&Vec<Slot>], columns: &[Column], index: usize) -> Self {
        let mut out = Self::default();
        for row in sample {
            let slot = if row.len() == columns.len() {
                row.get(index)
            } else {
                let start = columns[index].start;
                row.iter().find(|s| s.start <= start && start < s.start + s.span)
            };
            let text = slot.map_or("", |s| s.effective()).trim();
            if text.is_empty() || guess::ditto(text) {
                continue;
            }
            out.filled += 1;
            out.letters += text.chars().count();
            let folded = fold(text);
            out.shared += usize::from(folded.contains("chu tri") && folded.contains("phoi hop"));
            out.numbers += usize::from(guess::number(text));
            out.values += usize::from(guess::target(text));
            out.persons += usize::from(guess::person(text));
            out.units += usize::from(guess::unit(text) && !guess::person(text));
            out.deadlines += usize::from(guess::deadline(text));
            out.documents += usize::from(guess::document(text));
        }
        out
    }
    pub(super) fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 3 >= self.filled * 2
    }
    pub(super) fn mean(&self) -> usize {
        self.letters / self.filled.max(1)
    }
}

/// Only one column names the row: of several, the one that says so most, then the wordiest.
pub(super) fn settle_names(columns: &mut [Column], profiles: &[Profile]) {
    let names: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].role == Role::Name).collect();
    if names.len() > 1 {
        let rank = |i: usize| {
            let folded = fold(&columns[i].title);
            let said = ["nhiem vu", "chi tieu", "noi dung"].iter().any(|w| folded.contains(w));
            (!profiles[i].mostly(profiles[i].values), said, profiles[i].mean())
        };
        let best = names.iter().copied().max_by_key(|i| rank(*i)).unwrap_or(names[0]);
        for i in names.into_iter().filter(|i| *i != best) {
            let value = profiles[i].mostly(profiles[i].values) && !profiles[i].mostly(profiles[i].numbers)
                || fold(&columns[i].title).contains("chi tieu") && profiles[i].mostly(profiles[i].values);
            columns[i].role = if value {
                Role::Value(year(&columns[i].title))
            } else if i < best {
                Role::Group
            } else {
                Role::Other
            };
        }
    }
    if columns.iter().all(|c| c.role != Role::Name) {
        // "Mục tiêu" may be the name of what follows in years.
        let free = |c: &Column| matches!(c.role, Role::Other | Role::Value(None) | Role::Group);
        let best = (0..columns.len())
            .filter(|i| free(&columns[*i]) && profiles[*i].mean() >= 15 && !profiles[*i].mostly(profiles[*i].values))
            .filter(|i| !is_side_column(&columns[*i].title))
            .max_by_key(|i| profiles[*i].mean());
        if let Some(i) = best {
            columns[i].role = Role::Name;
        }
    }
}

fn is_side_column(title: &str) -> bool {
    let folded = fold(title);
    ["ghi chu", "kinh phi", "dia diem", "nguon", "kho khan", "danh gia"].iter().any(|w| folded.contains(w))
}

/// Two columns under one title, and titles that only the cells explain.
pub(super) fn settle_pairs(columns: &mut [Column], profiles: &[Profile]) {
    for i in 0..columns.len() {
        let profile = &profiles[i];
        let folded = fold(&columns[i].title);
        // "Đơn vị" alone: a measure or an agency?
        let bare = folded.trim() == "don vi";
        let lead = columns.iter().enumerate().any(|(j, c)| j != i && matches!(c.role, Role::Lead | Role::Both));
        if bare && columns[i].role == Role::Lead && (lead || profile.filled > 0 && !profile.mostly(profile.units)) {
            columns[i].role = Role::Unit;
        }
        if columns[i].role == Role::Lead && profile.filled > 2 && profile.mostly(profile.persons) {
            let other = (0..columns.len()).any(|j| j != i && columns[j].role == Role::Lead);
            if other {
                columns[i].role = Role::Responsible;
            }
        }
        if columns[i].role == Role::Product
            && profile.filled > 2
            && profile.mostly(profile.deadlines)
            && columns.iter().all(|c| c.role != Role::Deadline)
        {
            columns[i].role = Role::Deadline;
        }
    }
    if columns.iter().all(|c| c.role != Role::Coordinating)
        && let Some(i) = columns.iter().position(|c| c.role == Role::Lead)
        && profiles[i].filled > 0
        && profiles[i].shared * 2 >= profiles[i].filled
    {
        columns[i].role = Role::Both;
    }
    let both: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].role == Role::Both).collect();
    if let [first, second] = both[..] {
        (columns[first].role, columns[second].role) = (Role::Lead, Role::Coordinating);
    }
    for role in [
        Role::Lead,
        Role::Coordinating,
        Role::Product,
        Role::Deadline,
        Role::Source,
        Role::Responsible,
        Role::No,
        Role::Unit,
    ] {
        let same: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].role == role).collect();
        if same.len() < 2 {
            continue;
        }
        let rank = |i: usize| {
            let p = &profiles[i];
            let evidence = match role {
                Role::Lead | Role::Coordinating => p.mostly(p.units),
                Role::Deadline => p.mostly(p.deadlines),
                Role::No => p.mostly(p.numbers),
                Role::Source => p.mostly(p.documents),
                _ => p.filled > 0,
            };
            let coverage = title_role(&columns[i].title).map_or(0, |(_, c)| c);
            (evidence, coverage, columns.len() - i)
        };
        let best = same.iter().copied().max_by_key(|i| rank(*i)).unwrap_or(same[0]);
        for i in same.into_iter().filter(|i| *i != best) {
            let pair = role == Role::Lead && i > best && columns.iter().all(|c| c.role != Role::Coordinating);
            let units = profiles[i].mostly(profiles[i].units);
            columns[i].role = if pair && units { Role::Coordinating } else { Role::Other };
        }
    }
}

/// Columns without a title that says anything, told by their cells.
pub(super) fn fill_unknown(columns: &mut [Column], profiles: &[Profile]) {
    for i in 0..columns.len() {
        if columns[i].role != Role::Other || title_role(&columns[i].title).is_some() {
            continue;
        }
        let p = &profiles[i];
        let free = |role: Role| columns.iter().all(|c| c.role != role);
        let found = if p.filled > 1 && p.mostly(p.documents) && free(Role::Source) {
            Role::Source
        } else if i == 0 && p.mostly(p.numbers) && free(Role::No) {
            Role::No
        } else if p.filled > 1 && p.mostly(p.deadlines) && free(Role::Deadline) {
            Role::Deadline
        } else if p.filled > 1 && p.mostly(p.units) && free(Role::Lead) {
            Role::Lead
        } else if p.filled > 1 && p.mostly(p.units) && free(Role::Coordinating) {
            Role::Coordinating
        } else if p.filled > 1 && p.mostly(p.persons) && free(Role::Responsible) {
            Role::Responsible
        } else {
            Role::Other
        };
        columns[i].role = found;
    }
    if let Some(first) = columns.first() {
        let p = &profiles[0];
        if first.role == Role::Other
            && columns.iter().all(|c| c.role != Role::No)
            && p.filled > 1
            && p.mostly(p.numbers)
        {
            columns[0].role = Role::No;
        }
    }
}
