//! From names of units in a plan's cells to units and groups: resolving a row's cells, expanding
//! groups into members on a day, and adding resolved names to the reader's JSON.
use kernel::{Day, UnitId};
use org::{Directory, Resolution};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::{
    draft::{Content, DraftRow, Explained, RowIs},
    edition::Parts,
};

/// A unit that comes near a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PartTo {
    /// One unit.
    Unit {
        /// Which.
        unit: UnitId,
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// Only nearly that name: a person should look.
        #[serde(default)]
        near: bool,
    },
    /// A group: a line of progress for each member.
    Group {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// How many members it has on the plan's day.
        members: usize,
        /// See [`PartTo::Unit`].
        #[serde(default)]
        near: bool,
    },
    /// Words that name nobody in particular (*các đơn vị có liên quan*).
    Open,
    /// Nothing known: flagged, with suggestions.
    Unknown {
        /// Units that come nearest.
        suggestions: Vec<Suggestion>,
    },
}

/// A name in a cell, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name as printed.
    pub printed: String,
    /// What it means.
    #[serde(flatten)]
    pub to: PartTo,
}

impl Part {
    /// A stable word for what it means, for digests: the unit, the group, or nothing yet.
    #[must_use]
    pub(crate) fn key(&self) -> String {
        match &self.to {
            PartTo::Unit { unit, .. } => unit.to_string(),
            PartTo::Group { code, .. } => format!("group:{code}"),
            PartTo::Open | PartTo::Unknown { .. } => String::new(),
        }
    }
}

/// The day on which names are understood: the plan's. What did not exist then is looked for today,
/// because a plan may be older than the unit tree that was entered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The plan's day.
    pub day: Day,
    /// Today.
    pub today: Day,
}

/// The names of a cell on that day; names that a person explained mean what they said.
#[must_use]
pub fn cell(directory: &Directory, text: &str, when: When, explained: &[Explained]) -> Vec<Part> {
    if let Some(to) = explanation(explained, text) {
        return vec![Part { printed: text.to_owned(), to: said(directory, to, when) }];
    }
    let named = directory.resolve_cell(text, when.day).into_iter();
    named
        .map(|n| {
            let to = match explanation(explained, &n.text) {
                Some(explained) => said(directory, explained, when),
                None => meaning(directory, or_today(directory, &n.text, n.is, when), when),
            };
            Part { printed: n.text, to }
        })
        .collect()
}

fn explanation<'a>(explained: &'a [Explained], text: &str) -> Option<&'a Explained> {
    let folded = org::name_key(text);
    // The newest explanation of a name counts.
    explained.iter().rev().find(|e| e.folded == folded)
}

/// What was unknown on the plan's day and is known today.
fn or_today(directory: &Directory, text: &str, is: Resolution, when: When) -> Resolution {
    if !matches!(is, Resolution::Unknown { .. }) || when.day == when.today {
        return is;
    }
    match directory.resolve(text, when.today) {
        Resolution::Unknown { suggestions } if suggestions.is_empty() => is,
        today => today,
    }
}

/// The members on the plan's day; today's when it had none then.
fn members(directory: &Directory, code: &str, when: When) -> Vec<UnitId> {
    let then = directory.members(code, when.day);
    if then.is_empty() { directory.members(code, when.today) } else { then }
}

fn said(directory: &Directory, explained: &Explained, when: When) -> PartTo {
    match (explained.unit, &explained.group) {
        (Some(unit), _) => unit_to(directory, unit, false),
        (None, Some(code)) => group_to(directory, code, when, false),
        (None, None) => PartTo::Open,
    }
}

fn meaning(directory: &Directory, is: Resolution, when: When) -> PartTo {
    match is {
        Resolution::Unit { id, near } => unit_to(directory, id, near),
        Resolution::Group { code, near, .. } => group_to(directory, &code, when, near),
        Resolution::Unspecific => PartTo::Open,
        Resolution::Unknown { suggestions } => {
            let suggestions = suggestions
                .into_iter()
                .filter_map(|id| directory.unit(id))
                .map(|u| Suggestion { unit: u.id, name: u.name.clone() })
                .collect();
            PartTo::Unknown { suggestions }
        }
    }
}

