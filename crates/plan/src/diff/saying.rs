//! What tasks and targets have in common for comparing: their fields as text, and how an edition or
//! an amendment changes them.
use std::collections::BTreeMap;

use indicator::target::{TargetSays, YearValue};
use kernel::{Day, text::fold_words};
use org::Directory;

use super::{FieldChange, ItemKind, pair::Key};
use crate::edition::{Parts, TaskSays};

/// What tasks and targets have in common for comparing.
pub(crate) trait Saying: Clone {
    const ITEM: ItemKind;
    fn section_no(&self) -> &str;
    fn no(&self) -> &str;
    fn name(&self) -> &str;
    /// Every field with its text; names of units by `directory`.
    fn texts(&self, directory: &Directory) -> Vec<(String, String)>;
    /// New where it differs from `base`, else what holds now.
    fn merge(base: &Self, now: &Self, new: &Self) -> Self;
    /// What holds now, changed where an amending row says something.
    fn amended(now: &Self, row: &Self, name: Option<&str>) -> Self;
    fn key(&self) -> Key {
        Key { section: fold_words(self.section_no()), no: fold_words(self.no()), name: fold_words(self.name()) }
    }
    fn changes(&self, new: &Self, directory: &Directory) -> Vec<FieldChange> {
        let mut out = Vec::new();
        let after: BTreeMap<String, String> = new.texts(directory).into_iter().collect();
        let before = self.texts(directory);
        for (field, before) in &before {
            let after = after.get(field).cloned().unwrap_or_default();
            if *before != after {
                out.push(FieldChange { field: field.clone(), before: before.clone(), after });
            }
        }
        for (field, after) in after {
            if !after.is_empty() && before.iter().all(|(f, _)| *f != field) {
                out.push(FieldChange { field, before: String::new(), after });
            }
        }
        out
    }
}

fn units(directory: &Directory, parts: impl Iterator<Item = (kernel::UnitId, String)>) -> String {
    // A group is one name however many members it has, with their number, so that a new member shows.
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for (unit, group) in parts {
        if group.is_empty() {
            names.push(directory.unit(unit).map_or_else(|| unit.to_string(), |u| u.name.clone()));
        } else {
            *groups.entry(group).or_default() += 1;
        }
    }
    names.sort();
    let named = |code: String| directory.group(&code).map_or(code, |g| g.name.clone());
    names.extend(groups.into_iter().map(|(code, members)| format!("{} ({members})", named(code))));
    names.join("; ")
}

/// `new` where it differs from `base`, else `now`.
fn three<T: Clone + PartialEq>(base: &T, now: &T, new: &T) -> T {
    if new == base { now.clone() } else { new.clone() }
}
/// What the row says, unless it says nothing.
fn said(now: &str, row: &str) -> String {
    if row.is_empty() { now.to_owned() } else { row.to_owned() }
}

