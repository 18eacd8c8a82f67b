//! From an item's cells to a task or a target: deadlines, values and units read, flags set.
use kernel::text::squeeze;

use super::plain::fold;

use super::{
    columns::Role,
    deadline::{self, DeadlineKind},
    draft::Draft,
    markup::flow,
    model::{Field, Flag, Plan, TableKind, TargetRow, TaskRow},
    number,
    prose::Found,
    rows::Logical,
    units::{looks_like_unit, split_units},
    value::{self, TargetValue},
    years::Years,
};

/// Adds a table's items to the plan.
pub(crate) fn fill(plan: &mut Plan, logical: &Logical, drafts: Vec<Draft>, years: Years) {
    let numbered = drafts.iter().filter(|d| !cell(d, logical, Role::No).is_empty()).count() * 2 >= drafts.len();
    let duplicates = duplicates(&drafts, logical);
    let inside = logical.layout.column(Role::No).is_none() && numbers_in_names(&drafts, logical);
    let years = years.within(&logical.years);
    for (draft, duplicate) in drafts.into_iter().zip(duplicates) {
        let mut draft = draft;
        if duplicate {
            draft.flags.push(Flag::DuplicateNumber);
        }
        if cell(&draft, logical, Role::Name).is_empty() {
            draft.flags.push(Flag::NameMissing);
        }
        let no = cell(&draft, logical, Role::No);
        if numbered && no.is_empty() && logical.layout.column(Role::No).is_some() {
            draft.flags.push(Flag::NumberMissing);
        }
        if logical.layout.kind == TableKind::Targets {
            let mut row = target(&draft, logical, years);
            if let Some((no, name)) = number::split_title(&row.name).filter(|_| inside) {
                (row.no, row.name) = (Some(no), name);
            }
            plan.targets.push(row);
        } else {
            let mut row = task(&draft, logical, years.due);
            if let Some((no, name)) = number::split_title(&row.name).filter(|_| inside) {
                (row.no, row.name) = (Some(no), name);
            }
            plan.tasks.push(row);
        }
    }
}

/// Without a column of numbers they may stand before the names.
fn numbers_in_names(drafts: &[Draft], logical: &Logical) -> bool {
    let numbered = drafts.iter().filter(|d| number::split_title(cell(d, logical, Role::Name)).is_some()).count();
    numbered > 0 && numbered * 3 >= drafts.len() * 2
}

fn cell<'a>(draft: &'a Draft, logical: &Logical, role: Role) -> &'a str {
    logical.layout.column(role).map_or("", |c| draft.cells[c].trim())
}

fn printed(draft: &Draft, logical: &Logical, role: Role) -> Option<String> {
    let text = flow(cell(draft, logical, role));
    (!text.is_empty()).then_some(text)
}

/// Which items carry a number that another item of their section carries too.
fn duplicates(drafts: &[Draft], logical: &Logical) -> Vec<bool> {
    let Some(column) = logical.layout.column(Role::No) else { return vec![false; drafts.len()] };
    let mut seen: std::collections::HashMap<(usize, String), Vec<usize>> = std::collections::HashMap::new();
    for (i, draft) in drafts.iter().enumerate() {
        if draft.carried[column] {
            continue;
        }
        // A dash is a bullet, not a number.
        if let Some(no) = number::printed(&draft.cells[column]).filter(|n| n.chars().any(char::is_alphanumeric)) {
            seen.entry((draft.section, fold(&no))).or_default().push(i);
        }
    }
    let mut out = vec![false; drafts.len()];
    for group in seen.into_values().filter(|g| g.len() > 1) {
        for i in group {
            out[i] = true;
        }
    }
    out
}

fn carried(draft: &Draft, logical: &Logical, names: &[(Role, Field)]) -> Vec<Field> {
    names
        .iter()
        .filter(|(role, _)| {
            logical.layout.column(*role).is_some_and(|c| draft.carried[c] && !draft.cells[c].is_empty())
        })
        .map(|(_, field)| *field)
        .collect()
}

fn number_of(draft: &Draft, logical: &Logical) -> Option<String> {
    let column = logical.layout.column(Role::No)?;
    let text = &draft.cells[column];
    // A workbook holds "1.2" as a number, printed with the decimal comma.
    let text = if draft.numeric[column] { text.replace(',', ".") } else { text.clone() };
    number::printed(&text)
}

fn section(draft: &Draft, logical: &Logical) -> (Option<String>, Option<String>) {
    if let Some(section) = &draft.title {
        return (section.no.clone(), Some(section.title.clone()));
    }
    // A column of groups stands for section rows.
    match printed(draft, logical, Role::Group) {
        Some(text) => match number::split_title(&squeeze(&text)) {
            Some((no, title)) => (Some(no), Some(title)),
            None => (None, Some(squeeze(&text))),
        },
        None => (None, None),
    }
}