fn unit_to(directory: &Directory, unit: UnitId, near: bool) -> PartTo {
    match directory.unit(unit) {
        Some(u) => PartTo::Unit { unit, code: u.code.clone(), name: u.name.clone(), near },
        None => PartTo::Unknown { suggestions: vec![] },
    }
}

fn group_to(directory: &Directory, code: &str, when: When, near: bool) -> PartTo {
    let members = members(directory, code, when).len();
    let name = directory.group(code).map_or_else(|| code.to_owned(), |g| g.name.clone());
    PartTo::Group { code: code.to_owned(), name, members, near }
}

/// The units behind the names on that day. A unit named itself and through a group counts as named
/// itself.
#[must_use]
pub fn expand(directory: &Directory, parts: &[Part], when: When) -> Parts {
    let mut out = Parts::new();
    for part in parts {
        match &part.to {
            PartTo::Unit { unit, .. } => {
                out.insert(*unit, String::new());
            }
            PartTo::Group { code, .. } => {
                for unit in members(directory, code, when) {
                    out.entry(unit).or_insert_with(|| code.clone());
                }
            }
            PartTo::Open | PartTo::Unknown { .. } => {}
        }
    }
    out
}

/// Resolves one row.
fn row(directory: &Directory, row: &mut DraftRow, when: When, explained: &[Explained]) {
    let (lead, coordinating) = match &row.is {
        RowIs::Task(t) => (t.lead_text.as_deref(), t.coordinating_text.as_deref()),
        RowIs::Target(t) => (t.lead_text.as_deref(), None),
    };
    let of = |text: Option<&str>| text.map_or_else(Vec::new, |t| cell(directory, t, when, explained));
    (row.lead, row.coordinating) = (of(lead), of(coordinating));
}

/// Resolves all rows of a draft.
pub(crate) fn content(directory: &Directory, content: &mut Content, today: Day) {
    let when = When { day: content.day(today), today };
    let explained = std::mem::take(&mut content.explained);
    for r in &mut content.rows {
        row(directory, r, when, &explained);
    }
    content.explained = explained;
}

/// Adds what the names of units mean to the JSON of `paper::read::to_json`: `lead_units` and
/// `coordinating_units` on every row, the flag `unit-unknown` and `unit_suggestions` where a name
/// means nothing known.
#[must_use]
pub fn enrich(mut plan: Json, directory: &Directory, today: Day) -> Json {
    let day = plan["document"]["issued_on"].as_str().and_then(|d| d.parse().ok()).unwrap_or(today);
    let when = When { day, today };
    for list in ["targets", "tasks"] {
        for row in plan[list].as_array_mut().into_iter().flatten() {
            let mut unknown = Vec::new();
            for (text, out) in [("lead_text", "lead_units"), ("coordinating_text", "coordinating_units")] {
                if out == "coordinating_units" && list == "targets" {
                    continue;
                }
                let parts = row[text].as_str().map_or_else(Vec::new, |t| cell(directory, t, when, &[]));
                row[out] = parts.iter().map(part_json).collect();
                for part in parts {
                    if let PartTo::Unknown { suggestions } = part.to {
                        unknown.push(json!({ "text": part.printed, "suggestions": suggestions.iter().map(|s| &s.name).collect::<Vec<_>>() }));
                    }
                }
            }
            if !unknown.is_empty() {
                if let Some(flags) = row["flags"].as_array_mut() {
                    flags.push("unit-unknown".into());
                }
                row["unit_suggestions"] = unknown.into();
            }
        }
    }
    plan
}

fn part_json(part: &Part) -> Json {
    match &part.to {
        PartTo::Unit { code, name, near, .. } => {
            json!({ "text": part.printed, "unit": name, "code": code, "near": near })
        }
        PartTo::Group { code, name, members, near } => {
            json!({ "text": part.printed, "group": name, "code": code, "members": members, "near": near })
        }
        PartTo::Open => json!({ "text": part.printed, "unspecific": true }),
        PartTo::Unknown { .. } => json!({ "text": part.printed, "unknown": true }),
    }
}
