//! A row of a draft as the page shows it: what is printed, what was understood, what is doubtful.
use std::collections::HashMap;

use kernel::Day;
use org::Directory;
use paper::read::{Block, Flag, TableKind};
use plan::{
    draft::{Certainty, Content, Decision, DraftRow, RowIs},
    resolve::{Part, PartTo},
};

use super::view::Shown;
use crate::{lang::L, pages::Choice, url::Query};

pub(super) struct FieldView {
    /// What is doubtful about it.
    pub(super) flag: String,
    /// It stands in the row's heading already.
    pub(super) heading: bool,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) explained: String,
    pub(super) carried: bool,
    pub(super) long: bool,
}
pub(super) struct UnknownUnit {
    pub(super) printed: String,
    pub(super) suggestions: Vec<Choice>,
}
pub(super) struct RowView {
    pub(super) title: String,
    pub(super) row: String,
    pub(super) section: String,
    pub(super) state: &'static str,
    pub(super) printed: Vec<String>,
    pub(super) fields: Vec<FieldView>,
    pub(super) notes: Vec<String>,
    pub(super) edit: bool,
    pub(super) edit_url: String,
    pub(super) unknown: Vec<UnknownUnit>,
    pub(super) dropped: bool,
    pub(super) anchor: String,
}

/// The row's fields as text, by their names, in the order of the page.
pub(super) fn values_of(row: &DraftRow) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    match &row.is {
        RowIs::Task(t) => vec![
            ("no", text(&t.no)),
            ("name", t.name.clone()),
            ("lead_text", text(&t.lead_text)),
            ("coordinating_text", text(&t.coordinating_text)),
            ("deadline", text(&t.deadline.text)),
            ("product", text(&t.product)),
            ("responsible_text", text(&t.responsible_text)),
            ("source_documents_text", text(&t.source_documents_text)),
            ("section_no", text(&t.section_no)),
            ("section_title", text(&t.section_title)),
        ],
        RowIs::Target(t) => vec![
            ("no", text(&t.no)),
            ("name", t.name.clone()),
            ("unit", text(&t.unit)),
            ("lead_text", text(&t.lead_text)),
            ("source_documents_text", text(&t.source_documents_text)),
            ("direction", row.direction.clone()),
            ("definition", row.definition.clone()),
            ("section_no", text(&t.section_no)),
            ("section_title", text(&t.section_title)),
        ],
    }
}

/// A target's value of a year, as printed.
pub(super) fn value_of(row: &DraftRow, year: i16) -> String {
    let RowIs::Target(target) = &row.is else { return String::new() };
    target.targets.iter().find(|v| v.year == Some(year)).and_then(|v| v.text.clone()).unwrap_or_default()
}

/// What a cell's names mean, in words.
fn explained(l: L, parts: &[Part]) -> String {
    let word = |p: &Part| match &p.to {
        PartTo::Unit { name, .. } => Some(name.clone()),
        PartTo::Group { name, members, .. } => Some(l.t2("draft-members", "name", name, "count", *members)),
        PartTo::Open | PartTo::Unknown { .. } => None,
    };
    parts.iter().filter_map(word).collect::<Vec<_>>().join("; ")
}

/// The field that a flag of reading is about; none for those about the whole row.
fn field_of(flag: Flag) -> &'static str {
    match flag.message_id() {
        "paper-flag-duplicate-number" | "paper-flag-number-missing" => "no",
        "paper-flag-impossible-date" | "paper-flag-deadline-unclear" | "paper-flag-deadline-missing" => "deadline",
        "paper-flag-value-unclear" | "paper-flag-value-missing" | "paper-flag-year-missing" => "value",
        "paper-flag-lead-missing" | "paper-flag-unit-suspect" => "lead_text",
        "paper-flag-name-missing" => "name",
        _ => "",
    }
}

/// What is doubtful, by field: what reading flagged, and names of units that are not known for sure.
fn doubts(l: L, row: &DraftRow) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = row.flags().iter().map(|f| (field_of(*f), l.t(f.message_id()))).collect();
    for (field, parts) in [("lead_text", &row.lead), ("coordinating_text", &row.coordinating)] {
        all.extend(parts.iter().filter_map(|p| Some((field, unclear(l, p)?))));
    }
    all
}

/// Why it is not clear which unit a printed name means.
fn unclear(l: L, part: &Part) -> Option<String> {
    match &part.to {
        PartTo::Unknown { .. } => Some(l.t1("draft-unit-unknown", "name", &part.printed)),
        PartTo::Unit { name, near: true, .. } | PartTo::Group { name, near: true, .. } => {
            Some(l.t2("draft-unit-near", "name", &part.printed, "unit", name))
        }
        _ => None,
    }
}