/// `Chủ trì: Sở A; Phối hợp: Sở B` in one cell.
fn lead_and_coordinating(text: &str) -> (Option<String>, Option<String>) {
    let words: Vec<(usize, &str)> = text
        .split_inclusive(char::is_whitespace)
        .scan(0, |at, w| {
            let here = *at;
            *at += w.len();
            Some((here, w))
        })
        .collect();
    let mut split = None;
    for pair in words.windows(2) {
        let joined = fold(&format!("{}{}", pair[0].1, pair[1].1));
        if joined.starts_with("phoi hop") || joined.starts_with("- phoi hop") {
            split = Some(pair[0].0);
            break;
        }
    }
    let strip = |t: &str| {
        let t = t.trim().trim_matches(|c: char| ";-–.,:".contains(c) || c.is_whitespace());
        let folded = fold(t);
        let mut out = t;
        for label in [
            "don vi chu tri:",
            "co quan chu tri:",
            "chu tri:",
            "chu tri thuc hien:",
            "don vi phoi hop:",
            "co quan phoi hop:",
            "phoi hop:",
            "phoi hop voi",
            "phoi hop thuc hien:",
            "phoi hop",
        ] {
            if folded.starts_with(label) {
                let skip = label.chars().count();
                out = t.char_indices().nth(skip).map_or("", |(i, _)| &t[i..]);
                break;
            }
        }
        let mut out = out.trim_start_matches(|c: char| ": -–".contains(c)).trim().to_owned();
        if fold(&out).ends_with(" chu tri") {
            let keep = out.chars().count() - " chu tri".len();
            out = out.chars().take(keep).collect();
        }
        (!out.is_empty()).then_some(out)
    };
    match split {
        Some(at) => {
            // "Cơ quan phối hợp:" leaves its first word on the left.
            let left = text[..at].trim_end();
            let cut =
                ["cơ quan", "đơn vị", "Cơ quan", "Đơn vị"].iter().find_map(|w| left.strip_suffix(w)).unwrap_or(left);
            (strip(cut), strip(&text[at..]))
        }
        None => (strip(text), None),
    }
}

/// Years marked under "Lộ trình": `2026, 2027`; `None` where there are no such columns.
fn marked_years(draft: &Draft, logical: &Logical) -> Option<String> {
    let columns = logical.layout.columns.iter().enumerate();
    let years: Vec<(bool, i16)> = columns
        .filter_map(|(i, c)| match c.role {
            Role::Mark(year) => Some((draft.cells[i].chars().any(|c| !"-–. ".contains(c)), year)),
            _ => None,
        })
        .collect();
    let marked: Vec<String> = years.iter().filter(|(on, _)| *on).map(|(_, y)| y.to_string()).collect();
    (!years.is_empty()).then(|| marked.join(", "))
}

fn units(text: Option<&str>, flags: &mut Vec<Flag>) -> Vec<String> {
    let parts = text.map(split_units).unwrap_or_default();
    if parts.iter().any(|p| !looks_like_unit(p) && !flags.contains(&Flag::UnitSuspect)) {
        flags.push(Flag::UnitSuspect);
    }
    parts
}

fn task(draft: &Draft, logical: &Logical, year: Option<i16>) -> TaskRow {
    let mut flags = draft.flags.clone();
    let (section_no, section_title) = section(draft, logical);
    let (lead_text, coordinating_text) = if logical.layout.column(Role::Both).is_some() {
        let (lead, others) = lead_and_coordinating(&flow(cell(draft, logical, Role::Both)));
        (lead, printed(draft, logical, Role::Coordinating).or(others))
    } else {
        (printed(draft, logical, Role::Lead), printed(draft, logical, Role::Coordinating))
    };
    let marks = marked_years(draft, logical);
    let deadline = match cell(draft, logical, Role::Deadline) {
        "" => deadline::parse(&marks.clone().unwrap_or_default(), year),
        text => deadline::parse(text, year),
    };
    if logical.layout.column(Role::Deadline).is_some() || marks.is_some() {
        match (deadline.kind, deadline.due_on, &deadline.text) {
            (DeadlineKind::None, _, None) => flags.push(Flag::DeadlineMissing),
            (DeadlineKind::None, _, Some(text)) if text.chars().any(char::is_alphanumeric) => {
                flags.push(Flag::DeadlineUnclear)
            }
            (DeadlineKind::None, ..) => flags.push(Flag::DeadlineMissing),
            (DeadlineKind::Day | DeadlineKind::Month, None, _) => flags.push(Flag::ImpossibleDate),
            _ => {}
        }
    }
    let lead = units(lead_text.as_deref(), &mut flags);
    if lead.is_empty() && (logical.layout.column(Role::Lead).is_some() || logical.layout.column(Role::Both).is_some()) {
        flags.push(Flag::LeadMissing);
    }
    let mut coordinating_flags = Vec::new();
    let coordinating = units(coordinating_text.as_deref(), &mut coordinating_flags);
    let mut carried = carried(
        draft,
        logical,
        &[
            (Role::No, Field::No),
            (Role::Name, Field::Name),
            (Role::Lead, Field::LeadText),
            (Role::Both, Field::LeadText),
            (Role::Coordinating, Field::CoordinatingText),
            (Role::Product, Field::Product),
            (Role::Deadline, Field::Deadline),
            (Role::Source, Field::SourceDocumentsText),
            (Role::Responsible, Field::ResponsibleText),
        ],
    );
    if logical.layout.column(Role::Both).is_some_and(|c| draft.carried[c]) && coordinating_text.is_some() {
        carried.push(Field::CoordinatingText);
    }
    flags.sort_unstable();
    flags.dedup();
    TaskRow {
        line: draft.line,
        section_no,
        section_title,
        no: number_of(draft, logical),
        name: flow(cell(draft, logical, Role::Name)),
        lead_text,
        lead,
        coordinating_text,
        coordinating,
        product: printed(draft, logical, Role::Product),
        deadline,
        source_documents_text: printed(draft, logical, Role::Source),
        responsible_text: printed(draft, logical, Role::Responsible),
        carried,
        flags,
    }
}