impl Saying for TaskSays {
    const ITEM: ItemKind = ItemKind::Task;
    fn section_no(&self) -> &str {
        &self.section_no
    }
    fn no(&self) -> &str {
        &self.no
    }
    fn name(&self) -> &str {
        &self.name
    }
    fn texts(&self, directory: &Directory) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> =
            self.fields().iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
        out.push(("due_on".into(), self.due_on.map(Day::vietnamese).unwrap_or_default()));
        for (field, parts) in [("lead_units", &self.lead), ("coordinating_units", &self.coordinating)] {
            out.push((field.into(), units(directory, parts.iter().map(|(u, g)| (*u, g.clone())))));
        }
        out
    }
    fn merge(base: &Self, now: &Self, new: &Self) -> Self {
        let text = |of: fn(&Self) -> &String| three(of(base), of(now), of(new));
        let deadline = if new.deadline_text == base.deadline_text && new.due_on == base.due_on { now } else { new };
        let parts = |of: fn(&Self) -> &Parts| three(of(base), of(now), of(new));
        Self {
            section_no: text(|s| &s.section_no),
            section_title: text(|s| &s.section_title),
            no: text(|s| &s.no),
            name: text(|s| &s.name),
            product: text(|s| &s.product),
            deadline_text: deadline.deadline_text.clone(),
            deadline_kind: deadline.deadline_kind.clone(),
            due_on: deadline.due_on,
            lead_text: text(|s| &s.lead_text),
            coordinating_text: text(|s| &s.coordinating_text),
            responsible_text: text(|s| &s.responsible_text),
            // Entered by a person, never printed: a new edition that says nothing takes nothing away.
            authority_text: said(&now.authority_text, &new.authority_text),
            source_documents_text: text(|s| &s.source_documents_text),
            lead: parts(|s| &s.lead),
            coordinating: parts(|s| &s.coordinating),
        }
    }
    fn amended(now: &Self, row: &Self, name: Option<&str>) -> Self {
        let deadline = if row.deadline_text.is_empty() { now } else { row };
        let parts = |text: &str, now: &Parts, row: &Parts| if text.is_empty() { now.clone() } else { row.clone() };
        Self {
            name: name.unwrap_or(&now.name).to_owned(),
            product: said(&now.product, &row.product),
            deadline_text: deadline.deadline_text.clone(),
            deadline_kind: deadline.deadline_kind.clone(),
            due_on: deadline.due_on,
            lead_text: said(&now.lead_text, &row.lead_text),
            coordinating_text: said(&now.coordinating_text, &row.coordinating_text),
            responsible_text: said(&now.responsible_text, &row.responsible_text),
            authority_text: said(&now.authority_text, &row.authority_text),
            source_documents_text: said(&now.source_documents_text, &row.source_documents_text),
            lead: parts(&row.lead_text, &now.lead, &row.lead),
            coordinating: parts(&row.coordinating_text, &now.coordinating, &row.coordinating),
            ..now.clone()
        }
    }
}

impl Saying for TargetSays {
    const ITEM: ItemKind = ItemKind::Target;
    fn section_no(&self) -> &str {
        &self.section_no
    }
    fn no(&self) -> &str {
        &self.no
    }
    fn name(&self) -> &str {
        &self.name
    }
    fn texts(&self, directory: &Directory) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = [
            ("section_no", &self.section_no),
            ("section_title", &self.section_title),
            ("no", &self.no),
            ("name", &self.name),
            ("unit", &self.unit),
            ("direction", &self.direction),
            ("definition", &self.definition),
            ("lead_text", &self.lead_text),
            ("source_documents_text", &self.source_documents_text),
        ]
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).clone()))
        .collect();
        for value in &self.values {
            let unit = if value.unit == self.unit { "" } else { value.unit.as_str() };
            out.push((format!("value:{}", value.year), format!("{} {unit}", value.printed).trim().to_owned()));
        }
        out.push(("lead_units".into(), units(directory, self.leads.iter().cloned())));
        out
    }
    fn merge(base: &Self, now: &Self, new: &Self) -> Self {
        let text = |of: fn(&Self) -> &String| three(of(base), of(now), of(new));
        Self {
            section_no: text(|s| &s.section_no),
            section_title: text(|s| &s.section_title),
            no: text(|s| &s.no),
            name: text(|s| &s.name),
            unit: text(|s| &s.unit),
            direction: text(|s| &s.direction),
            definition: said(&now.definition, &new.definition),
            lead_text: text(|s| &s.lead_text),
            source_documents_text: text(|s| &s.source_documents_text),
            values: three(&base.values, &now.values, &new.values),
            leads: three(&base.leads, &now.leads, &new.leads),
        }
    }
    fn amended(now: &Self, row: &Self, name: Option<&str>) -> Self {
        let mut values: BTreeMap<i16, YearValue> = now.values.iter().map(|v| (v.year, v.clone())).collect();
        values.extend(row.values.iter().filter(|v| !v.printed.is_empty()).map(|v| (v.year, v.clone())));
        Self {
            name: name.unwrap_or(&now.name).to_owned(),
            unit: said(&now.unit, &row.unit),
            definition: said(&now.definition, &row.definition),
            lead_text: said(&now.lead_text, &row.lead_text),
            source_documents_text: said(&now.source_documents_text, &row.source_documents_text),
            values: values.into_values().collect(),
            leads: if row.lead_text.is_empty() { now.leads.clone() } else { row.leads.clone() },
            ..now.clone()
        }
    }
}