fn fields(l: L, row: &DraftRow) -> Vec<FieldView> {
    let doubts = if row.certainty() == Certainty::Look { doubts(l, row) } else { vec![] };
    let doubt = |code: &str| {
        let own = doubts.iter().filter(|(field, _)| *field == code).map(|(_, text)| text.as_str());
        own.collect::<Vec<_>>().join(" ")
    };
    let carried: Vec<&str> = match &row.is {
        RowIs::Task(t) => t.carried.iter().map(|f| f.code()).collect(),
        RowIs::Target(t) => t.carried.iter().map(|f| f.code()).collect(),
    };
    let meaning = |code: &str, value: &str| match (code, &row.is) {
        ("lead_text", _) => Some(explained(l, &row.lead)).filter(|e| e != value).unwrap_or_default(),
        ("coordinating_text", _) => Some(explained(l, &row.coordinating)).filter(|e| e != value).unwrap_or_default(),
        ("deadline", RowIs::Task(t)) => t.deadline.due_on.map(Day::vietnamese).unwrap_or_default(),
        _ => String::new(),
    };
    let mut all: Vec<FieldView> = values_of(row)
        .into_iter()
        .map(|(code, value)| FieldView {
            flag: doubt(code),
            heading: matches!(code, "no" | "name" | "section_no" | "section_title"),
            label: l.t(&format!("plan-field-{}", code.replace('_', "-"))),
            explained: meaning(code, &value),
            carried: carried.contains(&code),
            long: value.chars().count() > 60 || code == "name",
            code: code.to_owned(),
            value,
        })
        .collect();
    if let RowIs::Target(target) = &row.is {
        let values = target.targets.iter().filter_map(|v| Some((v.year?, v.text.clone().unwrap_or_default()))).map(
            |(year, value)| FieldView {
                flag: doubt("value"),
                heading: false,
                code: format!("value-{year}"),
                label: l.t1("plan-field-value", "year", year.to_string()),
                value,
                explained: String::new(),
                carried: carried.contains(&"targets"),
                long: false,
            },
        );
        all.splice(3..3, values.collect::<Vec<_>>());
    }
    all
}

fn unknown(directory: &Directory, row: &DraftRow) -> Vec<UnknownUnit> {
    row.unclear_units()
        .map(|p| {
            let suggestions = match &p.to {
                PartTo::Unknown { suggestions } => {
                    suggestions.iter().map(|s| choice(&s.name, s.unit.to_string())).collect()
                }
                PartTo::Unit { unit, name, .. } => vec![choice(name, unit.to_string())],
                PartTo::Group { code, name, .. } => vec![choice(name, format!("group:{code}"))],
                PartTo::Open => vec![],
            };
            let groups = directory.groups().map(|g| choice(&g.name, format!("group:{}", g.code)));
            UnknownUnit { printed: p.printed.clone(), suggestions: suggestions.into_iter().chain(groups).collect() }
        })
        .collect()
}
pub(super) fn choice(label: &str, value: String) -> Choice {
    Choice { label: label.to_owned(), url: value, on: false, count: String::new() }
}

/// What is to be said of the whole row.
fn notes(l: L, row: &DraftRow) -> Vec<String> {
    let own = row.flags().iter().filter(|f| field_of(**f).is_empty());
    let mut notes: Vec<String> = own.map(|f| l.t(f.message_id())).collect();
    if let Decision::Dropped { reason, .. } = &row.decision {
        notes.push(l.t1("draft-dropped", "reason", reason));
    }
    notes
}

/// Cells of each table row, by line number.
pub(super) fn printed_lines(content: &Content) -> HashMap<u32, Vec<String>> {
    let tables = content.outline.iter().filter_map(|b| match b {
        Block::Table(t) if matches!(t.kind, TableKind::Tasks | TableKind::Targets) => Some(t),
        _ => None,
    });
    let rows = tables.flat_map(|t| &t.rows);
    rows.map(|r| (r.line, r.cells.iter().map(|c| c.text.clone()).filter(|t| !t.is_empty()).collect())).collect()
}

fn state_of(row: &DraftRow) -> &'static str {
    match row.certainty() {
        Certainty::Certain => "certain",
        Certainty::Look => "flagged",
        Certainty::Dropped => "withdrawn",
    }
}

pub(super) fn row_view(
    l: L,
    directory: &Directory,
    printed: &HashMap<u32, Vec<String>>,
    row: &DraftRow,
    base: &Query,
    at: &str,
    shown: &Shown,
) -> RowView {
    let section = match &row.is {
        RowIs::Task(t) => [t.section_no.clone(), t.section_title.clone()],
        RowIs::Target(t) => [t.section_no.clone(), t.section_title.clone()],
    };
    let edit = shown.row == Some(row.row);
    RowView {
        title: [row.no(), row.name()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(". "),
        row: row.row.to_string(),
        section: section.into_iter().flatten().collect::<Vec<_>>().join(". "),
        state: state_of(row),
        printed: printed.get(&row.line()).cloned().unwrap_or_default(),
        fields: fields(l, row),
        notes: notes(l, row),
        edit,
        edit_url: format!("{}#row-{}", base.with("row", row.row).at(at), row.row),
        unknown: if edit { unknown(directory, row) } else { vec![] },
        dropped: matches!(row.decision, Decision::Dropped { .. }),
        anchor: format!("row-{}", row.row),
    }
}