/// A task written as paragraphs.
pub(crate) fn written(found: &Found, year: Option<i16>) -> TaskRow {
    let mut flags = Vec::new();
    let text = |role: Role| found.field(role).map(flow).filter(|t| !t.is_empty());
    let (lead_text, others) = match text(Role::Both) {
        Some(both) => lead_and_coordinating(&both),
        None => (text(Role::Lead), None),
    };
    let coordinating_text = text(Role::Coordinating).or(others);
    let lead = units(lead_text.as_deref(), &mut flags);
    let coordinating = units(coordinating_text.as_deref(), &mut Vec::new());
    let deadline = deadline::parse(found.field(Role::Deadline).unwrap_or(""), year);
    if deadline.kind == DeadlineKind::None {
        flags.push(if deadline.text.is_some() { Flag::DeadlineUnclear } else { Flag::DeadlineMissing });
    }
    TaskRow {
        line: found.line,
        section_no: found.section.as_ref().and_then(|s| s.no.clone()),
        section_title: found.section.as_ref().map(|s| s.title.clone()),
        no: found.no.clone(),
        name: flow(&found.name),
        lead_text,
        lead,
        coordinating_text,
        coordinating,
        product: text(Role::Product),
        deadline,
        source_documents_text: text(Role::Source),
        responsible_text: text(Role::Responsible),
        carried: Vec::new(),
        flags,
    }
}

fn target(draft: &Draft, logical: &Logical, years: Years) -> TargetRow {
    let mut flags = draft.flags.clone();
    let (section_no, section_title) = section(draft, logical);
    let unit = printed(draft, logical, Role::Unit).map(|u| squeeze(&u));
    let mut targets = Vec::new();
    let mut baseline = Vec::new();
    let mut value_carried = false;
    let planned = |year: Option<i16>| year.zip(years.first).is_none_or(|(year, first)| year >= first);
    let any = logical.layout.columns.iter().any(|c| matches!(c.role, Role::Value(y) if planned(y)));
    for (i, column) in logical.layout.columns.iter().enumerate() {
        let (printed_year, into): (_, &mut Vec<TargetValue>) = match column.role {
            Role::Value(y) if any && !planned(y) => (y, &mut baseline),
            Role::Value(y) => (y.or(years.value), &mut targets),
            Role::Base(y) => (y, &mut baseline),
            _ => continue,
        };
        let mut parsed = value::parse(&draft.cells[i], unit.as_deref());
        parsed.year = printed_year;
        value_carried |= draft.carried[i] && matches!(column.role, Role::Value(_));
        if matches!(column.role, Role::Value(_)) {
            if parsed.unclear() {
                flags.push(Flag::ValueUnclear);
            }
            if parsed.year.is_none() {
                flags.push(Flag::YearMissing);
            }
        }
        into.push(parsed);
    }
    if targets.iter().all(|t| t.value.is_none()) {
        flags.push(Flag::ValueMissing);
    }
    let lead_text = printed(draft, logical, Role::Lead).or_else(|| printed(draft, logical, Role::Both));
    let lead = units(lead_text.as_deref(), &mut flags);
    if lead.is_empty() && logical.layout.column(Role::Lead).is_some() {
        flags.push(Flag::LeadMissing);
    }
    let mut carried = carried(
        draft,
        logical,
        &[
            (Role::No, Field::No),
            (Role::Name, Field::Name),
            (Role::Unit, Field::Unit),
            (Role::Lead, Field::LeadText),
            (Role::Source, Field::SourceDocumentsText),
        ],
    );
    if value_carried {
        carried.push(Field::Targets);
    }
    flags.sort_unstable();
    flags.dedup();
    TargetRow {
        line: draft.line,
        section_no,
        section_title,
        no: number_of(draft, logical),
        name: flow(cell(draft, logical, Role::Name)),
        unit,
        targets,
        baseline,
        lead_text,
        lead,
        source_documents_text: printed(draft, logical, Role::Source),
        carried,
        flags,
    }
}
